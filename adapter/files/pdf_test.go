package files

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

// printed is a text on paper and what kind of figure the file says it is.
type printed struct {
	text, kind string
}

var (
	stream    = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	operation = regexp.MustCompile(`(?s)/([\w-]+) BMC|EMC|\(((?:[^\\()]|\\.)*)\) ?Tj`)
)

// printedOn takes the texts out of a PDF in their order, as a reader would.
func printedOn(t *testing.T, content []byte) []printed {
	t.Helper()
	var all []printed
	for _, packed := range stream.FindAllSubmatch(content, -1) {
		reader, err := zlib.NewReader(bytes.NewReader(packed[1]))
		if err != nil {
			continue // fonts and tables of them may be packed otherwise
		}
		page, err := io.ReadAll(reader)
		if err != nil || !bytes.Contains(page, []byte("Tj")) {
			continue
		}
		kind := ""
		for _, op := range operation.FindAllSubmatch(page, -1) {
			switch {
			case len(op[1]) > 0:
				kind = string(op[1])
			case string(op[0]) == "EMC":
				kind = ""
			default:
				all = append(all, printed{unpacked(op[2]), kind})
			}
		}
	}
	if len(all) == 0 {
		t.Fatal("pdf: no text in it")
	}
	return all
}

// unpacked reads a PDF's string of UTF-16.
func unpacked(raw []byte) string {
	text := strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r").Replace(string(raw))
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = uint16(text[2*i])<<8 | uint16(text[2*i+1])
	}
	return string(utf16.Decode(units))
}

func pdfFigures(t *testing.T, content []byte) figures {
	f := figures{}
	for _, p := range printedOn(t, content) {
		if p.kind != "" && p.kind != "total" && p.kind != "sum" {
			f.add(p.kind, plain(p.text))
		}
	}
	return f
}

// TestPDFRepeatsHeadings: every page of a long table has its headings, and says
// which page it is; long names are broken into lines and nothing of them is lost.
func TestPDFRepeatsHeadings(t *testing.T) {
	s := paidStatement()
	long := strings.Repeat("Felhasználói kézikönyv és űrlapok ", 6)
	for range 120 {
		s.Rows = append(s.Rows, row("X", long, "1.00", "100.00", 100))
	}
	var headings, ends int
	var all strings.Builder
	for _, p := range printedOn(t, render(t, "pdf", s).Content) {
		all.WriteString(p.text + " ")
		if p.text == "of what it kept" {
			headings++
		}
		if strings.HasPrefix(p.text, "page ") {
			ends++
		}
	}
	if ends < 5 || headings < ends-2 {
		t.Errorf("%d pages, %d headings", ends, headings)
	}
	if got := strings.Count(strings.Join(strings.Fields(all.String()), " "), strings.TrimSpace(long)); got != 120 {
		t.Errorf("the long name is there %d times, want 120", got)
	}
}

// TestPDFPrintsHungarian: every letter has a glyph, and what has none is told.
func TestPDFPrintsHungarian(t *testing.T) {
	const letters = "árvíztűrő tükörfúrógép ÁRVÍZTŰRŐ TÜKÖRFÚRÓGÉP „idézet” – −…’□ Ελλάδα Москва Łódź"
	if got := printable(letters); got != letters {
		t.Errorf("the font prints %q", got)
	}
	if got := printable("a漢😀b"); got != "a□□b" {
		t.Errorf("what has no glyph is printed as %q", got)
	}
}

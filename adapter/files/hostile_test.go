package files

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fairshare/calc"
	"fairshare/mapping"
	"fairshare/testdata/hostile"

	"golang.org/x/net/html"
)

// poisoned puts a text into every field of a statement that comes from OFBiz.
func poisoned(text string) mapping.Statement {
	s := paidStatement()
	s.Organization, s.Party.Name, s.Party.ID = text, text, calc.PartyID(text)
	s.Settlement.ID, s.Settlement.Version = text, text
	for i := range s.Rows {
		s.Rows[i].Activity = product(text, text+" ")
	}
	invoice := *s.Invoice
	invoice.Items = slices.Clone(invoice.Items)
	for i := range invoice.Items {
		invoice.Items[i].Description, invoice.Items[i].Activity = text, calc.ActivityID(text)
	}
	invoice.ID, s.Invoice = text, &invoice
	return s
}

// poisonedFinance does the same to a finance report.
func poisonedFinance(text string) mapping.Finance {
	r := sampleFinance()
	r.Organization, r.Settlement.ID = text, text
	for i := range r.Flow.Nodes {
		r.Flow.Nodes[i].Name = text
	}
	for i := range r.Links {
		r.Links[i].From, r.Links[i].To = product(text, text+" "), product(text+" ", text)
	}
	for i := range r.Comparison.Changes {
		r.Comparison.Changes[i].Party = mapping.Party{ID: calc.PartyID(text), Name: text + " "}
	}
	for i := range r.Parties {
		r.Parties[i].Party.Name, r.Parties[i].Party.ID, r.Parties[i].Note = text+" ", calc.PartyID(text), text
		r.Parties[i].Invoice = strings.TrimSpace(r.Parties[i].Invoice + text)
	}
	for i := range r.Retained {
		r.Retained[i].Activity, r.Retained[i].Meaning = product(text, text+" "), text
	}
	for i := range r.Activities {
		r.Activities[i].Activity = product(text, text+" ")
	}
	for _, f := range sampleFindings() {
		r.Findings = append(r.Findings, mapping.Finding{Code: text, Severity: f.Severity, Entity: text, Key: text, Text: text})
	}
	return r
}

func TestHostileTextStaysText(t *testing.T) {
	check := map[string]func(*testing.T, []byte, []byte){"html": inertHTML, "csv": inertCSV, "xlsx": inertXLSX, "pdf": inertPDF, "xml": inertXML}
	statements, finances := map[string][]byte{}, map[string][]byte{}
	for _, format := range Formats {
		statements[format] = render(t, format, poisoned("harmless")).Content
		finances[format] = renderFinance(t, format, poisonedFinance("harmless")).Content
	}
	for i, text := range hostile.Texts() {
		for _, format := range Formats {
			t.Run(fmt.Sprintf("%d/%s", i, format), func(t *testing.T) {
				check[format](t, statements[format], render(t, format, poisoned(text)).Content)
				check[format](t, finances[format], renderFinance(t, format, poisonedFinance(text)).Content)
			})
		}
	}
}

// inertHTML: a poisoned page has the very elements and attributes of a harmless one.
func inertHTML(t *testing.T, harmless, content []byte) {
	if want, got := skeleton(t, harmless), skeleton(t, content); want != got {
		t.Errorf("the text changed the page:\n%s\nwant\n%s", got, want)
	}
	noHidden(t, string(content))
}

func skeleton(t *testing.T, content []byte) string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for node := range root.Descendants() {
		if node.Type != html.TextNode {
			fmt.Fprintln(&b, node.Type, node.Data, node.Attr)
		}
	}
	return b.String()
}

// noHidden fails on characters that can't be seen or turn text around.
func noHidden(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Error("broken UTF-8")
	}
	for _, r := range text {
		if shown := string(r); mapping.Shown(shown) != shown && r != '\n' && r != '\r' {
			t.Errorf("%U is still there", r)
		}
	}
}

// inertCSV: as many records and cells, and none that a spreadsheet takes for a
// formula, also where it parts cells at semicolons.
func inertCSV(t *testing.T, harmless, content []byte) {
	if want, got := len(csvRecords(t, harmless)), len(csvRecords(t, content)); want != got {
		t.Errorf("%d records, want %d", got, want)
	}
	for _, comma := range []rune{',', ';'} {
		reader := csv.NewReader(bytes.NewReader(content))
		reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord = comma, true, -1
		rows, err := reader.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if start := strings.TrimLeft(cell, " \""); strings.IndexAny(start, "=+-@\t\r\n＝") == 0 && !isNumber(cell) {
					t.Errorf("parted by %q the cell %q is active", comma, cell)
				}
			}
		}
	}
	noHidden(t, string(content))
}

// inertXLSX: the same parts, every one well-formed, the same formulas, and no
// relation that leads out of the file.
func inertXLSX(t *testing.T, harmless, content []byte) {
	want, got := parts(t, harmless), parts(t, content)
	if !slices.Equal(want, got) {
		t.Errorf("parts %v, want %v", got, want)
	}
	if want, got := formulas(t, harmless), formulas(t, content); !slices.Equal(want, got) {
		t.Errorf("formulas %v, want %v", got, want)
	}
	eachCell(t, workbook(t, content), func(_, _, value, _ string) { noHidden(t, value) })
}

func parts(t *testing.T, content []byte) []string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, part := range archive.File {
		names = append(names, part.Name)
		wellFormed(t, part)
	}
	return names
}

func wellFormed(t *testing.T, part *zip.File) {
	t.Helper()
	in, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	decoder := xml.NewDecoder(in)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", part.Name, err)
		}
		if element, ok := token.(xml.StartElement); ok {
			for _, a := range element.Attr {
				if a.Name.Local == "TargetMode" {
					t.Errorf("%s leads out of the file: %v", part.Name, element)
				}
			}
		}
	}
}

func formulas(t *testing.T, content []byte) []string {
	var all []string
	eachCell(t, workbook(t, content), func(sheet, cell, _, formula string) {
		if formula != "" {
			all = append(all, sheet+"!"+cell+formula)
		}
	})
	return all
}

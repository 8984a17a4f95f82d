package files

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairshare/mapping"

	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "rewrite the expected files")

// samples are all documents of the sample company, by golden file.
func samples(t *testing.T) map[string]mapping.Document {
	t.Helper()
	blocked := sampleFinance()
	blocked.Findings = sampleFindings()
	documents := map[string]mapping.Document{}
	for _, format := range Formats {
		for name, s := range map[string]mapping.Statement{"paid": paidStatement(), "carried": carriedStatement(), "owing": owingStatement()} {
			documents[name+"."+format] = render(t, format, s)
		}
		documents["finance."+format] = renderFinance(t, format, sampleFinance())
		documents["blocked."+format] = renderFinance(t, format, blocked)
	}
	return documents
}

func render(t testing.TB, format string, s mapping.Statement) mapping.Document {
	t.Helper()
	doc, err := English.Render(format, s)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func renderFinance(t testing.TB, format string, r mapping.Finance) mapping.Document {
	t.Helper()
	doc, err := English.RenderFinance(format, r)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestGolden compares every document with the expected one; workbooks cell by
// cell, because how bytes are packed may differ with the version of Go.
func TestGolden(t *testing.T) {
	for name, doc := range samples(t) {
		t.Run(name, func(t *testing.T) {
			got, path := doc.Content, filepath.Join("testdata", name)
			if doc.Format == "xlsx" {
				got, path = cells(t, doc.Content), path+".txt"
			}
			if doc.Format == "pdf" {
				got, path = texts(t, doc.Content), path+".txt"
			}
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs; run go test ./adapter/files -update and read the diff\n%s", path, got)
			}
		})
	}
}

// texts tells a PDF as text: a line for each piece, with what figure it is.
func texts(t *testing.T, content []byte) []byte {
	var out strings.Builder
	for _, p := range printedOn(t, content) {
		out.WriteString(strings.TrimSpace(p.text+"\t"+p.kind) + "\n")
	}
	return []byte(out.String())
}

// cells tells a workbook as text: sheet, cell, value as shown, formula.
func cells(t *testing.T, content []byte) []byte {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var out strings.Builder
	for _, sheet := range file.GetSheetList() {
		rows, err := file.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, value := range row {
				formula, _ := file.GetCellFormula(sheet, ref(j+1, i+1))
				if value != "" || formula != "" {
					out.WriteString(strings.TrimSpace(strings.Join([]string{sheet, ref(j+1, i+1), value, formula}, "\t")) + "\n")
				}
			}
		}
	}
	return []byte(out.String())
}

func TestRenderIsDeterministic(t *testing.T) {
	first, second := samples(t), samples(t)
	for name, doc := range first {
		if !bytes.Equal(doc.Content, second[name].Content) {
			t.Errorf("%s: two renderings of one model differ", name)
		}
	}
}

func TestRenderErrUnknownFormat(t *testing.T) {
	if _, err := English.Render("doc", paidStatement()); err == nil || !strings.Contains(err.Error(), "html, pdf, xlsx, csv, xml") {
		t.Errorf("error %v doesn't say which formats there are", err)
	}
}

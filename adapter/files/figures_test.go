package files

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"math/big"
	"strings"
	"testing"

	"fairshare/mapping"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

// figures are all figures of a document by what they are and how many of that
// kind came before: "share.amount 2". Money is plain: "-12345.67".
type figures map[string]string

func (f figures) add(kind, value string) {
	for i := 0; ; i++ {
		key := fmt.Sprintf("%s %d", kind, i)
		if _, taken := f[key]; !taken {
			f[key] = value
			return
		}
	}
}

func TestStatementFiguresAgree(t *testing.T) {
	yen := paidStatement()
	yen.Settlement.Decimals, yen.Invoice.Decimals = 0, 0
	for i := range yen.Rows {
		yen.Rows[i].Pool = strings.TrimSuffix(yen.Rows[i].Pool, ".00")
	}
	huge := carriedStatement()
	huge.Account.Opening, huge.Account.Closing = 9_007_199_254_740_993, 9_007_199_254_742_331 // no float64 holds these
	for name, s := range map[string]mapping.Statement{"paid": paidStatement(), "carried": carriedStatement(), "owing": owingStatement(), "yen": yen, "huge": huge} {
		t.Run(name, func(t *testing.T) {
			want := statementFigures(s)
			same(t, "html", want, htmlFigures(t, render(t, "html", s).Content))
			same(t, "csv", want, csvStatementFigures(t, render(t, "csv", s).Content))
			same(t, "xlsx", want, xlsxStatementFigures(t, render(t, "xlsx", s).Content))
			same(t, "pdf", want, pdfFigures(t, render(t, "pdf", s).Content))
			same(t, "xml", want, xmlStatementFigures(t, render(t, "xml", s).Content))
			for _, format := range []string{"html", "pdf"} {
				doc, err := Hungarian.Render(format, s)
				if err != nil {
					t.Fatal(err)
				}
				same(t, format+" in Hungarian", want, map[string]func(*testing.T, []byte) figures{"html": htmlFigures, "pdf": pdfFigures}[format](t, doc.Content))
			}
		})
	}
}

func TestFinanceFiguresAgree(t *testing.T) {
	r := sampleFinance()
	want := financeFigures(r)
	same(t, "html", want, htmlFigures(t, renderFinance(t, "html", r).Content))
	same(t, "csv", want, csvFinanceFigures(t, renderFinance(t, "csv", r).Content))
	same(t, "xlsx", want, xlsxFinanceFigures(t, renderFinance(t, "xlsx", r).Content))
	same(t, "pdf", want, pdfFigures(t, renderFinance(t, "pdf", r).Content))
	same(t, "xml", want, xmlFinanceFigures(t, renderFinance(t, "xml", r).Content))
	for format, read := range map[string]func(*testing.T, []byte) figures{"html": htmlFigures, "pdf": pdfFigures} {
		doc, err := Hungarian.RenderFinance(format, r)
		if err != nil {
			t.Fatal(err)
		}
		same(t, format+" in Hungarian", want, read(t, doc.Content))
	}
}

func same(t *testing.T, format string, want, got figures) {
	t.Helper()
	if maps.Equal(want, got) {
		return
	}
	for key, value := range want {
		if got[key] != value {
			t.Errorf("%s: %s is %q, want %q", format, key, got[key], value)
		}
	}
	for key, value := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s: shows %s = %q, which the model doesn't have", format, key, value)
		}
	}
}

// statementFigures are the model's own.
func statementFigures(s mapping.Statement) figures {
	f := figures{}
	d := s.Settlement.Decimals
	for _, row := range s.Rows {
		f.add("percent", row.Percent)
		f.add("pool", row.Pool)
		f.add("amount", row.Amount.Text(d))
	}
	a := s.Account
	for _, m := range []string{a.Opening.Text(d), a.Earned.Text(d), a.Adjusted.Text(d), (-a.Invoiced).Text(d), a.Closing.Text(d)} {
		f.add("move", m)
	}
	for _, a := range s.Adjustments {
		f.add("adjustment", a.Amount.Text(d))
	}
	if s.Invoice != nil {
		for _, item := range s.Invoice.Items {
			f.add("item", item.Amount.Text(d))
		}
	}
	return f
}

func financeFigures(r mapping.Finance) figures {
	f := figures{}
	d := r.Settlement.Decimals
	add := func(kind string, texts ...string) {
		for _, text := range texts {
			f.add(kind, text)
		}
	}
	s := r.Settlement
	add("settlement", s.Income.Text(d), s.Earned.Text(d), s.Retained.Text(d), s.Invoiced.Text(d))
	for _, line := range r.Parties {
		a := line.Account
		add("party", a.Opening.Text(d), a.Earned.Text(d), a.Adjusted.Text(d), a.Invoiced.Text(d), a.Closing.Text(d))
	}
	for _, line := range r.Adjustments {
		add("adjustment", line.Amount.Text(d))
	}
	for _, line := range mainChanges(r) {
		add("change", line.Before.Text(d), line.Now.Text(d), line.Difference().Text(d))
	}
	for _, line := range r.Retained {
		add("retained", line.Amount.Text(d))
	}
	for _, line := range r.Activities {
		add("activity", line.Income.Text(d), line.Costs.Text(d), line.Received, line.Founders, line.Delegated, line.Kept)
	}
	for _, line := range r.Links {
		add("link", line.Amount)
	}
	return f
}

// htmlFigures takes every element that is marked as a figure. Totals are checked
// against the marks that the model has elsewhere, so they are left out here.
func htmlFigures(t *testing.T, content []byte) figures {
	t.Helper()
	f := figures{}
	root, err := html.Parse(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	for node := range root.Descendants() {
		kind := attribute(node, "data-figure")
		if kind == "" && strings.Contains(" "+attribute(node, "class")+" ", " n ") && node.Data == "td" {
			t.Errorf("html: the figure %q has no mark", innerText(node))
		}
		if kind != "" && kind != "total" && kind != "sum" {
			f.add(kind, plain(innerText(node)))
		}
	}
	return f
}

func attribute(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func innerText(node *html.Node) string {
	var b strings.Builder
	for child := range node.Descendants() {
		if child.Type == html.TextNode {
			b.WriteString(child.Data)
		}
	}
	return b.String()
}

// plain undoes how a figure is set for reading.
func plain(text string) string {
	text = strings.NewReplacer(minus, "-", groupSpace, "", ",", ".").Replace(text)
	return strings.TrimSpace(strings.TrimSuffix(text, " %"))
}

func csvRecords(t *testing.T, content []byte) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var records []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, name := range rows[0] {
			record[name] = row[i]
		}
		records = append(records, record)
	}
	return records
}

func csvStatementFigures(t *testing.T, content []byte) figures {
	f := figures{}
	for _, r := range csvRecords(t, content) {
		switch r["record"] {
		case "share":
			f.add("percent", r["percent"])
			f.add("pool", r["pool"])
			f.add("amount", r["amount"])
		case "item", "adjustment":
			f.add(r["record"], r["amount"])
		default:
			f.add("move", r["amount"])
		}
	}
	return f
}

func csvFinanceFigures(t *testing.T, content []byte) figures {
	columns := map[string][]string{
		"settlement": {"income", "earned", "retained", "invoiced"},
		"party":      {"opening", "earned", "adjusted", "invoiced", "closing"},
		"retained":   {"amount"},
		"activity":   {"income", "costs", "received", "founders", "delegated", "kept"},
		"adjustment": {"amount"},
		"link":       {"amount"},
		"change":     {"before", "earned", "difference"},
	}
	f := figures{}
	for _, r := range csvRecords(t, content) {
		for _, name := range columns[r["record"]] {
			f.add(r["record"], r[name])
		}
	}
	return f
}

// workbook opens a workbook and checks that what stands beside every formula is
// what the formula comes to.
func workbook(t *testing.T, content []byte) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	eachCell(t, file, func(sheet, cell, value, formula string) {
		if formula == "" {
			return
		}
		if kind, _ := file.GetCellType(sheet, cell); kind == excelize.CellTypeFormula {
			t.Errorf("xlsx: %s!%s says that its sum is a text", sheet, cell)
		}
		sum, err := file.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		if err != nil || !equalNumbers(sum, value) {
			t.Errorf("xlsx: %s!%s = %s comes to %s, but %s stands there (%v)", sheet, cell, formula, sum, value, err)
		}
	})
	return file
}

// equalNumbers compares to 14 digits: the test's calculator has no more.
func equalNumbers(a, b string) bool {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	if !okX || !okY {
		return false
	}
	difference := new(big.Rat).Sub(x, y)
	tolerance := new(big.Rat).Mul(y.Abs(y), big.NewRat(1, 1e14))
	return difference.Abs(difference).Cmp(tolerance) <= 0
}

func eachCell(t *testing.T, file *excelize.File, do func(sheet, cell, value, formula string)) {
	t.Helper()
	for _, sheet := range file.GetSheetList() {
		rows, err := file.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, value := range row {
				formula, _ := file.GetCellFormula(sheet, ref(j+1, i+1))
				do(sheet, ref(j+1, i+1), value, formula)
			}
		}
	}
}

func xlsxStatementFigures(t *testing.T, content []byte) figures {
	f := figures{}
	file, last := workbook(t, content), map[string]string{}
	eachCell(t, file, func(sheet, cell, _, _ string) { last[sheet] = cell[1:] })
	eachCell(t, file, func(sheet, cell, value, _ string) {
		column, row := cell[:1], cell[1:]
		switch {
		case row == "1" || sheet != "Statement" && row == last[sheet]: // heading, total
		case sheet == "Shares" && column == "C":
			f.add("percent", value)
		case sheet == "Shares" && column == "D" && value != "":
			f.add("pool", value)
		case sheet == "Shares" && column == "E":
			f.add("amount", value)
		case sheet == "Adjustments" && column == "B":
			f.add("adjustment", value)
		case sheet == "Invoice" && column == "D":
			f.add("item", value)
		case sheet == "Statement" && column == "B" && isNumber(value):
			f.add("move", value)
		}
	})
	return f
}

func xlsxFinanceFigures(t *testing.T, content []byte) figures {
	f := figures{}
	file := workbook(t, content)
	for _, cell := range []string{"B8", "B6", "B7", "B9"} { // income, earned, retained, invoiced
		value, _ := file.GetCellValue("Settlement", cell)
		f.add("settlement", value)
	}
	kinds := map[string]string{"Changes": "change", "Parties": "party", "Retained": "retained", "Activities": "activity", "Adjustments": "adjustment", "Passed on": "link"}
	eachCell(t, file, func(sheet, cell, value, formula string) {
		if kind := kinds[sheet]; kind != "" && (formula == "" || kind == "change") && isNumber(value) {
			f.add(kind, value)
		}
	})
	return f
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "-0123456789.") == "" && strings.Count(text, "-") < 2
}

package files

import (
	"bytes"
	"embed"
	"html/template"
	"strconv"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

//go:embed page.tmpl statement.tmpl finance.tmpl listing.tmpl letter.tmpl letter.text.tmpl style.css
var sources embed.FS

var (
	style         = template.CSS(source("style.css")) // #nosec G203 -- a file of our own, built in
	statementPage = parsed("statement.tmpl")
	financePage   = parsed("finance.tmpl")
	listingPage   = parsed("listing.tmpl")
)

func parsed(name string) *template.Template {
	functions := template.FuncMap{"shown": mapping.Shown}
	return template.Must(template.New("page.tmpl").Funcs(functions).ParseFS(sources, "page.tmpl", name))
}

func source(name string) string {
	content, err := sources.ReadFile(name)
	if err != nil {
		panic(err) // embedded, so it can't be missing
	}
	return string(content)
}

// sheet is what both pages can say of their settlement and its money.
type sheet struct {
	Language
	settlement mapping.Settlement
	zone       *time.Location
}

// Style is the page's only style sheet.
func (sheet) Style() template.CSS { return style }

// Money writes an amount in the settlement's currency.
func (s sheet) Money(m calc.Minor) template.HTML { return s.moneyHTML(m.Text(s.settlement.Decimals)) }

// Figure writes money that is text already.
func (s sheet) Figure(text string) template.HTML { return s.moneyHTML(text) }

// Cutoff is the last day, or the exact time, that the settlement covers.
func (s sheet) Cutoff() string { return s.day(mapping.LastDay(s.settlement)) }

// Void reports whether the settlement was taken back.
func (s sheet) Void() bool { return s.settlement.State == mapping.Void }

// ReadAt is when the input was read, in the settlement's zone.
func (s sheet) ReadAt() string {
	return s.settlement.SnapshotAt.In(s.zone).Format("2006-01-02 15:04:05")
}

func execute(t *template.Template, model any) ([]byte, error) {
	var out bytes.Buffer
	err := t.Execute(&out, model)
	return out.Bytes(), err
}

// Count writes a number of things with its digits in groups.
func (s sheet) Count(n int) template.HTML { return s.moneyHTML(strconv.Itoa(n)) }

// count is a number of things for files that machines read.
func count(n int) figure { return figure(strconv.Itoa(n)) }

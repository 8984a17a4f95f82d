package files

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// book is a workbook in the making. The first error stays; later calls do nothing.
type book struct {
	Language
	file   *excelize.File
	styles styles
	err    error
}

// styles are the numbers of the cell styles of a book.
type styles struct {
	header, headerRight, strongRight int
	text, long                       int
	money, percent, count, pieces    int
	totalText, totalMoney            int
}

// madeOn is the time in every workbook's properties: a real one would make two
// files of one model differ.
const madeOn = "2000-01-01T00:00:00Z"

func newBook(l Language, title string, decimals int) *book {
	b := &book{Language: l, file: excelize.NewFile()}
	b.file.SetZipWriter(newPackageWriter)
	b.try(b.file.SetDocProps(&excelize.DocProperties{Title: title, Creator: "Fairshare", Created: madeOn, Modified: madeOn}))
	b.addStyles(decimals)
	return b
}

func (b *book) try(err error) { b.err = cmp.Or(b.err, err) }

func (b *book) addStyles(decimals int) {
	money := moneyFormat(decimals)
	percent, whole := `0.00" %"`, "#,##0"
	header := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E3ECEC"}}
	line := []excelize.Border{{Type: "top", Style: 1, Color: "1C2733"}}
	bold := &excelize.Font{Bold: true, Size: 11, Family: "Calibri"}
	left := &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}
	long := &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1, WrapText: true}
	right := &excelize.Alignment{Vertical: "top", Horizontal: "right"}
	b.styles = styles{
		header:      b.style(excelize.Style{Font: bold, Fill: header, Alignment: left}),
		headerRight: b.style(excelize.Style{Font: bold, Fill: header, Alignment: right}),
		strongRight: b.style(excelize.Style{Font: bold, Alignment: right}),
		text:        b.style(excelize.Style{Alignment: left}),
		long:        b.style(excelize.Style{Alignment: long}),
		money:       b.style(excelize.Style{CustomNumFmt: &money, Alignment: right}),
		percent:     b.style(excelize.Style{CustomNumFmt: &percent, Alignment: right}),
		count:       b.style(excelize.Style{CustomNumFmt: &whole, Alignment: right}),
		pieces:      b.style(excelize.Style{Alignment: right}), // with the digits they have
		totalText:   b.style(excelize.Style{Font: bold, Border: line, Alignment: left}),
		totalMoney:  b.style(excelize.Style{Font: bold, Border: line, CustomNumFmt: &money, Alignment: right}),
	}
}

func (b *book) style(s excelize.Style) int {
	id, err := b.file.NewStyle(&s)
	b.try(err)
	return id
}

// moneyFormat shows as many decimals as the currency has, thousands in groups,
// negative amounts in red.
func moneyFormat(decimals int) string {
	format := "#,##0"
	if decimals > 0 {
		format += "." + strings.Repeat("0", decimals)
	}
	return format + ";[Red]-" + format
}

// bytes closes the book and packs it.
func (b *book) bytes() ([]byte, error) {
	defer func() { _ = b.file.Close() }()
	if b.err != nil {
		return nil, b.err
	}
	out, err := b.file.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// ref is a cell's name: ref(2, 1) is B1.
func ref(column, row int) string {
	return string(rune('A'+column-1)) + strconv.Itoa(row) // #nosec G115 -- a sheet has fewer than 26 columns
}

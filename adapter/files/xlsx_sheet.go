package files

import (
	"fmt"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"fairshare/mapping"
)

// page is one sheet of a book, filled from the top.
type page struct {
	*book
	name string
	row  int // the last one written
}

// column is a sheet's column: its heading, width in characters, and whether it
// holds figures, which stand at the right.
type column struct {
	heading string
	width   float64
	figures bool
}

// page adds a sheet with a header row that stays in sight.
func (b *book) page(name string, columns ...column) *page {
	p := &page{book: b, name: name, row: 1}
	var width float64
	for _, c := range columns {
		width += c.width
	}
	p.open(width > portraitWidth)
	for i, c := range columns {
		style := b.styles.header
		if c.figures {
			style = b.styles.headerRight
		}
		letter := string(rune('A' + i))
		p.try(b.file.SetColWidth(name, letter, letter, c.width))
		p.write(i+1, c.heading, style)
	}
	return p
}

// portraitWidth is how many characters fit on upright paper.
const portraitWidth = 110

// open makes the sheet; the book's first one takes the place of the empty sheet
// that a new workbook comes with.
func (p *page) open(wide bool) {
	if p.file.GetSheetName(0) == "Sheet1" {
		p.try(p.file.SetSheetName("Sheet1", p.name))
	} else {
		_, err := p.file.NewSheet(p.name)
		p.try(err)
	}
	fit, width, height, a4, orientation := true, 1, 0, 9, "portrait"
	if wide {
		orientation = "landscape"
	}
	p.try(p.file.SetPanes(p.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	p.try(p.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + p.name + "'!$1:$1", Scope: p.name}))
	p.try(p.file.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	p.try(p.file.SetPageLayout(p.name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &width, FitToHeight: &height}))
}

// write puts a text, never a formula, into the current row. An empty one leaves
// the cell empty, so that its left neighbour may run on over it.
func (p *page) write(column int, text string, style int) {
	if text != "" {
		p.try(p.file.SetCellStr(p.name, ref(column, p.row), mapping.Shown(text)))
	}
	p.try(p.file.SetCellStyle(p.name, ref(column, p.row), ref(column, p.row), style))
}

// long writes a text of several lines into a column so many characters wide and
// makes the row high enough, which not every spreadsheet does by itself.
func (p *page) long(column int, width float64, text string) {
	const lineHeight, highest = 15, 400
	p.write(column, text, p.styles.long)
	if lines := utf8.RuneCountInString(text)/int(width*0.9) + 1; lines > 1 {
		p.try(p.file.SetRowHeight(p.name, p.row, float64(min(lines*lineHeight, highest))))
	}
}

// number writes a figure of our own making as a number, digit by digit as it is:
// it is never a float here. No figure leaves the cell empty.
func (p *page) number(column int, f figure, style int) {
	if f != "" {
		p.try(p.file.SetCellDefault(p.name, ref(column, p.row), string(f)))
	}
	p.try(p.file.SetCellStyle(p.name, ref(column, p.row), ref(column, p.row), style))
}

// formula writes a figure together with the formula that a spreadsheet gets it from.
func (p *page) formula(column int, f figure, formula string, style int) {
	p.number(column, f, style)
	p.try(p.file.SetCellFormula(p.name, ref(column, p.row), formula))
}

// sum writes the total of the rows from first to the one above; the bare figure
// where there are none.
func (p *page) sum(column, first int, total figure) {
	if p.row == first {
		p.number(column, total, p.styles.totalMoney)
		return
	}
	letter := string(rune('A' + column - 1)) // #nosec G115 -- a sheet has fewer than 26 columns
	p.formula(column, total, fmt.Sprintf("SUM(%s%d:%s%d)", letter, first, letter, p.row-1), p.styles.totalMoney)
}

// total writes the last row of a table of so many columns whose rows begin at first.
func (p *page) total(columns, first int, label string, sums map[int]figure) {
	p.row++
	p.write(1, label, p.styles.totalText)
	for i := 2; i <= columns; i++ {
		if sum, ok := sums[i]; ok {
			p.sum(i, first, sum)
		} else {
			p.write(i, "", p.styles.totalText)
		}
	}
}

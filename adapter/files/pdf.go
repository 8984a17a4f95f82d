package files

import (
	"bytes"
	"cmp"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"fairshare/mapping"
)

// paper is a PDF in the making: A4, upright or across, in millimetres. The Go fonts
// have all letters of Europe's languages; what of them is used is put into the file.
type paper struct {
	Language
	pdf   *fpdf.Fpdf
	width float64 // between the margins
}

// The measures of a page.
const (
	margin     = 16.0
	footerRoom = 16.0
	font       = "Go"
)

// ink is a colour of the page, as in the style sheet.
type ink [3]int

var (
	darkInk   = ink{28, 39, 51}
	softInk   = ink{91, 104, 117}
	lineInk   = ink{221, 227, 232}
	accentInk = ink{11, 95, 99}
	badInk    = ink{163, 32, 26}
	warnInk   = ink{138, 90, 0}
)

// newPaper starts a file with its first page. Times and order in it are fixed, so
// that the same report gives the same bytes.
func newPaper(l Language, title, orientation, footer string) *paper {
	f := fpdf.New(orientation, "mm", "A4", "")
	made, _ := time.Parse(time.RFC3339, madeOn)
	f.SetCreationDate(made)
	f.SetModificationDate(made)
	f.SetCatalogSort(true)
	f.SetProducer("Fairshare", true)
	f.SetTitle(mapping.Shown(title), true)
	f.SetLang(l.Lang())
	f.AddUTF8FontFromBytes(font, "", goregular.TTF)
	f.AddUTF8FontFromBytes(font, "B", gobold.TTF)
	f.SetMargins(margin, margin, margin)
	f.SetCellMargin(0)
	f.SetAutoPageBreak(false, footerRoom)
	pageWidth, _ := f.GetPageSize()
	p := &paper{Language: l, pdf: f, width: pageWidth - 2*margin}
	f.AliasNbPages(pageCount)
	f.SetFooterFunc(func() { p.footer(footer) })
	f.AddPage()
	return p
}

// pageCount stands for the number of pages until it is known. Readers never see it.
const pageCount = "{nb}"

func (p *paper) footer(text string) {
	p.pdf.SetXY(margin, -11)
	p.style("", 8, softInk)
	p.pdf.CellFormat(p.width-24, 4, p.fitting(text, p.width-28), "", 0, "L", false, 0, "")
	p.pdf.CellFormat(24, 4, p.textf("page %s of %s", p.figure(itoa(p.pdf.PageNo())), pageCount), "", 0, "R", false, 0, "")
}

// fitting shortens a text to a width.
func (p *paper) fitting(text string, width float64) string {
	runes := []rune(printable(text))
	runes = runes[:min(len(runes), 300)] // more never fits
	for len(runes) > 1 && p.pdf.GetStringWidth(string(runes)) > width {
		runes = append(runes[:len(runes)-2], '…')
	}
	return string(runes)
}

func (p *paper) style(weight string, size float64, colour ink) {
	p.pdf.SetFont(font, weight, size)
	p.pdf.SetTextColor(colour[0], colour[1], colour[2])
}

// room begins a new page unless so much is free on this one.
func (p *paper) room(height float64) bool {
	_, pageHeight := p.pdf.GetPageSize()
	if p.pdf.GetY()+height <= pageHeight-footerRoom {
		return false
	}
	p.pdf.AddPage()
	return true
}

// paragraph writes a text over as many lines, and pages, as it needs.
func (p *paper) paragraph(text, weight string, size float64, colour ink) {
	height := size * 0.5
	p.style(weight, size, colour)
	for _, line := range p.lines(text, p.width) {
		if p.room(height) {
			p.style(weight, size, colour)
		}
		p.pdf.SetX(margin)
		p.pdf.CellFormat(p.width, height, line, "", 1, "L", false, 0, "")
	}
}

// A cell must fit on a page, whatever somebody typed; the other formats have it all.
const (
	longestText = 3000
	mostLines   = 24
)

// lines breaks a text between words, and within those that are too long.
func (p *paper) lines(text string, width float64) []string {
	if runes := []rune(text); len(runes) > longestText {
		text = string(runes[:longestText]) + "…"
	}
	lines := p.pdf.SplitText(printable(text), width)
	if len(lines) == 0 {
		return []string{""}
	}
	if len(lines) > mostLines {
		lines = lines[:mostLines]
		lines[mostLines-1] += "…"
	}
	return lines
}

// heading writes a section's heading with room for some lines under it.
func (p *paper) heading(text string) {
	p.room(28)
	p.pdf.Ln(5)
	p.paragraph(text, "B", 12, darkInk)
	p.pdf.Ln(1.5)
}

// bytes closes the file.
func (p *paper) bytes() ([]byte, error) {
	var out bytes.Buffer
	err := p.pdf.Output(&out)
	return out.Bytes(), cmp.Or(p.pdf.Error(), err)
}

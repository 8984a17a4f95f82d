package files

// printedCell is a cell of a table on paper. A figure says what it is (kind), and
// the file marks it so: whoever takes figures out of a PDF need not guess.
type printedCell struct {
	text   string
	kind   string
	soft   string // an id behind the name, in small print below it
	colour ink
}

// grid is a table on paper: its columns' headings and parts of the width.
type grid struct {
	*paper
	headings []string
	widths   []float64 // in millimetres
	figures  []bool    // stand at the right
}

// newGrid divides the width by parts; a heading that begins with > is of figures.
func (p *paper) newGrid(parts []float64, headings ...string) *grid {
	g := &grid{paper: p}
	sum := 0.0
	for _, part := range parts {
		sum += part
	}
	for i, heading := range headings {
		right := heading != "" && heading[0] == '>'
		if right {
			heading = heading[1:]
		}
		g.headings = append(g.headings, heading)
		g.figures = append(g.figures, right)
		g.widths = append(g.widths, p.width*parts[i]/sum)
	}
	g.head()
	return g
}

// gap is between two columns.
const gap = 3.0

func (g *grid) head() {
	cells := make([]printedCell, len(g.headings))
	for i, heading := range g.headings {
		cells[i] = printedCell{text: heading, colour: softInk}
	}
	g.write(cells, "", 8)
	g.rule(softInk, 0.2)
}

// row writes a line of the table; on a new page under its headings again.
func (g *grid) row(cells ...printedCell) {
	if g.room(g.height(cells, "", 9.5)) {
		g.head()
	}
	g.write(cells, "", 9.5)
	g.rule(lineInk, 0.15)
}

// total writes the last line.
func (g *grid) total(cells ...printedCell) {
	if g.room(g.height(cells, "B", 9.5)) {
		g.head()
	}
	g.rule(darkInk, 0.4)
	g.write(cells, "B", 9.5)
}

func (g *grid) rule(colour ink, width float64) {
	g.pdf.SetDrawColor(colour[0], colour[1], colour[2])
	g.pdf.SetLineWidth(width)
	y := g.pdf.GetY()
	g.pdf.Line(margin, y, margin+g.width, y)
}

// broken are the lines of a cell, the small ones last.
func (g *grid) broken(c printedCell, column int, weight string, size float64) (lines, small []string) {
	room := g.widths[column] - gap
	g.style(weight, size, darkInk)
	if c.kind != "" {
		lines = []string{c.text} // a figure is never broken
	} else {
		lines = g.lines(c.text, room)
	}
	if c.soft != "" {
		g.style("", min(size-2, 8), softInk)
		small = g.lines(c.soft, room)
	}
	return lines, small
}

// padding is above and below the text of a row.
const padding = 1.2

func (g *grid) height(cells []printedCell, weight string, size float64) float64 {
	most := 1
	for i, c := range cells {
		lines, small := g.broken(c, i, weight, size)
		most = max(most, len(lines)+len(small))
	}
	return float64(most)*size*0.46 + 2*padding
}

func (g *grid) write(cells []printedCell, weight string, size float64) {
	top, x, height := g.pdf.GetY(), margin, g.height(cells, weight, size)
	for i, c := range cells {
		lines, small := g.broken(c, i, weight, size)
		g.pdf.SetXY(x, top+padding)
		g.style(weight, size, c.colour)
		for _, line := range lines {
			if c.kind != "" {
				g.shrink(line, size, g.widths[i])
			}
			g.cell(line, i, size*0.46, c.kind)
		}
		g.style("", min(size-2, 8), softInk)
		for _, line := range small {
			g.cell(line, i, size*0.46, "")
		}
		x += g.widths[i]
	}
	g.pdf.SetXY(margin, top+height)
}

// shrink makes the letters smaller until a figure fits.
func (g *grid) shrink(text string, size, width float64) {
	for ; size > 4 && g.pdf.GetStringWidth(text) > width-1; size -= 0.5 {
		g.pdf.SetFontSize(size)
	}
}

// cell writes one line and goes to the start of the next.
func (g *grid) cell(text string, column int, height float64, kind string) {
	width, align := g.widths[column], "L"
	if g.figures[column] {
		align = "R"
	} else {
		width -= gap
	}
	x := g.pdf.GetX()
	g.marked(kind, func() { g.pdf.CellFormat(width, height, text, "", 2, align, false, 0, "") })
	g.pdf.SetX(x)
}

// marked tells what the figure written by do is.
func (p *paper) marked(kind string, do func()) {
	if kind == "" {
		do()
		return
	}
	p.pdf.RawWriteStr("/" + kind + " BMC\n")
	do()
	p.pdf.RawWriteStr("EMC\n")
}

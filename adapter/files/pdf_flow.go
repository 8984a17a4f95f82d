package files

import "fairshare/mapping"

// flow draws how the money went, as the page for screens does.
func (p *paper) flow(m financeModel) {
	if m.Flow == nil || len(m.Flow.Bands) == 0 {
		return
	}
	l := newFlowLayout(m.Flow)
	unit := p.width / l.width()
	p.room(l.height*unit + 30)
	p.heading(p.text("Flow of the money") + ", " + m.Settlement.Currency)
	f := flowPaper{p, l, unit, p.pdf.GetY()}
	for _, strand := range l.strands {
		f.strand(strand)
	}
	for _, column := range l.columns {
		for _, slot := range column {
			if slot.node != lane {
				f.node(m, slot)
			}
		}
	}
	p.pdf.SetXY(margin, f.top+(l.height+2*flowTopRoom)*unit)
	p.paragraph(p.text(flowMeaning), "", 8.5, softInk)
}

// flowPaper puts a layout on paper: unit is how many millimetres one of its units has.
type flowPaper struct {
	*paper
	layout    *flowLayout
	unit, top float64
}

func (f *flowPaper) place(x, y float64) (float64, float64) {
	return margin + x*f.unit, f.top + y*f.unit
}

func (f *flowPaper) strand(s *flowStrand) {
	colour := accentInk
	if s.class != "band" {
		colour = warnInk
	}
	from := f.layout.x(s.from)
	if s.from.node != lane {
		from += flowBar
	}
	tall := max(s.tall, 0.3) * f.unit
	x1, y1 := f.place(from, s.y1)
	x2, y2 := f.place(f.layout.x(s.to), s.y2)
	middle := (x1 + x2) / 2
	f.pdf.SetFillColor(colour[0], colour[1], colour[2])
	f.pdf.SetAlpha(0.22, "Normal")
	f.pdf.MoveTo(x1, y1)
	f.pdf.CurveBezierCubicTo(middle, y1, middle, y2, x2, y2)
	f.pdf.LineTo(x2, y2+tall)
	f.pdf.CurveBezierCubicTo(middle, y2+tall, middle, y1+tall, x1, y1+tall)
	f.pdf.ClosePath()
	f.pdf.DrawPath("F")
	f.pdf.SetAlpha(1, "Normal")
}

func (f *flowPaper) rect(x, y, width, height float64, colour ink, alpha float64) {
	if height <= 0 {
		return
	}
	x, y = f.place(x, y)
	f.pdf.SetAlpha(alpha, "Normal")
	f.pdf.SetFillColor(colour[0], colour[1], colour[2])
	f.pdf.Rect(x, y, width*f.unit, max(height, 0.5)*f.unit, "F")
	f.pdf.SetAlpha(1, "Normal")
}

// node draws a bar with its name and, where there is room, what came to it.
func (f *flowPaper) node(m financeModel, s *flowSlot) {
	n := f.layout.picture.Nodes[s.node]
	x, colour := f.layout.x(s), accentInk
	if n.Kind == mapping.FlowRetained {
		colour = warnInk
	}
	f.rect(x-flowStub, s.top+s.left, flowStub, f.layout.tall(n.Own), accentInk, 0.45)
	f.rect(x+flowBar, s.top+s.right, flowStub, f.layout.tall(n.Spent), badInk, 0.45)
	f.rect(x, s.top, flowBar, max(s.tall, 0.5), colour, 1)
	width, last := f.layout.step-flowBar-8, s.column == len(f.layout.columns)-1
	if last {
		width = flowNames - 8
	}
	name, amount := m.flowName(n), f.figure(n.Amount)
	middle := s.top + s.tall/2
	if s.tall >= 2*flowGap {
		f.label(x+flowBar+6, middle-8, width, name, darkInk)
		f.label(x+flowBar+6, middle+8, width, amount, softInk)
		return
	}
	if last {
		name += " " + amount
	}
	f.label(x+flowBar+6, middle, width, name, darkInk)
}

// label writes a line whose middle is at a height.
func (f *flowPaper) label(x, y, width float64, text string, colour ink) {
	const lineHeight = 3.6
	x, y = f.place(x, y)
	f.style("", 7.5, colour)
	f.pdf.SetXY(x, y-lineHeight/2)
	f.pdf.CellFormat(width*f.unit, lineHeight, f.fitting(text, width*f.unit), "", 0, "L", false, 0, "")
}

package files

import (
	"html/template"

	"fairshare/mapping"
)

// FlowDrawing draws how income went from activity to activity and to those who got it;
// nothing where there was none, or where nobody knows.
func (m financeModel) FlowDrawing() template.HTML {
	if m.Flow == nil || len(m.Flow.Bands) == 0 {
		return ""
	}
	l := newFlowLayout(m.Flow)
	d := newDrawing("flow", l.width(), l.height+2*flowTopRoom, m.Say("Flow of the money"), m.Say(flowMeaning))
	for _, strand := range l.strands {
		m.strand(d, l, strand)
	}
	for _, column := range l.columns {
		for _, slot := range column {
			if slot.node != lane {
				m.node(d, l, slot)
			}
		}
	}
	return d.done()
}

// flowMeaning is what the picture shows, for who can't see it and for who can.
const flowMeaning = "From the left: what activities sold, what they passed on to others, and on the right what parties got and what the company retains. The short bands at an activity are its own sales (left), and its costs and returns (right)."

// FlowMeaning explains the picture.
func (m financeModel) FlowMeaning() template.HTML { return m.Say(flowMeaning) }

// strand draws a piece of a band. A lane needs its bar bridged.
func (m financeModel) strand(d *drawing, l *flowLayout, s *flowStrand) {
	x1 := l.x(s.from) + flowBar
	if s.from.node == lane {
		x1 = l.x(s.from)
	}
	d.put(`<g>`)
	if s.text != "" {
		d.put(`<title>%s %s</title>`, m.figure(s.text), label(m.Settlement.Currency, 8))
	}
	d.ribbon(x1, s.y1, l.x(s.to), s.y2, max(s.tall, 0.3), s.class)
	d.put(`</g>`)
}

// node draws a bar, what came in and went out beside the picture, and its name.
func (m financeModel) node(d *drawing, l *flowLayout, s *flowSlot) {
	n := l.picture.Nodes[s.node]
	class := "bar"
	if n.Kind == mapping.FlowRetained {
		class = "bar retained"
	}
	x, y := l.x(s), s.top+s.left
	if own := l.tall(n.Own); own > 0 {
		d.rect(x-flowStub, y, flowStub, own, "stub")
	}
	y = s.top + s.right
	if spent := l.tall(n.Spent); spent > 0 {
		d.rect(x+flowBar, y, flowStub, spent, "stub spent")
	}
	d.rect(x, s.top, flowBar, s.tall, class)
	at, middle := x+flowBar+6, s.top+s.tall/2+4
	name := m.flowName(n)
	if s.tall >= 2*flowGap {
		d.write(at, middle-8, "start", "name", name, 20)
		d.write(at, middle+8, "start", "amount", m.figure(n.Amount), 24)
		return
	}
	longest := 18
	if s.column == len(l.columns)-1 {
		d.put(`<text x="%.1f" y="%.1f" class="name">%s <tspan class="amount">%s</tspan></text>`, at, middle, label(name, 16), m.figure(n.Amount))
		return
	}
	d.put(`<text x="%.1f" y="%.1f" class="name">%s<title>%s</title></text>`, at, middle, label(name, longest), m.figure(n.Amount))
}

// flowName is what a node is called.
func (m financeModel) flowName(n mapping.FlowNode) string {
	switch n.Kind {
	case mapping.FlowOthers, mapping.FlowOtherParties:
		return m.text("all others")
	case mapping.FlowRetained:
		return m.text("Retained")
	}
	return n.Name
}

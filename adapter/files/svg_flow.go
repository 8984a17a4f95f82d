package files

import (
	"html/template"

	"fairshare/calc"
	"fairshare/mapping"
)

// The places of the columns of the flow: where income came in, all of it, who kept
// it, who got it.
const (
	flowWidth  = 920.0
	flowHeight = 420.0
	flowBar    = 12.0
	flowGap    = 14.0
	flowIn     = 190.0
	flowAll    = 350.0
	flowKept   = 500.0
	flowOut    = 720.0
)

// stack is a column of bars, placed from the top.
type stack struct {
	bars   []mapping.FlowBar
	tops   []float64
	scale  float64
	filled []float64 // how much of each bar is taken by bands on its right
}

func newStack(bars []mapping.FlowBar, scale float64) *stack {
	s := &stack{bars: bars, scale: scale, tops: make([]float64, len(bars)), filled: make([]float64, len(bars))}
	y := 0.0
	for i, bar := range bars {
		s.tops[i] = y
		y += s.height(bar.Amount) + flowGap
	}
	return s
}

func (s *stack) height(amount calc.Minor) float64 { return float64(amount) * s.scale }

func sumOf(bars []mapping.FlowBar) (sum calc.Minor) {
	for _, bar := range bars {
		sum += bar.Amount
	}
	return sum
}

// FlowDrawing draws how income became what parties got; nothing without income.
func (m financeModel) FlowDrawing() template.HTML {
	f := m.Flow
	most, bars := max(sumOf(f.In), sumOf(f.Kept)), max(len(f.In), len(f.Kept), len(f.Out))
	if most <= 0 || len(f.Kept) == 0 {
		return ""
	}
	scale := (flowHeight - flowGap*float64(bars)) / float64(most)
	d := newDrawing("flow", flowWidth, flowHeight, m.Say("Flow of the money"),
		m.Say("From the activities that had income, through the activities that kept it, to the parties and what the company retains. Amounts below zero are not drawn."))
	in, kept, out := newStack(f.In, scale), newStack(f.Kept, scale), newStack(f.Out, scale)
	m.bands(d, in, kept, out)
	d.rect(flowAll, 0, flowBar, float64(most)*scale, "bar")
	m.bars(d, in, flowIn, "end")
	m.bars(d, kept, flowKept, "start")
	m.bars(d, out, flowOut, "start")
	return d.done()
}

// bands join the columns.
func (m financeModel) bands(d *drawing, in, kept, out *stack) {
	y := 0.0
	for i, bar := range in.bars {
		d.ribbon(flowIn+flowBar, in.tops[i], flowAll, y, in.height(bar.Amount), "band")
		y += in.height(bar.Amount)
	}
	y = 0
	for i, bar := range kept.bars {
		d.ribbon(flowAll+flowBar, y, flowKept, kept.tops[i], kept.height(bar.Amount), "band")
		y += kept.height(bar.Amount)
	}
	for _, part := range m.Flow.Parts {
		class := "band"
		if out.bars[part.Out].Retained {
			class = "band retained"
		}
		height := kept.height(part.Amount)
		d.ribbon(flowKept+flowBar, kept.tops[part.Kept]+kept.filled[part.Kept], flowOut, out.tops[part.Out]+out.filled[part.Out], height, class)
		kept.filled[part.Kept] += height
		out.filled[part.Out] += height
	}
}

// bars draws a column with its labels beside it.
func (m financeModel) bars(d *drawing, s *stack, x float64, anchor string) {
	for i, bar := range s.bars {
		height := s.height(bar.Amount)
		d.rect(x, s.tops[i], flowBar, height, "bar")
		at := x + flowBar + 6
		if anchor == "end" {
			at = x - 6
		}
		name := bar.Name
		switch {
		case bar.Rest:
			name = m.text("all others")
		case bar.Retained:
			name = m.text("Retained by the company")
		}
		d.write(at, s.tops[i]+min(height/2, 400)+4, anchor, "name", name, 24)
	}
}

package files

import (
	"html/template"

	"fairshare/calc"
	"fairshare/mapping"
)

// barsHeight and its friends are the measures of the bars, in the drawing's units.
const (
	barsWidth  = 900.0
	barsHeight = 190.0
	barsRoom   = 28.0 // above, for the figures, and below, for the days
)

// PayoutBars draws what was paid out to a party by settlement; nothing where there
// is only one to show.
func (m statementModel) PayoutBars() template.HTML {
	if len(m.History) < 2 {
		return ""
	}
	d := newDrawing("payouts", barsWidth, barsHeight, m.Say("Payouts over time"), m.Say("A bar for each of the last %s settlements, the newest at the right.", itoa(len(m.History))))
	highest, step := highestPayout(m.History), barsWidth/float64(len(m.History))
	floor := barsHeight - barsRoom
	for i, line := range m.History {
		x, height := float64(i)*step, share(line.Invoiced, highest)*(floor-barsRoom)
		d.rect(x+step*0.15, floor-height, step*0.7, height, "bar")
		d.write(x+step/2, floor-height-6, "middle", "value", m.figure(line.Invoiced.Text(m.Settlement.Decimals)), 20)
		d.write(x+step/2, barsHeight-8, "middle", "axis", m.day(line.Until), 20)
	}
	return d.done()
}

func highestPayout(history []mapping.HistoryLine) calc.Minor {
	highest := calc.Minor(1)
	for _, line := range history {
		highest = max(highest, line.Invoiced)
	}
	return highest
}

// share is a part of a whole as a length to draw: what is below zero has none.
func share(part, whole calc.Minor) float64 {
	return float64(max(part, 0)) / float64(max(whole, 1))
}

package files

import (
	"html/template"
	"strconv"

	"fairshare/calc"
	"fairshare/mapping"
)

// The measures of a drawing of pairs, in its own units.
const (
	pairsWidth = 920.0
	pairsLeft  = 190.0 // where the bars begin
	pairsLong  = 560.0 // the longest bar
	pairsRow   = 44.0
	pairsHead  = 30.0
)

// PairDrawings draw two amounts beside each other for every row, a drawing for each
// currency.
func (m listingModel) PairDrawings() (drawings []template.HTML) {
	for n, chart := range m.Pairs {
		if len(chart.Rows) > 0 {
			drawings = append(drawings, m.pairDrawing("pairs-"+strconv.Itoa(n), chart))
		}
	}
	return drawings
}

func (m listingModel) pairDrawing(id string, chart mapping.PairChart) template.HTML {
	d := newDrawing(id, pairsWidth, pairsHead+pairsRow*float64(len(chart.Rows)), m.Say(chart.Title),
		m.Say("Two bars for each party, those whose amounts differ most. Amounts below zero are not drawn."))
	d.rect(pairsLeft, 4, 12, 12, "band")
	d.write(pairsLeft+18, 15, "start", "axis", m.text(chart.First), 30)
	d.rect(pairsLeft+150, 4, 12, 12, "bar")
	d.write(pairsLeft+168, 15, "start", "axis", m.text(chart.Second)+", "+chart.Currency, 40)
	longest := calc.Minor(1)
	for _, row := range chart.Rows {
		longest = max(longest, row.First, row.Second)
	}
	for i, row := range chart.Rows {
		y := pairsHead + pairsRow*float64(i)
		d.write(pairsLeft-8, y+20, "end", "name", row.Name, 22)
		m.pairBar(d, y, row.First, longest, chart.Decimals, "band")
		m.pairBar(d, y+17, row.Second, longest, chart.Decimals, "bar")
	}
	return d.done()
}

func (m listingModel) pairBar(d *drawing, y float64, amount, longest calc.Minor, decimals int, class string) {
	long := share(amount, longest) * pairsLong
	d.rect(pairsLeft, y, long, 14, class)
	d.write(pairsLeft+long+6, y+11, "start", "value", m.figure(amount.Text(decimals)), 24)
}

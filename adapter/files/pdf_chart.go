package files

import "fairshare/mapping"

// payoutBars draws what was paid out by settlement, as the page for screens does.
func (p *paper) payoutBars(s mapping.Statement) {
	if len(s.History) < 2 {
		return
	}
	const height, label = 26.0, 4.5
	p.room(height + 28)
	p.heading(p.text("Payouts over time") + ", " + s.Settlement.Currency)
	top, step := p.pdf.GetY()+label, p.width/float64(len(s.History))
	highest := highestPayout(s.History)
	for i, line := range s.History {
		x, tall := margin+float64(i)*step, share(line.Invoiced, highest)*height
		p.pdf.SetFillColor(accentInk[0], accentInk[1], accentInk[2])
		p.pdf.Rect(x+step*0.2, top+height-tall, step*0.6, max(tall, 0.2), "F")
		p.centred(x, top+height-tall-label, step, p.figure(line.Invoiced.Text(s.Settlement.Decimals)), darkInk)
		p.centred(x, top+height+0.5, step, p.day(line.Until), softInk)
	}
	p.pdf.SetXY(margin, top+height+label)
}

// centred writes a small label in the middle of a width.
func (p *paper) centred(x, y, width float64, text string, colour ink) {
	p.style("", 7.5, colour)
	for size := 7.0; size > 3 && p.pdf.GetStringWidth(text) > width-1; size -= 0.5 {
		p.pdf.SetFontSize(size)
	}
	p.pdf.SetXY(x, y)
	p.pdf.CellFormat(width, 4, text, "", 0, "C", false, 0, "")
}

// changes says who earned more or less than in the settlement before.
func (p *paper) changes(m financeModel) {
	changes := m.MainChanges()
	if len(changes) == 0 {
		return
	}
	p.heading(p.text("Changes since the last settlement"))
	g := p.newGrid([]float64{130, 45, 45, 45}, p.text("Party"), ">"+p.text("Earned before"), ">"+p.text("Earned now"), ">"+p.text("Difference"))
	for _, line := range changes {
		g.row(named(line.Party.Name, string(line.Party.ID)), p.moneyCell(line.Before, m.Settlement, "change"),
			p.moneyCell(line.Now, m.Settlement, "change"), p.moneyCell(line.Difference(), m.Settlement, "change"))
	}
	p.pdf.Ln(1.5)
	income := func(s mapping.Settlement) string { return p.figure(string(amount(s.Income, m.Settlement))) }
	p.paragraph(p.textf("Income before: %s, now: %s.", income(m.Comparison.Before), income(m.Settlement))+" "+
		p.textf("The settlement before is %s.", m.Comparison.Before.ID), "", 8.5, softInk)
}

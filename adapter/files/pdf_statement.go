package files

import "fairshare/mapping"

func statementPDF(l Language, s mapping.Statement) ([]byte, error) {
	m := statementModel{sheet{l, s.Settlement, s.Until.Location()}, s}
	p := newPaper(l, m.Title(), "P", foot(l, s.Settlement, m.sheet))
	p.void(s.Settlement)
	p.paragraph(s.Organization, "B", 10, accentInk)
	p.paragraph(s.Party.Name, "B", 20, darkInk)
	p.paragraph(p.text("Fair share of all income until")+" "+m.Cutoff()+" · "+p.text("party")+" "+string(s.Party.ID)+" · "+s.Settlement.Currency, "", 9.5, softInk)
	p.payout(m)
	p.shares(s)
	p.balance(s)
	p.payoutBars(s)
	p.adjustments(s)
	p.items(m)
	p.heading(p.text("How to read this"))
	p.paragraph(p.text(howToRead), "", 8.5, softInk)
	return p.bytes()
}

// howToRead is the same as on the page for screens.
const howToRead = "Your part of an activity is your credits in it as a part of everybody’s, at the time of each sale. What an activity kept is its income and what others passed on to it, less its costs and what it passed on itself. Each amount is rounded to the smallest unit of the currency; what rounding took or gave is settled with you next time, so nothing is lost."

// payout is the one figure that a party looks for first.
func (p *paper) payout(m statementModel) {
	p.pdf.Ln(4)
	total, label, why := m.Account.Closing, p.text("No payout this time"), m.Why()
	if m.Invoice != nil {
		total, label, why = m.Invoice.Total, p.text("You get"), p.text("by invoice")+" "+m.Invoice.ID+", "+m.InvoiceDate()
	}
	top := p.pdf.GetY()
	p.paragraph(label, "", 9.5, softInk)
	p.marked("total", func() {
		p.paragraph(p.figure(string(amount(total, m.Settlement)))+" "+m.Settlement.Currency, "B", 22, accentInk)
	})
	p.paragraph(why, "", 9.5, darkInk)
	p.pdf.SetFillColor(accentInk[0], accentInk[1], accentInk[2])
	p.pdf.Rect(margin-4, top, 1.2, p.pdf.GetY()-top, "F")
}

func (p *paper) shares(s mapping.Statement) {
	p.heading(p.text("Where it comes from"))
	if len(s.Rows) == 0 {
		p.paragraph(p.text("Nothing was earned in this settlement."), "", 9.5, softInk)
		return
	}
	g := p.newGrid([]float64{84, 24, 36, 34}, p.text("Activity"), ">"+p.text("Your part"), ">"+p.text("of what it kept"), ">"+p.text("Amount")+", "+s.Settlement.Currency)
	for _, row := range s.Rows {
		part := p.figureCell(figure(row.Percent), "percent")
		if row.Percent != "" {
			part.text += " %"
		}
		g.row(named(row.Activity.Name, string(row.Activity.ID)), part, p.figureCell(figure(row.Pool), "pool"), p.moneyCell(row.Amount, s.Settlement, "amount"))
	}
	g.total(plainCell(p.text("Earned in this settlement")), printedCell{}, printedCell{}, p.moneyCell(s.Account.Earned, s.Settlement, "sum"))
}

func (p *paper) balance(s mapping.Statement) {
	p.heading(p.text("How your balance moved"))
	g := p.newGrid([]float64{144, 34}, p.text("Step"), ">"+p.text("Amount")+", "+s.Settlement.Currency)
	for _, step := range moves(s.Account) {
		write := g.row
		if step.record == "closing" {
			write = g.total
		}
		write(plainCell(p.text(step.label)), p.moneyCell(step.amount, s.Settlement, "move"))
	}
}

func (p *paper) adjustments(s mapping.Statement) {
	if len(s.Adjustments) == 0 {
		return
	}
	p.heading(p.text("Adjustments"))
	g := p.newGrid([]float64{144, 34}, p.text("Why"), ">"+p.text("Amount")+", "+s.Settlement.Currency)
	for _, a := range s.Adjustments {
		g.row(plainCell(a.Reason), p.moneyCell(a.Amount, s.Settlement, "adjustment"))
	}
}

func (p *paper) items(m statementModel) {
	if m.Invoice == nil {
		return
	}
	p.heading(p.text("Your invoice"))
	g := p.newGrid([]float64{144, 34}, m.Invoice.ID+", "+m.InvoiceDate(), ">"+p.text("Amount")+", "+m.Invoice.Currency)
	for _, item := range m.Invoice.Items {
		g.row(plainCell(item.Description), p.moneyCell(item.Amount, m.Settlement, "item"))
	}
	g.total(plainCell(p.text("Total")), p.moneyCell(m.Invoice.Total, m.Settlement, "sum"))
	p.pdf.Ln(1.5)
	p.paragraph(p.textf("It is made out in your name to %s; you find it in OFBiz under its number.", m.Organization), "", 8.5, softInk)
}

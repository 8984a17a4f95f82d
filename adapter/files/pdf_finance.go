package files

import (
	"fairshare/calc"
	"fairshare/mapping"
)

func financePDF(l Language, r mapping.Finance) ([]byte, error) {
	m := financeModel{sheet{l, r.Settlement, r.Until.Location()}, r}
	p := newPaper(l, m.Title(), "L", foot(l, r.Settlement, m.sheet))
	p.void(r.Settlement)
	p.paragraph(r.Organization, "B", 10, accentInk)
	p.paragraph(p.text("Finance report"), "B", 20, darkInk)
	p.paragraph(p.text("All income that no earlier settlement took, until")+" "+m.Cutoff()+" · "+r.Settlement.Currency, "", 9.5, softInk)
	p.totals(m)
	p.findings(m)
	p.flow(m)
	p.changes(m)
	p.parties(m)
	p.adjusted(r)
	p.retained(m)
	p.activities(r)
	p.links(r)
	return p.bytes()
}

// totals are four figures side by side.
func (p *paper) totals(m financeModel) {
	p.pdf.Ln(3)
	invoiced := "Invoiced"
	if m.Blocking() > 0 {
		invoiced = "To be invoiced"
	}
	s := m.Settlement
	g := p.newGrid([]float64{1, 1, 1, 1}, p.text("Income"), p.text("Earned"), p.text("Retained"), p.text(invoiced))
	cells := make([]printedCell, 0, 4)
	for _, total := range []calc.Minor{s.Income, s.Earned, s.Retained, s.Invoiced} {
		cells = append(cells, p.moneyCell(total, s, "settlement"))
	}
	cells[0].soft = p.textf("%s lines", p.figure(itoa(s.Lines)))
	cells[1].soft = p.textf("by %s parties", p.figure(itoa(len(m.Parties))))
	cells[2].soft, cells[3].soft = p.text("stays with the company"), p.text("with earlier balances")
	g.write(cells, "B", 14)
}

func (p *paper) findings(m financeModel) {
	if len(m.Findings) == 0 {
		return
	}
	heading := "Worth a look"
	if m.Blocking() > 0 {
		heading = "Nothing is written to OFBiz until somebody looks at this"
	}
	p.heading(p.text(heading))
	g := p.newGrid([]float64{30, 60, 176}, p.text("Severity"), p.text("Code"), p.text("What is wrong, and what to do"))
	for _, f := range m.Findings {
		severity := printedCell{text: p.text(string(f.Severity)), colour: warnInk}
		if f.Severity == mapping.Blocking {
			severity.colour = badInk
		}
		code := plainCell(f.Code)
		code.soft = f.Entity
		if f.Key != "" {
			code.soft += " (" + f.Key + ")"
		}
		g.row(severity, code, plainCell(f.Text))
	}
}

func (p *paper) parties(m financeModel) {
	p.heading(p.text("Parties"))
	if len(m.Parties) == 0 {
		p.paragraph(p.text("No party has an account in this settlement."), "", 9.5, softInk)
		return
	}
	g := p.newGrid([]float64{70, 28, 28, 28, 28, 28, 5, 51}, p.text("Party"), ">"+p.text("Opening"), ">"+p.text("Earned"), ">"+p.text("Adjusted"),
		">"+p.text("Invoiced"), ">"+p.text("Closing"), "", p.text("Invoice"))
	account := func(name printedCell, a mapping.Account, last printedCell, kind string) []printedCell {
		cells := []printedCell{name}
		for _, amount := range []calc.Minor{a.Opening, a.Earned, a.Adjusted, a.Invoiced, a.Closing} {
			cells = append(cells, p.moneyCell(amount, m.Settlement, kind))
		}
		return append(cells, printedCell{}, last)
	}
	for _, line := range m.Parties {
		last := plainCell(line.Invoice)
		if line.Invoice == "" {
			last = softCell(p.text(line.Note))
		}
		g.row(account(named(line.Party.Name, string(line.Party.ID)), line.Account, last, "party")...)
	}
	g.total(account(plainCell(p.text("Total")), m.Total(), printedCell{}, "sum")...)
}

func (p *paper) adjusted(r mapping.Finance) {
	if len(r.Adjustments) == 0 {
		return
	}
	p.heading(p.text("Adjustments by people"))
	g := p.newGrid([]float64{60, 120, 50, 36}, p.text("Party"), p.text("Why"), p.text("By"), ">"+p.text("Amount")+", "+r.Settlement.Currency)
	for _, line := range r.Adjustments {
		why := plainCell(line.Reason)
		why.soft = line.ID
		g.row(named(line.Party.Name, string(line.Party.ID)), why, softCell(line.By), p.moneyCell(line.Amount, r.Settlement, "adjustment"))
	}
}

func (p *paper) retained(m financeModel) {
	p.heading(p.text("Retained by the company"))
	if len(m.Retained) == 0 {
		p.paragraph(p.text("Nothing was retained: every part of the income had a taker."), "", 9.5, softInk)
		return
	}
	g := p.newGrid([]float64{80, 150, 36}, p.text("Activity"), p.text("Why"), ">"+p.text("Amount")+", "+m.Settlement.Currency)
	for _, line := range m.Retained {
		why := plainCell(p.text(line.Meaning))
		why.soft = string(line.Reason)
		g.row(named(line.Activity.Name, string(line.Activity.ID)), why, p.moneyCell(line.Amount, m.Settlement, "retained"))
	}
	g.total(plainCell(p.text("Total")), printedCell{}, p.moneyCell(m.Settlement.Retained, m.Settlement, "sum"))
}

func (p *paper) activities(r mapping.Finance) {
	p.heading(p.text("Activities as cost and profit centres"))
	if len(r.Activities) == 0 {
		p.paragraph(p.text("No activity had any income."), "", 9.5, softInk)
		return
	}
	g := p.newGrid([]float64{86, 30, 30, 30, 30, 30, 30}, p.text("Activity"), ">"+p.text("Income"), ">"+p.text("Costs"), ">"+p.text("Received"),
		">"+p.text("Founders"), ">"+p.text("Delegated"), ">"+p.text("Kept"))
	for _, line := range r.Activities {
		cells := []printedCell{named(line.Activity.Name, string(line.Activity.ID))}
		for _, f := range []figure{amount(line.Income, r.Settlement), amount(line.Costs, r.Settlement),
			figure(line.Received), figure(line.Founders), figure(line.Delegated), figure(line.Kept)} {
			cells = append(cells, p.figureCell(f, "activity"))
		}
		g.row(cells...)
	}
}

func (p *paper) links(r mapping.Finance) {
	if len(r.Links) == 0 {
		return
	}
	p.heading(p.text("What activities passed on"))
	g := p.newGrid([]float64{110, 110, 46}, p.text("From"), p.text("To"), ">"+p.text("Amount")+", "+r.Settlement.Currency)
	for _, line := range r.Links {
		from, to := named(line.From.Name, string(line.From.ID)), named(line.To.Name, string(line.To.ID))
		if line.IsRest() {
			from, to = plainCell(p.text("All others together")), printedCell{}
		}
		g.row(from, to, p.figureCell(figure(line.Amount), "link"))
	}
}

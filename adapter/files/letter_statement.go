package files

import (
	"fairshare/calc"
	"fairshare/mapping"
)

// StatementLetter tells a party what it gets; its statement goes with it.
func (l Language) StatementLetter(s mapping.Statement) (mapping.Letter, error) {
	settlement, day := s.Settlement, l.day(mapping.LastDay(s.Settlement))
	amount := func(m calc.Minor) string {
		return l.figure(m.Text(settlement.Decimals)) + groupSpace + mapping.Shown(settlement.Currency)
	}
	m := letter{
		Language: l, Organization: mapping.Shown(s.Organization),
		Subject: l.textf("Fair share until %s", day),
		Heading: mapping.Shown(s.Party.Name),
		Next:    []string{l.text("Your statement is attached; it says how to read it.")},
		Why:     l.textf("%s sends you this because your e-mail address in OFBiz is marked for payments. To get no more of it, ask there.", mapping.Shown(s.Organization)),
	}
	if s.Invoice != nil {
		m.Lead = []string{l.textf("You get %s by invoice %s.", amount(s.Invoice.Total), mapping.Shown(s.Invoice.ID))}
	} else {
		m.Lead = []string{sentence(l.text("No payout this time")) + " " + l.text(whyNoPayout(s.Account))}
	}
	m.Lead = append(m.Lead, sentence(l.text("Fair share of all income until")+" "+day))
	for _, row := range s.Rows {
		m.addFigure(mapping.Shown(row.Activity.Name), row.Amount.Text(settlement.Decimals), settlement.Currency, false)
	}
	m.addFigure(l.text("Earned in this settlement"), s.Account.Earned.Text(settlement.Decimals), settlement.Currency, true)
	for _, step := range moves(s.Account) {
		if step.record == "closing" || step.record != "earned" && step.amount != 0 {
			m.addFigure(l.text(step.label), step.amount.Text(settlement.Decimals), settlement.Currency, step.record == "closing")
		}
	}
	return m.letter()
}

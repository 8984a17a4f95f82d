package files

import (
	"html/template"
	"time"

	"fairshare/mapping"
)

// statementModel is what statement.tmpl shows.
type statementModel struct {
	sheet
	mapping.Statement
}

func statementHTML(l Language, s mapping.Statement) ([]byte, error) {
	return execute(statementPage, statementModel{sheet{l, s.Settlement, s.Until.Location()}, s})
}

// Title is what a browser's tab says.
func (m statementModel) Title() string {
	return mapping.Shown(m.Party.Name) + ": " + m.textf("Fair share until %s", m.Cutoff())
}

// InvoiceDate is the invoice's day in the settlement's zone.
func (m statementModel) InvoiceDate() string {
	return m.day(m.Invoice.Date.In(m.zone).Format(time.DateOnly))
}

// Why tells the party why it gets no invoice.
func (m statementModel) Why() string { return m.text(whyNoPayout(m.Account)) }

func whyNoPayout(a mapping.Account) string {
	switch closing := a.Closing; {
	case a.Held && closing > 0:
		return "Payouts to you are on hold; the balance stays yours and is carried until the company releases it."
	case closing > 0:
		return "This is too little for a payout of its own; it stays yours and is carried to the next settlement."
	case closing < 0:
		return "You owe this, for instance because of returns; it is set off against what you earn next."
	default:
		return "There is nothing to pay."
	}
}

// Moves tells how the balance went from opening to closing.
func (m statementModel) Moves() []shownMove {
	var list []shownMove
	for _, step := range moves(m.Account) {
		list = append(list, shownMove{step.record, m.text(step.label), m.Money(step.amount)})
	}
	return list
}

// shownMove is one line of the balance.
type shownMove struct {
	Record, Label string
	Amount        template.HTML
}

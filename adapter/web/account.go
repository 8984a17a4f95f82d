package web

import (
	"fairshare/calc"
	"fairshare/mapping"
)

// party is the party of the path, if the visitor may see its account.
func (v *visit) party() (calc.PartyID, error) {
	id := v.r.PathValue("party")
	return calc.PartyID(id), v.actor.MaySeeParty(id)
}

func (p *Pages) account(v *visit) error {
	party, err := v.party()
	if err != nil {
		return err
	}
	account, err := p.Accounts.Account(v.r.Context(), party)
	if err != nil {
		return err
	}
	p.show(v, 200, "Account of "+account.Party.Name, "account", account)
	return nil
}

// Balances are the newest closing balance of every currency.
func (a Account) Balances() (newest []AccountLine) {
	seen := map[string]bool{}
	for _, line := range a.Settlements {
		if currency := line.Settlement.Currency; !seen[currency] {
			seen[currency] = true
			newest = append(newest, line)
		}
	}
	return newest
}

// statementView is a statement with its money as text.
type statementView struct {
	mapping.Statement
}

// Money is an amount in the settlement's currency.
func (s statementView) Money(m calc.Minor) string { return m.Text(s.Settlement.Decimals) }

// LastDay is the last day that the settlement covers.
func (s statementView) LastDay() string { return mapping.LastDay(s.Settlement) }

func (p *Pages) statement(v *visit) error {
	party, err := v.party()
	if err != nil {
		return err
	}
	statement, err := p.Accounts.Statement(v.r.Context(), party, v.r.PathValue("settlement"))
	if err != nil {
		return err
	}
	view := statementView{statement}
	p.show(v, 200, statement.Party.Name+", until "+view.LastDay(), "statement", view)
	return nil
}

func (p *Pages) statementFile(v *visit) error {
	party, err := v.party()
	if err != nil {
		return err
	}
	document, err := p.Accounts.StatementFile(v.r.Context(), party, v.r.PathValue("settlement"), v.r.PathValue("format"))
	if err != nil {
		return err
	}
	return sendFile(v, document)
}

// explain shows every cent as paths, and every zero with its reason.
func (p *Pages) explain(v *visit) error {
	party, err := v.party()
	if err != nil {
		return err
	}
	activity := calc.ActivityID(v.r.URL.Query().Get("activity"))
	document, err := p.Accounts.Explain(v.r.Context(), party, v.r.PathValue("settlement"), activity)
	if err != nil {
		return err
	}
	p.show(v, 200, "Where the money of "+document.Name+" comes from", "explain", document)
	return nil
}

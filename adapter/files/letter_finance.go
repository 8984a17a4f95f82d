package files

import (
	"strconv"

	"fairshare/mapping"
)

// FinanceLetter tells finance about a settlement, whatever state it is in; the
// report goes with it.
func (l Language) FinanceLetter(r mapping.Finance) (mapping.Letter, error) {
	s := r.Settlement
	m := letter{
		Language: l, Organization: mapping.Shown(r.Organization), Why: l.text("You get this because mail.finance names your address."),
		Lead: []string{sentence(l.text("All income that no earlier settlement took, until")+" "+l.day(mapping.LastDay(s))) + " " + l.text("The finance report is attached.")},
	}
	m.addFindings(r.Findings, l.text("see the report"))
	m.addFigure(l.text("Income"), s.Income.Text(s.Decimals), s.Currency, false)
	m.addFigure(l.text("Earned by parties"), s.Earned.Text(s.Decimals), s.Currency, false)
	m.addFigure(l.text("Retained"), s.Retained.Text(s.Decimals), s.Currency, false)
	m.Figures = append(m.Figures, letterFigure{Label: l.text("Invoices"), Value: strconv.Itoa(invoices(r))})
	m.addFigure(l.text("Invoiced, earlier balances included"), s.Invoiced.Text(s.Decimals), s.Currency, true)
	m.state(r)
	return m.letter()
}

func invoices(r mapping.Finance) (count int) {
	for _, line := range r.Parties {
		if line.Invoice != "" {
			count++
		}
	}
	return count
}

// state says what the settlement waits for, if for anything.
func (m *letter) state(r mapping.Finance) {
	id, currency := mapping.Shown(r.Settlement.ID), mapping.Shown(r.Settlement.Currency)
	switch r.Settlement.State {
	case mapping.Held:
		m.Urgent = true
		m.Subject = m.textf("Please look: settlement %s waits for you", id)
		m.Heading = m.textf("Settlement %s waits for you", id)
		m.Next = []string{
			m.textf("Nothing of it is in OFBiz, and nothing more is settled in %s, until somebody decides.", currency),
			m.textf("To let it go on: its page, or: fairshare settle --approve %s", id),
			m.textf("To take it back: fairshare settlements void %s", id),
		}
	case mapping.Exported:
		m.Urgent = true
		m.Subject = m.textf("Please import: settlement %s waits for you", id)
		m.Heading = m.textf("Settlement %s waits to be imported", id)
		m.Next = []string{
			m.textf("Import %s of the reports directory in OFBiz: Webtools, XML Data Import.", id+"/"+mapping.Shown(mapping.InvoicesFile(r.Settlement.ID))),
			m.textf("Then: fairshare settlements verify %s", id),
			m.textf("Until then nothing more is settled in %s.", currency),
		}
	default:
		m.Subject = m.textf("Settled: %s, %s invoices over %s", id, strconv.Itoa(invoices(r)), m.Figures[len(m.Figures)-1].Value)
		m.Heading = m.textf("Settlement %s is done", id)
		if invoices(r) > 0 {
			m.Next = []string{m.textf("You find the invoices in OFBiz by their reference number %s.", id)}
		}
	}
}

// RefusedLetter tells finance that findings stopped a settlement.
func (l Language) RefusedLetter(organization, until string, findings []mapping.Finding) (mapping.Letter, error) {
	m := letter{
		Language: l, Organization: mapping.Shown(organization), Urgent: true, Why: l.text("You get this because mail.finance names your address."),
		Subject: l.textf("Refused: nothing was settled until %s", l.day(until)),
		Heading: l.textf("Nothing was settled until %s", l.day(until)),
		Lead:    []string{l.text("What OFBiz says can't be right, so nothing was written, and nobody is paid until this is mended.")},
		Next: []string{
			l.text("Mend each of these in OFBiz, or accept it under findings.accept if it is meant."),
			l.text("It is tried again by itself, and at once by: fairshare run"),
		},
	}
	m.addFindings(findings, l.text("fairshare check lists all"))
	return m.letter()
}

// MissedLetter tells finance that a night was not done in time.
func (l Language) MissedLetter(organization, until, reason string) (mapping.Letter, error) {
	m := letter{
		Language: l, Organization: mapping.Shown(organization), Urgent: true, Why: l.text("You get this because mail.finance names your address."),
		Subject: l.textf("Late: the settlement until %s", l.day(until)),
		Heading: l.textf("The settlement until %s is late", l.day(until)),
		Lead:    []string{l.text("It was not done in time. It is made up for as soon as it can be; nothing is lost.")},
		Next:    []string{l.text("The administrators of Fairshare find the reason in its log and on /readyz.")},
	}
	if reason != "" {
		m.Lead = append(m.Lead, mapping.Shown(reason))
	}
	return m.letter()
}

// TestLetter tries whether mail arrives.
func (l Language) TestLetter(organization string) (mapping.Letter, error) {
	return letter{
		Language: l, Organization: mapping.Shown(organization),
		Subject: l.text("Fairshare can send you mail"), Heading: l.text("Fairshare can send you mail"),
		Lead: []string{l.text("Somebody wanted to know whether it arrives. There is nothing to do.")},
		Why:  l.text("You get this because of: fairshare mail test"),
	}.letter()
}

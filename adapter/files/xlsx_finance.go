package files

import (
	"fmt"

	"fairshare/calc"
	"fairshare/mapping"
)

func financeXLSX(l Language, r mapping.Finance) ([]byte, error) {
	b := newBook(l, l.textf("Finance report until %s", l.day(mapping.LastDay(r.Settlement))), r.Settlement.Decimals)
	settlementPage(b, r)
	findingsPage(b, r)
	changesPage(b, r)
	partiesPage(b, r)
	adjustmentsPage(b, r)
	retainedPage(b, r)
	activitiesPage(b, r)
	linksPage(b, r)
	return b.bytes()
}

func settlementPage(b *book, r mapping.Finance) {
	s := r.Settlement
	p := b.page(b.text("Settlement"), column{b.text("Finance report"), 38, false}, column{s.Currency, 34, true})
	p.facts([][2]string{
		{"Organization", r.Organization},
		{"Settlement", s.ID},
		{"All income until", p.day(mapping.LastDay(s))},
	})
	p.row++
	p.write(1, p.text("Lines of income"), p.styles.text)
	p.number(2, count(s.Lines), p.styles.count)
	p.fact("Earned by parties", amount(s.Earned, s))
	p.fact("Retained by the company", amount(s.Retained, s))
	p.row++
	p.write(1, p.text("Income"), p.styles.totalText)
	p.sum(2, p.row-2, amount(s.Income, s))
	p.fact("Invoiced, earlier balances included", amount(s.Invoiced, s))
}

// fact writes one amount with its name.
func (p *page) fact(label string, f figure) {
	p.row++
	p.write(1, p.text(label), p.styles.text)
	p.number(2, f, p.styles.money)
}

func findingsPage(b *book, r mapping.Finance) {
	if len(r.Findings) == 0 {
		return
	}
	const textWidth = 90
	p := b.page(b.text("Findings"), column{b.text("Severity"), 18, false}, column{b.text("Code"), 26, false}, column{b.text("Entity"), 20, false},
		column{b.text("Key"), 30, false}, column{b.text("What is wrong, and what to do"), textWidth, false})
	for _, f := range r.Findings {
		p.row++
		for i, text := range []string{p.text(string(f.Severity)), f.Code, f.Entity, f.Key} {
			p.write(i+1, text, p.styles.text)
		}
		p.long(5, textWidth, f.Text)
	}
}

func partiesPage(b *book, r mapping.Finance) {
	p := b.page(b.text("Parties"), column{b.text("Party"), 20, false}, column{b.text("Name"), 44, false}, column{b.text("Opening"), 16, true},
		column{b.text("Earned"), 16, true}, column{b.text("Adjusted"), 16, true}, column{b.text("Invoiced"), 16, true},
		column{b.text("Closing"), 16, true}, column{b.text("Invoice"), 24, false}, column{b.text("Note"), 40, false})
	money := func(m calc.Minor) figure { return amount(m, r.Settlement) }
	for _, line := range r.Parties {
		p.row++
		p.write(1, string(line.Party.ID), p.styles.text)
		p.write(2, line.Party.Name, p.styles.text)
		a := line.Account
		for i, m := range []calc.Minor{a.Opening, a.Earned, a.Adjusted, a.Invoiced, a.Closing} {
			p.number(3+i, money(m), p.styles.money)
		}
		p.write(8, line.Invoice, p.styles.text)
		p.write(9, p.text(line.Note), p.styles.text)
	}
	t := totalOf(r.Parties)
	p.total(9, 2, p.text("Total"), map[int]figure{
		3: money(t.Opening), 4: money(t.Earned), 5: money(t.Adjusted), 6: money(t.Invoiced), 7: money(t.Closing),
	})
}

func changesPage(b *book, r mapping.Finance) {
	changes := mainChanges(r)
	if len(changes) == 0 {
		return
	}
	p := b.page(b.text("Changes"), column{b.text("Party"), 20, false}, column{b.text("Name"), 44, false}, column{b.text("Earned before"), 20, true},
		column{b.text("Earned now"), 20, true}, column{b.text("Difference"), 20, true})
	for _, line := range changes {
		p.row++
		p.write(1, string(line.Party.ID), p.styles.text)
		p.write(2, line.Party.Name, p.styles.text)
		p.number(3, amount(line.Before, r.Settlement), p.styles.money)
		p.number(4, amount(line.Now, r.Settlement), p.styles.money)
		p.formula(5, amount(line.Difference(), r.Settlement), fmt.Sprintf("D%d-C%d", p.row, p.row), p.styles.money)
	}
}

func adjustmentsPage(b *book, r mapping.Finance) {
	if len(r.Adjustments) == 0 {
		return
	}
	p := b.page(b.text("Adjustments"), column{b.text("Party"), 20, false}, column{b.text("Name"), 44, false}, column{b.text("Reason"), 60, false},
		column{b.text("By"), 24, false}, column{b.text("Adjustment"), 30, false}, column{b.text("Amount") + ", " + r.Settlement.Currency, 18, true})
	var total calc.Minor
	for _, line := range r.Adjustments {
		p.row++
		for i, text := range []string{string(line.Party.ID), line.Party.Name, line.Reason, line.By, line.ID} {
			p.write(i+1, text, p.styles.text)
		}
		p.number(6, amount(line.Amount, r.Settlement), p.styles.money)
		total += line.Amount
	}
	p.total(6, 2, p.text("Total"), map[int]figure{6: amount(total, r.Settlement)})
}

func retainedPage(b *book, r mapping.Finance) {
	p := b.page(b.text("Retained"), column{b.text("Reason"), 20, false}, column{b.text("Meaning"), 76, false}, column{b.text("Activity"), 20, false},
		column{b.text("Name"), 44, false}, column{b.text("Amount") + ", " + r.Settlement.Currency, 18, true})
	for _, line := range r.Retained {
		p.row++
		for i, text := range []string{string(line.Reason), p.text(line.Meaning), string(line.Activity.ID), line.Activity.Name} {
			p.write(i+1, text, p.styles.text)
		}
		p.number(5, amount(line.Amount, r.Settlement), p.styles.money)
	}
	p.total(5, 2, p.text("Total"), map[int]figure{5: amount(r.Settlement.Retained, r.Settlement)})
}

func activitiesPage(b *book, r mapping.Finance) {
	p := b.page(b.text("Activities"), column{b.text("Activity"), 20, false}, column{b.text("Name"), 44, false}, column{b.text("Income"), 16, true},
		column{b.text("Costs"), 16, true}, column{b.text("Received"), 16, true}, column{b.text("Founders"), 16, true}, column{b.text("Delegated"), 16, true}, column{b.text("Kept"), 16, true})
	for _, line := range r.Activities {
		p.row++
		p.write(1, string(line.Activity.ID), p.styles.text)
		p.write(2, line.Activity.Name, p.styles.text)
		for i, f := range []figure{
			amount(line.Income, r.Settlement), amount(line.Costs, r.Settlement), figure(line.Received),
			figure(line.Founders), figure(line.Delegated), figure(line.Kept),
		} {
			p.number(3+i, f, p.styles.money)
		}
	}
}

func linksPage(b *book, r mapping.Finance) {
	if len(r.Links) == 0 {
		return
	}
	p := b.page(b.text("Passed on"), column{b.text("From"), 20, false}, column{b.text("Name"), 44, false}, column{b.text("To"), 20, false},
		column{b.text("Name"), 44, false}, column{b.text("Amount") + ", " + r.Settlement.Currency, 18, true})
	for _, line := range r.Links {
		p.row++
		texts := []string{string(line.From.ID), line.From.Name, string(line.To.ID), line.To.Name}
		if line.IsRest() {
			texts = []string{p.text("All others together"), "", "", ""}
		}
		for i, text := range texts {
			p.write(i+1, text, p.styles.text)
		}
		p.number(5, figure(line.Amount), p.styles.money)
	}
}

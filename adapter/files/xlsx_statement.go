package files

import (
	"fmt"

	"fairshare/calc"
	"fairshare/mapping"
)

func statementXLSX(l Language, s mapping.Statement) ([]byte, error) {
	b := newBook(l, l.textf("Fair share until %s", l.day(mapping.LastDay(s.Settlement))), s.Settlement.Decimals)
	summary := b.page(b.text("Statement"), column{b.text("Fair share"), 28, false}, column{s.Settlement.Currency, 34, true})
	last := sharesPage(b, s)
	summaryRows(summary, s, last)
	if len(s.Adjustments) > 0 {
		adjustedPage(b, s)
	}
	if s.Invoice != nil {
		itemsPage(b, s)
	}
	return b.bytes()
}

// summaryRows say whose statement it is and how the balance moved; what was
// earned is taken from the last row of the shares.
func summaryRows(p *page, s mapping.Statement, last int) {
	p.facts([][2]string{
		{"Party", s.Party.Name},
		{"Party id", string(s.Party.ID)},
		{"Organization", s.Organization},
		{"Settlement", s.Settlement.ID},
		{"All income until", p.day(mapping.LastDay(s.Settlement))},
		{"Invoice", invoiceID(s.Invoice)},
		{"Why no invoice", p.text(s.Account.Note())},
	})
	first := p.row + 1
	for _, move := range moves(s.Account) {
		p.row++
		moved := amount(move.amount, s.Settlement)
		switch move.record {
		case "earned":
			p.write(1, p.text(move.label), p.styles.text)
			p.formula(2, moved, fmt.Sprintf("'%s'!E%d", p.text("Shares"), last), p.styles.money)
		case "closing":
			p.write(1, p.text(move.label), p.styles.totalText)
			p.sum(2, first, moved)
		default:
			p.write(1, p.text(move.label), p.styles.text)
			p.number(2, moved, p.styles.money)
		}
	}
}

// facts writes the rows that have something to say.
func (p *page) facts(facts [][2]string) {
	for _, fact := range facts {
		if fact[1] != "" {
			p.row++
			p.write(1, p.text(fact[0]), p.styles.text)
			p.write(2, fact[1], p.styles.strongRight)
		}
	}
}

// sharesPage lists what was earned by activity and returns the row of the total.
func sharesPage(b *book, s mapping.Statement) int {
	p := b.page(b.text("Shares"), column{b.text("Activity"), 20, false}, column{b.text("Name"), 44, false}, column{b.text("Your part"), 12, true},
		column{b.text("Of what it kept") + ", " + s.Settlement.Currency, 24, true}, column{b.text("Amount") + ", " + s.Settlement.Currency, 18, true})
	var total calc.Minor
	for _, row := range s.Rows {
		p.row++
		p.write(1, string(row.Activity.ID), p.styles.text)
		p.write(2, row.Activity.Name, p.styles.text)
		p.number(3, figure(row.Percent), p.styles.percent)
		p.number(4, figure(row.Pool), p.styles.money)
		p.number(5, amount(row.Amount, s.Settlement), p.styles.money)
		total += row.Amount
	}
	p.total(5, 2, p.text("Earned in this settlement"), map[int]figure{5: amount(total, s.Settlement)})
	return p.row
}

func adjustedPage(b *book, s mapping.Statement) {
	p := b.page(b.text("Adjustments"), column{b.text("Why"), 80, false}, column{b.text("Amount") + ", " + s.Settlement.Currency, 18, true})
	for _, a := range s.Adjustments {
		p.row++
		p.write(1, a.Reason, p.styles.text)
		p.number(2, amount(a.Amount, s.Settlement), p.styles.money)
	}
	p.total(2, 2, p.text("Adjusted"), map[int]figure{2: amount(s.Account.Adjusted, s.Settlement)})
}

func itemsPage(b *book, s mapping.Statement) {
	p := b.page(b.text("Invoice"), column{b.text("Item"), 10, false}, column{b.text("Activity"), 20, false}, column{b.text("Description"), 70, false},
		column{b.text("Amount") + ", " + s.Invoice.Currency, 18, true})
	for _, item := range s.Invoice.Items {
		p.row++
		p.write(1, item.Seq, p.styles.text)
		p.write(2, string(item.Activity), p.styles.text)
		p.write(3, item.Description, p.styles.text)
		p.number(4, amount(item.Amount, s.Settlement), p.styles.money)
	}
	p.total(4, 2, p.textf("Total of %s", s.Invoice.ID), map[int]figure{4: amount(s.Invoice.Total, s.Settlement)})
}

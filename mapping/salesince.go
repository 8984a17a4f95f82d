package mapping

import "fairshare/calc"

// What was sold before rules.Since is no income of ours: it is not taken, and
// neither is what happens to it afterwards, for nobody earned by it. What a
// settlement took once stays taken, wherever Since lies by now: its changes and
// returns go on to be differences to what was settled.

// inScope says whether a line that no settlement took is to be taken: one that was
// sold at an instant that counts and has come before the cut-off.
func (b *saleBooks) inScope(sold, came calc.Instant) bool {
	return b.in.since <= sold && max(sold, came) < b.in.until
}

// givesBack says the same of a return, by the sale that it gives back.
func (b *saleBooks) givesBack(item int32, sold, came calc.Instant) bool {
	if b.settled[item] {
		return max(sold, came) < b.in.until
	}
	return b.inScope(sold, came)
}

// bookSold books a sale of an order item, and remembers if settlements took any of it,
// where that is asked for.
func (b *saleBooks) bookSold(sale Sale, item int32, inScope bool) {
	if b.in.since != calc.Ever {
		if live, _ := counting(b.taken[sale.SaleKey]); len(live) > 0 {
			b.settled[item] = true
		}
	}
	b.book(sale, inScope)
}

// bookInvoiceLine books what an invoice, or a payment of it, came to at an instant.
func (b *saleBooks) bookInvoiceLine(w *invoiceWorth, i int, sale Sale, came calc.Instant) {
	switch item := w.lines[i].item; {
	case item < 0:
		b.book(sale, b.inScope(sale.At, came))
	case w.row.kind == invoiceReturn:
		b.book(sale, b.givesBack(item, sale.At, came))
	default:
		b.bookSold(sale, item, b.inScope(sale.At, came))
	}
}

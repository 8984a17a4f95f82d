package mapping

import "fairshare/calc"

// book adds what an item is worth now, less what settlements took of it.
func (b *saleBooks) book(worth Sale, inScope bool) {
	taken, before := b.taken[worth.SaleKey]
	if !before {
		if inScope && worth.Amount != 0 {
			b.sales = append(b.sales, worth)
		}
		return
	}
	delete(b.taken, worth.SaleKey)
	b.bookDifference(worth, taken)
}

// bookDifference takes back what was taken under another activity or currency,
// and the difference to what was taken under this one, all at the instant of the
// original sale: whoever shared in it then bears the change.
func (b *saleBooks) bookDifference(worth Sale, taken []Taken) {
	lines := []Sale{worth}
	lines[0].At = taken[0].At
	revision := 0
	for _, t := range taken {
		revision += t.Times
		if t.Currency == worth.Currency && b.activityOf(t.Activity) == worth.Activity {
			lines[0].Amount -= t.Amount
			lines[0].At = t.At
		} else {
			lines = append(lines, b.reversal(t))
		}
	}
	if b.bookLines(lines, revision) {
		b.in.found.add("SALE_CHANGED", string(worth.Source), worth.Document+", "+worth.Item,
			"it was settled and is worth something else now: the difference is taken, valued at the original sale of %s; nothing is to be done if the change was meant", b.in.date(lines[0].At))
	}
}

func (b *saleBooks) reversal(t Taken) Sale {
	return Sale{SaleKey: t.SaleKey, Currency: t.Currency, Activity: b.activityOf(t.Activity), At: t.At, Amount: -t.Amount}
}

// activityOf finds an activity that was taken, however it is spelled by now;
// recall has seen to it that it is there.
func (b *saleBooks) activityOf(id calc.ActivityID) int32 {
	return b.activity[b.in.products.ids.find([]byte(id))]
}

// bookLines adds the lines that are not zero, numbered on from revision, and
// reports whether there was one.
func (b *saleBooks) bookLines(lines []Sale, revision int) bool {
	any := false
	for _, line := range lines {
		if line.Amount != 0 {
			line.Revision = revision
			revision++
			b.sales = append(b.sales, line)
			any = true
		}
	}
	return any
}

// bookVanished takes back what was taken of items that are no income any more.
func (b *saleBooks) bookVanished() {
	for key, taken := range b.taken {
		if key.Source != FromOrderItem && key.Source != FromReturnItem {
			continue
		}
		var lines []Sale
		revision := 0
		for _, t := range taken {
			revision += t.Times
			lines = append(lines, b.reversal(t))
		}
		if b.bookLines(lines, revision) {
			b.in.found.add("SALE_VANISHED", string(key.Source), key.Document+", "+key.Item,
				"it was settled and is no income any more: it is taken back, valued at the original sale of %s; look whether the order was meant to go", b.in.date(taken[0].At))
		}
	}
}

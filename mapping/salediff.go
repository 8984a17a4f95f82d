package mapping

import (
	"slices"

	"fairshare/calc"
)

// book adds what an item is worth now, less what settlements took of it. Without a
// rate of exchange that it needs, it is left as it is.
func (b *saleBooks) book(worth Sale, inScope bool) {
	live, revision := counting(b.taken[worth.SaleKey])
	delete(b.taken, worth.SaleKey)
	switch {
	case len(live) > 0:
		if settledIn(live, worth.Currency) || b.in.convert(&worth, live[0].At) {
			b.bookDifference(worth, live, revision)
		}
	case inScope && worth.Amount != 0 && b.in.convert(&worth, worth.At):
		b.bookLines([]Sale{worth}, revision)
	}
}

// settledIn reports whether all of an item was settled in the currency: it stays
// in it, even when the rules convert by now.
func settledIn(taken []Taken, currency string) bool {
	return !slices.ContainsFunc(taken, func(t Taken) bool { return t.Currency != currency })
}

// counting are the entries that settlements in force took, and the next revision,
// which counts the voided ones too: an item of these alone was never taken.
func counting(taken []Taken) (live []Taken, revision int) {
	for _, t := range taken {
		revision += t.Times
		if !t.VoidOnly {
			live = append(live, t)
		}
	}
	return live, revision
}

// bookDifference takes back what was taken under another activity or currency,
// and the difference to what was taken under this one, all at the instant of the
// original sale: whoever shared in it then bears the change.
func (b *saleBooks) bookDifference(worth Sale, taken []Taken, revision int) {
	lines := []Sale{worth}
	lines[0].At = taken[0].At
	for _, t := range taken {
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
			b.sales.add(line)
			any = true
		}
	}
	return any
}

// bookVanished takes back what was taken of items that are no income any more, and
// of costs that are none; a source of costs that is turned off stays as it was taken.
func (b *saleBooks) bookVanished() {
	others := map[Source]int{}
	for key, taken := range b.taken {
		if key.Source.IsCost() && !b.in.rules.reads(key.Source) {
			continue
		}
		live, revision := counting(taken)
		var lines []Sale
		for _, t := range live {
			lines = append(lines, b.reversal(t))
		}
		switch {
		case !b.bookLines(lines, revision):
		case !b.in.rules.reads(key.Source):
			others[key.Source]++
		default:
			b.in.found.add("SALE_VANISHED", string(key.Source), key.Document+", "+key.Item,
				"it was settled and is no income any more: it is taken back, valued at the original sale of %s; look whether the order was meant to go", b.in.date(taken[0].At))
		}
	}
	for source, items := range others {
		b.in.found.add("RECOGNITION_CHANGED", string(source), "", "%d items were settled as this kind of income, and income.recognize asks for another now: they are taken back, each valued at its own sale, and what is income by the new rule is taken; accept this finding if that is meant, or set income.recognize back", items)
	}
}

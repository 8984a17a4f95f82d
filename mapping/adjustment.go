package mapping

import "fairshare/calc"

// takeOrderAdjustment adds what is income to its item, or keeps it to be split
// over the items of its order; of the others it keeps the tax in an item's price.
func (in *Intake) takeOrderAdjustment() {
	const kind, order, seq, amount, included = 1, 2, 3, 4, 5
	n := in.orders.ids.find(in.row[order])
	if n < 0 || in.orders.rows[n].state != orderCounts {
		return
	}
	in.takeShipping(n, kind, seq, amount)
	switch v := in.orders.verdicts.ofOrder(in.row[kind]); {
	case v == isIncome:
		in.takeIncome(n, seq, amount)
	case v == notIncome:
		in.takeIncluded(n, seq, included)
	case in.rules.byOrder():
		in.orders.undecided[in.text(kind)]++
	}
}

func (in *Intake) takeIncome(order int32, seq, amount int) {
	value, readable := in.decimal(amount, scaleMoney)
	if !readable || value == 0 {
		return
	}
	if isHeader(in.row[seq]) {
		in.orders.headers = append(in.orders.headers, headerAdjustment{order, value})
		return
	}
	if item := in.orders.item(order, in.row[seq]); item >= 0 {
		in.adjust(in.orders.adjustmentOf(item), value)
		return
	}
	in.note("ADJUSTMENT_ITEM", "the order has no item %s: the adjustment is left out; correct its orderItemSeqId", in.row[seq])
}

// takeIncluded keeps amountAlreadyIncluded: unitPrice is gross where it is set.
// Only that of items is income's business; a header's is the shipping's, mostly.
func (in *Intake) takeIncluded(order int32, seq, included int) {
	value, readable := in.decimal(included, scaleMoney)
	if !readable || value == 0 {
		return
	}
	if isHeader(in.row[seq]) {
		in.note("HEADER_TAX_INCLUDED", "the tax of %s that is included in an adjustment of the whole order is not taken out of income: look whether that adjustment is income", in.row[included])
		return
	}
	if item := in.orders.item(order, in.row[seq]); item >= 0 {
		sum := in.orders.included[item]
		in.adjust(&sum, value)
		in.orders.included[item] = sum
	}
}

// adjust adds to a sum of thousandths that stays far below what an int64 holds.
func (in *Intake) adjust(sum *int64, value int64) {
	if next := *sum + value; -maxDecimal < next && next < maxDecimal {
		*sum = next
		return
	}
	in.note("AMOUNT_TOO_LARGE", "the item's adjustments are too large to be added: this one is left out; correct it")
}

// takeOrderStatus takes when items, and orders, were first completed.
func (in *Intake) takeOrderStatus() {
	const status, order, seq, at = 1, 2, 3, 4
	n := in.orders.ids.find(in.row[order])
	if n < 0 || in.orders.rows[n].state != orderCounts {
		return
	}
	switch {
	case in.is(status, "ITEM_COMPLETED"):
		if item := in.orders.item(n, in.row[seq]); item >= 0 {
			earliest(&in.orders.items.at(item).done, in.instant(at, calc.Never))
		}
	case in.is(status, "ORDER_COMPLETED"):
		earliest(&in.orders.rows[n].done, in.instant(at, calc.Never))
	}
}

func earliest(t *calc.Instant, at calc.Instant) { *t = min(*t, at) }

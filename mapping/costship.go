package mapping

import "fairshare/calc"

// takeShipping keeps what an order's shipping costs, where the rules want it: on
// an item, or to be split over the order's items.
func (in *Intake) takeShipping(order int32, kind, seq, amount int) {
	if !in.rules.Costs.Shipping || !in.is(kind, "SHIPPING_CHARGES") {
		return
	}
	value, readable := in.decimal(amount, scaleMoney)
	if !readable || value == 0 {
		return
	}
	item := in.orders.item(order, in.row[seq])
	switch {
	case isHeader(in.row[seq]):
		in.orders.shipping = append(in.orders.shipping, headerAdjustment{order, value})
	case item >= 0:
		sum := in.orders.shipped[item]
		in.adjust(&sum, value)
		in.orders.shipped[item] = sum
	default:
		in.note("ADJUSTMENT_ITEM", "the order has no item %s: its shipping is left out of the costs; correct its orderItemSeqId", in.row[seq])
	}
}

// shippingAmounts are what the shipping of each of an order's items costs: its own,
// and its part of the whole order's, split as an adjustment of the order is.
func (b *saleBooks) shippingAmounts(n int32, amounts []calc.Minor, live []bool, unit uint64) []calc.Minor {
	row, shipping := b.in.orders.rows[n], make([]calc.Minor, len(amounts))
	for i := range shipping {
		if own, fits := wideProduct(b.in.orders.shipped[row.first+int32(i)], 1e6).rounded(unit); fits {
			shipping[i] = calc.Minor(own)
		}
	}
	if len(b.shipping[n]) == 0 {
		return shipping
	}
	whole := b.withHeaders("OrderHeader", b.in.orders.ids.string(n), amounts, live, b.shipping[n], unit)
	for i := range shipping {
		shipping[i] += whole[i] - amounts[i]
	}
	return shipping
}

func (b *saleBooks) bookShipping(sale Sale, amount calc.Minor, inScope bool) {
	if b.in.rules.Costs.Shipping {
		sale.Source, sale.Amount = FromShipping, -amount
		b.book(sale, inScope)
	}
}

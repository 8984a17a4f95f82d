package mapping

import (
	"cmp"
	"math/big"
	"slices"

	"fairshare/calc"
)

// bookReturn books a return's completed items as negative lines of their orders'
// currencies, valued at the instants of the original sales.
func (b *saleBooks) bookReturn(n int32) {
	in, items := b.in, b.in.returns.rows[n].items
	if len(items) == 0 {
		return
	}
	slices.SortFunc(items, func(a, b returnItem) int { return cmp.Compare(a.seq, b.seq) })
	currency, live := in.orders.rows[items[0].order].currency, make([]bool, len(items))
	unit := minorUnit(in.rules.CurrencyDecimals(in.orders.currencies.text(currency)))
	amounts := make([]calc.Minor, len(items))
	for i, item := range items {
		amounts[i], live[i] = b.returnAmount(n, item, unit)
	}
	amounts = b.withHeaders("ReturnHeader", in.returns.ids.string(n), amounts, live, b.headers[n], unit)
	for i, item := range items {
		if live[i] {
			b.bookReturned(n, item, -amounts[i])
		}
	}
}

func (b *saleBooks) bookReturned(n int32, item returnItem, amount calc.Minor) {
	in := b.in
	sale := b.doneAt(item.order, item.sold)
	b.book(Sale{
		SaleKey:  SaleKey{FromReturnItem, in.returns.ids.string(n), item.seq},
		Currency: in.orders.currencies.text(in.orders.rows[item.order].currency),
		Activity: b.activity[item.sold.product], At: sale, Amount: amount,
	}, b.givesBack(item.item, sale, b.returnedAt(n, item)))
}

// returnedAt is when a return was completed.
func (b *saleBooks) returnedAt(n int32, item returnItem) calc.Instant {
	row := b.in.returns.rows[n]
	switch {
	case item.done != calc.Never:
		return item.done
	case row.done != calc.Never:
		return row.done
	}
	b.in.found.add("NO_DATE", "ReturnItem", b.in.returns.ids.string(n)+", "+item.seq,
		"no ReturnStatus row says when it was completed: the return's entryDate counts, %s; nothing is to be done if it is right", b.in.date(row.entered))
	return row.entered
}

// returnAmount is what the customer gets back without tax: price × quantity +
// adjustments − the returned pieces' part of the tax in the original price,
// rounded once. A sale with tax in its price earned net, so net is given back.
func (b *saleBooks) returnAmount(n int32, item returnItem, unit uint64) (calc.Minor, bool) {
	key := b.in.returns.ids.string(n) + ", " + item.seq
	if item.quantity > item.sold.quantity {
		b.in.found.add("RETURN_EXCEEDS_SALE", "ReturnItem", key, "%s were returned of %s sold: look at the quantities", calc.Quantity(item.quantity), calc.Quantity(item.sold.quantity))
	}
	exact := new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(item.price), big.NewInt(item.quantity)))
	exact.Add(exact, new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(item.adjusted), big.NewInt(1e6))))
	exact.Sub(exact, b.includedTax(item.item, item.sold.quantity, item.quantity))
	amount, fits := roundRat(exact, unit)
	if !fits {
		b.in.found.add("AMOUNT_TOO_LARGE", "ReturnItem", key, "returnPrice × quantity is too large to be counted: the item is left out; correct it")
	}
	return amount, fits
}

// includedTax is the part of a quantity, of what was sold, in the tax that an order
// item's price includes, in 10^-9 of the currency.
func (b *saleBooks) includedTax(item int32, sold, quantity int64) *big.Rat {
	tax := b.in.orders.included[item]
	if tax == 0 || sold == 0 {
		return new(big.Rat)
	}
	part := big.NewRat(quantity, sold)
	return part.Mul(part, new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(tax), big.NewInt(1e6))))
}

// roundRat is exact / unit, half away from zero.
func roundRat(exact *big.Rat, unit uint64) (calc.Minor, bool) {
	scaled := new(big.Rat).Quo(exact, new(big.Rat).SetInt(new(big.Int).SetUint64(unit)))
	twice := new(big.Int).Lsh(new(big.Int).Abs(scaled.Num()), 1) // ⌊(2|num| + den) / 2den⌋
	twice.Add(twice, scaled.Denom())
	quotient := twice.Quo(twice, new(big.Int).Lsh(scaled.Denom(), 1))
	if scaled.Sign() < 0 {
		quotient.Neg(quotient)
	}
	fits := quotient.IsInt64() && quotient.Int64() < maxAmount && quotient.Int64() > -maxAmount
	return calc.Minor(quotient.Int64()), fits
}

package mapping

import (
	"slices"

	"fairshare/calc"
)

// saleBooks gathers what items are worth and compares it with what was taken.
type saleBooks struct {
	in       *Intake
	activity []int32 // by product number
	taken    map[SaleKey][]Taken
	headers  map[int32][]int64 // by order, in thousandths
	shipping map[int32][]int64 // likewise
	settled  map[int32]bool    // order items that settlements took any of as sold
	sales    *saleList
}

// sales are the company's lines of income that no settlement took yet, by key.
func (in *Intake) sales(activity []int32) Rows[Sale] {
	books := &saleBooks{in: in, activity: activity, taken: map[SaleKey][]Taken{}, settled: map[int32]bool{}, sales: newSaleList()}
	for _, t := range in.memory.Taken {
		books.taken[t.SaleKey] = append(books.taken[t.SaleKey], t)
	}
	books.headers, books.shipping = byDocument(in.orders.headers), byDocument(in.orders.shipping)
	// The sales take the place of the items, piece by piece, but where invoices are yet
	// to look at these. (Returns hold those that they are of.)
	forget := !in.orders.scattered && !in.rules.bySalesInvoice()
	for n := range in.orders.rows {
		books.bookOrder(int32(n))
		if forget {
			in.orders.items.forget(in.orders.rows[n].last)
		}
	}
	books.headers = byDocument(in.returns.headers)
	for n := range in.returns.rows {
		if in.rules.byOrder() {
			books.bookReturn(int32(n))
		}
	}
	books.bookInvoices()
	books.bookVanished()
	return books.sales.rows()
}

func byDocument(headers []headerAdjustment) map[int32][]int64 {
	amounts := map[int32][]int64{}
	for _, h := range headers {
		amounts[h.order] = append(amounts[h.order], h.amount)
	}
	return amounts
}

// bookOrder books the completed items of an order. The order's own adjustments
// are split over all its live items, completed or not, so that a part once taken
// never moves because a sibling completes later.
func (b *saleBooks) bookOrder(n int32) {
	in, row := b.in, b.in.orders.rows[n]
	if row.state != orderCounts {
		return
	}
	currency := in.orders.currencies.text(row.currency)
	decimals := in.rules.CurrencyDecimals(currency)
	unit := minorUnit(decimals)
	own, live := b.itemAmounts(n, unit)
	amounts, shipping := b.orderAmounts(n, own, live, unit), b.shippingAmounts(n, own, live, unit)
	for i := range live {
		item := *in.orders.items.at(row.first + int32(i))
		if item.state() != itemCompleted || !live[i] {
			continue
		}
		at := b.doneAt(n, item)
		sale := Sale{
			SaleKey:  SaleKey{FromOrderItem, in.orders.ids.string(n), in.orders.seqs.string(item.seq())},
			Currency: currency, Activity: b.activity[item.product], At: at, Amount: amounts[i],
		}
		if in.rules.byOrder() {
			b.bookSold(sale, row.first+int32(i), b.inScope(at, at))
		}
		b.bookStandardCost(sale, item, b.inScope(at, at))
		b.bookShipping(sale, shipping[i], b.inScope(at, at))
	}
}

// itemAmounts are the items' own amounts; live are those that are not cancelled.
func (b *saleBooks) itemAmounts(n int32, unit uint64) (amounts []calc.Minor, live []bool) {
	row := b.in.orders.rows[n]
	count := row.last - row.first
	amounts, live = make([]calc.Minor, count), make([]bool, count)
	for i := range count {
		if b.in.orders.items.at(row.first+i).state() != itemDead {
			amounts[i], live[i] = b.itemAmount(n, row.first+i, unit)
		}
	}
	return amounts, live
}

// orderAmounts are the items' amounts with their parts of the order's adjustments.
func (b *saleBooks) orderAmounts(n int32, amounts []calc.Minor, live []bool, unit uint64) []calc.Minor {
	id := b.in.orders.ids.string(n)
	if len(b.headers[n]) > 0 && !slices.Contains(live, true) {
		b.in.found.add("HEADER_WITHOUT_ITEMS", "OrderHeader", id, "the order has an adjustment of its own that is income, and no item that is not cancelled: it is left out; cancel the order if nothing of it is left")
	}
	return b.withHeaders("OrderHeader", id, amounts, live, b.headers[n], unit)
}

// withHeaders are a document's amounts with their parts of its own adjustments.
func (b *saleBooks) withHeaders(entity, id string, amounts []calc.Minor, live []bool, headers []int64, unit uint64) []calc.Minor {
	total := slices.Clone(amounts)
	for _, thousandths := range headers {
		header, fits := wideProduct(thousandths, 1e6).rounded(unit)
		if !fits || header >= maxAmount || header <= -maxAmount {
			b.in.found.add("AMOUNT_TOO_LARGE", entity, id, "an adjustment of the whole document is too large to be counted: it is left out; correct it")
			continue
		}
		for i, part := range splitHeader(amounts, live, calc.Minor(header)) {
			total[i] += part
		}
	}
	return total
}

// itemAmount is price × quantity + adjustments − included tax, rounded once.
func (b *saleBooks) itemAmount(order, n int32, unit uint64) (calc.Minor, bool) {
	item := b.in.orders.items.at(n)
	exact := wideProduct(item.price, item.quantity).
		plus(wideProduct(b.in.orders.adjustedOf(n), 1e6)).
		plus(wideProduct(-b.in.orders.included[n], 1e6))
	amount, fits := exact.rounded(unit)
	if !fits || amount >= maxAmount || amount <= -maxAmount {
		b.in.found.add("AMOUNT_TOO_LARGE", "OrderItem", b.in.orders.ids.string(order)+", "+b.in.orders.seqs.string(item.seq()),
			"unitPrice × quantity is too large to be counted: the item is left out; correct it")
		return 0, false
	}
	return calc.Minor(amount), true
}

// doneAt is when a completed item was completed.
func (b *saleBooks) doneAt(n int32, item orderItem) calc.Instant {
	row := b.in.orders.rows[n]
	if done := min(item.done, calc.Never); done != calc.Never {
		return done
	}
	if row.done != calc.Never {
		return row.done
	}
	b.in.found.add("ITEM_UNDATED", "OrderItem", b.in.orders.ids.string(n)+", "+b.in.orders.seqs.string(item.seq()),
		"no OrderStatus row says when the item or its order was completed: the order's date counts, %s; nothing is to be done if it is right", b.in.date(row.date))
	return row.date
}

package mapping

import (
	"math/big"
	"slices"

	"fairshare/calc"
)

// bookInvoices books what the invoices are: income as invoiced or as paid, and
// direct costs.
func (b *saleBooks) bookInvoices() {
	var returns []*invoiceWorth // after all sales: whether a return counts follows from its sale
	for n, row := range b.in.invoices.rows {
		w := b.worthOf(int32(n))
		switch {
		case w == nil:
		case row.kind == invoicePurchase:
			b.bookPurchase(w)
		case row.kind == invoiceReturn:
			returns = append(returns, w)
		default:
			b.bookSalesInvoice(w)
		}
	}
	for _, w := range returns {
		b.bookSalesInvoice(w)
	}
	b.findNotInvoiced()
}

func (b *saleBooks) bookSalesInvoice(w *invoiceWorth) {
	if b.in.rules.byPayment() {
		b.bookPaid(w)
	} else {
		b.bookInvoiced(w)
	}
}

// invoiceWorth is what an invoice's lines are worth, each with its part of the
// adjustments; live are those that are lines of income or cost of their own.
type invoiceWorth struct {
	number   int32
	id       string
	row      invoiceRow
	lines    []invoiceLine
	currency string
	amounts  []calc.Minor
	live     []bool
}

// worthOf is nil for an invoice that has no currency, with a finding.
func (b *saleBooks) worthOf(n int32) *invoiceWorth {
	in, row := b.in, b.in.invoices.rows[n]
	lines := in.invoices.lines[row.first:row.last]
	w := &invoiceWorth{
		number: n, id: in.invoices.ids.string(n), row: row, lines: lines,
		amounts: make([]calc.Minor, len(lines)), live: make([]bool, len(lines)),
	}
	if w.currency = in.invoiceCurrency(w); w.currency == "" {
		return nil
	}
	var headers []calc.Minor
	for i := range lines {
		b.addLine(w, i, &headers)
	}
	total := slices.Clone(w.amounts)
	if len(headers) > 0 && !slices.Contains(w.live, true) {
		in.found.add("HEADER_WITHOUT_ITEMS", "Invoice", w.id, "the invoice has an adjustment that is income, and no item of a product: it is left out; correct the invoice")
	}
	for _, header := range headers {
		for i, part := range splitHeader(w.amounts, w.live, header) {
			total[i] += part
		}
	}
	w.amounts = total
	return w
}

// invoiceCurrency is that of the order that the invoice bills: OFBiz's createInvoice
// puts the customer's preferred currency in its place and converts nothing.
func (in *Intake) invoiceCurrency(w *invoiceWorth) string {
	own := in.orders.currencies.text(w.row.currency)
	currency := own
	if w.row.order >= 0 {
		if ordered := in.orders.currencies.text(in.orders.rows[w.row.order].currency); ordered != "" {
			currency = ordered
		}
	}
	switch {
	case currency == "":
		in.found.add("ORDER_CURRENCY", "Invoice", w.id, "neither the invoice nor an order that it bills has a currency: it is left out; set currencyUomId")
	case own != currency:
		in.found.add("INVOICE_CURRENCY", "Invoice", w.id, "the invoice says %s and its order %s is in %s: the order's counts, the figures are its; OFBiz put in what the customer prefers", own, in.orders.ids.string(w.row.order), currency)
	}
	return currency
}

// addLine adds an item of an invoice to where it belongs: goods are lines, an
// adjustment belongs to the line it hangs on, or is a line where it names a product
// by itself, or belongs to the whole invoice.
func (b *saleBooks) addLine(w *invoiceWorth, i int, headers *[]calc.Minor) {
	line := w.lines[i]
	if line.role != lineGoods && line.role != lineAdjustment {
		return
	}
	amount, fits := b.lineAmount(w, line)
	parent := w.goods(line.parent)
	switch {
	case !fits:
	case line.role == lineAdjustment && parent >= 0:
		w.amounts[parent] += amount
	case line.product >= 0:
		w.amounts[i] += amount // adjustments may have come before
		w.live[i] = true
	case w.row.kind != invoicePurchase: // a cost counts where it names a product
		*headers = append(*headers, amount)
	}
}

// goods is the index of the goods of an item number, or -1.
func (w *invoiceWorth) goods(seq int32) int {
	return slices.IndexFunc(w.lines, func(l invoiceLine) bool { return l.seq == seq && l.role == lineGoods && l.product >= 0 })
}

// lineAmount is quantity × amount, rounded as OFBiz shows it, item by item. What a
// customer gets back is net, as the sale was: OFBiz's return invoices are gross
// where its sales invoices are not.
func (b *saleBooks) lineAmount(w *invoiceWorth, line invoiceLine) (calc.Minor, bool) {
	exact := new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(line.price), big.NewInt(line.quantity)))
	if w.row.kind == invoiceReturn && line.role == lineGoods && line.item >= 0 {
		exact.Sub(exact, b.includedTax(line.item, b.in.orders.items.at(line.item).quantity, line.quantity))
	}
	amount, fits := roundRat(exact, b.in.unit(w.currency))
	if !fits {
		b.in.found.add("AMOUNT_TOO_LARGE", "InvoiceItem", w.id+", "+b.in.invoices.seqs.string(line.seq), "quantity × amount is too large to be counted: the item is left out; correct it")
	}
	return amount, fits
}

// sale is a line of an invoice as a line of income.
func (b *saleBooks) sale(w *invoiceWorth, i int, source Source) Sale {
	return Sale{
		SaleKey:  SaleKey{source, w.id, b.in.invoices.seqs.string(w.lines[i].seq)},
		Currency: w.currency, Activity: b.activity[w.lines[i].product], At: w.row.date, Amount: w.amounts[i],
	}
}

func (b *saleBooks) bookPurchase(w *invoiceWorth) {
	for i := range w.lines {
		if w.live[i] {
			cost := b.sale(w, i, FromPurchaseInvoice)
			cost.Amount = -cost.Amount
			b.book(cost, b.inScope(cost.At, cost.At))
		}
	}
}

func (b *saleBooks) bookInvoiced(w *invoiceWorth) {
	for i := range w.lines {
		if !w.live[i] {
			continue
		}
		sale := b.sale(w, i, FromInvoiceItem)
		if b.original(w, i, &sale) {
			b.bookInvoiceLine(w, i, sale, w.row.date)
		}
	}
}

// original turns a line of a return's invoice into what takes the original sale
// back, at its instant; false, with a finding, where nobody knows that sale. A line
// of a sale stays as it is.
func (b *saleBooks) original(w *invoiceWorth, i int, sale *Sale) bool {
	item := w.lines[i].item
	if w.row.kind != invoiceReturn {
		b.checkPrice(w, i)
		return true
	}
	if item < 0 {
		b.in.found.add("RETURN_WITHOUT_SALE", "InvoiceItem", sale.Document+", "+b.in.invoices.seqs.string(w.lines[i].seq), "no ReturnItemBilling row leads from this item of a return's invoice to an order: it can't be valued and is left out; adjust by hand")
		return false
	}
	sold := b.in.orders.items.at(item)
	sale.At, sale.Amount, sale.Activity = b.soldAt(w.row.order, item), -sale.Amount, b.activity[sold.product]
	return true
}

// soldAt is when an order item became income: the date of the first invoice that
// bills it, or of that invoice's first payment; else when the item was completed.
func (b *saleBooks) soldAt(order, item int32) calc.Instant {
	invoice, billed := b.in.invoices.billed[item]
	if !billed {
		return b.doneAt(order, *b.in.orders.items.at(item))
	}
	if paid := b.in.payments.applied(invoice); b.in.rules.byPayment() && len(paid) > 0 {
		return paid[0].at
	}
	return b.in.invoices.rows[invoice].date
}

// checkPrice warns where OFBiz took a price of zero for a missing one.
func (b *saleBooks) checkPrice(w *invoiceWorth, i int) {
	item := w.lines[i].item
	if item >= 0 && b.in.orders.items.at(item).price == 0 && w.lines[i].price != 0 {
		b.in.found.add("INVOICE_PRICE", "InvoiceItem", w.id+", "+b.in.invoices.seqs.string(w.lines[i].seq), "the order gives it away and the invoice asks %s: OFBiz takes a price of zero for a missing one; the invoice's counts, correct it if it was not meant", calc.Minor(w.lines[i].price).Text(scaleMoney))
	}
}

// findNotInvoiced warns of completed returns that OFBiz made no invoice of: what
// was sold stays income.
func (b *saleBooks) findNotInvoiced() {
	if !b.in.rules.bySalesInvoice() {
		return
	}
	for n, row := range b.in.returns.rows {
		id := b.in.returns.ids.string(int32(n))
		for _, item := range row.items {
			if !b.in.invoices.given[returnKey([]byte(id), []byte(item.seq))] {
				b.in.found.add("RETURN_NOT_INVOICED", "ReturnItem", id+", "+item.seq, "the return is completed and no CUST_RTN_INVOICE in READY gives it back: the sale stays income; make the invoice in OFBiz or adjust by hand")
			}
		}
	}
}

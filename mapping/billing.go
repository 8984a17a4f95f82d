package mapping

// takeOrderItemBilling says which order item an invoice's item bills.
func (in *Intake) takeOrderItemBilling() {
	const order, seq, invoice, line = 0, 1, 2, 3
	n, o := in.invoices.ids.find(in.row[invoice]), in.orders.ids.find(in.row[order])
	if n < 0 || o < 0 || in.invoices.rows[n].kind != invoiceSale {
		return
	}
	item := in.orders.item(o, in.row[seq])
	in.link(n, o, item, in.row[line])
	if item < 0 {
		return
	}
	if before, is := in.invoices.billed[item]; !is || in.invoices.rows[n].date < in.invoices.rows[before].date {
		in.invoices.billed[item] = n
	}
}

// takeReturnItemBilling says which returned item an item of a return's invoice
// gives back, and so which order item.
func (in *Intake) takeReturnItemBilling() {
	const id, seq, invoice, line = 0, 1, 2, 3
	n := in.invoices.ids.find(in.row[invoice])
	key := returnKey(in.row[id], in.row[seq])
	sold, known := in.returns.sold[key]
	if n < 0 || !known || in.invoices.rows[n].kind != invoiceReturn {
		return
	}
	in.invoices.given[key] = true
	in.link(n, sold.order, sold.item, in.row[line])
}

// link notes an order of an invoice, and the order item of one of its lines.
func (in *Intake) link(invoice, order, item int32, seq []byte) {
	row := &in.invoices.rows[invoice]
	if row.order >= 0 && in.orders.rows[row.order].currency != in.orders.rows[order].currency {
		in.note("INVOICE_CURRENCIES", "invoice %s bills orders of several currencies: that of order %s counts for all of it; bill them apart", in.invoices.ids.bytes(invoice), in.orders.ids.bytes(row.order))
	} else {
		row.order = order
	}
	if line := in.invoices.line(invoice, seq); line >= 0 {
		in.invoices.lines[line].item = item
	}
}

// returnKey names an item of a return as the collation compares.
func returnKey(id, seq []byte) string { return string(fold(nil, id)) + "\x00" + string(fold(nil, seq)) }

// soldItem is the order item that an item of a return is of.
type soldItem struct{ order, item int32 }

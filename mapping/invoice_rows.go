package mapping

import (
	"slices"
	"strings"

	"fairshare/calc"
)

// invoiceTable is the invoices in OFBiz's ledger that are income or cost, with
// their items. (Our own payout invoices are another thing: Invoice.)
type invoiceTable struct {
	ids       *idTable
	rows      []invoiceRow
	lines     []invoiceLine
	seqs      *idTable // item numbers, of which there are few
	types     typeTree
	itemTypes typeTree

	authorities stringTable     // of sales taxes
	undecided   map[string]int  // items of types nobody decided
	billed      map[int32]int32 // order item → the first invoice that bills it
	given       map[string]bool // items of returns that an invoice gives back
}

type invoiceRow struct {
	date        calc.Instant
	first, last int32 // its lines are lines[first:last]
	currency    int32 // in orderTable.currencies
	order       int32 // one that it bills or gives back, or -1
	kind        invoiceKind
}

type invoiceLine struct {
	price, quantity int64 // in thousandths, in millionths
	seq, parent     int32 // item numbers; parent is -1 where there is none
	product         int32 // -1 where it names none
	item            int32 // the order item that it bills or gives back, or -1
	role            lineRole
	authority       int32 // of a sales tax, in invoiceTable.authorities; else -1
}

func newInvoiceTable() invoiceTable {
	return invoiceTable{
		ids: newIDTable(), seqs: newIDTable(), types: typeTree{}, itemTypes: typeTree{},
		undecided: map[string]int{}, billed: map[int32]int32{}, given: map[string]bool{},
	}
}

// The fields of an Invoice row.
const (
	invoiceID = iota
	invoiceType
	invoiceFrom
	invoiceTo
	invoiceStatus
	invoiceDate
	invoiceCurrency
	invoiceReference
)

// takeInvoice takes what OFBiz has posted: READY and PAID. An invoice in process
// may still change, one that was cancelled or written off is nothing.
func (in *Intake) takeInvoice() {
	if !in.is(invoiceStatus, "INVOICE_READY") && !in.is(invoiceStatus, "INVOICE_PAID") {
		return
	}
	kind := in.invoiceKind()
	if kind == invoiceOther {
		return
	}
	date := in.instant(invoiceDate, calc.Never)
	if date == calc.Never {
		in.note("INVOICE_UNDATED", "the invoice has no invoiceDate, so nobody can say by which shares it is divided: it is left out; set the date")
		return
	}
	if n := in.invoices.ids.add(in.row[invoiceID]); int(n) != len(in.invoices.rows) {
		in.fail("its id equals that of an earlier row")
		return
	}
	currency := in.orders.currencies.number(in.row[invoiceCurrency])
	in.invoices.rows = append(in.invoices.rows, invoiceRow{date: date, kind: kind, currency: currency, order: -1})
}

// invoiceKind is what the row at hand is to the rules: only sales of our vendors,
// what their customers gave back, and purchases of theirs or the organization's.
func (in *Intake) invoiceKind() invoiceKind {
	kind := in.invoices.types.kindOf(in.row[invoiceType])
	from, to := foldText(in.text(invoiceFrom)), foldText(in.text(invoiceTo))
	vendors := in.orders.vendors
	counts := false
	switch kind {
	case invoiceSale:
		counts = in.rules.bySalesInvoice() && vendors[from]
	case invoiceReturn:
		counts = in.rules.bySalesInvoice() && vendors[to]
	case invoicePurchase:
		ours := vendors[to] || to == foldText(in.rules.Organization)
		counts = in.rules.Costs.PurchaseInvoice && ours && !in.isPayout()
	}
	if !counts {
		return invoiceOther
	}
	return kind
}

// isPayout reports whether the row at hand is a payout invoice that Fairshare
// wrote: it divides income, and is no cost of anything. (InvoiceID, SettlementID)
func (in *Intake) isPayout() bool {
	reference := strings.ToUpper(in.text(invoiceReference))
	return strings.HasPrefix(in.text(invoiceID), payoutPrefix) && strings.HasPrefix(reference, strings.ToUpper(in.rules.Organization)+"-")
}

// payoutPrefix begins the ids of payout invoices.
const payoutPrefix = "FS"

// takeInvoiceItem relies on the rows' order: an invoice's items come together.
func (in *Intake) takeInvoiceItem() {
	const invoice, seq, kind, product, parent, quantity, amount, party, geo = 0, 1, 2, 3, 4, 5, 6, 7, 8
	n := in.invoices.ids.find(in.row[invoice])
	if n < 0 {
		return
	}
	row := &in.invoices.rows[n]
	switch at := int32(len(in.invoices.lines)); {
	case row.first == row.last:
		row.first, row.last = at, at
	case row.last != at:
		in.fail("the items of an invoice must come together")
		return
	}
	line := invoiceLine{seq: in.invoices.seqs.add(in.row[seq]), parent: -1, product: -1, item: -1, authority: -1}
	line.role = in.lineRoleOf(row.kind, in.row[kind])
	if in.invoices.itemTypes.isSalesTax(in.row[kind]) {
		line.authority = in.invoices.authorities.number([]byte(in.text(party) + "\x00" + in.text(geo)))
	}
	if line.role == lineUndecided {
		in.invoices.undecided[in.text(kind)]++
	}
	if !in.null(parent) {
		line.parent = in.invoices.seqs.find(in.row[parent])
	}
	line.quantity = 1e6 // NULL is one piece, as OFBiz counts (InvoiceWorker.getInvoiceItemTotal)
	var ok1, ok2 bool
	if line.price, ok1 = in.decimal(amount, scaleMoney); !ok1 {
		return
	}
	if !in.null(quantity) {
		if line.quantity, ok2 = in.decimal(quantity, scaleQuantity); !ok2 {
			return
		}
	}
	in.nameProduct(&line, row.kind, product)
	in.invoices.lines = append(in.invoices.lines, line)
	row.last++
}

// nameProduct finds the product of goods, and of adjustments that name one.
func (in *Intake) nameProduct(line *invoiceLine, kind invoiceKind, product int) {
	switch {
	case line.role != lineGoods && line.role != lineAdjustment:
	case !in.null(product):
		line.product = in.product(product)
	case line.role == lineGoods && kind != invoicePurchase:
		line.product = in.soldProduct(product)
	}
}

// line finds an invoice's item by its number; -1 where it has none such.
func (t *invoiceTable) line(invoice int32, seq []byte) int32 {
	n := t.seqs.find(seq)
	row := t.rows[invoice]
	i := slices.IndexFunc(t.lines[row.first:row.last], func(l invoiceLine) bool { return l.seq == n })
	if n < 0 || i < 0 {
		return -1
	}
	return row.first + int32(i)
}

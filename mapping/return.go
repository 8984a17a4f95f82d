package mapping

import (
	"fairshare/calc"
)

// returnTable is the completed returns of customers.
type returnTable struct {
	ids     *idTable
	rows    []returnRow
	headers []headerAdjustment  // order is a return's number here
	sold    map[string]soldItem // by returnKey, where return invoices count
}

type returnRow struct {
	entered, done calc.Instant
	currency      string
	items         []returnItem
}

type returnItem struct {
	seq      string
	item     int32 // the order item, in orderTable
	sold     orderItem
	order    int32
	quantity int64
	price    int64 // in thousandths
	adjusted int64
	done     calc.Instant
}

func newReturnTable() returnTable { return returnTable{ids: newIDTable(), sold: map[string]soldItem{}} }

func (in *Intake) takeReturnHeader() {
	const id, kind, entered, currency = 0, 1, 3, 4
	if !in.is(kind, "CUSTOMER_RETURN") {
		return
	}
	if n := in.returns.ids.add(in.row[id]); int(n) != len(in.returns.rows) {
		in.fail("its id equals that of an earlier row")
		return
	}
	in.returns.rows = append(in.returns.rows, returnRow{
		entered: in.instant(entered, calc.Never), done: calc.Never, currency: in.text(currency),
	})
}

// The fields of a ReturnItem row.
const (
	returnID = iota
	returnSeq
	returnProduct
	returnOrder
	returnOrderSeq
	returnStatus
	returnQuantity
	returnReceived
	returnPrice
)

func (in *Intake) takeReturnItem() {
	n := in.returns.ids.find(in.row[returnID])
	if n < 0 {
		return
	}
	order := in.orders.ids.find(in.row[returnOrder])
	if order >= 0 && in.orders.rows[order].state == orderForeign {
		return
	}
	item := int32(-1)
	if order >= 0 {
		item = in.orders.item(order, in.row[returnOrderSeq])
	}
	if item >= 0 && in.rules.bySalesInvoice() {
		in.returns.sold[returnKey(in.row[returnID], in.row[returnSeq])] = soldItem{order, item}
	}
	switch {
	case !in.is(returnStatus, "RETURN_COMPLETED"):
	case item < 0 || in.orders.items.at(item).state() != itemCompleted:
		in.note("RETURN_WITHOUT_SALE", "the return of %s names order item (%s, %s), which is not a completed sale: it can't be valued and is left out; correct the row or adjust by hand", in.row[returnProduct], in.row[returnOrder], in.row[returnOrderSeq])
	default:
		in.takeReturned(n, order, item)
	}
}

func (in *Intake) takeReturned(n, order, item int32) {
	field := returnReceived
	if in.null(field) { // filled only where goods were received
		field = returnQuantity
	}
	quantity, ok1 := in.decimal(field, scaleQuantity)
	price, ok2 := in.decimal(returnPrice, scaleMoney)
	if !ok1 || !ok2 {
		return
	}
	row := &in.returns.rows[n]
	row.items = append(row.items, returnItem{
		seq: in.text(returnSeq), item: item, sold: *in.orders.items.at(item), order: order, quantity: quantity, price: price, done: calc.Never,
	})
	if currency := in.orders.currencies.text(in.orders.rows[order].currency); row.currency != "" && row.currency != currency {
		in.note("RETURN_CURRENCY", "the return is in %s, its order %s in %s: the order's counts; correct the return", row.currency, in.row[returnOrder], currency)
	}
}

func (in *Intake) takeReturnAdjustment() {
	const kind, id, seq, amount = 1, 2, 3, 5
	n := in.returns.ids.find(in.row[id])
	if n < 0 || len(in.returns.rows[n].items) == 0 {
		return
	}
	switch in.orders.verdicts.ofReturn(in.row[kind]) {
	case isIncome:
		in.takeReturnedIncome(n, seq, amount)
	case undecided:
		in.orders.undecided[in.text(kind)]++
	}
}

func (in *Intake) takeReturnedIncome(n int32, seq, amount int) {
	value, readable := in.decimal(amount, scaleMoney)
	if !readable || value == 0 {
		return
	}
	if isHeader(in.row[seq]) {
		in.returns.headers = append(in.returns.headers, headerAdjustment{n, value})
		return
	}
	if item := in.returns.item(n, in.row[seq]); item != nil {
		in.adjust(&item.adjusted, value)
	}
}

func (in *Intake) takeReturnStatus() {
	const status, id, seq, at = 1, 2, 3, 4
	n := in.returns.ids.find(in.row[id])
	if n < 0 || !in.is(status, "RETURN_COMPLETED") {
		return
	}
	when := in.instant(at, calc.Never)
	if isHeader(in.row[seq]) {
		earliest(&in.returns.rows[n].done, when)
	} else if item := in.returns.item(n, in.row[seq]); item != nil {
		earliest(&item.done, when)
	}
}

// item finds a return's completed item; nil where it has none of that number.
func (r *returnTable) item(n int32, seq []byte) *returnItem {
	items := r.rows[n].items
	for i := range items {
		if equalIDs(seq, items[i].seq) {
			return &items[i]
		}
	}
	return nil
}

package mapping

import "fairshare/calc"

// orderTable is the sales orders of our vendors with their items, and of the
// others no more than that they exist.
type orderTable struct {
	ids        *idTable
	rows       []orderRow
	items      pieceList[orderItem]
	adjusted   []int64 // Σ adjustments by item, or nil: adjustmentOf
	newest     int32   // the order whose items came last
	scattered  bool    // the items' orders came in another order than their headers
	headers    []headerAdjustment
	included   map[int32]int64    // item → tax included in its price, in thousandths
	shipping   []headerAdjustment // what shipping whole orders costs
	shipped    map[int32]int64    // item → what shipping it costs, in thousandths
	currencies stringTable
	seqs       *idTable // item numbers, of which there are few
	verdicts   verdictTable
	vendors    map[string]bool  // folded; whose orders count
	others     map[string]int   // orders left out, by vendor
	undecided  map[string]int   // adjustments of types nobody decided
	external   map[string]int32 // folded externalId → order
}

type orderRow struct {
	date, done  calc.Instant
	first, last int32 // its items are items[first:last]
	currency    int32
	state       orderState
}

type orderState uint8

// The states of an order.
const (
	orderCounts orderState = iota
	orderVendorless
	orderForeign   // another vendor's
	orderCancelled // or rejected
	orderRefused   // it has no currency
)

// headerAdjustment is an adjustment of a whole order that is income.
type headerAdjustment struct {
	order  int32
	amount int64 // in thousandths
}

func newOrderTable(rules Rules) orderTable {
	vendors := map[string]bool{}
	for _, id := range rules.Vendors {
		vendors[foldText(id)] = true
	}
	if len(vendors) == 0 {
		vendors[foldText(rules.Organization)] = true
	}
	return orderTable{
		ids: newIDTable(), seqs: newIDTable(),
		included: map[int32]int64{}, shipped: map[int32]int64{}, external: map[string]int32{},
		verdicts: newVerdicts(rules.Adjustments), vendors: vendors,
		others: map[string]int{}, undecided: map[string]int{},
	}
}

// forget drops all but what the orders' rows say.
func (o *orderTable) forget() {
	o.ids, o.seqs, o.external = newIDTable(), newIDTable(), nil
	o.items, o.adjusted, o.included, o.shipped = pieceList[orderItem]{}, nil, nil, nil
}

// The fields of an OrderHeader row.
const (
	orderID = iota
	orderType
	orderStatus
	orderDate
	orderCurrency
	orderStore
	orderExternal
)

func (in *Intake) takeOrderHeader() {
	in.closeStock() // no row of it follows
	if !in.is(orderType, "SALES_ORDER") {
		return
	}
	n := in.orders.ids.add(in.row[orderID])
	if int(n) != len(in.orders.rows) {
		in.fail("its id equals that of an earlier row")
		return
	}
	row := orderRow{done: calc.Never, currency: in.orders.currencies.number(in.row[orderCurrency])}
	row.state = in.orderState()
	if row.state != orderCancelled {
		row.date = in.instant(orderDate, calc.Never)
	}
	in.orders.rows = append(in.orders.rows, row)
	if row.state == orderCounts {
		in.takeCountingOrder(n)
	}
}

func (in *Intake) orderState() orderState {
	if in.is(orderStatus, "ORDER_CANCELLED") || in.is(orderStatus, "ORDER_REJECTED") {
		return orderCancelled
	}
	store := in.facilities.stores.find(in.row[orderStore])
	if store < 0 {
		return orderVendorless
	}
	return in.sellerState(in.facilities.payTo[store])
}

func (in *Intake) sellerState(vendor string) orderState {
	if in.orders.vendors[vendor] || in.orders.vendors[foldText(vendor)] { // folding is not for every order
		return orderCounts
	}
	in.orders.others[vendor]++
	return orderForeign
}

// takeCountingOrder looks at what only matters of orders that count.
func (in *Intake) takeCountingOrder(n int32) {
	if !in.null(orderExternal) {
		id := foldText(in.text(orderExternal))
		if first, twice := in.orders.external[id]; twice {
			in.note("EXTERNAL_ID_TWICE", "externalId %s is that of order %s too: look whether one was imported twice, and cancel it", in.row[orderExternal], in.orders.ids.bytes(first))
		}
		in.orders.external[id] = n
	}
	in.checkCurrency(n, in.row[orderID])
}

// checkCurrency refuses an order that counts and has no currency.
func (in *Intake) checkCurrency(n int32, id []byte) {
	row := &in.orders.rows[n]
	if in.orders.currencies.text(row.currency) == "" {
		row.state = orderRefused
		in.found.add("ORDER_CURRENCY", "OrderHeader", string(id), "the order has no currencyUom: it is left out; set the currency")
	}
}

// takeOrderRole finds the vendor of an order without a store.
func (in *Intake) takeOrderRole() {
	const order, party, role = 0, 1, 2
	n := in.orders.ids.find(in.row[order])
	if n < 0 || in.orders.rows[n].state != orderVendorless || !in.is(role, "BILL_FROM_VENDOR") {
		return
	}
	vendor := in.text(party)
	if p := in.parties.ids.find(in.row[party]); p >= 0 {
		vendor = string(in.parties.ids.bytes(p))
	}
	in.orders.rows[n].state = in.sellerState(vendor)
	if in.orders.rows[n].state == orderCounts {
		in.checkCurrency(n, in.row[order])
	}
}

package mapping

import "fairshare/calc"

// orderItem is an item in 32 bytes: there may be ten million of them.
type orderItem struct {
	price    int64 // in thousandths
	quantity int64 // ordered less cancelled, in millionths
	done     calc.Instant
	product  int32
	number   uint32 // its number among seqs, and its state in the lowest bits
}

func (i *orderItem) seq() int32       { return int32(i.number >> stateBits) }
func (i *orderItem) state() itemState { return itemState(i.number & (1<<stateBits - 1)) }

type itemState uint8

// The states of an order item.
const (
	itemOpen itemState = iota
	itemCompleted
	itemDead // cancelled or rejected

	stateBits = 2
)

// takeOrderItem relies on the rows' order: an order's items come together.
func (in *Intake) takeOrderItem() {
	const order, seq, product, status, quantity, cancelled, price = 0, 1, 2, 3, 4, 5, 6
	n := in.orders.ids.find(in.row[order])
	if n < 0 || in.orders.rows[n].state != orderCounts {
		return
	}
	row := &in.orders.rows[n]
	switch at := int32(in.orders.items.len()); {
	case row.first == row.last:
		row.first, row.last = at, at
		in.orders.scattered = in.orders.scattered || n < in.orders.newest
		in.orders.newest = n
	case row.last != at:
		in.fail("the items of an order must come together")
		return
	}
	item, state := orderItem{done: calc.Never}, in.itemState(status)
	ordered, ok1 := in.decimal(quantity, scaleQuantity)
	less, ok2 := in.decimal(cancelled, scaleQuantity)
	var ok3 bool
	item.quantity = ordered - less
	item.price, ok3 = in.decimal(price, scaleMoney)
	if !ok1 || !ok2 || !ok3 {
		state = itemDead
	}
	if state != itemDead {
		item.product = in.soldProduct(product)
	}
	item.number = uint32(in.orders.seqs.add(in.row[seq]))<<stateBits | uint32(state)
	in.orders.items.add(item)
	row.last++
}

func (in *Intake) soldProduct(field int) int32 {
	if in.null(field) {
		in.note("ITEM_WITHOUT_PRODUCT", "the item names no product: its income is retained; set the product if it is of one")
		return in.nothing()
	}
	return in.product(field)
}

func (in *Intake) itemState(status int) itemState {
	switch {
	case in.is(status, "ITEM_COMPLETED"):
		return itemCompleted
	case in.is(status, "ITEM_CANCELLED"), in.is(status, "ITEM_REJECTED"):
		return itemDead
	default:
		return itemOpen
	}
}

// item finds an order's item by its number; -1 where the order has none such.
func (o *orderTable) item(order int32, seq []byte) int32 {
	n := o.seqs.find(seq)
	row := o.rows[order]
	for i := row.first; i < row.last && n >= 0; i++ {
		if o.items.at(i).seq() == n {
			return i
		}
	}
	return -1
}

// adjustmentOf is Σ adjustments of an item that are income, in thousandths, to be
// added to. Most companies have none, so there is no room for them before the first.
func (o *orderTable) adjustmentOf(item int32) *int64 {
	if o.adjusted == nil {
		o.adjusted = make([]int64, o.items.len()) // no item follows
	}
	return &o.adjusted[item]
}

func (o *orderTable) adjustedOf(item int32) int64 {
	if o.adjusted == nil {
		return 0
	}
	return o.adjusted[item]
}

// isHeader reports whether an item number stands for the whole document.
func isHeader(seq []byte) bool { return len(seq) == 0 || string(seq) == "_NA_" }

package mapping

import "fairshare/calc"

type orderItem struct {
	price    int64 // in thousandths
	quantity int64 // ordered less cancelled, in millionths
	adjusted int64 // Σ adjustments that are income, in thousandths
	done     calc.Instant
	seq      int32
	product  int32
	state    itemState
}

type itemState uint8

// The states of an order item.
const (
	itemOpen itemState = iota
	itemCompleted
	itemDead // cancelled or rejected
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
	case row.last != at:
		in.fail("the items of an order must come together")
		return
	}
	item := orderItem{seq: in.orders.seqs.add(in.row[seq]), done: calc.Never, state: in.itemState(status)}
	ordered, ok1 := in.decimal(quantity, scaleQuantity)
	less, ok2 := in.decimal(cancelled, scaleQuantity)
	var ok3 bool
	item.quantity = ordered - less
	item.price, ok3 = in.decimal(price, scaleMoney)
	if !ok1 || !ok2 || !ok3 {
		item.state = itemDead
	}
	if item.state != itemDead {
		item.product = in.soldProduct(product)
	}
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
		if o.items.at(i).seq == n {
			return i
		}
	}
	return -1
}

// isHeader reports whether an item number stands for the whole document.
func isHeader(seq []byte) bool { return len(seq) == 0 || string(seq) == "_NA_" }

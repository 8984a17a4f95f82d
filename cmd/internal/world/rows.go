package world

import (
	"strings"
	"time"

	"fairshare/calc"
)

// table is a table of OFBiz and how a company's rows of it are made.
type table struct {
	insert string // its name and columns
	rows   func(*World, *loader)
}

func (t table) name() string { return t.insert[:strings.IndexByte(t.insert, ' ')] }

// itemsAnOrder is how many sales one order holds.
const itemsAnOrder = 5

var tables = []table{
	{"PARTY (PARTY_ID, PARTY_TYPE_ID, STATUS_ID", (*World).partyRows},
	{"PARTY_GROUP (PARTY_ID, GROUP_NAME", func(_ *World, out *loader) {
		out.row("'%s','The company'", Organization)
		out.row("'%s','Those who take part'", Group)
	}},
	{"PERSON (PARTY_ID, FIRST_NAME, LAST_NAME", func(w *World, out *loader) {
		for _, a := range w.Scheme.Accounts[:w.Parties] {
			out.row("'%s','First','Last %s'", a.Party, a.Party)
		}
	}},
	{"PARTY_RELATIONSHIP (PARTY_ID_FROM, PARTY_ID_TO, ROLE_TYPE_ID_FROM, ROLE_TYPE_ID_TO, FROM_DATE, PARTY_RELATIONSHIP_TYPE_ID", func(w *World, out *loader) {
		for _, a := range w.Scheme.Accounts[:w.Parties] {
			out.row("'%s','%s','_NA_','_NA_',%s,'GROUP_ROLLUP'", Group, a.Party, founded)
		}
	}},
	{"PRODUCT (PRODUCT_ID, PRODUCT_TYPE_ID, INTERNAL_NAME", func(w *World, out *loader) {
		for _, a := range w.Scheme.Activities {
			out.row("'%s','SERVICE','Activity %s'", a.ID, a.ID)
		}
	}},
	{"PRODUCT_ASSOC (PRODUCT_ID, PRODUCT_ID_TO, PRODUCT_ASSOC_TYPE_ID, FROM_DATE, THRU_DATE, QUANTITY", func(w *World, out *loader) {
		for _, c := range w.Scheme.Components {
			out.row("'%s','%s','ENGINEER_COMPONENT',%s,%s,%s", w.activity(c.User), w.activity(c.Used), date(c.From), date(c.Thru), c.Weight)
		}
	}},
	{"FACILITY (FACILITY_ID, OWNER_PARTY_ID, FACILITY_NAME", func(w *World, out *loader) {
		for f, id := range w.Scheme.Facilities {
			out.row("'%s','%s','Credits'", id, w.Scheme.Accounts[f].Party)
		}
	}},
	{"PRODUCT_STORE (PRODUCT_STORE_ID, PAY_TO_PARTY_ID", func(_ *World, out *loader) {
		out.row("'%s','%s'", store, Organization)
	}},
	{"INVENTORY_ITEM (INVENTORY_ITEM_ID, INVENTORY_ITEM_TYPE_ID, PRODUCT_ID, OWNER_PARTY_ID, FACILITY_ID, QUANTITY_ON_HAND_TOTAL, AVAILABLE_TO_PROMISE_TOTAL", func(w *World, out *loader) {
		for i, c := range w.Scheme.Credits {
			out.row("'I%08d','NON_SERIAL_INV_ITEM','%s','%s','%s',%s,%s", i, w.activity(c.Activity), w.Scheme.Accounts[c.Facility].Party, w.Scheme.Facilities[c.Facility], c.Change, c.Change)
		}
	}},
	{"INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF, AVAILABLE_TO_PROMISE_DIFF", func(w *World, out *loader) {
		for i, c := range w.Scheme.Credits {
			out.row("'I%08d','%08d',%s,%s,%s", i, i, date(c.At), c.Change, c.Change)
		}
	}},
	{"ORDER_HEADER (ORDER_ID, ORDER_TYPE_ID, STATUS_ID, ORDER_DATE, CURRENCY_UOM, PRODUCT_STORE_ID", func(w *World, out *loader) {
		for i := 0; i < len(w.Lines); i += itemsAnOrder {
			out.row("'%s','SALES_ORDER','ORDER_COMPLETED',%s,'%s','%s'", order(i), date(w.Lines[i].At), Currency, store)
		}
	}},
	{"ORDER_ITEM (ORDER_ID, ORDER_ITEM_SEQ_ID, ORDER_ITEM_TYPE_ID, PRODUCT_ID, STATUS_ID, QUANTITY, UNIT_PRICE", func(w *World, out *loader) {
		for i, line := range w.Lines {
			out.row("'%s','%s','PRODUCT_ORDER_ITEM','%s','ITEM_COMPLETED',1,%s", order(i), item(i), w.activity(line.Activity), line.Amount.Text(2))
		}
	}},
	{"ORDER_STATUS (ORDER_STATUS_ID, STATUS_ID, ORDER_ID, ORDER_ITEM_SEQ_ID, STATUS_DATETIME", func(w *World, out *loader) {
		for i, line := range w.Lines {
			out.row("'S%08d','ITEM_COMPLETED','%s','%s',%s", i, order(i), item(i), date(line.At))
		}
	}},
}

func (w *World) partyRows(out *loader) {
	for _, id := range []string{Organization, Group} {
		out.row("'%s','PARTY_GROUP','PARTY_ENABLED'", id)
	}
	for _, a := range w.Scheme.Accounts[:w.Parties] {
		out.row("'%s','PERSON','PARTY_ENABLED'", a.Party)
	}
}

func (w *World) activity(n int32) calc.ActivityID { return w.Scheme.Activities[n].ID }

const founded = "'2020-01-01'"

// date is an instant as OFBiz stores it.
func date(t calc.Instant) string {
	if t == calc.Never {
		return "NULL"
	}
	return time.UnixMilli(int64(t)).UTC().Format("'2006-01-02 15:04:05.000'")
}

// order and item are the ids of the order and of the order item of a line.
func order(line int) string { return padded('O', line/itemsAnOrder, 8) }
func item(line int) string  { return padded('0', line%itemsAnOrder+1, 4) }

// padded is a letter and a number with leading zeros.
func padded(letter byte, n, digits int) string {
	text := []byte(strings.Repeat("0", digits+1))
	text[0] = letter
	for at := digits; n > 0; at, n = at-1, n/10 {
		text[at] = byte('0' + n%10)
	}
	return string(text)
}

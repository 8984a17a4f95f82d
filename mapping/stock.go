package mapping

import (
	"bytes"
	"cmp"
	"slices"

	"fairshare/calc"
)

// stockTable is the inventory items and the changes of credit that their details make.
type stockTable struct {
	statuses map[string]Counts // folded ids
	ids      *idTable
	rows     pieceList[stockRow]
	sums     detailSums
	released map[int32]calc.Instant // items that were on hold: since when they count
	onHold   []heldItem             // once the rows are dropped
	moves    []stockMove            // InventoryItemStatus rows
	changes  []calc.CreditChange    // by product and facility number
	dated    bool                   // the rows' counting dates are worked out
	closed   bool                   // the rows were checked and dropped
}

// stockRow is an item in 24 bytes: there are as many as credits, and more.
type stockRow struct {
	total             int64 // quantityOnHandTotal
	product, facility int32
	counts, null      bool
	ignored           bool // in an ignored facility, or of no product
	onHold            bool // proposed and not approved
	even              bool // Σ quantityOnHandDiff of its details is the total
}

// heldItem is an item that is proposed and not approved.
type heldItem struct {
	stockRow
	sum int64
}

// stockMove says that an item got a status, and whether items of it count.
type stockMove struct {
	at     calc.Instant
	item   int32
	counts bool
}

func newStockTable(rules Rules) stockTable {
	given := rules.ItemStatuses
	if given == nil {
		given = DefaultItemStatuses()
	}
	return stockTable{statuses: folded(given), ids: newOrderedTable(), released: map[int32]calc.Instant{}, sums: detailSums{item: -1, odd: map[int32]int64{}}}
}

// counts says whether items of a status count, and whether anybody decided.
func (s *stockTable) counts(status []byte) (counts Counts, known bool) {
	if counts, known = s.statuses[string(status)]; !known {
		counts, known = s.statuses[string(fold(nil, status))]
	}
	return counts, known
}

// The fields of an InventoryItem row.
const (
	itemID = iota
	itemType
	itemProduct
	itemOwner
	itemStatus
	itemFacility
	itemTotal
)

func (in *Intake) takeInventoryItem() {
	if n := in.stock.ids.add(in.row[itemID]); int(n) != in.stock.rows.len() {
		in.fail("its id equals that of an earlier row")
		return
	}
	total, readable := in.decimal(itemTotal, scaleQuantity)
	row := stockRow{total: total, null: in.null(itemTotal) || !readable}
	if !in.null(itemProduct) {
		row.product = in.product(itemProduct)
		row.facility = in.facility(itemFacility)
		row.ignored = in.facilities.rows[row.facility].ignored
	} else {
		row.ignored = true
	}
	if !row.ignored {
		row.counts = in.itemCounts()
		row.onHold = in.is(itemStatus, "INV_NS_ON_HOLD")
		in.checkOwner(row.facility)
		if in.null(itemTotal) {
			in.note("QUANTITY_NULL", "quantityOnHandTotal is not set: counted as what the item's details say")
		}
	}
	in.stock.rows.add(row)
}

func (in *Intake) itemCounts() bool {
	counts, known := in.stock.counts(in.row[itemStatus])
	if !known {
		in.note("ITEM_STATUS", "statusId %s is not in credits.statuses: the item is not counted until somebody decides", in.row[itemStatus])
	}
	return bool(counts)
}

// checkOwner warns where the item's owner is not the facility's party: the pieces
// go with the facility.
func (in *Intake) checkOwner(facility int32) {
	if in.null(itemOwner) || in.isOwners(facility) {
		return
	}
	owner := in.parties.ids.find(in.row[itemOwner])
	claimed := owner >= 0 && in.facilities.claimedBy(facility, owner)
	if !claimed && len(in.facilities.claimsOf(facility)) > 0 {
		in.note("OWNER_DIFFERS", "ownerPartyId %s is not the party of facility %s: the facility's party counts; correct whichever is wrong", in.row[itemOwner], in.row[itemFacility])
	}
}

// isOwners reports whether the item's owner is, letter by letter, the one whose the
// whole facility is, as mostly: then nobody has to be looked up.
func (in *Intake) isOwners(facility int32) bool {
	row := &in.facilities.rows[facility]
	return !row.ignored && !row.roled && row.owner >= 0 && bytes.Equal(in.parties.ids.bytes(row.owner), in.row[itemOwner])
}

func (in *Intake) takeInventoryItemStatus() {
	const item, status, at = 0, 1, 2
	n := in.stock.ids.find(in.row[item])
	counts, known := in.stock.counts(in.row[status])
	if n >= 0 && known && !in.stock.rows.at(n).ignored {
		in.stock.moves = append(in.stock.moves, stockMove{in.instant(at, calc.Ever), n, bool(counts)})
	}
}

// release works out since when the items that were on hold count: from the first
// row of a counting status after the first one of a status that doesn't count.
// OFBiz clearing the status leaves no such row; then the effective dates count.
func (s *stockTable) release() {
	if s.dated {
		return
	}
	s.dated = true
	slices.SortFunc(s.moves, func(a, b stockMove) int {
		if a.counts != b.counts && a.item == b.item && a.at == b.at {
			return map[bool]int{false: -1, true: 1}[a.counts] // held first
		}
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.at, b.at))
	})
	held := int32(-1)
	for _, m := range s.moves {
		_, released := s.released[m.item]
		switch {
		case !m.counts && !released:
			held = m.item
		case m.counts && held == m.item:
			s.released[m.item], held = m.at, -1
		}
	}
	s.moves = nil
	s.changes = make([]calc.CreditChange, 0, s.rows.len()) // an item has a detail, mostly one
}

// since is from when on a change of an item counts.
func (s *stockTable) since(item int32, at calc.Instant) calc.Instant {
	if release, held := s.released[item]; held {
		return max(at, release)
	}
	return at
}

func (in *Intake) takeInventoryItemDetail() {
	const item, effective, diff = 0, 2, 3
	in.stock.release()
	n := in.stock.ids.find(in.row[item])
	if n < 0 {
		in.note("DETAIL_WITHOUT_ITEM", "inventory item %s does not exist: the detail is left out; delete it, or restore the item", in.row[item])
		return
	}
	row := in.stock.rows.at(n)
	change, readable := in.decimal(diff, scaleQuantity)
	if row.ignored || !readable || change == 0 {
		return
	}
	in.stock.addDetail(n, change)
	at := in.instant(effective, calc.Ever)
	if at == calc.Ever {
		in.note("NO_DATE", "effectiveDate is not set: the pieces count since ever; set the date")
	}
	if row.counts {
		in.stock.changes = append(in.stock.changes, calc.CreditChange{
			Activity: row.product, Facility: row.facility, At: in.stock.since(n, at), Change: calc.Quantity(change),
		})
	}
}

// closeStock checks the items and drops them, before the orders take their place.
func (in *Intake) closeStock() {
	if in.stock.closed {
		return
	}
	in.stock.release()
	in.stock.keepSum()
	in.checkItems()
	in.stock.closed, in.stock.rows, in.stock.ids, in.stock.sums = true, pieceList[stockRow]{}, newIDTable(), detailSums{}
}

// checkItems compares every item's total with its details.
func (in *Intake) checkItems() {
	for n := range int32(in.stock.rows.len()) {
		row, sum := *in.stock.rows.at(n), in.stock.sumOf(n)
		if row.onHold {
			in.stock.onHold = append(in.stock.onHold, heldItem{row, sum})
		}
		if row.ignored {
			continue
		}
		if (row.null || row.total == sum) && sum >= 0 {
			continue
		}
		key := string(in.stock.ids.bytes(n))
		product, facility := in.products.ids.bytes(row.product), in.facilities.ids.bytes(row.facility)
		if !row.null && row.total != sum {
			in.found.add("TOTAL_DIFFERS", "InventoryItem", key, "quantityOnHandTotal %s is not the sum of the details, %s (%s in %s): the details count; let OFBiz add a detail or correct the total",
				calc.Quantity(row.total), calc.Quantity(sum), product, facility)
		}
		if sum < 0 {
			in.found.add("ITEM_NEGATIVE", "InventoryItem", key, "the details sum to %s (%s in %s): correct them with a physical inventory", calc.Quantity(sum), product, facility)
		}
	}
}

package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// facilityTable is the facilities with who claims them.
type facilityTable struct {
	ids     *idTable
	rows    []facilityRow
	role    string          // folded
	ignored map[string]bool // folded ids
	held    []hold          // the facilities that parties claim, by party
	stores  *idTable
	payTo   []string // per store: the party that sells, as spelled in Party
}

type facilityRow struct {
	claims   []claim
	roled    bool  // has FacilityParty rows in the role, valid or not
	owner    int32 // party, or -1
	activity int32 // the product whose credits lie here (CREDIT_ACTIVITY), or -1
	missing  bool  // has no Facility row
	ignored  bool
	store    bool // a product store sells from here
}

// claim is a FacilityParty row in the role: the facility is the party's.
type claim struct {
	party int32
	period
}

// hold is a claim seen from the party.
type hold struct {
	facility, party int32
	period
}

func newFacilityTable(rules Rules) facilityTable {
	ignored := make(map[string]bool, len(rules.IgnoreFacilities))
	for _, id := range rules.IgnoreFacilities {
		ignored[foldText(id)] = true
	}
	return facilityTable{ids: newIDTable(), role: foldText(rules.FacilityRole), ignored: ignored, stores: newIDTable()}
}

func (in *Intake) takeFacility() {
	in.products.gather() // no component follows
	const id, owner = 0, 1
	row := facilityRow{owner: -1, activity: -1, ignored: in.facilities.ignored[foldText(in.text(id))]}
	if !row.ignored && !in.null(owner) {
		row.owner = in.partyOf(owner)
	}
	in.facilities.ids.add(in.row[id])
	in.facilities.rows = append(in.facilities.rows, row)
	if len(in.facilities.rows) != in.facilities.ids.len() {
		in.fail("its id equals that of an earlier row")
	}
}

func (in *Intake) partyOf(field int) int32 {
	n := in.ref(field, in.parties.ids)
	if n < 0 {
		in.note("UNKNOWN_PARTY", "%s %s has no Party row: the row gives nobody anything; add the party or correct the row", in.entity.Fields[field], in.row[field])
	}
	return n
}

// takeFacilityAttribute takes CREDIT_ACTIVITY: the facility is that activity's,
// whoever owns it and whatever FacilityParty says, so its part of the credits is
// that activity's income.
func (in *Intake) takeFacilityAttribute() {
	const facility, name, product = 0, 1, 2
	f := in.facilities.ids.find(in.row[facility])
	switch {
	case !in.is(name, "CREDIT_ACTIVITY") || f < 0:
	case in.null(product):
		in.note("UNKNOWN_PRODUCT", "CREDIT_ACTIVITY names no product: the facility counts as its party's; enter the activity's productId or delete the attribute")
	default:
		in.facilities.rows[f].activity = in.product(product)
	}
}

// takeFacilityParty takes the rows of the role that the configuration names.
func (in *Intake) takeFacilityParty() {
	const facility, party, role, from, thru = 0, 1, 2, 3, 4
	if !matches(in.row[role], in.facilities.role) {
		return
	}
	f := in.ref(facility, in.facilities.ids)
	p := in.partyOf(party)
	if f < 0 {
		in.note("UNKNOWN_FACILITY", "facility %s has no Facility row: the row is ignored; delete it, or add the facility", in.row[facility])
		return
	}
	row := &in.facilities.rows[f]
	row.roled = true
	if when, valid := in.period(from, thru); valid && p >= 0 {
		row.claims = append(row.claims, claim{p, when})
	}
}

func (in *Intake) takeProductStore() {
	const id, payTo, facility = 0, 1, 2
	in.facilities.stores.add(in.row[id])
	vendor := in.text(payTo)
	if n := in.parties.ids.find(in.row[payTo]); n >= 0 {
		vendor = string(in.parties.ids.bytes(n))
	}
	in.facilities.payTo = append(in.facilities.payTo, vendor)
	in.takeStoreFacility(facility)
}

func (in *Intake) takeProductStoreFacility() { in.takeStoreFacility(1) }

func (in *Intake) takeStoreFacility(field int) {
	if n := in.facilities.ids.find(in.row[field]); n >= 0 {
		in.facilities.rows[n].store = true
	}
}

// claimsOf are the claims on a facility. A facility without any FacilityParty row
// in the role is its owner's for ever; where there are such rows, their dates are
// the whole truth, so that ending one ends the claim.
func (f *facilityTable) claimsOf(n int32) []claim {
	row := f.rows[n]
	switch {
	case row.ignored, row.activity >= 0:
		return nil
	case !row.roled && row.owner >= 0:
		return []claim{{row.owner, period{calc.Ever, calc.Never}}}
	default:
		return row.claims
	}
}

// heldBy lists what a party claims, in the order of the facilities' rows.
func (f *facilityTable) heldBy(party int32) []hold {
	from, _ := slices.BinarySearchFunc(f.held, party, func(h hold, party int32) int { return cmp.Compare(h.party, party) })
	thru := from
	for thru < len(f.held) && f.held[thru].party == party {
		thru++
	}
	return f.held[from:thru]
}

// claimedBy reports whether the party ever claims the facility.
func (f *facilityTable) claimedBy(n, party int32) bool {
	if row := &f.rows[n]; !row.ignored && !row.roled {
		return party >= 0 && row.owner == party // asked for every item: without making a claim
	}
	return slices.ContainsFunc(f.claimsOf(n), func(c claim) bool { return c.party == party })
}

// facility finds the facility of a field; an unknown one, or none, is added, and
// nobody claims it.
func (in *Intake) facility(field int) int32 {
	n := in.ref(field, in.facilities.ids)
	if n < 0 {
		n = in.facilities.ids.add(in.row[field])
		in.facilities.rows = append(in.facilities.rows, facilityRow{owner: -1, activity: -1, missing: true})
	}
	if in.facilities.rows[n].missing {
		in.note("ITEM_WITHOUT_FACILITY", "facilityId %q is no facility: the item counts in its product's total and belongs to nobody, its part is retained; give it a facility", in.row[field])
	}
	return n
}

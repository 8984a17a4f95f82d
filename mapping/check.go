package mapping

import (
	"maps"
	"slices"

	"fairshare/calc"
)

// check adds the findings that need more than one row.
func (in *Intake) check(c *Company, activity, facility []int32, stays [][]stay) {
	in.checkMembers()
	in.checkIgnored()
	in.findDuplicates(c.Scheme.Components, c.Scheme.Activities)
	in.findHolders(c, stays, facility)
	in.findStores(c, facility)
	in.checkDiscontinued(c, activity)
	in.checkCredits(c)
	in.checkVariants(c, activity)
	in.checkVendors()
	in.checkUndecided()
	in.checkInvoiceItems()
	in.checkCurrencies(c)
	in.checkReach(c)
	in.checkNames(c, activity)
}

func (in *Intake) checkMembers() {
	if len(in.parties.members) == 0 {
		in.found.add("GROUP_EMPTY", "PartyRelationship", in.rules.Group, "no row makes anybody a member of party group %q: nobody could be paid; check parties.group, parties.relationship_type and parties.role, or add members in OFBiz's Party Manager", in.rules.Group)
	}
	for n := range in.parties.members {
		if len(in.facilities.heldBy(n)) == 0 {
			in.found.add("PARTY_WITHOUT_FACILITY", "Party", in.parties.ids.string(n), "the member has no facility, so no credits: give it one in OFBiz's Facility Manager")
		}
	}
}

func (in *Intake) checkIgnored() {
	for _, id := range in.rules.IgnoreFacilities {
		if in.facilities.ids.find([]byte(id)) < 0 {
			in.found.add("UNKNOWN_FACILITY", "Facility", id, "credits.ignore_facilities names it, and it has no Facility row: correct the configuration")
		}
	}
}

func (in *Intake) checkDiscontinued(c *Company, activity []int32) {
	_, held := in.holdings(c)
	for n, row := range in.products.rows {
		if row.discontinued < in.until && held[activity[n]] {
			in.found.add("DISCONTINUED_CREDIT", "Product", in.products.ids.string(int32(n)), "it is discontinued since %s and holds credits: it is still paid; end its BOM rows if it should not be", in.date(row.discontinued))
		}
	}
}

// checkCredits warns of activities that money reaches and whose own part nobody
// has credits for, at the cut-off.
func (in *Intake) checkCredits(c *Company) {
	_, held := in.holdings(c)
	reached, given := make([]bool, len(held)), make([]calc.Quantity, len(held))
	for _, row := range c.Scheme.Components {
		if row.From < in.until && in.until <= row.Thru && row.User != row.Used {
			reached[row.Used] = true
			given[row.User] += row.Weight
			if row.Formula() != nil {
				given[row.User]++ // some weight, nobody knows here how much
			}
		}
	}
	for sale := range c.Sales.All() {
		reached[sale.Activity] = true
	}
	for _, founder := range c.Scheme.Founders {
		reached[founder.Activity] = true
	}
	for n, a := range c.Scheme.Activities {
		if reached[n] && !held[n] && a.Refused == "" && keepsPart(a, given[n]) {
			in.found.add("NO_CREDITS", "Product", string(a.ID), "it earns and nobody holds credits in it: what it keeps is retained; enter the credits as inventory, or give it components")
		}
	}
}

// keepsPart reports whether an activity keeps anything for its own credits when
// its components' weights sum to given.
func keepsPart(a calc.Activity, given calc.Quantity) bool {
	switch a.Basis {
	case calc.Facade:
		return false
	case calc.Percent:
		return given < 100*calc.QuantityOne
	default:
		return given == 0 || a.OwnWeight > 0
	}
}

// checkVariants refuses to guess what a variant without a BOM is made of.
func (in *Intake) checkVariants(c *Company, activity []int32) {
	if len(in.products.virtual) == 0 {
		return
	}
	built, sold := make([]bool, len(activity)), make([]bool, len(activity))
	for _, row := range c.Scheme.Components {
		built[row.User] = true
	}
	for sale := range c.Sales.All() {
		sold[sale.Activity] = true
	}
	for variant, virtual := range in.products.virtual {
		v, whole := activity[variant], activity[virtual]
		if sold[v] && !built[v] && built[whole] {
			in.found.add("VARIANT_WITHOUT_BOM", "Product", in.products.ids.string(variant), "it was sold, has no engineering BOM, and its virtual product %s has one: copy the rows to the variant, or accept this finding to let only the variant's own credits count", c.Scheme.Activities[whole].ID)
		}
	}
}

func (in *Intake) checkVendors() {
	for vendor, orders := range in.orders.others {
		in.found.add("OTHER_VENDOR", "Party", vendor, "%d sales orders of vendor %s are left out: add it to income.vendors if their sales are to be shared", orders, vendor)
	}
	vendorless := 0
	for _, row := range in.orders.rows {
		if row.state == orderVendorless {
			vendorless++
		}
	}
	if vendorless > 0 {
		in.found.add("OTHER_VENDOR", "Party", "", "%d sales orders have neither a product store nor a BILL_FROM_VENDOR role: they are left out; say whose they are in OFBiz", vendorless)
	}
}

func (in *Intake) checkUndecided() {
	for _, kind := range slices.Sorted(maps.Keys(in.orders.undecided)) {
		in.found.add("ADJUSTMENT_TYPE", "OrderAdjustmentType", kind, "%d adjustments of orders that count are of this type and nobody decided whether it is income: set income.adjustments.%s to true or false; until then it is not", in.orders.undecided[kind], kind)
	}
}

func (in *Intake) checkInvoiceItems() {
	for _, kind := range slices.Sorted(maps.Keys(in.invoices.undecided)) {
		in.found.add("INVOICE_ITEM_TYPE", "InvoiceItemType", kind, "%d items of invoices that count are of this type and nobody decided whether it is income, or a cost: set income.adjustments.%s to true or false; until then it is not", in.invoices.undecided[kind], kind)
	}
}

package mapping

import (
	"cmp"
	"slices"
	"strings"

	"fairshare/calc"
)

// credits are the changes by activity and facility number, sorted, those of one
// activity, facility and instant merged.
func (in *Intake) credits(activity, facility []int32) []calc.CreditChange {
	changes := in.stock.changes
	for i := range changes {
		c := &changes[i]
		c.Activity, c.Facility = activity[c.Activity], facility[c.Facility]
	}
	slices.SortFunc(changes, func(a, b calc.CreditChange) int {
		return cmp.Or(cmp.Compare(a.Activity, b.Activity), cmp.Compare(a.Facility, b.Facility), cmp.Compare(a.At, b.At))
	})
	merged := changes[:0]
	for _, c := range changes {
		if last := len(merged) - 1; last >= 0 && mergeable(merged[last], c) {
			merged[last].Change += c.Change
		} else {
			merged = append(merged, c)
		}
	}
	return slices.DeleteFunc(merged, func(c calc.CreditChange) bool { return c.Change == 0 })
}

// mergeable reports whether two changes are of one activity, facility and instant,
// and their sum fits; changes too large to be added are calc's to refuse.
func mergeable(a, b calc.CreditChange) bool {
	sum := a.Change + b.Change
	return a.Activity == b.Activity && a.Facility == b.Facility && a.At == b.At && (sum > a.Change) == (b.Change > 0)
}

// holdings are the pieces left at the cut-off, per facility and per activity.
func (in *Intake) holdings(c *Company) (facilities, activities []bool) {
	facilities, activities = make([]bool, len(c.Scheme.Facilities)), make([]bool, len(c.Scheme.Activities))
	credits := c.Scheme.Credits
	for i := 0; i < len(credits); {
		from, sum := credits[i], calc.Quantity(0)
		for ; i < len(credits) && credits[i].Activity == from.Activity && credits[i].Facility == from.Facility; i++ {
			if credits[i].At < in.until {
				sum += credits[i].Change
			}
		}
		if sum != 0 {
			facilities[from.Facility], activities[from.Activity] = true, true
		}
	}
	return facilities, activities
}

// findHolders tells what facilities hold for nobody who could be paid.
func (in *Intake) findHolders(c *Company, stays [][]stay, number []int32) {
	holds, _ := in.holdings(c)
	ever := make([]bool, len(holds))
	for _, change := range c.Scheme.Credits {
		ever[change.Facility] = true
	}
	for f, row := range in.facilities.rows {
		if n := number[f]; ever[n] && !row.missing {
			in.findHolder(string(c.Scheme.Facilities[n]), stays[f], holds[n])
		}
	}
}

func (in *Intake) findHolder(facility string, stays []stay, holds bool) {
	last := nobody
	told := map[calc.Reason]bool{}
	for _, s := range stays {
		if s.holds(in.until - 1) {
			last = s.holder
		}
		if !told[s.retained] {
			told[s.retained] = true
			in.findStay(facility, s)
		}
	}
	if holds && (last.retained == calc.NoParty || last.retained == calc.NotMember) {
		in.found.add("CREDIT_OUTSIDE_GROUP", "Facility", facility, "it holds credits and belongs to nobody who is in the party group (%s): their part is retained; give it to a member, or list it in credits.ignore_facilities if it is not credit", last.retained)
	}
}

func (in *Intake) findStay(facility string, s stay) {
	switch s.retained {
	case calc.SharedFacility:
		in.found.add("SHARED_FACILITY", "Facility", facility, "two parties claim it from %s on: what it holds is retained; end one of the FacilityParty rows", in.date(s.from))
	case calc.PartyDisabled:
		in.found.add("PARTY_DISABLED", "Facility", facility, "it holds credits of a disabled party: their part is retained until a person decides; enable the party, move the credits, or accept this finding to leave it so")
	case calc.TheCompany:
		in.found.add("ORGANIZATION_CREDIT", "Facility", facility, "it holds credits and is the organization's own: their part is retained; list it in credits.ignore_facilities if it is goods")
	case calc.SecondFacility:
		in.found.add("SECOND_FACILITY", "Facility", facility, "it is not its party's first facility from %s on, and the rule is facilities: first: what it holds is retained; move the credits or set facilities: all", in.date(s.from))
	}
}

// findStores warns of goods counted as credit: a product store's facility that is
// not ignored and holds pieces of a product that takes part in the scheme.
func (in *Intake) findStores(c *Company, number []int32) {
	store := make([]bool, len(c.Scheme.Facilities))
	for f, row := range in.facilities.rows {
		store[number[f]] = row.store && !row.ignored
	}
	active := in.active(c, store)
	held := make([][]string, len(store))
	for i, change := range c.Scheme.Credits {
		again := i > 0 && c.Scheme.Credits[i-1].Activity == change.Activity && c.Scheme.Credits[i-1].Facility == change.Facility
		if store[change.Facility] && active[change.Activity] && !again {
			held[change.Facility] = append(held[change.Facility], string(c.Scheme.Activities[change.Activity].ID))
		}
	}
	for f, products := range held {
		if len(products) > 0 {
			in.found.add("STORE_FACILITY", "Facility", string(c.Scheme.Facilities[f]), "a product store sells from it and its stock of %s counts as credit: list it in credits.ignore_facilities if it is goods", someOf(products))
		}
	}
}

// active are the activities with BOM rows, sales, or credits outside of stores.
func (in *Intake) active(c *Company, store []bool) []bool {
	active := make([]bool, len(c.Scheme.Activities))
	for _, row := range c.Scheme.Components {
		active[row.User], active[row.Used] = true, true
	}
	for sale := range c.Sales.All() {
		active[sale.Activity] = true
	}
	for _, founder := range c.Scheme.Founders {
		active[founder.Activity] = true
	}
	for _, change := range c.Scheme.Credits {
		if !store[change.Facility] {
			active[change.Activity] = true
		}
	}
	return active
}

func someOf(names []string) string {
	if len(names) > 5 {
		return strings.Join(names[:5], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

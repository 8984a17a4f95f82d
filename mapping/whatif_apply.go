package mapping

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"fairshare/calc"
)

// With is the company as a scenario would have it, its sales too. The company itself
// stays as it is. Everything in the scenario that can't be is told at once, in a
// *WhatIfError.
func (c *Company) With(w *WhatIf) (*Company, error) {
	after := *c
	s := &after.Scheme
	s.Activities, s.Components, s.Credits, s.Founders = slices.Clone(s.Activities), slices.Clone(s.Components), slices.Clone(s.Credits), slices.Clone(s.Founders)
	s.Facilities, s.Tenures = slices.Clone(s.Facilities), slices.Clone(s.Tenures)
	o := overlay{company: &after}
	for _, a := range w.Activities {
		o.activity(a)
	}
	for _, share := range w.Shares {
		o.share(share)
	}
	for _, credit := range w.Credits {
		o.credit(credit)
	}
	for _, founder := range w.Founders {
		o.founder(founder)
	}
	return &after, o.wrong.err(w.Name)
}

// overlay lays the parts of a scenario over a company that is its own.
type overlay struct {
	company *Company
	wrong   whatIfProblems
}

// find is the number of an activity; -1, with a problem, where there is none.
func (o *overlay) find(where, key, id string) int32 {
	n := o.company.activityIndex(id)
	if n < 0 || o.company.Scheme.Activities[n].ID == calc.NoActivity {
		o.wrong.add(where, "%s: there is no product %q, in OFBiz or under activities: ids are spelled as on OFBiz's screens", key, id)
		return -1
	}
	return n
}

func (o *overlay) activity(a WhatIfActivity) {
	n := o.company.activityIndex(a.ID)
	switch {
	case n >= 0 && a.Like != "":
		o.wrong.add(a.Where, "id: there is a product %s in OFBiz already, so it can't be made like another; take another id", a.ID)
		return
	case n < 0:
		if n = o.newActivity(a); n < 0 {
			return
		}
	}
	row := &o.company.Scheme.Activities[n]
	if a.Basis != "" {
		basis, err := ParseBasis(a.Basis)
		if err != nil {
			o.wrong.add(a.Where, "basis: %v", err)
		}
		row.Basis = basis
	}
	if a.OwnWeight != "" {
		own, err := ParseQuantity(a.OwnWeight)
		if err != nil || own < 0 {
			o.wrong.add(a.Where, "own_weight: %q is not a number of at least 0 with at most 6 digits after the point", a.OwnWeight)
		}
		row.OwnWeight = max(own, 0)
	}
}

// newActivity makes room for it in the order of ids; -1, with a problem, where it can't.
func (o *overlay) newActivity(a WhatIfActivity) int32 {
	if !activityID.MatchString(a.ID) {
		o.wrong.add(a.Where, "id: %q needs 1 to 20 letters, digits, _, - or .", a.ID)
		return -1
	}
	fresh, like := calc.Activity{}, int32(-1)
	if a.Like != "" {
		if like = o.find(a.Where, "like", a.Like); like < 0 {
			return -1
		}
		fresh = o.company.Scheme.Activities[like]
		fresh.Refused = ""
	}
	fresh.ID = calc.ActivityID(a.ID)
	c := o.company
	place, _ := slices.BinarySearchFunc(c.Scheme.Activities, fresh.ID, func(a calc.Activity, id calc.ActivityID) int { return cmp.Compare(a.ID, id) })
	at := int32(place) // #nosec G115 -- there are fewer
	c.Scheme.Activities = slices.Insert(c.Scheme.Activities, place, fresh)
	c.renumber(at)
	c.renumberSales(at)
	c.Products = maps.Clone(c.Products)
	c.Products[fresh.ID] = Product{fresh.ID, cmp.Or(a.Name, a.ID)}
	if like >= at {
		like++
	}
	for _, row := range slices.Clone(c.Scheme.Components) {
		if like >= 0 && row.User == like && row.Used != like {
			row.User = at
			c.Scheme.Components = append(c.Scheme.Components, row)
		}
	}
	return at
}

// renumberSales makes room for a new activity in the sales.
func (c *Company) renumberSales(from int32) {
	sales := c.Sales
	c.Sales = madeRows(sales.Len(), func(i int) Sale {
		sale := sales.At(i)
		if sale.Activity >= from {
			sale.Activity++
		}
		return sale
	})
}

func (o *overlay) share(w WhatIfShare) {
	user, used := o.find(w.Where, "activity", w.Activity), o.find(w.Where, "component", w.Component)
	when, ok := o.wrong.bounds(w.Where, w.Span)
	if user < 0 || used < 0 || !ok {
		return
	}
	if user == used {
		o.wrong.add(w.Where, "component: an activity's part in itself is its own_weight, under activities")
		return
	}
	fresh := calc.Component{User: user, Used: used, From: when.from, Thru: when.thru}
	if w.Formula != "" {
		formula, err := calc.ParseFormula(w.Formula)
		if err != nil {
			o.wrong.add(w.Where, "formula: %q can't be read at %v", w.Formula, err)
			return
		}
		fresh.SetFormula(formula)
	} else {
		weight, err := ParseQuantity(w.Weight)
		if err != nil || weight < 0 {
			o.wrong.add(w.Where, "weight: %q is not a number of at least 0 with at most 6 digits after the point", w.Weight)
			return
		}
		fresh.Weight = weight
	}
	if w.Scale {
		if err := o.company.scaleOthers(fresh); err != nil {
			o.wrong.add(w.Where, "others: %v", err)
			return
		}
	}
	o.company.Scheme.Components = cutOut(o.company.Scheme.Components, fresh)
	if fresh.Weight > 0 || fresh.Formula() != nil {
		o.company.Scheme.Components = append(o.company.Scheme.Components, fresh)
	}
}

// cutOut takes the rows of a component's pair out of its time.
func cutOut(rows []calc.Component, from calc.Component) []calc.Component {
	kept := make([]calc.Component, 0, len(rows)+2)
	for _, row := range rows {
		if row.User != from.User || row.Used != from.Used {
			kept = append(kept, row)
			continue
		}
		before, after := row, row
		before.Thru, after.From = min(row.Thru, from.From), max(row.From, from.Thru)
		for _, rest := range []calc.Component{before, after} {
			if rest.From < rest.Thru {
				kept = append(kept, rest)
			}
		}
	}
	return kept
}

func (o *overlay) founder(w WhatIfFounder) {
	n := o.find(w.Where, "activity", w.Activity)
	when, ok := o.wrong.bounds(w.Where, w.Span)
	percent, err := ParseQuantity(w.Percent)
	if err != nil || percent < 0 || percent > 100*calc.QuantityOne {
		o.wrong.add(w.Where, "percent: %q is not a number from 0 to 100", w.Percent)
		return
	}
	if n < 0 || !ok {
		return
	}
	s := &o.company.Scheme
	var kept []calc.Founder
	for _, f := range s.Founders {
		before, after := f, f
		if f.Activity == n {
			before.Thru, after.From = min(f.Thru, when.from), max(f.From, when.thru)
		} else {
			after.From = after.Thru
		}
		for _, rest := range []calc.Founder{before, after} {
			if rest.From < rest.Thru {
				kept = append(kept, rest)
			}
		}
	}
	s.Founders = kept
	if percent > 0 {
		s.Founders = append(s.Founders, calc.Founder{Activity: n, Percent: percent, From: when.from, Thru: when.thru})
	}
}

func (o *overlay) credit(w WhatIfCredit) {
	n := o.find(w.Where, "activity", w.Activity)
	pieces, err := ParseQuantity(w.Pieces)
	if err != nil || pieces == 0 {
		o.wrong.add(w.Where, "pieces: %q is not a number other than 0 with at most 6 digits after the point", w.Pieces)
		return
	}
	account := int32(slices.IndexFunc(o.company.Scheme.Accounts, func(a calc.Account) bool { // #nosec G115 -- there are fewer
		return a.Party != "" && SameID(string(a.Party), w.Party)
	}))
	if account < 0 {
		o.wrong.add(w.Where, "party: %q is no member of the party group; a newcomer has to be one in OFBiz first", w.Party)
	}
	if n < 0 || account < 0 {
		return
	}
	at := calc.Ever
	if !w.From.IsZero() {
		at = instantOf(w.From)
	}
	s := &o.company.Scheme
	s.Credits = append(s.Credits, calc.CreditChange{Activity: n, Facility: o.company.facilityOf(account, at), At: at, Change: pieces})
}

// facilityOf is where the credits of a party lie at a moment. One that has no facility
// that counts then gets one that is only thought of.
func (c *Company) facilityOf(account int32, at calc.Instant) int32 {
	s, found := &c.Scheme, int32(-1)
	for _, t := range s.Tenures {
		if t.Account == account && t.From <= at && at < t.Thru && (found < 0 || t.Facility < found) {
			found = t.Facility
		}
	}
	if found >= 0 {
		return found
	}
	id := calc.FacilityID(fmt.Sprintf("(%s)", s.Accounts[account].Party))
	place, exists := slices.BinarySearch(s.Facilities, id)
	fresh := int32(place) // #nosec G115 -- there are fewer
	if exists {
		return fresh
	}
	s.Facilities = slices.Insert(s.Facilities, place, id)
	for i := range s.Tenures {
		if s.Tenures[i].Facility >= fresh {
			s.Tenures[i].Facility++
		}
	}
	for i := range s.Credits {
		if s.Credits[i].Facility >= fresh {
			s.Credits[i].Facility++
		}
	}
	s.Tenures = append(s.Tenures, calc.Tenure{Facility: fresh, Account: account, From: calc.Ever, Thru: calc.Never})
	return fresh
}

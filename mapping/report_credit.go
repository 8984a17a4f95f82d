package mapping

import (
	"cmp"
	"slices"
	"time"

	"fairshare/calc"
)

// changesAtMost is how many changes of credit, the newest ones, a report lists.
const changesAtMost = 100

// activityCredit is the credits in one activity and its rows, as a company has them now.
type activityCredit struct {
	scheme  *calc.Scheme
	names   Names
	zone    *time.Location
	number  int32
	changes []calc.CreditChange // of the activity, oldest first
}

func newActivityCredit(company *Company, activity calc.ActivityID, names Names, zone *time.Location) *activityCredit {
	c := &activityCredit{scheme: &company.Scheme, names: names, zone: zone, number: -1}
	for i, a := range c.scheme.Activities {
		if a.ID == activity {
			c.number = int32(i)
		}
	}
	for _, change := range c.scheme.Credits {
		if change.Activity == c.number {
			c.changes = append(c.changes, change)
		}
	}
	slices.SortStableFunc(c.changes, func(a, b calc.CreditChange) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Facility, b.Facility), cmp.Compare(a.Change, b.Change))
	})
	return c
}

// holder is whose the pieces in a facility are at an instant: the party or activity by
// its id and name; "" where they are nobody's who counts.
func (c *activityCredit) holder(facility int32, at calc.Instant) (id, name string) {
	for _, t := range c.scheme.Tenures {
		if t.Facility != facility || at < t.From || at >= t.Thru {
			continue
		}
		switch account := c.scheme.Accounts[t.Account]; {
		case account.Party != "":
			return string(account.Party), c.names.party(account.Party).Name
		case account.Activity != "":
			return string(account.Activity), c.names.activity(account.Activity).Name
		}
	}
	return "", ""
}

// held is what each facility holds at an instant, changes of that instant included,
// the largest first: facility, holder, name, credits, part.
func (c *activityCredit) held(at calc.Instant) [][]string {
	sums, total := map[int32]calc.Quantity{}, calc.Quantity(0)
	for _, change := range c.changes {
		if change.At <= at {
			sums[change.Facility] += change.Change
			total += change.Change
		}
	}
	var facilities []int32
	for f, sum := range sums {
		if sum != 0 {
			facilities = append(facilities, f)
		}
	}
	slices.SortFunc(facilities, func(a, b int32) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	rows := [][]string{}
	pool := newPool(calc.FineOf(calc.Minor(total)), Settlement{}, "")
	for _, f := range facilities {
		id, name := c.holder(f, at)
		rows = append(rows, []string{string(c.scheme.Facilities[f]), id, name, sums[f].String(), pool.percentOf(calc.FineOf(calc.Minor(sums[f])))})
	}
	return rows
}

// history is what each facility held as each settlement's income ended.
func (c *activityCredit) history(plans []*Plan) [][]string {
	rows := [][]string{}
	for _, plan := range plans {
		for _, row := range c.held(calc.Instant(plan.Settlement.Until.UnixMilli()) - 1) {
			rows = append(rows, append([]string{plan.Settlement.ID, LastDay(plan.Settlement)}, row...))
		}
	}
	return rows
}

// recent are the newest changes of credit: day, facility, holder, name, change, and
// what was there after it.
func (c *activityCredit) recent() [][]string {
	sums, rows := map[int32]calc.Quantity{}, [][]string{}
	for _, change := range c.changes {
		sums[change.Facility] += change.Change
		id, name := c.holder(change.Facility, change.At)
		rows = append(rows, []string{c.day(change.At), string(c.scheme.Facilities[change.Facility]), id, name, change.Change.String(), sums[change.Facility].String()})
	}
	slices.Reverse(rows)
	return rows[:min(len(rows), changesAtMost)]
}

// shares are the rows between the activity and others, those with the latest begin
// first: user, used, weight or formula, from and until when.
func (c *activityCredit) shares() [][]string {
	var found []calc.Component
	for _, row := range c.scheme.Components {
		if (row.User == c.number || row.Used == c.number) && row.From < row.Thru {
			found = append(found, row)
		}
	}
	slices.SortStableFunc(found, func(a, b calc.Component) int {
		return cmp.Or(cmp.Compare(b.From, a.From), cmp.Compare(a.User, b.User), cmp.Compare(a.Used, b.Used))
	})
	rows := [][]string{}
	for _, row := range found {
		weight, formula := row.Weight.String(), ""
		if f := row.Formula(); f != nil {
			weight, formula = "", "= "+f.String()
		}
		rows = append(rows, []string{string(c.scheme.Activities[row.User].ID), string(c.scheme.Activities[row.Used].ID), weight, formula, c.day(row.From), c.day(row.Thru)})
	}
	return rows
}

func (c *activityCredit) day(at calc.Instant) string {
	if at == calc.Ever || at == calc.Never {
		return ""
	}
	return time.UnixMilli(int64(at)).In(c.zone).Format(time.DateOnly)
}

package mapping

import (
	"slices"
	"time"

	"fairshare/calc"
)

// WithShares is the company as changes of shares would make it; edits are what they
// do to the rows. The company itself stays as it is. Its sales are left out: they
// have nothing to do with who shares.
func (c *Company) WithShares(changes []ShareChange, edits []ShareEdit) (*Company, error) {
	after := *c
	after.Sales = Rows[Sale]{}
	after.Scheme.Components = slices.Clone(c.Scheme.Components)
	for i, change := range changes {
		user, used := after.activity(change.Activity), after.activity(change.Component)
		if user < 0 || used < 0 {
			return nil, change.refuse("both must be products of OFBiz")
		}
		if err := after.edit(user, used, change, edits[i]); err != nil {
			return nil, err
		}
	}
	return &after, nil
}

// activity is the number of a product; -1 where there is none.
func (c *Company) activity(productID string) int32 {
	return int32(slices.IndexFunc(c.Scheme.Activities, func(a calc.Activity) bool { return string(a.ID) == productID }))
}

// edit does to the scheme's components what an edit does to the rows. A row of no
// weight is not among them, nor one that ends where it begins.
func (c *Company) edit(user, used int32, change ShareChange, edit ShareEdit) error {
	for i := range c.Scheme.Components {
		row := &c.Scheme.Components[i]
		if edit.End != nil && row.User == user && row.Used == used && row.From == instantOf(edit.End.From) {
			row.Thru = edit.End.end()
		}
	}
	c.Scheme.Components = slices.DeleteFunc(c.Scheme.Components, func(row calc.Component) bool { return row.From >= row.Thru })
	fresh := edit.New
	if edit.Reweigh != nil {
		fresh = edit.Reweigh
		c.Scheme.Components = slices.DeleteFunc(c.Scheme.Components, func(row calc.Component) bool {
			return row.User == user && row.Used == used && row.From == instantOf(fresh.From)
		})
	}
	if fresh == nil {
		return nil
	}
	component, err := fresh.component(user, used)
	if err != nil {
		return change.refuse(err.Error())
	}
	c.Scheme.Components = append(c.Scheme.Components, component)
	return nil
}

func (r ShareRow) component(user, used int32) (c calc.Component, err error) {
	c = calc.Component{User: user, Used: used, From: instantOf(r.From), Thru: r.end()}
	if r.Formula != "" {
		formula, err := calc.ParseFormula(r.Formula)
		c.SetFormula(formula)
		return c, err
	}
	c.Weight, err = ParseQuantity(r.Weight)
	return c, err
}

// end is when the row ends.
func (r ShareRow) end() calc.Instant {
	if r.Thru.IsZero() {
		return calc.Never
	}
	return instantOf(r.Thru)
}

func instantOf(t time.Time) calc.Instant { return calc.Instant(t.UnixMilli()) }

// NewProblems are the findings that a company has from a moment on, at any of the
// moments at which shares change, and had not before a change.
func NewProblems(before, after *Company, from time.Time) ([]Finding, error) {
	return newProblemsAt(before, after, after.cuts(instantOf(from)))
}

// newProblemsAt looks at some moments.
func newProblemsAt(before, after *Company, moments []calc.Instant) ([]Finding, error) {
	type key struct{ code, key string }
	var found []Finding
	for _, at := range moments {
		old, err := before.problemsAt(at)
		if err != nil {
			return nil, err
		}
		known := map[key]bool{}
		for _, f := range old {
			known[key{f.Code, f.Key}] = true
		}
		now, err := after.problemsAt(at)
		if err != nil {
			return nil, err
		}
		for _, f := range now {
			if !known[key{f.Code, f.Key}] {
				found = append(found, f)
			}
		}
	}
	return SortFindings(found), nil
}

func (c *Company) problemsAt(at calc.Instant) ([]Finding, error) {
	picture, err := calc.At(&c.Scheme, at)
	if err != nil {
		return nil, err
	}
	return c.ProblemFindings(picture.Problems), nil
}

// cuts are a moment and all later ones at which a share begins or ends.
func (c *Company) cuts(from calc.Instant) []calc.Instant {
	cuts := []calc.Instant{from}
	for _, row := range c.Scheme.Components {
		for _, at := range []calc.Instant{row.From, row.Thru} {
			if at > from && at != calc.Never {
				cuts = append(cuts, at)
			}
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

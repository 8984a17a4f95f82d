package mapping

import (
	"cmp"
	"maps"
	"slices"

	"fairshare/calc"
)

// WithClone is the company with a new activity that has the basis and own weight of
// another one, and no shares yet. The company itself stays as it is.
func (c *Company) WithClone(source, clone, name string) (*Company, error) {
	from := c.activity(source)
	if from < 0 {
		return nil, &UnknownError{"Product", source}
	}
	after := *c
	after.Sales = Rows[Sale]{}
	fresh := c.Scheme.Activities[from]
	fresh.ID = calc.ActivityID(clone)
	at, exists := slices.BinarySearchFunc(c.Scheme.Activities, fresh.ID, func(a calc.Activity, id calc.ActivityID) int { return cmp.Compare(a.ID, id) })
	if exists {
		return nil, &CloneError{source, clone, "there is a product of that id already; choose another id"}
	}
	after.Scheme.Activities = slices.Insert(slices.Clone(c.Scheme.Activities), at, fresh)
	after.renumber(int32(at))
	after.Products = maps.Clone(c.Products)
	after.Products[fresh.ID] = Product{fresh.ID, name}
	return &after, nil
}

// renumber makes room for a new activity: all from that number on are one further.
func (c *Company) renumber(from int32) {
	moved := func(n int32) int32 {
		if n >= from {
			return n + 1
		}
		return n
	}
	c.Scheme.Components = slices.Clone(c.Scheme.Components)
	for i := range c.Scheme.Components {
		row := &c.Scheme.Components[i]
		row.User, row.Used = moved(row.User), moved(row.Used)
	}
	c.Scheme.Credits = slices.Clone(c.Scheme.Credits)
	for i := range c.Scheme.Credits {
		c.Scheme.Credits[i].Activity = moved(c.Scheme.Credits[i].Activity)
	}
	c.Scheme.Founders = slices.Clone(c.Scheme.Founders)
	for i := range c.Scheme.Founders {
		c.Scheme.Founders[i].Activity = moved(c.Scheme.Founders[i].Activity)
	}
}

package mapping

import (
	"slices"

	"fairshare/calc"
)

// WithShareChange is the company's scheme as it would be with another weight, to look
// at before anything is written. What it can't be is refused as ShareChange.Edit does.
func (c *Company) WithShareChange(change ShareChange) (*calc.Scheme, error) {
	if err := change.Check(); err != nil {
		return nil, err
	}
	if change.Formula != "" {
		return nil, change.refuse("what a formula would do can't be shown before")
	}
	user, used := c.activityIndex(change.Activity), c.activityIndex(change.Component)
	if user < 0 {
		return nil, &UnknownError{"Product", change.Activity}
	}
	if used < 0 {
		return nil, &UnknownError{"Product", change.Component}
	}
	var weight int64
	if change.Weight != "" {
		weight, _ = parseDecimal([]byte(change.Weight), scaleQuantity) // Check has read it
	}
	scheme := c.Scheme
	rows, err := reweighed(scheme.Components, change, calc.Component{User: user, Used: used, Weight: calc.Quantity(weight)})
	scheme.Components = rows
	return &scheme, err
}

func (c *Company) activityIndex(id string) int32 {
	return int32(slices.IndexFunc(c.Scheme.Activities, func(a calc.Activity) bool { return SameID(string(a.ID), id) })) // #nosec G115 -- there are fewer
}

// reweighed ends the pair's row that holds at the moment, and begins another one,
// which lasts until the next or as long as that one did.
func reweighed(components []calc.Component, change ShareChange, fresh calc.Component) ([]calc.Component, error) {
	at := calc.Instant(change.From.UnixMilli())
	fresh.From, fresh.Thru = at, calc.Never
	current := -1
	for i, row := range components {
		switch {
		case row.User != fresh.User || row.Used != fresh.Used:
		case row.From > at:
			fresh.Thru = min(fresh.Thru, row.From)
		case row.Thru > at:
			if current >= 0 {
				return nil, change.refuse("two rows are valid at that time; end one of them in OFBiz first")
			}
			current = i
		}
	}
	rows := slices.Clone(components)
	if current >= 0 {
		fresh.Thru = min(fresh.Thru, rows[current].Thru)
		rows[current].Thru = at
		if rows[current].From == at {
			rows = slices.Delete(rows, current, current+1)
		}
	}
	if change.Weight == "" {
		if current < 0 {
			return nil, change.refuse("there is no share at that time that could end")
		}
		return rows, nil
	}
	return append(rows, fresh), nil
}

package mapping

import (
	"slices"
	"time"

	"fairshare/calc"
)

// WithShareChange is the company as it would be with another weight, to look at before
// anything is written. What it can't be is refused as ShareChange.Edit does.
func (c *Company) WithShareChange(change ShareChange) (*Company, error) {
	if err := change.Check(); err != nil {
		return nil, err
	}
	user, used := c.activityIndex(change.Activity), c.activityIndex(change.Component)
	if user < 0 {
		return nil, &UnknownError{"Product", change.Activity}
	}
	if used < 0 {
		return nil, &UnknownError{"Product", change.Component}
	}
	change.Activity, change.Component = string(c.Scheme.Activities[user].ID), string(c.Scheme.Activities[used].ID)
	edit, err := change.Edit(c.shareRows(user, used))
	if err != nil {
		return nil, err
	}
	return c.WithShares([]ShareChange{change}, []ShareEdit{edit})
}

// activityIndex is the number of a product, however a person spells it; -1 where there
// is none.
func (c *Company) activityIndex(id string) int32 {
	return int32(slices.IndexFunc(c.Scheme.Activities, func(a calc.Activity) bool { return SameID(string(a.ID), id) })) // #nosec G115 -- there are fewer
}

// shareRows are the rows of a pair, as the database would list them.
func (c *Company) shareRows(user, used int32) (rows []ShareRow) {
	for _, component := range c.Scheme.Components {
		if component.User == user && component.Used == used {
			rows = append(rows, shareRow(component))
		}
	}
	return rows
}

// shareRow is a component as the row that it was read from. One that began ever
// begins at the first time that there is, and instantOf makes calc.Ever of that again.
func shareRow(component calc.Component) ShareRow {
	row := ShareRow{From: timeOf(component.From), Weight: component.Weight.String()}
	if component.Thru != calc.Never {
		row.Thru = timeOf(component.Thru)
	}
	if f := component.Formula(); f != nil {
		row.Weight, row.Formula = "", f.String()
	}
	return row
}

func timeOf(at calc.Instant) time.Time { return time.UnixMilli(int64(at)) }

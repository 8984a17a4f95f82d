package calc

import (
	"cmp"
	"slices"
)

// formulaBook knows which rows the formulas of a scheme look at. A nil book is that
// of a scheme without formulas, and costs nothing.
type formulaBook struct {
	live    []bool            // per component
	rows    []int32           // the components that matter to formulas, in an order of what they say
	needs   map[int32][]int32 // per activity with formulas: places in rows, of its own and all that they look at
	results map[int32]formulaResult

	// The activities to be worked out anew, by the component or the activity's
	// credits that changed.
	onRow, onCredits map[int32][]int32
}

// weighs reports whether an activity has formulas, so that its weights are worked
// out together.
func (b *formulaBook) weighs(a int32) bool {
	if b == nil {
		return false
	}
	_, has := b.needs[a]
	return has
}

// hasRows reports whether an activity with formulas has rows now.
func (b *formulaBook) hasRows(a int32) bool { return b != nil && len(b.results[a].rows) > 0 }

func (b *formulaBook) setLive(component int, live bool) {
	if b != nil {
		b.live[component] = live
	}
}

// onRowOf lists the activities with formulas that a component matters to.
func (b *formulaBook) onRowOf(component int32) []int32 {
	if b == nil {
		return nil
	}
	return b.onRow[component]
}

// onCreditsOf lists the activities whose formulas look at the credits in a.
func (b *formulaBook) onCreditsOf(a int32) []int32 {
	if b == nil {
		return nil
	}
	return b.onCredits[a]
}

// liveRows lists the live components that the formulas of some activities need.
func (b *formulaBook) liveRows(users []int32) []int32 {
	var places []int32
	for _, u := range users {
		places = append(places, b.needs[u]...)
	}
	places = distinct(places)
	live := places[:0]
	for _, place := range places {
		if i := b.rows[place]; b.live[i] {
			live = append(live, i)
		}
	}
	return live
}

// compareRows orders rows by what they say, so that problems do not depend on where
// the rows stand.
func compareRows(a, b *Component) int {
	return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(a.Used, b.Used), cmp.Compare(a.From, b.From), cmp.Compare(a.Thru, b.Thru),
		cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Refused(), b.Refused()), cmp.Compare(a.Formula().text(), b.Formula().text()))
}

func (f *Formula) text() string {
	if f == nil {
		return ""
	}
	return f.String()
}

// findActivity finds an activity by its id.
func findActivity(activities []Activity, id ActivityID) (int32, bool) {
	i, found := slices.BinarySearchFunc(activities, id, func(a Activity, id ActivityID) int { return cmp.Compare(a.ID, id) })
	return int32(i), found
}

package calc

import "slices"

// climb is the working memory of upstream.
type climb struct {
	marked []bool // per activity
	order  []int32
}

// upstream lists the targets and every activity whose money can reach them, users
// before what they use; of a circle only the leader. It goes through all activities
// in an order in which users come last, and marks the users of those that are marked.
// Those of a cycle stand together in this order, so one mark does for all of them.
func (w *sweep) upstream(targets []int32) []int32 {
	c := &w.climb
	c.order = c.order[:0]
	if w.scheme.Method == Direct {
		return w.oneLevelUp(targets)
	}
	for _, target := range targets {
		c.marked[w.cycles.first(target)] = true
	}
	for _, a := range w.usedFirst() {
		if !c.marked[a] {
			continue
		}
		if w.cycles.group[a] == 0 {
			w.markUsers(a)
		} else {
			w.climbRound(w.cycles.members[w.cycles.group[a]])
		}
		c.marked[a] = false
		c.order = append(c.order, a)
	}
	slices.Reverse(c.order)
	return c.order
}

// climbRound lists the members of a cycle but the first, unless they go round as one.
func (w *sweep) climbRound(members []int32) {
	for _, member := range members {
		w.markUsers(member)
	}
	if w.cycles.circleOf(members[0]) == nil {
		w.climb.order = append(w.climb.order, members[1:]...)
	}
}

// markUsers marks the activities whose money goes on to a; of a cycle the first.
func (w *sweep) markUsers(a int32) {
	marked := w.climb.marked
	edges, users := w.edges.columnOf(a)
	for i, user := range users {
		if !marked[user] && w.weight[edges[i]] > 0 && w.delegates(user) {
			marked[w.cycles.first(user)] = true
		}
	}
	for _, facility := range w.owned[a] {
		holdings, users := w.holdings.columnOf(facility)
		for i, user := range users {
			if w.counted(holdings[i]) > 0 && w.delegates(user) && w.rules[user].own > 0 {
				marked[w.cycles.first(user)] = true
			}
		}
	}
}

// oneLevelUp lists the targets and their users, in any order: with the direct
// method money is never moved on twice.
func (w *sweep) oneLevelUp(targets []int32) []int32 {
	c := &w.climb
	c.order = append(c.order, targets...)
	for _, target := range targets {
		_, users := w.edges.columnOf(target)
		c.order = append(c.order, users...)
	}
	c.order = distinct(c.order)
	return c.order
}

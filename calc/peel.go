package calc

import "slices"

// peel orders all activities, used ones before their users, by taking away those that
// no user is left of (A. B. Kahn, Topological sorting of large networks, 1962). Most
// schemes can be taken away whole, at a fraction of what looking for cycles costs.
// False where a cycle stays, and where credits that activities hold are edges as well.
func (s *state) peel() bool {
	if s.lends || s.scheme.Method == Direct {
		return false
	}
	n := len(s.scheme.Activities)
	users, order := make([]int32, n), make([]int32, 0, n)
	for a := range int32(n) {
		from, thru := s.liveRow(a)
		for edge := from; edge < thru; edge++ {
			if s.weight[edge] > 0 {
				users[s.edges.column[edge]]++
			}
		}
	}
	for a := range int32(n) {
		if users[a] == 0 {
			order = append(order, a)
		}
	}
	for i := 0; i < len(order); i++ {
		from, thru := s.liveRow(order[i])
		for edge := from; edge < thru; edge++ {
			used := s.edges.column[edge]
			if s.weight[edge] == 0 {
				continue
			}
			if users[used]--; users[used] == 0 {
				order = append(order, used)
			}
		}
	}
	if len(order) < n {
		return false
	}
	slices.Reverse(order)
	s.cycles.order = order
	return true
}

// liveRow returns the bounds of an activity's edges; none where it passes nothing on.
func (s *state) liveRow(a int32) (from, thru int32) {
	if !s.delegates(a) {
		return 0, 0
	}
	return s.edges.rowOf(a)
}

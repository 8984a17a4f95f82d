package calc

import "slices"

// cycles knows which activities take part in a cycle of shares, that is, which lie
// in a strongly connected component of more than one activity.
type cycles struct {
	group   []int32           // per activity, 0 for none
	slot    []int32           // per activity in a group: its place among the members
	members map[int32][]int32 // per group, by id
	circles map[int32]*circle // per group that is solved
	last    int32             // group number given
	order   []int32           // all activities, used ones before their users; nil once that may be wrong
	place   []int32           // per activity: its place in that order, once asked for
	tarjan  tarjan
}

func newCycles(n int) cycles {
	return cycles{
		group: make([]int32, n), slot: make([]int32, n), members: map[int32][]int32{}, circles: map[int32]*circle{},
		tarjan: tarjan{place: make([]int32, n), low: make([]int32, n)},
	}
}

// circleOf returns the circle that an activity's money goes round in; nil where
// there is none, or it retains what reaches it.
func (c *cycles) circleOf(a int32) *circle {
	if group := c.group[a]; group != 0 {
		return c.circles[group]
	}
	return nil
}

// retain reports whether an activity is in a cycle that passes nothing on.
func (c *cycles) retain(a int32) bool { return c.group[a] != 0 && c.circles[c.group[a]] == nil }

// leader is the activity that stands for a circle as a whole, or a itself.
func (c *cycles) leader(a int32) int32 {
	if ring := c.circleOf(a); ring != nil {
		return ring.members[0]
	}
	return a
}

// first is the activity that stands for a cycle, solved or not, or a itself.
func (c *cycles) first(a int32) int32 {
	if group := c.group[a]; group != 0 {
		return c.members[group][0]
	}
	return a
}

// findCycles brings the cycles up to date after the edges of some activities
// appeared or vanished. A cycle that comes or goes runs through one of them, so
// looking at what they and the members of their old cycles lead to is enough.
func (s *state) findCycles(changed []int32) {
	if s.scheme.Method == Direct {
		return // one level is followed, so nothing can go round
	}
	if s.cycles.order != nil && !slices.ContainsFunc(changed, s.turnsBack) {
		return // all edges still go the way of the order, so nothing can go round
	}
	roots := slices.Clone(changed)
	for _, a := range changed {
		roots = append(roots, s.cycles.members[s.cycles.group[a]]...)
	}
	groups, order := s.cycles.tarjan.run(s, roots)
	s.cycles.order, s.cycles.place = nil, nil
	if len(order) == len(s.cycles.group) {
		s.cycles.order = order
	}
	for _, a := range order {
		delete(s.cycles.members, s.cycles.group[a])
		delete(s.cycles.circles, s.cycles.group[a])
		delete(s.problems.cycles, s.cycles.group[a])
		s.cycles.group[a] = 0
	}
	for _, members := range groups {
		slices.Sort(members)
		s.cycles.last++
		s.cycles.members[s.cycles.last] = members
		for slot, a := range members {
			s.cycles.group[a], s.cycles.slot[a] = s.cycles.last, int32(slot)
		}
		s.judgeCycle(s.cycles.last, members)
	}
}

// turnsBack reports whether an activity is in a cycle, or an edge of it leads to one
// behind it in the order that was found.
func (s *state) turnsBack(a int32) bool {
	c := &s.cycles
	if c.group[a] != 0 {
		return true
	}
	if c.place == nil {
		c.place = make([]int32, len(c.order))
		for place, a := range c.order {
			c.place[a] = int32(place)
		}
	}
	for used := range s.reached(a) {
		if c.place[used] > c.place[a] {
			return true
		}
	}
	return false
}

// usedFirst lists all activities, used ones before their users, those of a cycle
// together.
func (s *state) usedFirst() []int32 {
	if s.cycles.order == nil {
		s.cycles.place = nil
		_, s.cycles.order = s.cycles.tarjan.run(s, s.everything())
	}
	return s.cycles.order
}

// usersFirst lists all activities, users before what they use; of a circle only the
// leader. With the direct method money is never moved on twice, so any order will do.
func (s *state) usersFirst() []int32 {
	if s.scheme.Method == Direct {
		return s.everything()
	}
	order := slices.DeleteFunc(slices.Clone(s.usedFirst()), func(a int32) bool { return s.cycles.leader(a) != a })
	slices.Reverse(order)
	return order
}

// judgeCycle solves a cycle if it is to be solved and leaks, or else names it.
func (s *state) judgeCycle(group int32, members []int32) {
	if s.scheme.Cycles == RefuseCycles {
		s.noteCycle(ProblemCycle, group, members)
		return
	}
	if ring := s.newCircle(members); ring != nil {
		s.cycles.circles[group] = ring
		return
	}
	s.noteCycle(ProblemClosedCycle, group, members)
}

// noteCycle names the shortest cycle through the group's first activity by id.
func (s *state) noteCycle(code ProblemCode, group int32, members []int32) {
	p := Problem{Code: code, Activity: members[0], Facility: -1, At: Ever}
	p.Path = s.shortestCycle(p.Activity)
	for _, a := range members {
		p.At = max(p.At, s.since[a])
	}
	s.problems.cycles[group] = p
}

// shortestCycle goes breadth first from an activity, inside its group, until it is
// back.
func (s *state) shortestCycle(start int32) []int32 {
	cameFrom := map[int32]int32{}
	for queue := []int32{start}; len(queue) > 0; queue = queue[1:] {
		user := queue[0]
		for used := range s.reached(user) {
			if s.cycles.group[used] != s.cycles.group[start] {
				continue
			}
			if used == start {
				return pathBack(cameFrom, start, user)
			}
			if _, known := cameFrom[used]; !known {
				cameFrom[used] = user
				queue = append(queue, used)
			}
		}
	}
	return nil // not reached: every member of a group lies on a cycle
}

func pathBack(cameFrom map[int32]int32, start, end int32) []int32 {
	path := []int32{end}
	for a := end; a != start; {
		a = cameFrom[a]
		path = append(path, a)
	}
	slices.Reverse(path)
	return path
}

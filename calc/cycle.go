package calc

import "slices"

// cycles knows which activities take part in a cycle of shares, that is, which lie
// in a strongly connected component of more than one activity.
type cycles struct {
	group   []int32           // per activity, 0 for none
	members map[int32][]int32 // per group
	last    int32             // group number given
	tarjan  tarjan
}

func newCycles(n int) cycles {
	return cycles{group: make([]int32, n), members: map[int32][]int32{}, tarjan: tarjan{place: make([]int32, n), low: make([]int32, n)}}
}

func (c *cycles) has(a int32) bool { return c.group[a] != 0 }

// findCycles brings the cycles up to date after the edges of some activities
// appeared or vanished. A cycle that comes or goes runs through one of them, so
// looking at what they and the members of their old cycles lead to is enough.
func (s *state) findCycles(changed []int32) {
	if s.scheme.Method == Direct {
		return // one level is followed, so nothing can go round
	}
	roots := slices.Clone(changed)
	for _, a := range changed {
		roots = append(roots, s.cycles.members[s.cycles.group[a]]...)
	}
	groups, seen := s.cycles.tarjan.run(s, roots)
	for _, a := range seen {
		delete(s.cycles.members, s.cycles.group[a])
		delete(s.problems.cycles, s.cycles.group[a])
		s.cycles.group[a] = 0
	}
	for _, members := range groups {
		s.cycles.last++
		s.cycles.members[s.cycles.last] = members
		for _, a := range members {
			s.cycles.group[a] = s.cycles.last
		}
		s.noteCycle(s.cycles.last, members)
	}
}

// noteCycle names the shortest cycle through the group's first activity by id.
func (s *state) noteCycle(group int32, members []int32) {
	p := Problem{Code: ProblemCycle, Activity: slices.Min(members), Facility: -1, At: Ever}
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
		from, thru := s.edges.rowOf(user)
		for edge := from; edge < thru; edge++ {
			used := s.edges.column[edge]
			if s.weight[edge] == 0 || s.cycles.group[used] != s.cycles.group[start] {
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

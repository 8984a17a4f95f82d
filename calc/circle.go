package calc

// circle is a strongly connected component of the graph that leaks: what goes round
// in it gets out at last. It holds the shares in float64, for a first guess; money
// is divided by the rules themselves.
type circle struct {
	members []int32 // by id
	start   []int32 // per member: its first edge to another member; one more behind
	to      []int32 // per edge: the other member's slot
	share   []float64
	leak    []float64 // per member: the part that leaves the circle
	// Per member, the slot that is next on the shortest way out, or out.
	next  []int32
	order []int32 // the members, those with the longest way first

	factors *elimination // once needed
}

// out stands for the way of a member that leaks itself.
const out = -1

// newCircle returns nil for a component that leaks nothing.
func (s *state) newCircle(members []int32) *circle {
	c := &circle{members: members, start: []int32{0}, leak: make([]float64, len(members))}
	leaks := false
	for slot, a := range members {
		outside := s.addSpokes(c, a)
		c.leak[slot] = outside
		leaks = leaks || outside > 0
		c.start = append(c.start, int32(len(c.to)))
	}
	if !leaks {
		return nil
	}
	c.findWays()
	return c
}

// addSpokes adds the edges of a to other members and returns the part that leaves.
// Only parts are added up here, nothing is subtracted, so that a tiny leak is known
// as precisely as a large one.
func (s *state) addSpokes(c *circle, a int32) (leak float64) {
	r := &s.rules[a]
	whole := float64(r.whole)
	var outside uint64
	from, thru := s.edges.rowOf(a)
	for edge := from; edge < thru; edge++ {
		switch used := s.edges.column[edge]; {
		case s.weight[edge] == 0:
		case s.together(a, used):
			c.to = append(c.to, s.cycles.slot[used])
			c.share = append(c.share, float64(s.weight[edge])/whole)
		default:
			outside += s.weight[edge]
		}
	}
	own := float64(r.own) / whole
	if r.own == 0 || s.credits[a] == 0 {
		return float64(outside)/whole + own
	}
	credits := float64(s.credits[a])
	return float64(outside)/whole + float64(own*float64(float64(s.addHolders(c, a, own))/credits))
}

// addHolders adds the edges to members that hold credits in a and returns the pieces
// of all others.
func (s *state) addHolders(c *circle, a int32, own float64) (others uint64) {
	if !s.lends {
		return s.credits[a]
	}
	from, thru := s.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		pieces, holder := s.counted(h), s.holderOf(h)
		if holder == nobody || !s.together(a, holder) {
			others += pieces
		} else if pieces > 0 {
			c.to = append(c.to, s.cycles.slot[holder])
			c.share = append(c.share, float64(own*float64(float64(pieces)/float64(s.credits[a]))))
		}
	}
	return others
}

// together reports whether two activities are in the same cycle.
func (s *state) together(a, b int32) bool {
	return s.cycles.group[a] != 0 && s.cycles.group[a] == s.cycles.group[b]
}

// findWays goes backwards from the members that leak, breadth first.
func (c *circle) findWays() {
	n := len(c.members)
	from := make([]int32, len(c.to)) // per edge: where it begins
	all := make([]int32, len(c.to))
	for slot := range n {
		for edge := c.start[slot]; edge < c.start[slot+1]; edge++ {
			from[edge], all[edge] = int32(slot), edge
		}
	}
	in, start := bucket(all, c.to, n)
	c.next, c.order = make([]int32, n), make([]int32, n)
	seen, queue := make([]bool, n), make([]int32, 0, n)
	for slot, leak := range c.leak {
		if leak > 0 {
			c.next[slot], seen[slot] = out, true
			queue = append(queue, int32(slot))
		}
	}
	for i := 0; i < len(queue); i++ {
		slot := queue[i]
		c.order[n-1-i] = slot
		for _, edge := range in[start[slot]:start[slot+1]] {
			if user := from[edge]; !seen[user] {
				c.next[user], seen[user] = slot, true
				queue = append(queue, user)
			}
		}
	}
}

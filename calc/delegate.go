package calc

// delegate cuts what reached an activity by its rule: give gets every component's
// part, by id, and what is left for own credits is returned.
func (s *state) delegate(a int32, reached Fine, give func(used int32, part Fine)) Fine {
	r := &s.rules[a]
	if r.own == r.whole {
		return reached
	}
	kept, cutter := reached, cut(reached, r.whole)
	from, thru := s.edges.rowOf(a)
	for edge := from; edge < thru; edge++ {
		if s.weight[edge] == 0 {
			continue
		}
		part := cutter.next(s.weight[edge])
		kept = kept.Sub(part)
		give(s.edges.column[edge], part)
	}
	return kept
}

// divide cuts an amount among the credits of an activity, by facility id; there
// are some.
func (s *state) divide(a int32, amount Fine, give func(holding int32, part Fine)) {
	cutter := cut(amount, s.credits[a])
	from, thru := s.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		if pieces := s.counted(h); pieces > 0 {
			give(h, cutter.next(pieces))
		}
	}
}

// everything lists all activities.
func (s *state) everything() []int32 { return numbers(len(s.scheme.Activities)) }

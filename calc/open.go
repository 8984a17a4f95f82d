package calc

// openComponents collects the edges and adds up what the rows say as the span begins.
// The order of the rows is of no matter for that; by their pairs they are gone
// through because these are collected on the way. Mostly they stand so already.
func (s *state) openComponents() {
	rows, n := s.scheme.Components, len(s.scheme.Activities)
	s.edges, s.weight = newPairs(len(rows), n, n), make([]uint64, len(rows))
	if s.takeComponents(nil) {
		return
	}
	s.edges.reset()
	clear(s.weight)
	clear(s.total)
	clear(s.self)
	clear(s.refusals)
	s.takeComponents(inOrder(len(rows), n, n, func(i int) (int32, int32) { return rows[i].User, rows[i].Used }))
}

// takeComponents reports false if the rows, taken as they stand, are not in order.
func (s *state) takeComponents(order []int32) bool {
	rows := s.scheme.Components
	for k := range rows {
		i := placeIn(order, k)
		c := &rows[i]
		s.noteValidity(c.User, c.From, c.Thru)
		edge := int32(noPair)
		s.moving = s.moving || s.span.moves(c.From, c.Thru)
		if c.User != c.Used && s.span.touches(c.From, c.Thru) {
			if edge = s.edges.take(c.User, c.Used); edge == noPair {
				return false
			}
		}
		if s.span.opens(c.From, c.Thru) {
			s.addComponent(i, edge)
		}
	}
	s.edges.seal()
	return true
}

// openCredits does for the credits what openComponents does for rows.
func (s *state) openCredits() {
	rows, n := s.scheme.Credits, len(s.scheme.Activities)
	s.holdings, s.pieces = newPairs(len(rows), n, len(s.account)), make([]int64, len(rows))
	if s.takeCredits(nil) {
		return
	}
	s.holdings.reset()
	clear(s.pieces)
	s.above = nil
	s.takeCredits(inOrder(len(rows), n, len(s.account), func(i int) (int32, int32) { return rows[i].Activity, rows[i].Facility }))
}

func (s *state) takeCredits(order []int32) bool {
	rows := s.scheme.Credits
	for k := range rows {
		c := &rows[placeIn(order, k)]
		if c.At > s.span.last {
			continue
		}
		holding := s.holdings.take(c.Activity, c.Facility)
		if holding == noPair {
			return false
		}
		if c.At <= s.span.first {
			s.noteChange(c.Activity, c.At)
			s.addCredit(holding, c.Change)
		} else {
			s.moving = true
		}
	}
	s.holdings.seal()
	return true
}

// placeIn returns what stands at a place; nil is the order in which things stand.
func placeIn(order []int32, place int) int {
	if order == nil {
		return place
	}
	return int(order[place])
}

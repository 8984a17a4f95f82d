package calc

// state is a scheme at an instant: what is live then, and what follows from it.
// Distribute moves it through time, At freezes it.
type state struct {
	scheme *Scheme
	span   span

	edges  pairs    // user → used
	weight []uint64 // per edge, live rows summed; exact while the user's total fits 63 bits
	total  []wide   // per activity: all live weights, rows to itself included
	self   []uint64 // per activity: live rows to itself
	// Per activity the reasons of live refused rows, how often each.
	refusals map[int32]map[Reason]int

	holdings pairs   // activity → facility
	pieces   []Fine  // per holding, in millionths
	account  []int32 // per facility
	lending

	rules    []rule
	credits  []uint64 // per activity: Σ of positive holdings
	cycles   cycles
	since    []Instant // per activity: the last change of its rules or credits
	retained map[Reason]int32
	problems problems

	founders founders
	formulas *formulaBook // nil without formulas
}

// newState opens a scheme, checked and complete, as of the beginning of a span.
// It knows of every pair that matters at some instant of the span.
func newState(s *Scheme, in span) *state {
	n := len(s.Activities)
	st := &state{
		scheme: s, span: in,
		total: make([]wide, n), self: make([]uint64, n), refusals: map[int32]map[Reason]int{},
		account: make([]int32, len(s.Facilities)),
		rules:   make([]rule, n), credits: make([]uint64, n), since: make([]Instant, n),
		cycles: newCycles(n), retained: s.retainedAccounts(), problems: newProblems(),
		lending: newLending(s), formulas: newFormulaBook(s, in),
	}
	st.open()
	st.judgeAll()
	return st
}

// open applies everything that is so when the span begins. All of it adds up, so
// the order of the rows is of no matter; by their pairs they are gone through only
// because these are collected on the way.
func (s *state) open() {
	for a := range s.since {
		s.since[a] = Ever
	}
	s.openComponents()
	s.openCredits()
	for f := range s.account {
		s.account[f] = s.retained[NoParty]
	}
	for i := range s.scheme.Tenures {
		t := &s.scheme.Tenures[i]
		if a := s.holderIn(t); a != nobody {
			s.noteChange(a, t.From, s.formulas.onCreditsOf(a))
			s.noteChange(a, t.Thru, s.formulas.onCreditsOf(a))
		}
		if s.span.opens(t.From, t.Thru) {
			s.entrust(t.Facility, t.Account)
		}
	}
	s.openFounders()
}

func (s *state) openComponents() {
	rows, n := s.scheme.Components, len(s.scheme.Activities)
	order := inOrder(len(rows), n, n, func(i int) (int32, int32) { return rows[i].User, rows[i].Used })
	s.edges, s.weight = newPairs(len(rows), n, n), make([]uint64, 0, len(rows))
	for k := range rows {
		i := k
		if order != nil {
			i = int(order[k])
		}
		c := &rows[i]
		s.noteChange(c.User, c.From, s.formulas.onRowOf(int32(i)))
		s.noteChange(c.User, c.Thru, s.formulas.onRowOf(int32(i)))
		edge := int32(noPair)
		if c.User != c.Used && s.span.touches(c.From, c.Thru) {
			if edge = s.edges.take(c.User, c.Used); int(edge) == len(s.weight) {
				s.weight = append(s.weight, 0)
			}
		}
		if s.span.opens(c.From, c.Thru) {
			s.addComponent(i, edge)
		}
	}
	s.edges.seal()
}

func (s *state) openCredits() {
	rows := s.scheme.Credits
	order := inOrder(len(rows), len(s.scheme.Activities), len(s.account), func(i int) (int32, int32) { return rows[i].Activity, rows[i].Facility })
	s.holdings, s.pieces = newPairs(len(rows), len(s.scheme.Activities), len(s.account)), make([]Fine, 0, len(rows))
	for k := range rows {
		i := k
		if order != nil {
			i = int(order[k])
		}
		c := &rows[i]
		if c.At > s.span.last {
			continue
		}
		holding := s.holdings.take(c.Activity, c.Facility)
		if int(holding) == len(s.pieces) {
			s.pieces = append(s.pieces, Fine{})
		}
		if c.At <= s.span.first {
			s.noteChange(c.Activity, c.At, s.formulas.onCreditsOf(c.Activity))
			s.addCredit(holding, c.Change)
		}
	}
	s.holdings.seal()
}

// noteChange remembers the last change until the span begins, of an activity and of
// those with formulas that look at it.
func (s *state) noteChange(activity int32, at Instant, formulas []int32) {
	if at > s.span.first {
		return
	}
	s.since[activity] = max(s.since[activity], at)
	for _, a := range formulas {
		s.since[a] = max(s.since[a], at)
	}
}

// edgeOf returns the edge that a row says something of; noPair for a row of an
// activity to itself.
func (s *state) edgeOf(i int) int32 {
	c := &s.scheme.Components[i]
	if c.User == c.Used {
		return noPair
	}
	return s.edges.find(c.User, c.Used)
}

// addComponent makes a row live.
func (s *state) addComponent(i int, edge int32) {
	c := &s.scheme.Components[i]
	s.formulas.setLive(i, true)
	weight := uint64(c.Weight)
	switch {
	case c.Refused != "":
		s.refuse(c.User, c.Refused, 1)
		return
	case s.formulas.weighs(c.User):
		return
	case edge == noPair:
		s.self[c.User] += weight
	default:
		s.weight[edge] += weight
	}
	s.total[c.User] = s.total[c.User].add(wide{0, weight})
}

// dropComponent ends a row.
func (s *state) dropComponent(i int, edge int32) {
	c := &s.scheme.Components[i]
	s.formulas.setLive(i, false)
	weight := uint64(c.Weight)
	switch {
	case c.Refused != "":
		s.refuse(c.User, c.Refused, -1)
		return
	case s.formulas.weighs(c.User):
		return
	case edge == noPair:
		s.self[c.User] -= weight
	default:
		s.weight[edge] -= weight
	}
	s.total[c.User] = s.total[c.User].sub(wide{0, weight})
}

func (s *state) refuse(activity int32, reason Reason, count int) {
	if s.refusals[activity] == nil {
		s.refusals[activity] = map[Reason]int{}
	}
	s.refusals[activity][reason] += count
}

func (s *state) addCredit(holding int32, change Quantity) {
	s.pieces[holding] = s.pieces[holding].Add(Fine{int64(change) >> 63, uint64(change)})
}

// counted returns the pieces of a holding that count: none while they are below
// zero, or while the activity holds them itself.
func (s *state) counted(holding int32) uint64 {
	if s.pieces[holding].hi < 0 || s.heldByItself(holding) {
		return 0
	}
	return s.pieces[holding].lo // beyond 64 bits the activity is refused, see sumCredits
}

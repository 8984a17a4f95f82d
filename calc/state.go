package calc

// state is a scheme at an instant: what is live then, and what follows from it.
// Distribute moves it through time, At freezes it.
type state struct {
	scheme *Scheme
	span   span
	moving bool // something changes while the span lasts

	edges  pairs    // user → used
	weight []uint64 // per edge, live rows summed; exact while the user's total fits 63 bits
	total  []wide   // per activity: all live weights, rows to itself included
	self   []uint64 // per activity: live rows to itself
	// Per activity the reasons of live refused rows, how often each.
	refusals map[int32]map[Reason]int

	holdings pairs   // activity → facility
	pieces   []int64 // per holding, in millionths; the low words where above is set
	above    []int64 // their high words; nil while none is needed
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

// open applies everything that is so when the span begins.
func (s *state) open() {
	for a := range s.since {
		s.since[a] = Ever
	}
	s.openComponents()
	s.openCredits()
	s.noteForFormulas()
	for f := range s.account {
		s.account[f] = s.retained[NoParty]
	}
	for i := range s.scheme.Tenures {
		t := &s.scheme.Tenures[i]
		if a := s.holderIn(t); a != nobody {
			s.noteValidity(a, t.From, t.Thru)
		}
		s.moving = s.moving || s.span.moves(t.From, t.Thru)
		if s.span.opens(t.From, t.Thru) {
			s.entrust(t.Facility, t.Account)
		}
	}
	s.openFounders()
}

// noteChange remembers the last change of an activity until the span begins.
func (s *state) noteChange(activity int32, at Instant) {
	if at <= s.span.first {
		s.since[activity] = max(s.since[activity], at)
	}
}

// noteValidity remembers when something begins and ends; what is valid at no instant
// changes nothing.
func (s *state) noteValidity(activity int32, from, thru Instant) {
	if from < thru {
		s.noteChange(activity, from)
		s.noteChange(activity, thru)
	}
}

// noteForFormulas remembers for activities with formulas what changed that these
// look at.
func (s *state) noteForFormulas() {
	if s.formulas == nil {
		return
	}
	note := func(activities []int32, at Instant) {
		for _, a := range activities {
			s.noteChange(a, at)
		}
	}
	for i := range s.scheme.Components {
		c := &s.scheme.Components[i]
		note(s.formulas.onRowOf(int32(i)), c.From)
		note(s.formulas.onRowOf(int32(i)), c.Thru)
	}
	for _, c := range s.scheme.Credits {
		note(s.formulas.onCreditsOf(c.Activity), c.At)
	}
	for i := range s.scheme.Tenures {
		t := &s.scheme.Tenures[i]
		if a := s.holderIn(t); a != nobody {
			note(s.formulas.onCreditsOf(a), t.From)
			note(s.formulas.onCreditsOf(a), t.Thru)
		}
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
	case c.Refused() != "":
		s.refuse(c.User, c.Refused(), 1)
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
	case c.Refused() != "":
		s.refuse(c.User, c.Refused(), -1)
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
	if sum, fits := sum64(s.pieces[holding], int64(change)); fits && s.above == nil {
		s.pieces[holding] = sum
		return
	}
	sum := s.stock(holding).Add(Fine{int64(change) >> 63, uint64(change)})
	s.pieces[holding] = int64(sum.lo)
	if s.above == nil {
		s.above = make([]int64, len(s.pieces))
		for h, low := range s.pieces {
			s.above[h] = low >> 63
		}
	}
	s.above[holding] = sum.hi
}

// sum64 is a + b, and whether that fits.
func sum64(a, b int64) (sum int64, fits bool) {
	sum = a + b
	return sum, (a^sum)&(b^sum) >= 0
}

// stock returns the pieces of a holding.
func (s *state) stock(holding int32) Fine {
	low := s.pieces[holding]
	if s.above == nil {
		return Fine{low >> 63, uint64(low)}
	}
	return Fine{s.above[holding], uint64(low)}
}

// counted returns the pieces of a holding that count: none while they are below
// zero, or while the activity holds them itself.
func (s *state) counted(holding int32) uint64 {
	if s.plain() {
		return uint64(max(0, s.pieces[holding]))
	}
	return s.countedOf(holding)
}

// plain reports whether credits are what they mostly are: numbers of 64 bits, none of
// them an activity's.
func (s *state) plain() bool { return s.above == nil && !s.lends }

func (s *state) countedOf(holding int32) uint64 {
	if s.stock(holding).hi < 0 || s.heldByItself(holding) {
		return 0
	}
	return uint64(s.pieces[holding]) // beyond 64 bits the activity is refused, see sumCredits
}

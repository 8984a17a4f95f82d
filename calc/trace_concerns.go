package calc

// concerns knows which changes can matter to an account: those upstream of the
// activities in which it has credits at some time. It may know too many, never too
// few, so that what lies between two of them can be looked at together.
type concerns struct {
	scheme  *Scheme
	account int32
	all     bool   // every change may matter
	target  []bool // per activity: the account may get a part of what it keeps
	leads   []bool // per activity: money may go on from it to a target
	divides []bool // per activity: how its credits are divided matters
}

func concernsOf(s *state, account int32) concerns {
	n := len(s.scheme.Activities)
	c := concerns{scheme: s.scheme, account: account, target: make([]bool, n), leads: make([]bool, n), divides: make([]bool, n)}
	if s.scheme.Accounts[account].Retained != "" {
		c.everywhere() // any activity may retain, for a reason of its own
		return c
	}
	for i := range s.scheme.Components {
		c.all = c.all || s.scheme.Components[i].Formula() != nil // which may refer to anything
	}
	for _, tenure := range s.scheme.Tenures {
		if tenure.Account == account {
			c.aim(s, tenure.Facility)
		}
	}
	c.climb(s)
	return c
}

func (c *concerns) everywhere() {
	for a := range c.target {
		c.target[a], c.leads[a], c.divides[a] = true, true, true
	}
}

// aim marks the activities with credits in a facility of the account.
func (c *concerns) aim(s *state, facility int32) {
	_, activities := s.holdings.columnOf(facility)
	for _, a := range activities {
		c.target[a], c.divides[a] = true, true
	}
}

// climb marks everything that leads to the targets.
func (c *concerns) climb(s *state) {
	facilities := s.facilitiesOfActivities()
	var stack []int32
	mark := func(a int32) {
		if !c.leads[a] {
			c.leads[a] = true
			stack = append(stack, a)
		}
	}
	for a, is := range c.target {
		if is {
			mark(int32(a))
		}
	}
	for len(stack) > 0 {
		a := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		_, users := s.edges.columnOf(a)
		for _, user := range users {
			mark(user)
		}
		for _, facility := range facilities[a] {
			_, users := s.holdings.columnOf(facility)
			for _, user := range users {
				c.divides[user] = true
				mark(user)
			}
		}
	}
}

// facilitiesOfActivities lists, per activity, the facilities that are its own at
// some time, so that it holds credits.
func (s *state) facilitiesOfActivities() map[int32][]int32 {
	facilities := map[int32][]int32{}
	if !s.lends {
		return facilities
	}
	for _, tenure := range s.scheme.Tenures {
		if a := s.holder[tenure.Account]; a != nobody {
			facilities[a] = append(facilities[a], tenure.Facility)
		}
	}
	return facilities
}

// between returns when the first and the last of the events happens that matters.
func (c *concerns) between(events []event) (first, last Instant, found bool) {
	for _, e := range events {
		if !c.has(e) {
			continue
		}
		if !found {
			first, found = e.at, true
		}
		last = e.at
	}
	return first, last, found
}

func (c *concerns) has(e event) bool {
	switch e.kind {
	case componentStarts, componentEnds:
		return c.all || c.leads[c.scheme.Components[e.index].User]
	case creditChanges:
		return c.all || c.divides[c.scheme.Credits[e.index].Activity]
	case tenureStarts, tenureEnds:
		account := c.scheme.Tenures[e.index].Account
		return account == c.account || c.scheme.Accounts[account].Activity != "" || c.scheme.Accounts[c.account].Retained == NoParty
	}
	return true
}

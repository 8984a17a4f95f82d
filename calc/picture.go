package calc

import (
	"fmt"
	"slices"
	"sync"
)

// Picture is a scheme frozen at an instant. Its methods share working memory: one
// goroutine at a time.
type Picture struct {
	Problems []Problem
	*state
	falling []Fine // per activity: what reached it
	landed  []Fine // per account
	seen    []bool
}

// At freezes a scheme as of t, by the rules of Distribute: a row counts when
// From <= t < Thru, a credit when At <= t. The scheme is completed with retained
// accounts (see Complete). At fails only when the scheme breaks its contract.
func At(s *Scheme, t Instant) (*Picture, error) {
	if err := prepare(s); err != nil {
		return nil, fmt.Errorf("picture at %d ms: %w", t, err)
	}
	frozen := newState(s, span{t, t})
	frozen.tellAll()
	if frozen.founders.problem != nil {
		frozen.problems.add(*frozen.founders.problem)
	}
	return &Picture{
		Problems: frozen.problems.sorted(), state: frozen, seen: make([]bool, len(s.Activities)),
		falling: make([]Fine, len(s.Activities)), landed: make([]Fine, len(s.Accounts)),
	}, nil
}

// Shares says what each account gets of one whole of a sale of an activity, by
// account, zero shares left out: the founders' parts first, then the rest. The shares
// add up to one exactly, before they are rounded to text.
func (p *Picture) Shares(activity int32) []Share {
	var accounts []int32
	land := func(account int32, part Fine) {
		if p.landed[account].IsZero() && !part.IsZero() {
			accounts = append(accounts, account)
		}
		p.landed[account] = p.landed[account].Add(part)
	}
	if p.founders.problem != nil {
		land(p.retained[RuleRefused], one)
	} else {
		p.pour(activity, p.cutFounders(one, func(founder int32, part Fine) { p.pour(founder, part, land) }), land)
	}
	slices.Sort(accounts)
	shares := make([]Share, len(accounts))
	exact := sync.OnceValue(func() []ExactShare { return p.ExactShares(activity) })
	for i, account := range accounts {
		shares[i] = Share{Account: account, Activity: activity, mass: p.landed[account]}.leaning(exact)
		p.landed[account] = Fine{}
	}
	return shares
}

// pour lets a mass fall on an activity and on down to where it lands.
func (p *Picture) pour(activity int32, mass Fine, land func(account int32, part Fine)) {
	p.falling[activity] = mass
	for _, a := range p.downstream(activity) {
		if ring := p.cycles.circleOf(a); ring != nil {
			p.pourRound(ring, land)
			continue
		}
		mass := p.falling[a]
		p.falling[a] = Fine{}
		p.move(a, mass, a == activity || p.scheme.Method == Recursive, land)
	}
}

// move divides the mass that reached an activity; onward says whether its
// components get their parts.
func (p *Picture) move(a int32, mass Fine, onward bool, land func(account int32, part Fine)) {
	if reason := p.retains(a); reason != "" {
		land(p.retained[reason], mass)
		return
	}
	if onward {
		mass = p.delegate(a, mass, func(used int32, part Fine) { p.falling[used] = p.falling[used].Add(part) })
	}
	p.settleOn(a, mass, land)
}

// settleOn divides what an activity keeps.
func (p *Picture) settleOn(a int32, mass Fine, land func(account int32, part Fine)) {
	if p.credits[a] == 0 {
		land(p.retained[NoCredits], mass)
		return
	}
	p.divide(a, mass, func(holding int32, part Fine) {
		if holder := p.holderOf(holding); holder != nobody {
			p.falling[holder] = p.falling[holder].Add(part)
			return
		}
		land(p.account[p.holdings.column[holding]], part)
	})
}

// descent is an activity on a path, or the leader of a circle.
type descent struct {
	activity int32
	start    int // of what it uses
}

// downstream lists an activity and all that its income reaches, users before what
// they use; of a circle only the leader.
func (p *Picture) downstream(activity int32) []int32 {
	var order, used []int32
	var path []descent
	enter := func(a int32) {
		a = p.cycles.leader(a)
		if p.seen[a] {
			return
		}
		p.seen[a] = true
		path = append(path, descent{a, len(used)})
		if p.passesOn(a, len(path)) {
			used = p.appendUsed(used, a)
		}
	}
	for enter(activity); len(path) > 0; {
		top := path[len(path)-1]
		if len(used) > top.start {
			next := used[len(used)-1]
			used = used[:len(used)-1]
			enter(next)
			continue
		}
		order = append(order, top.activity)
		path = path[:len(path)-1]
	}
	for _, a := range order {
		p.seen[a] = false
	}
	slices.Reverse(order)
	return order
}

// appendUsed appends what the money of an activity, or of the circle that it leads,
// goes on to.
func (p *Picture) appendUsed(used []int32, a int32) []int32 {
	members := []int32{a}
	if ring := p.cycles.circleOf(a); ring != nil {
		members = ring.members
	}
	for _, member := range members {
		for next := range p.reached(member) {
			used = append(used, next)
		}
	}
	return used
}

// passesOn reports whether an activity gives its components their parts; with the
// direct method only the first one of a path does.
func (p *Picture) passesOn(a int32, depth int) bool {
	return p.retains(a) == "" && (depth == 1 || p.scheme.Method == Recursive)
}

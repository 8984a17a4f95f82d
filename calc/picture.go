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
	return &Picture{
		Problems: frozen.problems.sorted(), state: frozen, seen: make([]bool, len(s.Activities)),
		falling: make([]Fine, len(s.Activities)), landed: make([]Fine, len(s.Accounts)),
	}, nil
}

// Shares says what each account gets of one whole of an activity's income, by
// account, zero shares left out. The shares add up to one exactly, before they are
// rounded to text.
func (p *Picture) Shares(activity int32) []Share {
	var accounts []int32
	land := func(account int32, part Fine) {
		if p.landed[account].IsZero() && !part.IsZero() {
			accounts = append(accounts, account)
		}
		p.landed[account] = p.landed[account].Add(part)
	}
	p.falling[activity] = one
	for _, a := range p.downstream(activity) {
		mass := p.falling[a]
		p.falling[a] = Fine{}
		p.move(a, mass, a == activity || p.scheme.Method == Recursive, land)
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
	if p.credits[a] == 0 {
		land(p.retained[NoCredits], mass)
		return
	}
	p.divide(a, mass, func(holding int32, part Fine) { land(p.account[p.holdings.column[holding]], part) })
}

// downstream lists an activity and all that its income reaches, users before what
// they use.
func (p *Picture) downstream(activity int32) []int32 {
	var order []int32
	path := []visit{p.visit(activity)}
	for len(path) > 0 {
		top := &path[len(path)-1]
		if _, thru := p.edges.rowOf(top.activity); top.edge < thru && p.passesOn(top.activity, len(path)) {
			edge := top.edge
			top.edge++
			if used := p.edges.column[edge]; p.weight[edge] > 0 && !p.seen[used] {
				path = append(path, p.visit(used))
			}
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

func (p *Picture) visit(a int32) visit {
	p.seen[a] = true
	edge, _ := p.edges.rowOf(a)
	return visit{a, edge}
}

// passesOn reports whether an activity gives its components their parts; with the
// direct method only the first one of a path does.
func (p *Picture) passesOn(a int32, depth int) bool {
	return p.retains(a) == "" && (depth == 1 || p.scheme.Method == Recursive)
}

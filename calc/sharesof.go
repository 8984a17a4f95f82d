package calc

// SharesOf says what an account gets of one whole of a sale of every activity, by
// activity, zero shares left out. It is one sweep from the components up to their
// users, the transpose of what Shares does, and says the same to the last digit of
// the text; only what is cut off in circles that defy it (BelowEpsilon) is left out.
func (p *Picture) SharesOf(account int32) []Share {
	if p.scheme.Accounts[account].Activity != "" {
		return nil // what it gets is income of its activity
	}
	shares := p.worths(account)
	p.shareFounders(account, shares)
	var list []Share
	for a, mass := range shares {
		if !mass.IsZero() {
			exact := func() []ExactShare { return p.ExactShares(int32(a)) }
			list = append(list, Share{Account: account, Activity: int32(a), mass: mass}.leaning(exact))
		}
	}
	return list
}

// worths says what an account gets of a whole that comes in at each activity.
func (p *Picture) worths(account int32) []Fine {
	kept := p.keptBy(account)
	got := kept
	if p.scheme.Method == Recursive {
		got = make([]Fine, len(kept))
	}
	order := p.usersFirst()
	shares := make([]Fine, len(kept))
	for i := len(order) - 1; i >= 0; i-- { // components first
		a := order[i]
		if ring := p.cycles.circleOf(a); ring != nil {
			p.worthsRound(ring, kept, got)
			for _, member := range ring.members {
				shares[member] = got[member]
			}
			continue
		}
		shares[a] = p.shareIn(a, kept[a], got)
		if p.scheme.Method == Recursive {
			got[a] = shares[a]
		}
	}
	return shares
}

// shareFounders mixes in what the account gets of the founders' parts of a sale.
func (p *Picture) shareFounders(account int32, shares []Fine) {
	if len(p.founders.parts) == 0 {
		return
	}
	if p.founders.problem != nil {
		refused := Fine{}
		if p.retained[RuleRefused] == account {
			refused = one
		}
		for a := range shares {
			shares[a] = refused
		}
		return
	}
	var first Fine
	for _, f := range p.founders.parts {
		first = first.Add(signed(false, shares[f.activity].abs().mulDiv(f.percent, hundred)))
	}
	for a := range shares {
		shares[a] = first.Add(signed(false, shares[a].abs().mulDiv(hundred-p.founders.total, hundred)))
	}
}

// shareIn adds up what an account gets of an activity's own part, and of its
// components' parts and those of activities that hold its credits by what it gets of
// each of them.
func (p *Picture) shareIn(a int32, kept Fine, got []Fine) Fine {
	r := &p.rules[a]
	if p.retains(a) != "" {
		return kept
	}
	if p.owes(a) {
		kept = kept.Add(p.heldShare(a, got))
	}
	if r.own == r.whole {
		return kept
	}
	sum := signed(false, kept.abs().mulDiv(r.own, r.whole))
	from, thru := p.edges.rowOf(a)
	for edge := from; edge < thru; edge++ {
		part := got[p.edges.column[edge]].abs().mulDiv(p.weight[edge], r.whole)
		sum = sum.Add(signed(false, part))
	}
	return sum
}

// heldShare adds up what the account gets of the parts of activities with credits.
func (p *Picture) heldShare(a int32, got []Fine) (sum Fine) {
	from, thru := p.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		if holder := p.holderOf(h); holder != nobody {
			sum = sum.Add(signed(false, got[holder].abs().mulDiv(p.counted(h), p.credits[a])))
		}
	}
	return sum
}

// keptBy says what the account gets, by its credits, of a whole that stays at each
// activity.
func (p *Picture) keptBy(account int32) []Fine {
	kept := make([]Fine, len(p.scheme.Activities))
	pieces := make([]uint64, len(kept))
	for h, facility := range p.holdings.column {
		if p.account[facility] == account {
			pieces[p.holdings.row(int32(h))] += p.counted(int32(h))
		}
	}
	for i := range kept {
		a := int32(i)
		reason := p.retains(a)
		switch {
		case reason == "" && p.credits[a] == 0:
			reason = NoCredits
			fallthrough
		case reason != "":
			if p.retained[reason] == account {
				kept[a] = one
			}
		default:
			kept[a] = signed(false, one.abs().mulDiv(pieces[a], p.credits[a]))
		}
	}
	return kept
}

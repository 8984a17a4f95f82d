package calc

// SharesOf says what an account gets of one whole of every activity's income, by
// activity, zero shares left out. It is one sweep from the components up to their
// users, the transpose of what Shares does, and says the same to the last digit of
// the text.
func (p *Picture) SharesOf(account int32) []Share {
	kept := p.keptBy(account)
	got := kept
	if p.scheme.Method == Recursive {
		got = make([]Fine, len(kept))
	}
	above := &sweep{state: p.state, climb: climb{seen: p.seen}}
	order := above.upstream(p.everything(), nil)
	shares := make([]Fine, len(kept))
	for i := len(order) - 1; i >= 0; i-- { // components first
		a := order[i]
		shares[a] = p.shareIn(a, kept[a], got)
		if p.scheme.Method == Recursive {
			got[a] = shares[a]
		}
	}
	var list []Share
	for a, mass := range shares {
		if !mass.IsZero() {
			exact := func() []ExactShare { return p.ExactShares(int32(a)) }
			list = append(list, Share{Account: account, Activity: int32(a), mass: mass}.leaning(exact))
		}
	}
	return list
}

// shareIn adds up what an account gets of an activity's own part, and of its
// components' parts by what it gets of each component.
func (p *Picture) shareIn(a int32, kept Fine, got []Fine) Fine {
	r := &p.rules[a]
	if p.retains(a) != "" || r.own == r.whole {
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

// keptBy says what the account gets of a whole that stays at each activity.
func (p *Picture) keptBy(account int32) []Fine {
	kept := make([]Fine, len(p.scheme.Activities))
	pieces := make([]uint64, len(kept))
	for h, facility := range p.holdings.column {
		if p.account[facility] == account {
			pieces[p.holdings.row[h]] += p.counted(int32(h))
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

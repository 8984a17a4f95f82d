package calc

import (
	"math/big"
	"slices"
)

// ExactShares says the same as Shares in fractions. Their terms grow with the
// depth of the scheme, and with the third power of the size of a circle, so this is
// for a person who wants to check a number.
func (p *Picture) ExactShares(activity int32) []ExactShare {
	landed := map[int32]*big.Rat{}
	if p.founders.problem != nil {
		landed[p.retained[RuleRefused]] = big.NewRat(1, 1)
		return sortedShares(activity, landed)
	}
	rest := big.NewRat(1, 1)
	for _, f := range p.founders.parts {
		part := part(big.NewRat(1, 1), f.percent, hundred)
		rest.Sub(rest, part)
		p.pourExact(f.activity, part, landed)
	}
	p.pourExact(activity, rest, landed)
	return sortedShares(activity, landed)
}

func sortedShares(activity int32, landed map[int32]*big.Rat) []ExactShare {
	shares := make([]ExactShare, 0, len(landed))
	for account, value := range landed {
		if value.Sign() != 0 {
			shares = append(shares, ExactShare{account, activity, value})
		}
	}
	slices.SortFunc(shares, func(a, b ExactShare) int { return int(a.Account - b.Account) })
	return shares
}

// pourExact is pour in fractions.
func (p *Picture) pourExact(activity int32, mass *big.Rat, landed map[int32]*big.Rat) {
	falling := map[int32]*big.Rat{activity: mass}
	for _, a := range p.downstream(activity) {
		if ring := p.cycles.circleOf(a); ring != nil {
			p.pourRoundExact(ring, falling, landed)
			continue
		}
		mass := falling[a]
		reason := p.retains(a)
		if reason == "" && (a == activity || p.scheme.Method == Recursive) {
			mass = p.delegateExact(a, mass, falling)
		}
		switch {
		case mass.Sign() == 0:
		case reason != "":
			addRat(landed, p.retained[reason], mass)
		default:
			p.settleExact(a, mass, falling, landed)
		}
	}
}

// delegateExact adds the components' parts to what falls on them and returns the rest.
func (p *Picture) delegateExact(a int32, mass *big.Rat, falling map[int32]*big.Rat) *big.Rat {
	from, thru := p.edges.rowOf(a)
	for edge := from; edge < thru; edge++ {
		if p.weight[edge] > 0 {
			addRat(falling, p.edges.column[edge], part(mass, p.weight[edge], p.rules[a].whole))
		}
	}
	return part(mass, p.rules[a].own, p.rules[a].whole)
}

// settleExact divides what an activity keeps.
func (p *Picture) settleExact(a int32, mass *big.Rat, falling, landed map[int32]*big.Rat) {
	if p.credits[a] == 0 {
		addRat(landed, p.retained[NoCredits], mass)
		return
	}
	from, thru := p.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		pieces, holder := p.counted(h), p.holderOf(h)
		switch {
		case pieces == 0:
		case holder == nobody:
			addRat(landed, p.account[p.holdings.column[h]], part(mass, pieces, p.credits[a]))
		default:
			addRat(falling, holder, part(mass, pieces, p.credits[a]))
		}
	}
}

// part returns mass·weight/whole.
func part(mass *big.Rat, weight, whole uint64) *big.Rat {
	quotient := new(big.Rat).SetFrac(new(big.Int).SetUint64(weight), new(big.Int).SetUint64(whole))
	return quotient.Mul(quotient, mass)
}

func addRat(sums map[int32]*big.Rat, key int32, value *big.Rat) {
	if sums[key] == nil {
		sums[key] = new(big.Rat)
	}
	sums[key].Add(sums[key], value)
}

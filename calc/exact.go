package calc

import (
	"math/big"
	"slices"
)

// ExactShares says the same as Shares in fractions. Their terms grow with the
// depth of the scheme, so this is for a person who wants to check a number.
func (p *Picture) ExactShares(activity int32) []ExactShare {
	landed := map[int32]*big.Rat{}
	falling := map[int32]*big.Rat{activity: big.NewRat(1, 1)}
	for _, a := range p.downstream(activity) {
		mass := falling[a]
		reason := p.retains(a)
		if reason == "" && (a == activity || p.scheme.Method == Recursive) {
			mass = p.delegateExact(a, mass, falling)
		}
		switch {
		case mass.Sign() == 0:
		case reason != "":
			addRat(landed, p.retained[reason], mass)
		case p.credits[a] == 0:
			addRat(landed, p.retained[NoCredits], mass)
		default:
			p.divideExact(a, mass, landed)
		}
	}
	shares := make([]ExactShare, 0, len(landed))
	for account, value := range landed {
		shares = append(shares, ExactShare{account, activity, value})
	}
	slices.SortFunc(shares, func(a, b ExactShare) int { return int(a.Account - b.Account) })
	return shares
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

func (p *Picture) divideExact(a int32, mass *big.Rat, landed map[int32]*big.Rat) {
	from, thru := p.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		if pieces := p.counted(h); pieces > 0 {
			addRat(landed, p.account[p.holdings.column[h]], part(mass, pieces, p.credits[a]))
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

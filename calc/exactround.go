package calc

import "math/big"

// pourRoundExact is pourRound in fractions: elimination as in the type of that name,
// where nothing needs to be guessed.
func (p *Picture) pourRoundExact(c *circle, falling, landed map[int32]*big.Rat) {
	reached := make([]*big.Rat, len(c.members))
	for i, a := range c.members {
		reached[i] = new(big.Rat)
		if falling[a] != nil {
			reached[i].Set(falling[a])
		}
	}
	reachExact(p.exactRound(c), reached)
	for i, a := range c.members {
		if reached[i].Sign() == 0 {
			continue
		}
		outside := map[int32]*big.Rat{}
		p.settleExact(a, p.delegateExact(a, reached[i], outside), outside, landed)
		for used, part := range outside {
			if !p.together(a, used) {
				addRat(falling, used, part)
			}
		}
	}
}

// exactRound returns the shares of the members in one another.
func (p *Picture) exactRound(c *circle) [][]*big.Rat {
	shares := make([][]*big.Rat, len(c.members))
	for i, a := range c.members {
		given := map[int32]*big.Rat{}
		p.settleExact(a, p.delegateExact(a, big.NewRat(1, 1), given), given, map[int32]*big.Rat{})
		shares[i] = make([]*big.Rat, len(c.members))
		for j, b := range c.members {
			shares[i][j] = new(big.Rat)
			if given[b] != nil {
				shares[i][j] = given[b]
			}
		}
	}
	return shares
}

// reachExact turns what came in at each member into what reaches it altogether.
func reachExact(share [][]*big.Rat, x []*big.Rat) {
	n, leaves, product := len(x), make([]*big.Rat, len(x)), new(big.Rat)
	for k := n - 1; k >= 0; k-- {
		leaves[k] = new(big.Rat).Sub(big.NewRat(1, 1), share[k][k])
		x[k].Quo(x[k], leaves[k])
		for j := range k {
			x[j].Add(x[j], product.Mul(x[k], share[k][j]))
		}
		for i := range k {
			share[i][k].Quo(share[i][k], leaves[k])
			for j := 0; j < k && share[i][k].Sign() != 0; j++ {
				share[i][j].Add(share[i][j], product.Mul(share[i][k], share[k][j]))
			}
		}
	}
	for i := range n {
		for k := i + 1; k < n; k++ {
			x[k].Add(x[k], product.Mul(x[i], share[i][k]))
		}
	}
}

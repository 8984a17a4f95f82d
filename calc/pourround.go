package calc

import "math/big"

// pourRound lets the mass on the members of a circle out, as goRound does with money.
// What goes round in it may be many times the whole and is only counted in big
// integers.
func (p *Picture) pourRound(c *circle, land func(account int32, part Fine)) {
	in := make([]*big.Int, len(c.members))
	for i, a := range c.members {
		in[i] = p.falling[a].Big()
		p.falling[a] = Fine{}
	}
	t := p.turn(c, in)
	for i, a := range c.members {
		p.split(a, t.reached[i],
			func(used int32, part *big.Int) { p.passOn(a, used, part) },
			func(holding int32, part *big.Int) { p.letOut(a, holding, part, land) })
	}
	if !t.isSettled() {
		for _, rest := range t.rest {
			land(p.retained[BelowEpsilon], wrapped(rest))
		}
		return
	}
	p.spill(t, func(int32, int32, *big.Int) {}, func(a int32, part *big.Int) {
		p.firstOut(a, func(used int32) { p.passOn(a, used, part) }, func(holding int32) { p.letOut(a, holding, part, land) })
	})
}

// passOn lets a part fall on an activity outside the circle.
func (p *Picture) passOn(a, used int32, part *big.Int) {
	if !p.together(a, used) {
		p.falling[used] = p.falling[used].Add(wrapped(part))
	}
}

func (p *Picture) letOut(a, holding int32, part *big.Int, land func(account int32, part Fine)) {
	if holding == noHolding {
		p.settleOn(a, wrapped(part), land)
		return
	}
	land(p.account[p.holdings.column[holding]], wrapped(part))
}

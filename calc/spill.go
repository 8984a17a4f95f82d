package calc

import "math/big"

// split cuts what reached a member of a circle as delegate and divide do, whatever
// its size: give gets the parts of components and of activities that hold credits,
// keep those of other holdings, or, where no activity is among the holders, all that
// is kept, with noHolding. The parts are only valid during the call.
func (s *state) split(a int32, reached *big.Int, give, keep func(to int32, part *big.Int)) {
	r := &s.rules[a]
	kept, cutter := new(big.Int).Set(reached), cutBig(reached, r.whole)
	from, thru := s.edges.rowOf(a)
	for edge := from; edge < thru; edge++ {
		if s.weight[edge] > 0 {
			part := cutter.next(s.weight[edge])
			kept.Sub(kept, part)
			give(s.edges.column[edge], part)
		}
	}
	if r.own == 0 {
		return
	}
	if !s.owes(a) {
		keep(noHolding, kept)
		return
	}
	cutter = cutBig(kept, s.credits[a])
	from, thru = s.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		pieces, holder := s.counted(h), s.holderOf(h)
		switch {
		case pieces == 0:
		case holder == nobody:
			keep(h, cutter.next(pieces))
		default:
			give(holder, cutter.next(pieces))
		}
	}
}

const noHolding = -1

// spill lets the dust of a turning out the shortest way: onward says that it passes
// from one member to another; at the end it goes to the first that is not in the
// circle.
func (s *state) spill(t *turning, onward func(from, to int32, part *big.Int), leave func(a int32, part *big.Int)) {
	for _, slot := range t.order {
		rest, a, next := t.rest[slot], t.members[slot], t.next[slot]
		switch {
		case rest.Sign() == 0:
		case next == out:
			leave(a, rest)
		default:
			onward(a, t.members[next], rest)
			t.rest[next].Add(t.rest[next], rest)
		}
	}
}

// firstOut finds the first way out of a member that leaks.
func (s *state) firstOut(a int32, give, keep func(to int32)) {
	from, thru := s.edges.rowOf(a)
	for edge := from; edge < thru; edge++ {
		if used := s.edges.column[edge]; s.weight[edge] > 0 && !s.together(a, used) {
			give(used)
			return
		}
	}
	if !s.owes(a) {
		keep(noHolding)
		return
	}
	from, thru = s.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		switch holder := s.holderOf(h); {
		case s.counted(h) == 0:
		case holder == nobody:
			keep(h)
			return
		case !s.together(a, holder):
			give(holder)
			return
		}
	}
}

// bigCutter is a cutter for amounts of any size.
type bigCutter struct {
	size, whole    *big.Int
	negative       bool
	weights        uint64
	given, reached *big.Int
	rest, part     *big.Int
}

func cutBig(amount *big.Int, whole uint64) *bigCutter {
	return &bigCutter{
		size: new(big.Int).Abs(amount), whole: new(big.Int).SetUint64(whole), negative: amount.Sign() < 0,
		given: new(big.Int), reached: new(big.Int), rest: new(big.Int), part: new(big.Int),
	}
}

// next cuts the next part off; it is valid until the next call.
func (c *bigCutter) next(weight uint64) *big.Int {
	c.weights += weight
	c.reached.Mul(c.size, c.part.SetUint64(c.weights))
	c.reached.QuoRem(c.reached, c.whole, c.rest)
	c.part.Sub(c.reached, c.given)
	c.given, c.reached = c.reached, c.given
	if c.negative {
		c.part.Neg(c.part)
	}
	return c.part
}

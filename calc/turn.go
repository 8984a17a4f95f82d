package calc

import (
	"math"
	"math/big"
)

// turning is money going round in a circle: what came in at each member, what
// reaches it altogether (y = x + W·y), and the rest that x + W·y, cut into whole
// units, still misses y by. Whatever y is, nothing is lost that way: what leaves and
// the rest add up to x.
type turning struct {
	*circle
	reached []*big.Int
	rest    []*big.Int
	epsilon float64 // what may be left over
}

// roundsAtMost bounds the guesses. The first ones may be far off where a leak is
// tiny; from patientRounds on one must be better than the one before, or else the
// rest below epsilon will do.
const (
	roundsAtMost  = 40
	patientRounds = 5
	sweptAtMost   = 200_000_000 // edges, where more rounds of steps are worth it
)

// turn finds what reaches each member. A guess in float64 is put right by a guess
// for its rest, and so on, until the rest is about a unit an edge.
func (s *state) turn(c *circle, in []*big.Int) *turning {
	t := &turning{circle: c, reached: make([]*big.Int, len(in)), rest: make([]*big.Int, len(in))}
	for i := range in {
		t.reached[i], t.rest[i] = new(big.Int), new(big.Int).Set(in[i])
	}
	solver, before := newSolver(c), t.restSize()
	t.epsilon = s.scheme.epsilonOf(before)
	for round := 1; round <= c.rounds() && before > t.dust(); round++ {
		guess := make([]float64, len(in))
		for i, rest := range t.rest {
			guess[i], _ = new(big.Float).SetInt(rest).Float64()
		}
		solver.reach(guess)
		for i, g := range guess {
			addFloat(t.reached[i], g)
		}
		s.measure(t, in)
		size := t.restSize()
		switch {
		case size <= before/1000 || solver.giveUpSteps() || round < patientRounds:
		case size <= t.epsilon || size > before/2 && !solver.steps:
			return t
		}
		before = size
	}
	return t
}

// rounds is how many guesses a circle is worth.
func (c *circle) rounds() int {
	return max(roundsAtMost, sweptAtMost/(sweepsPerGuess*len(c.to)))
}

// measure works the rest out anew: x + W·y − y.
func (s *state) measure(t *turning, in []*big.Int) {
	for i := range in {
		t.rest[i].Sub(in[i], t.reached[i])
	}
	for i, a := range t.members {
		s.split(a, t.reached[i], func(used int32, part *big.Int) {
			if s.together(a, used) {
				rest := t.rest[s.cycles.slot[used]]
				rest.Add(rest, part)
			}
		}, func(int32, *big.Int) {})
	}
}

// dust is what may be left over because parts are whole units.
func (t *turning) dust() float64 { return float64(2 * (len(t.to) + len(t.members))) }

// isSettled reports whether only dust is left.
func (t *turning) isSettled() bool { return t.restSize() <= t.dust() }

func (t *turning) restSize() float64 {
	sum := 0.0
	for _, rest := range t.rest {
		f, _ := new(big.Float).SetInt(rest).Float64()
		sum += math.Abs(f)
	}
	return sum
}

// epsilonOf returns what may be left over of an amount.
func (s *Scheme) epsilonOf(size float64) float64 {
	epsilon := s.Epsilon
	if epsilon == 0 {
		epsilon = DefaultEpsilon
	}
	return float64(size * float64(float64(epsilon)/float64(QuantityOne)))
}

// addFloat adds a guess. Where a leak is beyond what float64 can hold there is none,
// and the money is left over.
func addFloat(n *big.Int, f float64) {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return
	}
	whole, _ := new(big.Float).SetFloat64(f).Int(nil)
	n.Add(n, whole)
}

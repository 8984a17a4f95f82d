package calc

import "math/big"

// Share is the part of one whole of an activity's income that an account gets.
type Share struct {
	Account, Activity int32
	mass              Fine // in units of 10^-36 of the whole
	// lean says of a share that seems to lie in the middle between two texts on
	// which side of it the fraction is: -1 below, 1 above, 0 in the middle.
	lean int8
}

// one is the whole, 10^36 units of mass, in two words.
var one = Fine{0xc097ce7bc90715, 0xb34b9f1000000000}

// The text has 12 digits; between it and the mass lies a grid of 24, on which the
// few units that the mass may have lost on its way are not seen.
const (
	gridPerText = 1_000_000_000_000
	massPerGrid = 1_000_000_000_000
)

// Text writes the share with 12 digits after the point, rounded half to even:
// "0.333333333333".
func (s Share) Text() string {
	n, rest := s.onGrid()
	if rest > gridPerText/2 || rest == gridPerText/2 && (s.lean > 0 || s.lean == 0 && n.lo&1 == 1) {
		n = n.add(wide{0, 1})
	}
	return decimal(false, n.big().String(), 12)
}

// Cmp compares the sizes of two shares: -1, 0 or 1.
func (s Share) Cmp(t Share) int { return s.mass.Cmp(t.mass) }

// onGrid returns the text's whole digits and the rest in grid units.
func (s Share) onGrid() (wide, uint64) {
	return s.mass.abs().nearest(massPerGrid).div64(gridPerText)
}

// leaning settles a share in the middle between two texts by its fraction, which
// is worked out only then.
func (s Share) leaning(exact func() []ExactShare) Share {
	n, rest := s.onGrid()
	if rest != gridPerText/2 {
		return s
	}
	middle := new(big.Int).Lsh(n.big(), 1)
	middle.Add(middle, big.NewInt(1))
	for _, e := range exact() {
		if e.Account == s.Account {
			s.lean = int8(e.Value.Cmp(new(big.Rat).SetFrac(middle, big.NewInt(2*gridPerText))))
		}
	}
	return s
}

// ExactShare is a Share as a fraction.
type ExactShare struct {
	Account, Activity int32
	Value             *big.Rat
}

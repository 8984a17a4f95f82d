package calc

import "math/big"

// Percent writes the part in hundred with two digits after the point, with four
// where two would say 0.00 or 100.00 of something that is neither; rounded half-up.
func (s Step) Percent() string {
	return PercentText(new(big.Rat).SetFrac(new(big.Int).SetUint64(s.Part), new(big.Int).SetUint64(s.Whole)))
}

// PercentText writes a fraction as Step.Percent does.
func PercentText(part *big.Rat) string {
	hundredfold := new(big.Rat).Mul(part, big.NewRat(100, 1))
	text := hundredfold.FloatString(2)
	if (text == "0.00" && part.Sign() != 0) || (text == "100.00" && !hundredfold.IsInt()) {
		return hundredfold.FloatString(4)
	}
	return text
}

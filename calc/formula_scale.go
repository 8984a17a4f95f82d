package calc

import (
	"math"
	"math/big"
)

// ScaleWeights turns the exact weights of one activity into whole millionths that
// stand in the same proportions to the last digit, which is all that shares depend
// on. All weights of the activity must be scaled together, its own weight included;
// where weights are percentages, the rest to 100 is the own weight.
//
// Weights that are whole millionths already stay as they are. Otherwise all are
// multiplied by the least number that makes them whole; if their sum does not fit 63
// bits then, the least whole numbers in these proportions are taken. If even these
// don't fit, or a weight is nil or negative, ok is false.
func ScaleWeights(weights []*big.Rat) (scaled []Quantity, ok bool) {
	multiple, divisor, ok := commonTerms(weights)
	if !ok {
		return nil, false
	}
	// The least k with k·10^6·w whole for all w is multiple / gcd(multiple, 10^6).
	one := big.NewInt(int64(QuantityOne))
	factor := new(big.Int).GCD(nil, nil, multiple, one)
	factor.Quo(multiple, factor).Mul(factor, one)
	if scaled, ok = multiplied(weights, new(big.Rat).SetInt(factor)); ok {
		return scaled, true
	}
	return multiplied(weights, new(big.Rat).SetFrac(multiple, divisor))
}

// commonTerms returns the least common multiple of the denominators and the greatest
// common divisor of the numerators. It gives up early, before the multiple gets
// long: the whole numbers will not be less than multiple / denominator.
func commonTerms(weights []*big.Rat) (multiple, divisor *big.Int, ok bool) {
	multiple, divisor = big.NewInt(1), new(big.Int)
	shortest := math.MaxInt
	for _, w := range weights {
		if w == nil || w.Sign() < 0 {
			return nil, nil, false
		}
		if w.Sign() > 0 {
			shortest = min(shortest, w.Denom().BitLen())
		}
		common := new(big.Int).GCD(nil, nil, multiple, w.Denom())
		multiple.Mul(multiple, common.Quo(w.Denom(), common))
		if multiple.BitLen()-64 > shortest {
			return nil, nil, false
		}
		divisor.GCD(nil, nil, divisor, w.Num())
	}
	if divisor.Sign() == 0 { // no weight but zeros
		divisor.SetInt64(1)
	}
	return multiple, divisor, true
}

// multiplied reports false if the sum does not fit; the products are whole.
func multiplied(weights []*big.Rat, factor *big.Rat) ([]Quantity, bool) {
	scaled := make([]Quantity, len(weights))
	sum := new(big.Int)
	for i, w := range weights {
		product := new(big.Rat).Mul(w, factor)
		if !sum.Add(sum, product.Num()).IsInt64() {
			return nil, false
		}
		scaled[i] = Quantity(product.Num().Int64())
	}
	return scaled, true
}

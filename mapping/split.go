package mapping

import (
	"cmp"
	"math/bits"
	"slices"

	"fairshare/calc"
)

// maxAmount bounds the worth of one item, in minor units: far above any price,
// far below where a sum of items could overflow.
const maxAmount = 1_000_000_000_000_000

// splitHeader adds to each item's amount its part of an amount of the whole
// document: in proportion to the items' own amounts, floored, the units left
// over to the largest remainders, ties to the earlier item. Items worth nothing,
// or less, take no part unless all are such; then they take it by magnitude, and
// evenly where all are zero.
func splitHeader(amounts []calc.Minor, live []bool, header calc.Minor) []calc.Minor {
	weights, sum := splitWeights(amounts, live)
	parts := make([]calc.Minor, len(amounts))
	if sum == 0 {
		return parts
	}
	magnitude, sign := uint64(header), calc.Minor(1)
	if header < 0 {
		magnitude, sign = -magnitude, -1
	}
	type rest struct {
		item      int
		remainder uint64
	}
	var rests []rest
	left := magnitude
	for i, weight := range weights {
		hi, lo := bits.Mul64(magnitude, weight)
		quotient, remainder := bits.Div64(hi, lo, sum) // weight ≤ sum, so it fits
		parts[i] = sign * calc.Minor(quotient)
		left -= quotient
		rests = append(rests, rest{i, remainder})
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return cmp.Compare(b.remainder, a.remainder) })
	for _, r := range rests[:left] {
		parts[r.item] += sign
	}
	return parts
}

func splitWeights(amounts []calc.Minor, live []bool) (weights []uint64, sum uint64) {
	rules := []func(calc.Minor) uint64{
		func(a calc.Minor) uint64 { return uint64(max(a, 0)) },
		func(a calc.Minor) uint64 { return uint64(max(a, -a)) },
		func(calc.Minor) uint64 { return 1 },
	}
	for _, weigh := range rules {
		weights, sum = make([]uint64, len(amounts)), 0
		for i, amount := range amounts {
			if live[i] {
				weights[i] = weigh(amount)
				sum += weights[i]
			}
		}
		if sum > 0 {
			break
		}
	}
	return weights, sum
}

package calc

import (
	"cmp"
	"slices"
)

// Together adds shares in one activity up to one share, of nobody in particular.
func Together(shares []Share) Share {
	sum := Share{Account: -1}
	for _, share := range shares {
		sum.Activity = share.Activity
		sum.mass = sum.mass.Add(share.mass)
	}
	return sum
}

// Largest puts the n largest shares first, by size, and returns them and the rest;
// equal ones go by account, then by activity.
func Largest(shares []Share, n int) (largest, rest []Share) {
	slices.SortStableFunc(shares, func(a, b Share) int {
		return cmp.Or(b.Cmp(a), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Activity, b.Activity))
	})
	n = min(n, len(shares))
	return shares[:n], shares[n:]
}

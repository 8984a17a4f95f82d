package calc

import "fmt"

// floors is what rounding down left over. Which remainders are the largest is found
// by counting them by their first bits: only the few that share these with the least
// one that gets a unit are looked at one by one.
type floors struct {
	worth      Fine     // Σ of the values
	sum        Fine     // Σ of the amounts, in minor units
	remainders []uint32 // per cell, in grid units
	takers     int      // how many can take a unit
	counts     [1 << firstBits]uint32
}

// A remainder has 30 bits.
const (
	firstBits = 12
	lastBits  = 30 - firstBits
)

// integer is a number of minor units as an integer of 128 bits.
func integer(m Minor) Fine { return Fine{int64(m) >> 63, uint64(m)} }

// add rounds a value down.
func (f *floors) add(value Fine) (amount Minor, rest uint32) {
	amount, rest = value.floor()
	f.worth, f.sum = f.worth.Add(value), f.sum.Add(integer(amount))
	if takesUnit(amount, rest) {
		f.counts[rest>>lastBits]++
		f.takers++
	}
	return amount, rest
}

// floor returns the greatest whole amount not above a value, after rounding it on
// the grid, and the rest in grid units.
func (f Fine) floor() (Minor, uint32) {
	whole, fine := f.abs().add(wide{0, gridDust + finePerGrid/2}).div64(finePerMinor)
	amount, rest := Minor(whole.lo), fine/finePerGrid
	switch {
	case f.hi >= 0:
		return amount, uint32(rest)
	case rest == 0:
		return -amount, 0
	}
	return -amount - 1, uint32(gridPerMinor - rest)
}

// takesUnit reports whether a value on the grid is not zero.
func takesUnit(amount Minor, remainder uint32) bool { return remainder != 0 || amount != 0 }

// addUnits gives the missing units to the largest remainders; of those at the limit
// to the first ones.
func (f *floors) addUnits(amounts []Minor, missing Fine) error {
	count := int(missing.lo)
	if missing.hi != 0 || missing.lo > uint64(f.takers) {
		return fmt.Errorf("%s minor units are missing and %d cells can take a unit", missing, f.takers)
	}
	if count == 0 {
		return nil
	}
	least, ties := f.least(amounts, count)
	for i, r := range f.remainders {
		amount := &amounts[i]
		*amount += Minor((uint64(least) - uint64(r)) >> 63) // 1 where r > least; a branch would be guessed wrong half of the time
		if r == least && ties > 0 && takesUnit(*amount, r) {
			*amount++
			ties--
		}
	}
	return nil
}

// least returns the count-th largest remainder and how many such ones get a unit.
func (f *floors) least(amounts []Minor, count int) (least uint32, ties int) {
	first := uint32(len(f.counts) - 1)
	for ; count > int(f.counts[first]); first-- {
		count -= int(f.counts[first])
	}
	near := make([]uint32, 0, f.counts[first])
	for i, r := range f.remainders {
		if r>>lastBits == first && takesUnit(amounts[i], r) {
			near = append(near, r)
		}
	}
	least = kthLargest(near, count)
	for _, r := range near {
		if r > least {
			count--
		}
	}
	return least, count
}

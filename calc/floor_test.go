package calc

import (
	"slices"
	"testing"
)

// TestFloor rounds on the grid and then down, with the rest in grid units.
func TestFloor(t *testing.T) {
	for _, tt := range []struct {
		value  Fine
		amount Minor
		rest   uint32
	}{
		{FineOf(5), 5, 0}, {FineOf(-5), -5, 0}, {FineOf(0), 0, 0},
		{fine(t, "21/4"), 5, 250_000_000}, {fine(t, "-21/4"), -6, 750_000_000},
		{Fine{0, finePerGrid/2 - gridDust}, 0, 1}, {Fine{0, finePerGrid/2 - gridDust - 1}, 0, 0},
		{Fine{0, finePerGrid/2 - gridDust}.Neg(), -1, gridPerMinor - 1}, {Fine{0, finePerGrid/2 - gridDust - 1}.Neg(), 0, 0},
		{FineOf(7).Sub(Fine{0, 1}), 7, 0}, {FineOf(-7).Sub(Fine{0, 1}), -7, 0},
	} {
		if amount, rest := tt.value.floor(); amount != tt.amount || rest != tt.rest {
			t.Errorf("%s is %d and %d instead of %d and %d", tt.value, amount, rest, tt.amount, tt.rest)
		}
	}
}

// TestAddUnits gives missing units to the largest remainders, and of equal ones to the
// first; those in front of them lie so near that they have their first bits in common.
func TestAddUnits(t *testing.T) {
	values := []string{"0.5", "0.500000002", "0.5", "0", "0.500000001", "0.5", "3"}
	for missing, want := range map[Minor][]Minor{
		0: {0, 0, 0, 0, 0, 0, 3},
		1: {0, 1, 0, 0, 0, 0, 3},
		2: {0, 1, 0, 0, 1, 0, 3},
		3: {1, 1, 0, 0, 1, 0, 3},
		4: {1, 1, 1, 0, 1, 0, 3},
		5: {1, 1, 1, 0, 1, 1, 3},
		6: {1, 1, 1, 0, 1, 1, 4},
	} {
		f, amounts := &floors{}, []Minor(nil)
		for _, value := range values {
			amount, rest := f.add(fine(t, value))
			amounts, f.remainders = append(amounts, amount), append(f.remainders, rest)
		}
		if err := f.addUnits(amounts, integer(missing)); err != nil || !slices.Equal(amounts, want) {
			t.Errorf("%d units: %v, %v instead of %v", missing, err, amounts, want)
		}
		for _, tooMany := range []Fine{integer(7), integer(-1), {1, 0}} {
			if err := f.addUnits(amounts, tooMany); err == nil {
				t.Errorf("%s units find takers", tooMany)
			}
		}
	}
}

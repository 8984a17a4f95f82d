package mapping

import (
	"slices"
	"testing"

	"fairshare/calc"
)

func TestSplitHeader(t *testing.T) {
	for _, test := range []struct {
		name    string
		amounts []calc.Minor
		dead    int // this item is cancelled; -1 none
		header  calc.Minor
		want    []calc.Minor
	}{
		{"ByAmount", []calc.Minor{49725, 400000}, -1, -44973, []calc.Minor{-4973, -40000}},
		{"TieToTheEarlierItem", []calc.Minor{100, 100, 100}, -1, 100, []calc.Minor{34, 33, 33}},
		{"NegativeTie", []calc.Minor{100, 100, 100}, -1, -100, []calc.Minor{-34, -33, -33}},
		{"LargestRemainder", []calc.Minor{1, 1, 2}, -1, 3, []calc.Minor{1, 1, 1}},
		{"CancelledTakesNone", []calc.Minor{100, 0, 100}, 1, -50, []calc.Minor{-25, 0, -25}},
		{"NegativeItemTakesNone", []calc.Minor{100, -40, 300}, -1, -40, []calc.Minor{-10, 0, -30}},
		{"AllNegativeByMagnitude", []calc.Minor{-100, -300}, -1, 40, []calc.Minor{10, 30}},
		{"AllZeroEvenly", []calc.Minor{0, 0}, -1, -5, []calc.Minor{-3, -2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			live := make([]bool, len(test.amounts))
			for i := range live {
				live[i] = i != test.dead
			}
			if got := splitHeader(test.amounts, live, test.header); !slices.Equal(got, test.want) {
				t.Errorf("%v over %v: %v, want %v", test.header, test.amounts, got, test.want)
			}
		})
	}
}

// The parts make up the whole, to the unit, and none has the wrong sign.
func FuzzSplitHeader(f *testing.F) {
	f.Add(int64(-44973), int64(49725), int64(400000), int64(-3), uint8(7))
	f.Fuzz(func(t *testing.T, header, a, b, c int64, alive uint8) {
		header %= maxAmount
		amounts := []calc.Minor{calc.Minor(a % maxAmount), calc.Minor(b % maxAmount), calc.Minor(c % maxAmount)}
		live := []bool{alive&1 != 0, alive&2 != 0, alive&4 != 0}
		var sum calc.Minor
		for i, part := range splitHeader(amounts, live, calc.Minor(header)) {
			sum += part
			if part != 0 && (part < 0 != (header < 0) || !live[i]) {
				t.Errorf("item %d took %d of %d", i, part, header)
			}
		}
		if slices.Contains(live, true) && sum != calc.Minor(header) {
			t.Errorf("%d over %v %v makes %d", header, amounts, live, sum)
		}
	})
}

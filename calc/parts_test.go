package calc

import (
	"slices"
	"testing"
)

func TestParts(t *testing.T) {
	s := &Scheme{
		Activities: []Activity{{ID: "A", Basis: Facade}, {ID: "B"}, {ID: "C", Refused: RuleRefused}, {ID: "D"}},
		Components: []Component{
			{User: 0, Used: 1, From: Ever, Thru: 10, Weight: 60 * QuantityOne},
			{User: 0, Used: 3, From: Ever, Thru: Never, Weight: 40 * QuantityOne},
			{User: 0, Used: 1, From: 10, Thru: 20, Weight: 59 * QuantityOne},
			{User: 2, Used: 1, From: Ever, Thru: Never, Weight: QuantityOne},
			{User: 3, Used: 1, From: Ever, Thru: Never, Weight: 1},
		},
	}
	for _, c := range []struct {
		at       Instant
		activity int32
		want     []Part
	}{
		{5, 0, []Part{{1, 60_000_000, 100_000_000}, {3, 40_000_000, 100_000_000}}},
		{15, 0, nil}, // 99 %: refused
		{5, 1, nil},
		{5, 2, nil},
		{5, 3, []Part{{1, 1, 1}}}, // a millionth of a piece
	} {
		p, err := At(s, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Parts(c.activity); !slices.Equal(got, c.want) {
			t.Errorf("at %d the parts of %d are %v, not %v", c.at, c.activity, got, c.want)
		}
	}
}

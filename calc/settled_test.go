package calc

import (
	"fmt"
	"strings"
	"testing"
)

// TestSettledDropEmpty: what earned or was given something stays, in its order, with
// its amount and with what it brought along; the rest goes.
func TestSettledDropEmpty(t *testing.T) {
	earned := Fine{lo: 7}
	made := func(brought []Fine) *Settled {
		return &Settled{
			Cells:   []Cell{{Account: 1}, {Account: 2, Earned: earned}, {Account: 3}, {Account: 4}, {Account: 5, Earned: earned}},
			Amounts: []Minor{0, 0, 12, 0, -3},
			brought: brought,
		}
	}
	for _, c := range []struct {
		name    string
		brought []Fine
		want    string
	}{
		{"WithoutResidues", nil, "2: 0 brought 0; 3: 12 brought 0; 5: -3 brought 0"},
		{"WithResidues", []Fine{{lo: 1}, {lo: 2}, {lo: 3}, {lo: 4}, {lo: 5}}, "2: 0 brought 2; 3: 12 brought 3; 5: -3 brought 5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := made(c.brought)
			s.DropEmpty()
			var got []string
			for i := range s.Len() {
				e := s.Entry(i)
				got = append(got, fmt.Sprintf("%d: %d brought %d", e.Account, e.Amount, e.Brought.lo))
			}
			if text := strings.Join(got, "; "); text != c.want {
				t.Errorf("got  %s\nwant %s", text, c.want)
			}
		})
	}
}

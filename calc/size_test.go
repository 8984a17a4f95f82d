package calc

import (
	"fmt"
	"testing"
)

// TestDepth50 keeps half at each of fifty levels: 2^-50 of the income is exact.
func TestDepth50(t *testing.T) {
	text := "party has 1 of A50\nA00 earns 1000000000000000 @1\n"
	for i := range 50 {
		text += fmt.Sprintf("A%02d uses A%02d 1 ..\nA%02d own 1\n", i, i+1, i)
	}
	s, lines := company(t, text)
	cells := distribute(t, s, lines).Cells
	want := "888178419700125232" // 10^15·10^18 / 2^50, rounded down
	if got := cells[0]; s.Accounts[got.Account].Party != "party" || got.Earned.String() != want {
		t.Errorf("%s instead of %s", got.Earned, want)
	}
}

// TestDiamonds has a chain of diamonds with 10 000 activities: 2^3333 paths, which
// nobody may walk one by one.
func TestDiamonds(t *testing.T) {
	s := &Scheme{Facilities: []FacilityID{"F"}, Accounts: []Account{{Party: "P"}}, Tenures: []Tenure{{0, 0, Ever, Never}}}
	n := int32(10_000)
	for a := range n {
		s.Activities = append(s.Activities, Activity{ID: ActivityID(fmt.Sprintf("A%05d", a))})
	}
	row := func(user, used int32) {
		s.Components = append(s.Components, Component{User: user, Used: used, From: Ever, Thru: Never, Weight: QuantityOne})
	}
	for top := int32(0); top+3 < n; top += 3 {
		row(top, top+1)
		row(top, top+2)
		row(top+1, top+3)
		row(top+2, top+3)
	}
	s.Credits = []CreditChange{{n - 1, 0, 0, QuantityOne}}
	cells := distribute(t, s, []Line{{Amount: 12345}}).Cells
	if len(cells) != 1 || cells[0] != (Cell{0, n - 1, FineOf(12345)}) {
		t.Errorf("%v", cells)
	}
	picture, err := At(s, 0)
	if err != nil {
		t.Fatal(err)
	}
	if shares := picture.Shares(0); len(shares) != 1 || shares[0].Text() != "1.000000000000" {
		t.Errorf("%v", shares)
	}
	if shares := picture.SharesOf(0); len(shares) != int(n) || shares[0].Text() != "1.000000000000" {
		t.Errorf("%d shares", len(shares))
	}
}

// TestLongCycle has 100 000 activities in a circle, to be found without deep recursion.
func TestLongCycle(t *testing.T) {
	s := &Scheme{}
	n := int32(100_000)
	for a := range n {
		s.Activities = append(s.Activities, Activity{ID: ActivityID(fmt.Sprintf("A%06d", a))})
		s.Components = append(s.Components, Component{User: a, Used: (a + 1) % n, From: Ever, Thru: Never, Weight: 1})
	}
	outcome := distribute(t, s, []Line{{Activity: 7, Amount: 1}})
	if len(outcome.Problems) != 1 || len(outcome.Problems[0].Path) != int(n) || s.Accounts[outcome.Cells[0].Account].Retained != InCycle {
		t.Errorf("%d problems", len(outcome.Problems))
	}
}

// TestManyChanges divides a year with thousands of changes and checks a few lines
// of it one by one.
func TestManyChanges(t *testing.T) {
	s, lines := bigCompany(300, 300, 3000)
	addHistory(s, 2000)
	lines = lines[:12]
	sums := map[Cell]Fine{}
	for _, c := range distribute(t, s, lines).Cells {
		sums[Cell{Account: c.Account, Activity: c.Activity}] = c.Earned
	}
	for i := range lines {
		for _, c := range distribute(t, s, lines[i:i+1]).Cells {
			key := Cell{Account: c.Account, Activity: c.Activity}
			sums[key] = sums[key].Sub(c.Earned)
		}
	}
	for key, rest := range sums {
		if rest.abs().hi > 0 || rest.abs().lo > 1_000_000 {
			t.Errorf("cell %v: %s fine units between all lines and each", key, rest)
		}
	}
}

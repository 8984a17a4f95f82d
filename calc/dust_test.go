package calc

import (
	"fmt"
	"strings"
	"testing"
)

// TestMoneyWaits has a change between two sales that their money has nothing to do
// with: thirds of both together are cut at once, with the dust of one.
func TestMoneyWaits(t *testing.T) {
	for name, holder := range map[string]string{
		"HolderOfNoPieces": "F1 has 0 of T\nF1 of A ..",
		"HolderNoMore":     "F1 has 1 of T\nF1 of A ..5\nF1 of mik 5..",
	} {
		t.Run(name, func(t *testing.T) {
			s, lines := company(t, holder+`
				T uses X 1 ..
				T uses Y 1 ..
				T own 1
				A uses X 1 20..
				mik has 1 of T
				mik has 1 of X
				mik has 1 of Y
				B earns 0 @1
				T earns 1 @10
				T earns 1 @20`)
			var got []string
			for _, c := range distribute(t, s, lines).Cells {
				got = append(got, fmt.Sprintf("%s %s", s.Activities[c.Activity].ID, c.Earned))
			}
			if text, want := strings.Join(got, ", "), "T 666666666666666667, X 666666666666666666, Y 666666666666666667"; text != want {
				t.Errorf("got  %s\nwant %s", text, want)
			}
		})
	}
}

// TestPicturesTellOfFounders who want more than all of a sale.
func TestPicturesTellOfFounders(t *testing.T) {
	s, _ := company(t, "F founder 60 ..\nG founder 50 10..20")
	for at, want := range map[Instant]string{9: "[]", 10: "[FOUNDERS_OVER_100 F @10 (110)]", 20: "[]"} {
		picture, err := At(s, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(told(s, picture.Problems)); got != want {
			t.Errorf("at %d: %s instead of %s", at, got, want)
		}
	}
}

// TestCreditsTooLargeAreNone forgets the credits that a facade had before they became
// too many to be counted: only that is told.
func TestCreditsTooLargeAreNone(t *testing.T) {
	s, lines := company(t, `
		A facade
		A uses B 100 ..
		mik has 1 of A
		mik has 1 of B
		cell has 9000000000000 of A @10
		dave has 9000000000000 of A @10
		B earns 100 @9
		A earns 100 @10`)
	outcome := distribute(t, s, lines)
	got := fmt.Sprint(written(s, outcome.Cells), told(s, outcome.Problems))
	if want := "[mik B 1.00 RULE_REFUSED A 1.00] [SUM_TOO_LARGE A @10 (credits)]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestDustLeavesCircles has members that keep nothing for parties: the dust of what goes
// round goes out with all else, and not by rows or pieces of nothing.
func TestDustLeavesCircles(t *testing.T) {
	for name, out := range map[string]string{
		"ByAComponent": "C uses A 0.000003 ..\nC uses CA 0 ..\nC uses D 0.000007 ..",
		"ByAHolder":    "C uses A 3 ..\nC own 7\nE has 0 of C\nF has 1 of C\nF of D ..",
		"ByASecondOne": "C uses A 3 ..\nC own 7\nE has 1 of C\nE of B ..\nF has 1 of C\nF of D ..",
	} {
		for amount := range Minor(20) { // every other one leaves dust
			s, lines := company(t, out+`
				solve
				A uses B 3 ..
				A uses C 4 ..
				B uses A 7 ..
				mik has 1 of D
				A earns 0 @1
				B earns 1 @1`)
			lines[0].Amount = amount
			if cells := distribute(t, s, lines).Cells; len(cells) != 1 || cells[0].Earned != FineOf(amount+1) {
				t.Errorf("%s, %s: %v", name, amount.Text(2), written(s, cells))
			}
		}
	}
}

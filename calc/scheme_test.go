package calc

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestSchemes tells small stories: a company in words, and what comes of it. Wanted
// are the cells in major units, and behind "!" the problems.
func TestSchemes(t *testing.T) {
	tests := []struct{ name, company, want string }{
		{"OKNoComponents", `
			mik has 1 of A
			cell has 2 of A
			A earns 300 @1`, "cell A 2.00, mik A 1.00"},
		{"OKWeight", `
			A uses B 1 ..
			A uses C 2 ..
			A own 1
			mik has 1 of A
			mik has 1 of B
			cell has 5 of C
			A earns 400 @1`, "cell C 2.00, mik A 1.00, mik B 1.00"},
		{"OKSelfRowIsOwnWeight", `
			A uses A 1 ..
			A uses B 3 ..
			mik has 1 of A
			cell has 1 of B
			A earns 400 @1`, "cell B 3.00, mik A 1.00"},
		{"OKRowsOfOnePairAddUp", `
			A uses B 1 ..
			A uses B 1 ..
			A uses C 2 ..
			mik has 1 of B
			cell has 1 of C
			A earns 400 @1`, "cell C 2.00, mik B 2.00"},
		{"OKZeroWeights", `
			A uses B 0 ..
			mik has 1 of A
			A earns 100 @1`, "mik A 1.00"},
		{"OKPercent", `
			A percent
			A uses B 12.5 ..
			mik has 1 of A
			cell has 1 of B
			A earns 800 @1`, "cell B 1.00, mik A 7.00"},
		{"OKPercentOwnRow", `
			A percent
			A uses A 50 ..
			mik has 1 of A
			A earns 800 @1`, "mik A 8.00"},
		{"OKFacade", `
			A facade
			A uses B 40 ..
			A uses C 60 ..
			mik has 1 of B
			cell has 1 of C
			A earns 1000 @1`, "cell C 6.00, mik B 4.00"},
		{"OKDeep", `
			A uses B 1 ..
			A own 1
			B uses C 1 ..
			B own 1
			mik has 1 of A
			cell has 1 of B
			dave has 1 of C
			A earns 400 @1`, "cell B 1.00, dave C 1.00, mik A 2.00"},
		{"OKDirectKeepsAtComponents", `
			direct
			A uses B 1 ..
			A own 1
			B uses C 1 ..
			B own 1
			mik has 1 of A
			cell has 1 of B
			dave has 1 of C
			A earns 400 @1`, "cell B 2.00, mik A 2.00"},
		{"OKDirectGoesRoundNoCycle", `
			direct
			A uses B 1 ..
			B uses A 1 ..
			mik has 1 of A
			cell has 1 of B
			A earns 100 @1
			B earns 300 @2`, "cell B 1.00, mik A 3.00"},
		{"OKDirectRefusedComponent", `
			direct
			A uses B 1 ..
			B refused ODD
			cell has 1 of B
			A earns 100 @1`, "ODD B 1.00"},
		{"OKDirectFacadeByTheLetter", `
			direct
			A uses B 1 ..
			B facade
			B uses C 100 ..
			cell has 1 of B
			A earns 100 @1
			B earns 500 @1`, "cell B 1.00, NO_CREDITS C 5.00 ! FACADE_HAS_CREDITS B (1)"},
		{"OKNoCredits", `A earns 100 @1`, "NO_CREDITS A 1.00"},
		{"OKNoParty", `
			F1 has 1 of A
			mik has 3 of A
			A earns 400 @1`, "mik A 3.00, NO_PARTY A 1.00"},
		{"OKDateBoundaries", `
			A uses B 1 10..20
			mik has 1 of A
			cell has 1 of B
			A earns 100 @9
			A earns 1000 @10
			A earns 1000 @19
			A earns 100 @20`, "cell B 20.00, mik A 2.00 ! IDLE_CREDITS A @10 (1)"},
		{"OKCreditCountsAtItsInstant", `
			mik has 1 of A
			cell has 1 of A @10
			A earns 100 @9
			A earns 200 @10`, "cell A 1.00, mik A 2.00"},
		{"OKFacilityChangesHands", `
			F1 has 1 of A
			F1 of mik 10..20
			F1 of cell 20..30
			A earns 100 @9
			A earns 200 @10
			A earns 300 @20
			A earns 400 @30`, "cell A 3.00, mik A 2.00, NO_PARTY A 5.00"},
		{"OKChangeFarBelow", `
			A uses B 1 ..
			B uses C 1 ..
			C uses D 1 ..
			mik has 1 of D
			cell has 1 of D @10
			A earns 100 @9
			A earns 100 @10`, "cell D 0.50, mik D 1.50"},
		{"OKRowEndsAndBegins", `
			A uses B 1 ..10
			A uses C 1 10..
			mik has 1 of B
			cell has 1 of C
			A earns 100 @9
			A earns 100 @10`, "cell C 1.00, mik B 1.00"},
		{"OKRowNeverValid", `
			A uses B 1 20..10
			F1 has 1 of A
			F1 of mik 20..10
			A earns 100 @15`, "NO_PARTY A 1.00"},
		{"OKNegativeLine", `
			A uses B 1 ..
			A own 2
			mik has 1 of A
			cell has 1 of B
			A earns -100 @1`, "cell B -0.33, mik A -0.67"},
		{"OKHugeBesideTiny", `
			mik has 1000000000000 of A
			cell has 0.000001 of A
			A earns 9000000000000000000 @1`, "cell A 0.09, mik A 89999999999999999.91"},
		{"OKRefusedWhileItLasts", `
			A uses B refused ODD 10..20
			A uses B refused EVEN 12..14
			mik has 1 of A
			A earns 100 @9
			A earns 200 @10
			A earns 300 @13
			A earns 400 @20`, "mik A 5.00, EVEN A 3.00, ODD A 2.00"},
		{"OKNoProduct", `
			_NA_ refused NO_PRODUCT
			_NA_ earns 100 @1`, "NO_PRODUCT _NA_ 1.00"},
		{"ErrPercentOver", `
			A percent
			A uses B 60.5 ..
			A uses C 44 10..20
			mik has 1 of A
			cell has 1 of B
			A earns 1000 @1
			A earns 1000 @15
			A earns 1000 @20`, "cell B 12.10, mik A 7.90, RULE_REFUSED A 10.00 ! PERCENT_OVER_100 A @10 (104.5)"},
		{"ErrFacadeSum", `
			A facade
			A uses B 99.999999 ..
			cell has 1 of B
			A earns 100 @1`, "RULE_REFUSED A 1.00 ! FACADE_NOT_100 A (99.999999)"},
		{"ErrFacadeSelf", `
			A facade
			A uses B 80 ..
			A uses A 20 ..
			A earns 100 @1`, "RULE_REFUSED A 1.00 ! FACADE_NOT_100 A (80)"},
		{"ErrFacadeCredits", `
			A facade
			A uses B 100 ..
			mik has 2 of A @5
			cell has 1 of B
			A earns 100 @8`, "cell B 1.00 ! FACADE_HAS_CREDITS A @5 (2)"},
		{"ErrIdleCredits", `
			A uses B 1 ..
			mik has 2 of A
			cell has 1 of B
			A earns 100 @8`, "cell B 1.00 ! IDLE_CREDITS A (2)"},
		{"ErrNegativeCredit", `
			mik has -1 of A @3
			cell has 1 of A
			A earns 100 @2
			A earns 100 @3`, "cell A 2.00 ! NEGATIVE_CREDIT A mik @3 (-1)"},
		{"ErrDominantWeight", `
			A uses B 10000 ..
			A uses C 0.9 ..
			A earns 100000 @2`, "NO_CREDITS B 999.91, NO_CREDITS C 0.09 ! DOMINANT_WEIGHT A (10000 of 10000.9)"},
		{"OKNotQuiteDominant", `
			A uses B 9999 ..
			A uses C 1 ..
			A earns 10000 @2`, "NO_CREDITS B 99.99, NO_CREDITS C 0.01"},
		{"ErrToldOnce", `
			A percent
			A uses B 110 1..2
			A uses B 120 3..4
			A uses B 130 5..
			A earns 100 @1
			A earns 100 @3
			A earns 100 @5`, "RULE_REFUSED A 3.00 ! PERCENT_OVER_100 A @1 (110)"},
		{"OKCellOfNothingIsLeftOut", `
			F1 has 1 of A
			F1 of mik 1..10
			F1 of mik 12..20
			A earns 100 @5
			A earns -100 @15`, ""},
		{"OKAloneIsNotDominant", `
			A uses B 10000 ..
			A earns 100 @2`, "NO_CREDITS B 1.00"},
		{"ErrTooManyCredits", `
			mik has 9000000000000 of A
			cell has 900000000000 of A @5
			A earns 100 @4
			A earns 100 @5`, "mik A 1.00, RULE_REFUSED A 1.00 ! SUM_TOO_LARGE A @5 (credits)"},
		{"ErrTooMuchWeight", `
			A uses B 9000000000000 ..
			A uses C 900000000000 ..7
			A earns 100 @4
			A earns 100 @7`, "NO_CREDITS B 1.00, RULE_REFUSED A 1.00 ! SUM_TOO_LARGE A (weights)"},
		{"OKPiecesBeyond63BitsForAWhile", `
			mik has 9000000000000 of A @1
			mik has 9000000000000 of A @10
			mik has -9000000000000 of A @20
			cell has 9000000000000 of B @1
			cell has -9000000000000 of B @2
			cell has -9000000000000 of B @3
			A earns 100 @5
			B earns 100 @5
			A earns 100 @15
			A earns 0 @15
			A earns 100 @25`, "mik A 2.00, NO_CREDITS B 1.00, RULE_REFUSED A 1.00 ! NEGATIVE_CREDIT B cell @3 (-9000000000000), SUM_TOO_LARGE A @10 (credits)"},
		{"ErrCycleOf2", `
			A uses B 1 ..
			B uses A 1 10..20
			B own 1
			mik has 1 of B
			A earns 100 @5
			A earns 100 @10
			B earns 300 @15
			C earns 100 @15
			A earns 100 @20`, "mik B 2.00, CYCLE A 1.00, CYCLE B 3.00, NO_CREDITS C 1.00 ! CYCLE A @10 A>B"},
		{"ErrCycleBelow", `
			T uses A 1 ..
			A uses B 1 ..
			B uses C 1 ..
			C uses A 1 ..
			T earns 100 @5`, "CYCLE A 1.00 ! CYCLE A A>B>C"},
		{"ErrCycleNamesTheShortest", `
			A uses B 1 ..
			B uses C 1 ..
			C uses A 1 ..
			C uses B 1 ..
			A uses C 1 ..
			B earns 100 @5`, "CYCLE B 1.00 ! CYCLE A A>C"},
		{"OKCycleCutByRefusal", `
			A uses B 1 ..
			B uses A 1 ..
			B refused ODD
			A earns 100 @5`, "ODD B 1.00"},
		{"ErrCycleOnceCreditsFit", `
			A uses B 1 ..
			B uses A 1 ..
			mik has 9000000000000 of B
			cell has 900000000000 of B
			cell has -900000000000 of B @9
			A earns 100 @5
			A earns 100 @9`, "CYCLE A 1.00, RULE_REFUSED B 1.00 ! SUM_TOO_LARGE B (credits), CYCLE A @9 A>B"},
		{"OKProblemsWithoutLinesAreNotTold", `
			A uses B 1 10..20
			B uses A 1 10..20
			A earns 100 @5
			A earns 100 @20`, "NO_CREDITS A 2.00"},
		{"OKProblemsThatNoMoneyMeetsAreNotTold", `
			A uses B 1 ..
			B uses A 1 ..
			mik has 1 of C
			C earns 100 @5`, "mik C 1.00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, lines := company(t, tt.company)
			outcome := distribute(t, s, lines)
			got := strings.Join(written(s, outcome.Cells), ", ")
			if problems := told(s, outcome.Problems); len(problems) > 0 {
				got += " ! " + strings.Join(problems, ", ")
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestCycleOf20 names all twenty in order, whichever id comes first.
func TestCycleOf20(t *testing.T) {
	text, want := "", []string{}
	for i := range 20 {
		text += fmt.Sprintf("A%02d uses A%02d 1 ..\n", i*7%20, (i+1)*7%20)
		want = append(want, fmt.Sprintf("A%02d", i*7%20))
	}
	s, lines := company(t, text+"A05 earns 100 @1")
	got := told(s, distribute(t, s, lines).Problems)
	if !slices.Equal(got, []string{"CYCLE A00 " + strings.Join(want, ">")}) {
		t.Errorf("%v", got)
	}
	picture, err := At(s, 1)
	if err != nil || !slices.Equal(told(s, picture.Problems), got) {
		t.Errorf("the picture tells %v, %v", picture.Problems, err)
	}
}

// TestNoLines gives an empty outcome.
func TestNoLines(t *testing.T) {
	s, _ := company(t, "A uses B 1 ..")
	if o := distribute(t, s, nil); len(o.Cells)+len(o.Flows)+len(o.Problems) > 0 {
		t.Errorf("%+v", o)
	}
}

// TestFlows shows every activity as a cost and profit centre.
func TestFlows(t *testing.T) {
	s, lines := company(t, `
		A uses B 1 ..
		A own 3
		B earns 100 @1
		A earns 400 @2
		A earns 0 @3
		C earns 0 @3
		D earns 5 @3
		D earns -5 @4`)
	var got []string
	for _, f := range distribute(t, s, lines).Flows {
		got = append(got, fmt.Sprintf("%s %s %s %s %s", s.Activities[f.Activity].ID, f.Income.Text(2), f.Received.Text(2), f.Delegated.Text(2), f.Kept.Text(2)))
	}
	if want := []string{"A 4.00 0.00 1.00 3.00", "B 1.00 1.00 0.00 2.00", "D 0.00 0.00 0.00 0.00"}; !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestComplete(t *testing.T) {
	s, _ := company(t, "mik has 1 of A\nA refused ODD\nB uses A refused EVEN ..")
	s.Accounts = append(s.Accounts, Account{Retained: NotMember}, Account{Retained: InCycle})
	for range 2 {
		s.Complete()
		var got []string
		for _, a := range s.Accounts {
			got = append(got, string(a.Party)+string(a.Retained))
		}
		want := []string{"mik", "NOT_MEMBER", "CYCLE", "EVEN", "NO_CREDITS", "NO_PARTY", "NO_PRODUCT", "ODD", "RULE_REFUSED"}
		if !slices.Equal(got, want) {
			t.Errorf("%v", got)
		}
	}
}

// TestCompleteDirectly has an account for holders that are no members only where an
// activity may hold credits.
func TestCompleteDirectly(t *testing.T) {
	for text, want := range map[string]bool{
		"direct\nF1 has 1 of A\nF1 of mik ..": false,
		"direct\nF1 has 1 of A\nF1 of B ..":   true,
		"F1 has 1 of A\nF1 of B ..":           false,
	} {
		s, _ := company(t, text)
		s.Complete()
		s.Complete()
		if got := slices.ContainsFunc(s.Accounts, func(a Account) bool { return a.Retained == NotMember }); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

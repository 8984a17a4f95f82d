package calc

import (
	"fmt"
	"strings"
	"testing"
)

// TestWholeScheme goes on with TestSchemes: costs, founders, activities that hold
// credits, formulas, cycles.
func TestWholeScheme(t *testing.T) {
	for _, tt := range [][]story{costStories, founderStories, holderStories, formulaStories, cycleStories} {
		for _, story := range tt {
			t.Run(story.name, story.check)
		}
	}
}

// story is a company in words, and what comes of it, as in TestSchemes.
type story struct{ name, company, want string }

func (s story) check(t *testing.T) {
	scheme, lines := company(t, s.company)
	outcome := distribute(t, scheme, lines)
	got := strings.Join(written(scheme, outcome.Cells), ", ")
	if problems := told(scheme, outcome.Problems); len(problems) > 0 {
		got += " ! " + strings.Join(problems, ", ")
	}
	if got != s.want {
		t.Errorf("got  %s\nwant %s", got, s.want)
	}
	checkPictures(t, scheme, lines)
}

// checkPictures holds the pictures at the instants of the lines against the oracle.
func checkPictures(t *testing.T, s *Scheme, lines []Line) {
	t.Helper()
	for _, line := range lines {
		w := &world{scheme: *s}
		picture, err := At(&w.scheme, line.At)
		if err != nil {
			t.Fatal(err)
		}
		reference := oracleAt(&w.scheme, line.At)
		for a := range s.Activities {
			compareShares(t, 0, w, picture, int32(a), reference.ofSale(int32(a)))
		}
		compareTransposed(t, 0, w, picture)
	}
}

var costStories = []story{
	{"OKCostsFlowAsIncome", `
		SUPPORT percent
		SUPPORT uses DOCUMENTATION 10 ..
		SUPPORT uses FIRMWARE 5 ..
		mik has 1 of FIRMWARE
		cell has 1 of DOCUMENTATION
		dave has 1 of SUPPORT
		SUPPORT earns 600000 @1
		SUPPORT spends 100000 @1`, "cell DOCUMENTATION 500.00, dave SUPPORT 4250.00, mik FIRMWARE 250.00"},
	{"OKCostReversed", `
		mik has 1 of A
		A spends 100 @1
		A spends -100 @2`, ""},
	{"ErrFacadeCosts", `
		A facade
		A uses B 100 ..
		mik has 1 of B
		A earns 500 @5
		A spends 100 @9
		A spends 200 @7
		A spends 0 @3
		B spends 100 @1`, "mik B 1.00 ! FACADE_HAS_COSTS A @7"},
}

var founderStories = []story{
	{"OKFoundersFirst", `
		F founder 10 ..
		F uses G 1 ..
		mik has 1 of A
		cell has 1 of G
		A earns 1000 @1
		A earns -100 @2
		A spends 500 @2`, "cell G 0.90, mik A 3.10"},
	{"OKFoundersOwnSale", `
		F founder 10 ..
		mik has 1 of F
		F earns 1000 @1`, "mik F 10.00"},
	{"OKFoundersForAWhile", `
		F founder 10 10..20
		F founder 20 15..
		G founder 5 ..20
		mik has 1 of A
		cell has 1 of F
		dave has 1 of G
		A earns 1000 @9
		A earns 1000 @10
		A earns 1000 @15
		A earns 1000 @20`, "cell F 6.00, dave G 1.50, mik A 32.50"},
	{"OKFoundersOfRefused", `
		F founder 10 ..
		_NA_ refused NO_PRODUCT
		mik has 1 of F
		_NA_ earns 1000 @1`, "mik F 1.00, NO_PRODUCT _NA_ 9.00"},
	{"OKFoundersDirect", `
		direct
		F founder 10 ..
		A uses F 1 ..
		F uses B 1 ..
		mik has 1 of B
		cell has 1 of F
		A earns 1000 @1`, "cell F 9.00, mik B 1.00"},
	{"OKLeastPartToFounders", `
		F founder 0.000001 ..
		mik has 1 of F
		cell has 1 of A
		A earns 9000000000 @1`, "cell A 89999999.10, mik F 0.90"},
	{"OKAllToFounders", `
		F founder 100 ..
		mik has 1 of F
		A earns 1000 @1`, "mik F 10.00"},
	{"OKAllToFoundersPastACycle", `
		solve
		F founder 100 ..
		A uses B 1 ..
		A own 1
		B uses A 1 ..
		mik has 1 of F
		cell has 1 of A
		A earns 1000 @1`, "mik F 10.00"},
	{"ErrFoundersOver", `
		F founder 60 ..
		E founder 40.5 10..20
		mik has 1 of F
		cell has 1 of A
		A earns 1000 @9
		A earns 1000 @10
		A earns 2000 @11
		A spends 100 @12
		A earns 1000 @20`, "cell A 7.00, mik F 12.00, RULE_REFUSED A 30.00 ! FOUNDERS_OVER_100 E @10 (100.5)"},
}

var holderStories = []story{
	{"OKActivityHoldsCredits", `
		F1 has 3 of T
		F1 of A ..
		dave has 1 of T
		A uses B 1 ..
		A own 2
		mik has 1 of A
		cell has 1 of B
		T earns 400 @1`, "cell B 1.00, dave T 1.00, mik A 2.00"},
	{"OKHolderChanges", `
		F1 has 1 of T
		F1 of A 10..20
		F1 of B 20..30
		F1 of mik 30..
		cell has 1 of A
		dave has 1 of B
		T earns 100 @9
		T earns 200 @10
		T earns 300 @20
		T earns 400 @30`, "cell A 2.00, dave B 3.00, mik T 4.00, NO_PARTY T 1.00"},
	{"OKHoldersRuleChanges", `
		F1 has 1 of T
		F1 of A ..
		A uses B 1 10..
		mik has 1 of A
		cell has 1 of B
		T earns 100 @9
		T earns 200 @10`, "cell B 2.00, mik A 1.00 ! IDLE_CREDITS A @10 (1)"},
	{"OKCreditsOfHolderChange", `
		F1 has 1 of T @10
		F1 of A ..
		mik has 1 of T
		cell has 1 of A
		T earns 100 @9
		T earns 200 @10`, "cell A 1.00, mik T 2.00"},
	{"OKHolderOfHolder", `
		F1 has 1 of T
		F1 of A ..
		F2 has 1 of A
		F2 of B ..
		mik has 1 of B
		mik has 1 of C @10
		T earns 100 @1
		T earns 100 @20`, "mik B 2.00"},
	{"OKHolderLosesOneOfTwo", `
		F1 has 1 of T
		F2 has 1 of T
		F1 of A ..10
		F2 of A ..
		mik has 1 of A
		cell has 1 of A @20
		T earns 200 @5
		T earns 200 @15
		T earns 400 @25`, "cell A 1.00, mik A 4.00, NO_PARTY T 3.00"},
	{"OKFacadesCreditsEarnNothing", `
		T facade
		T uses B 100 ..
		F1 has 1 of T
		F1 of A ..
		cell has 1 of B
		T earns 100 @1`, "cell B 1.00 ! FACADE_HAS_CREDITS T (1)"},
	{"OKOwnPiecesDoNotCount", `
		T uses B 1 ..
		T own 1
		F1 has 3 of T
		F1 of T 10..20
		mik has 1 of T
		cell has 1 of B
		T earns 800 @9
		T earns 200 @10
		T earns 200 @20`, "cell B 6.00, mik T 2.25, NO_PARTY T 3.75"},
	{"ErrHoldsAllOfItself", `
		F1 has 3 of T
		F1 of T 10..
		T earns 200 @10`, "NO_CREDITS T 2.00 ! CLOSED_CYCLE T @10 T"},
	{"OKHolderIsNoMemberDirectly", `
		direct
		F1 has 1 of T
		F1 of A ..
		mik has 1 of T
		T earns 200 @10`, "mik T 1.00, NOT_MEMBER T 1.00"},
	{"ErrCycleOnceAHolderGetsCredits", `
		F1 has 1 of T @10
		F1 of A ..
		mik has 1 of T
		A uses T 1 ..
		A own 1
		cell has 1 of A
		T earns 200 @9
		T earns 300 @10`, "mik T 2.00, CYCLE T 3.00 ! CYCLE A @10 A>T"},
	{"ErrCycleOnceAComponentEnds", `
		T uses B 1 ..10
		A uses T 1 ..
		A own 1
		F1 has 1 of T
		F1 of A ..
		mik has 1 of T
		cell has 1 of B
		T earns 200 @9
		A earns 200 @9
		T earns 300 @10`, "cell B 3.00, CYCLE T 3.00, NO_CREDITS A 1.00 ! IDLE_CREDITS T (2), CYCLE A @10 A>T"},
	{"ErrCycleOfHolders", `
		F1 has 1 of T
		F1 of A ..
		A uses T 1 ..20
		A own 1
		mik has 1 of A
		T earns 200 @10
		T earns 300 @20`, "mik A 3.00, CYCLE T 2.00 ! CYCLE A A>T"},
}

var formulaStories = []story{
	{"OKFormula", `
		A uses B 4 ..
		A uses C = weight(B, A) / 2 + 1 ..
		A own 3
		mik has 1 of A
		cell has 1 of B
		dave has 1 of C
		A earns 1000 @1`, "cell B 4.00, dave C 3.00, mik A 3.00"},
	{"OKLeastWeights", `
		A uses B 0.000001 ..
		A uses C 0.000001 ..
		C uses D 0.000001 ..
		C own 0.000001
		mik has 1 of B
		cell has 0.000001 of D
		dave has 0.000001 of C
		A earns 400 @1`, "cell D 1.00, dave C 1.00, mik B 2.00"},
	{"OKThirds", `
		A percent
		A uses B = 100 / 3 ..
		A uses C = 100 / 3 ..
		A uses A = 10 / 3 ..
		mik has 1 of A
		cell has 1 of B
		dave has 1 of C
		A earns 300 @1`, "cell B 1.00, dave C 1.00, mik A 1.00"},
	{"OKFacadeOfThirds", `
		A facade
		A uses B = 100 / 3 ..
		A uses C = 200 / 3 ..
		cell has 1 of B
		dave has 1 of C
		A earns 300 @1`, "cell B 1.00, dave C 2.00"},
	{"OKFormulaFollowsOthers", `
		A uses B = weight(D, C) ..
		A own 1
		C uses D 1 ..10
		C uses D 3 10..
		mik has 1 of A
		cell has 1 of B
		A earns 400 @9
		A earns 400 @10`, "cell B 5.00, mik A 3.00"},
	{"OKFormulaFollowsCredits", `
		A uses B = credits(X) ..
		A own 1
		mik has 1 of A
		cell has 1 of B
		dave has 1 of X
		dave has 2 of X @10
		A earns 400 @9
		A earns 400 @10`, "cell B 5.00, mik A 3.00"},
	{"OKFormulaFollowsChains", `
		A uses B = weight(D, C) ..
		A own 1
		C uses D = credits(X) ..
		mik has 1 of A
		cell has 1 of B
		F1 has 1 of X
		F1 has 2 of X @10
		F1 of X 20..
		A earns 400 @9
		A earns 400 @10
		A earns 400 @20`, "cell B 5.00, mik A 7.00"},
	{"OKNoWeightNoEdge", `
		A percent
		A uses B = 0 ..
		B uses A 1 ..
		mik has 1 of A
		A earns 100 @1`, "mik A 1.00"},
	{"OKFormulaEndsWithItsRow", `
		A uses B = 3 10..20
		A own 1
		mik has 1 of A
		cell has 1 of B
		A earns 100 @9
		A earns 400 @10
		A earns 100 @20`, "cell B 3.00, mik A 3.00"},
	{"ErrFormula", `
		A uses B = 1 / credits(X) ..
		A uses C = 1 / credits(X) ..
		dave has 1 of X @10
		A earns 100 @9
		A earns 100 @10`, `NO_CREDITS B 0.50, NO_CREDITS C 0.50, RULE_REFUSED A 1.00 ! FORMULA A (weight(B, A): column 5: division by zero)`},
	{"ErrFormulaOfRefusedRow", `
		A uses B = weight(D, C) ..
		C uses D refused ODD ..
		A earns 100 @9`, `RULE_REFUSED A 1.00 ! FORMULA A (weight(B, A): column 3: weight(D, C) has no value, because of weight(D, C): the row was refused (ODD))`},
	{"ErrFormulaCycle", `
		A uses B = weight(D, C) ..
		C uses D = weight(B, A) ..
		A earns 100 @9`, `RULE_REFUSED A 1.00 ! FORMULA A (weight(B, A): column 3: formula cycle weight(B, A) -> weight(D, C) -> weight(B, A))`},
	{"ErrFormulaUnknown", `
		A uses B = weight(D, X) + credits(Y) ..
		A earns 100 @9`, `RULE_REFUSED A 1.00 ! FORMULA A (weight(B, A): column 3: unknown reference weight(D, X): there is no activity D)`},
	{"ErrPercentOverByAFormula", `
		A percent
		A uses B = 200 / 3 ..
		A uses C 33.333334 ..
		A earns 100 @9`, `RULE_REFUSED A 1.00 ! PERCENT_OVER_100 A (100.000001)`},
	{"ErrFacadeByAFormula", `
		A facade
		A uses B = 100 / 3 ..
		A uses A = 200 / 3 ..
		A earns 100 @9`, `RULE_REFUSED A 1.00 ! FACADE_NOT_100 A (33.333333)`},
	{"ErrFormulaTooFine", `
		A uses B = 1 / 999999999999999989 ..
		A uses C = 1 / 999999999999999967 ..
		A own 1
		A earns 100 @9`, `RULE_REFUSED A 1.00 ! SUM_TOO_LARGE A (weights)`},
}

var cycleStories = []story{
	{"OKCycleOf2", `
		solve
		A uses B 1 ..
		A own 1
		B uses A 1 ..
		B own 1
		mik has 1 of A
		cell has 1 of B
		A earns 300 @1`, "cell B 1.00, mik A 2.00"},
	{"OKCycleOfLeastWeights", `
		solve
		A uses B 0.000001 ..
		A own 0.000001
		B uses A 0.000001 ..
		B own 0.000001
		mik has 0.000001 of A
		cell has 0.000001 of B
		A earns 300 @1`, "cell B 1.00, mik A 2.00"},
	{"OKCycleOfLeastHolders", `
		solve
		F1 has 0.000001 of T
		F1 of A ..
		A uses T 0.000001 ..
		A own 0.000001
		dave has 0.000001 of T
		mik has 0.000001 of A
		T earns 301 @1`, "dave T 2.01, mik A 1.00"},
	{"OKDustLeavesByLeastWeights", `
		solve
		A uses B 1 ..
		A uses D 0.000001 ..
		A own 0.000001
		B uses C 1 ..
		B uses A 2 ..
		C uses A 1 ..
		mik has 0.000001 of A
		cell has 0.000001 of D
		B earns 1000000 @1`, "cell D 5000.00, mik A 5000.00 ! DOMINANT_WEIGHT A (1 of 1.000002)"},
	{"OKCycleWithWaysOut", `
		solve
		T uses A 1 ..
		A uses B 1 ..
		A uses D 1 ..
		B uses A 1 ..
		dave has 1 of D
		T earns 300 @1`, "dave D 3.00"},
	{"OKCycleOfHolders", `
		solve
		F1 has 1 of T
		F1 of A ..
		A uses T 1 ..20
		A own 1
		mik has 1 of A
		dave has 1 of T
		T earns 300 @10
		T earns 200 @20`, "dave T 3.00, mik A 2.00"},
	{"OKTheyHoldEachOther", `
		solve
		F1 has 1 of T
		F1 of A ..
		F2 has 1 of A
		F2 of T ..
		mik has 1 of A
		T earns 300 @10
		A earns 100 @10`, "mik A 4.00"},
	{"OKCycleComesAndGoes", `
		solve
		A uses B 1 ..
		A own 1
		B uses A 1 10..20
		B own 1
		mik has 1 of A
		cell has 1 of B
		A earns 100 @9
		A earns 300 @10
		A earns 100 @20`, "cell B 2.00, mik A 3.00"},
	{"OKCreditsOpenACycle", `
		solve
		F1 has 1 of T
		F1 of A ..
		F2 has 1 of A
		F2 of T ..
		mik has 1 of A @10
		T earns 300 @9
		T earns 300 @10`, "mik A 3.00, CYCLE T 3.00 ! CLOSED_CYCLE A A>T"},
	{"ErrClosedCycle", `
		solve
		T uses A 1 ..
		T own 1
		A uses B 1 ..
		B uses C 1 ..
		C uses A 1 ..
		mik has 1 of T
		cell has 1 of B
		T earns 200 @1
		C earns 50 @1`, "mik T 1.00, CYCLE A 1.00, CYCLE C 0.50 ! CLOSED_CYCLE A A>B>C"},
	{"OKNobodysCreditsLeak", `
		solve
		A uses B 1 ..
		B uses A 1 ..
		B own 1
		A earns 300 @1`, "NO_CREDITS B 3.00"},
	{"OKTinyLeak", `
		solve
		A uses B 1000000000000 ..
		B uses A 1000000000000 ..
		B own 0.000001
		mik has 1 of B
		B earns 1000 @1
		A earns 2000000 @1`, "mik B 20010.00 ! DOMINANT_WEIGHT B (1000000000000 of 1000000000000.000001)"},
	{"OKTinyLeakToOthers", `
		solve
		A uses B 1000000000000 ..
		B uses A 1000000000000 ..
		B uses C 0.000001 ..
		cell has 1 of C
		B earns 1000 @1
		A earns 2000000 @1`, "cell C 20010.00 ! DOMINANT_WEIGHT B (1000000000000 of 1000000000000.000001)"},
	{"ErrCycleBeforeAFacilityChangedHands", `
		A uses B 1 ..
		B uses A 1 ..
		F1 has 1 of C
		F1 of mik 5..7
		A earns 100 @6
		A earns 100 @8`, "CYCLE A 2.00 ! CYCLE A A>B"},
	{"OKTwoCyclesInARow", `
		solve
		A uses B 1 ..
		B uses A 1 ..
		B uses C 1 ..
		C uses D 1 ..
		D uses C 1 ..
		D own 1
		mik has 1 of D
		mik has 1 of D @5
		A earns 300 @1
		A earns -100 @7`, "mik D 2.00"},
}

// TestWholeFlows shows an activity's account with costs, founders and holders.
func TestWholeFlows(t *testing.T) {
	s, lines := company(t, `
		A uses B 1 ..
		A own 3
		F founder 10 ..
		F1 has 1 of A
		F1 of F ..
		mik has 2 of A
		A earns 1000 @1
		A spends 500 @2
		A earns -100 @3`)
	var got []string
	for _, f := range distribute(t, s, lines).Flows {
		got = append(got, fmt.Sprintf("%s %s %s %s = %s %s %s", s.Activities[f.Activity].ID, f.Income.Text(2), f.Costs.Text(2), f.Received.Text(2), f.Founders.Text(2), f.Delegated.Text(2), f.Kept.Text(2)))
	}
	want := "A 9.00 -5.00 0.00 = 0.90 1.55 1.55, B 0.00 0.00 0.78 = 0.00 0.00 0.78, F 0.00 0.00 1.68 = 0.00 0.00 1.68"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

// TestWideFlows counts what goes round in a circle net, where it is too much to be
// written down: 10^18 times what came in.
func TestWideFlows(t *testing.T) {
	s, lines := company(t, `
		solve
		A uses B 1000000000000 ..
		B uses A 1000000000000 ..
		B uses C 0.000001 ..
		cell has 1 of C
		A earns 2000000 @1`)
	var got []string
	for _, f := range distribute(t, s, lines).Flows {
		got = append(got, fmt.Sprintf("%s %s %s = %s %s", s.Activities[f.Activity].ID, f.Income.Text(2), f.Received.Text(2), f.Delegated.Text(2), f.Kept.Text(2)))
	}
	want := "A 20000.00 0.00 = 20000.00 0.00, B 0.00 20000.00 = 20000.00 0.00, C 0.00 20000.00 = 0.00 20000.00"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

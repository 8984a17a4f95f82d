package calc

import (
	"fmt"
	"slices"
	"testing"
)

// TestProblemsAsOfEachLine divides all lines at once, and each alone: the same
// problems are told with the same instants, each as the first line in time met it.
// So what a sweep finds while it goes through the changes is what it would have found
// had it begun behind them.
func TestProblemsAsOfEachLine(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for i := range w.lines { // so that nothing cancels out
			w.lines[i].Amount = 1_000_000_000*Minor(magnitude(int64(w.lines[i].Amount))%1_000_000) + 1_000_000_000
		}
		slices.SortStableFunc(w.lines, func(a, b Line) int { return int(a.At - b.At) })
		want := newProblems()
		for i := range w.lines {
			for _, p := range distribute(t, &w.scheme, w.lines[i:i+1]).Problems {
				want.add(p)
			}
		}
		got := newProblems()
		for _, p := range distribute(t, &w.scheme, w.lines).Problems {
			got.add(p)
		}
		if slices.ContainsFunc(w.scheme.Components, func(c Component) bool { return c.Formula() != nil }) {
			forgetInstants(&got) // a formula that begins later has been looking at the credits before
			forgetInstants(&want)
		}
		if all, each := told(&w.scheme, got.sorted()), told(&w.scheme, want.sorted()); !slices.Equal(all, each) {
			t.Errorf("all lines tell  %q\neach line tells %q", all, each)
		}
	})
}

func forgetInstants(p *problems) {
	for i := range p.list {
		p.list[i].At = Ever
	}
}

// TestProblemsBegin tells since when something is wrong that was so before the first line.
func TestProblemsBegin(t *testing.T) {
	for _, story := range beginnings {
		t.Run(story.name, story.check)
	}
}

var beginnings = []story{
	{"FoundersForEver", `
		F founder 60 ..
		G founder 50 ..
		A earns 1000 @15`, "RULE_REFUSED A 10.00 ! FOUNDERS_OVER_100 F (110)"},
	{"FoundersBeginAsTheFirstLine", `
		F founder 60 ..
		G founder 50 15..
		A earns 1000 @15
		A earns 1000 @16`, "RULE_REFUSED A 20.00 ! FOUNDERS_OVER_100 F @15 (110)"},
	{"FoundersEndedBefore", `
		F founder 60 ..
		G founder 50 7..
		G founder 1 ..12
		G founder 1 ..30
		A earns 1000 @15`, "RULE_REFUSED A 10.00 ! FOUNDERS_OVER_100 F @12 (111)"},
	{"FoundersNeverValidBeganNothing", `
		F founder 60 ..
		G founder 50 ..
		G founder 1 7..7
		A earns 1000 @15`, "RULE_REFUSED A 10.00 ! FOUNDERS_OVER_100 F (110)"},
	{"ChangesElsewhereAreNoBeginning", `
		F founder 60 5..
		G founder 50 5..
		mik has 1 of A @10
		A earns 1000 @3
		A earns 1000 @12`, "NO_CREDITS A 10.00, RULE_REFUSED A 10.00 ! FOUNDERS_OVER_100 F @5 (110)"},
	{"FoundersOfNothingAreNotNamed", `
		E founder 0 ..
		F founder 60 ..
		G founder 50 ..
		A earns 1000 @3`, "RULE_REFUSED A 10.00 ! FOUNDERS_OVER_100 F (110)"},
	{"CycleOnceAFormulaIsMoreThanNothing", `
		A own 1
		A uses C 1 ..
		A uses B = credits(X) ..
		B uses A 1 ..
		B own 1
		mik has 1 of A
		cell has 1 of C
		dave has 1 of X @10
		A earns 300 @9
		A earns 300 @10`, "cell C 1.50, mik A 1.50, CYCLE A 3.00 ! CYCLE A @10 A>B"},
	{"FormulaSinceItsActivityHoldsItself", `
		A uses B = 1 / credits(X) ..
		F1 has 1 of X
		F1 of X 5..
		A earns 100 @10`, "RULE_REFUSED A 1.00 ! FORMULA A @5 (weight(B, A): column 5: division by zero)"},
	{"FormulaSinceItsActivityHoldsItselfNoMore", `
		A percent
		A uses B = 101 * credits(X) ..
		F1 has 1 of X
		F1 of X 2..7
		A earns 100 @10`, "RULE_REFUSED A 1.00 ! PERCENT_OVER_100 A @7 (101)"},
	{"RowsNeverValidBeganNothing", `
		A uses B 1 ..
		A uses C 1 7..7
		mik has 1 of A
		cell has 1 of B
		B earns 100 @5
		A earns 100 @10`, "cell B 2.00 ! IDLE_CREDITS A (1)"},
	{"CycleOnceAHolderComes", `
		A uses T 1 ..
		A own 1
		F1 has 1 of T
		F1 of A 10..
		mik has 1 of T
		T earns 200 @9
		T earns 300 @10`, "mik T 1.00, CYCLE T 3.00, NO_PARTY T 1.00 ! CYCLE A @10 A>T"},
	{"NoCycleOfNoPieces", `
		F1 has 0 of T
		F1 of T ..
		T earns 100 @10`, "NO_CREDITS T 1.00"},
	{"HoldersAreNoBeginningDirectly", `
		direct
		A percent
		A uses B 104 ..
		F1 has 1 of A
		F1 of A 5..
		A earns 100 @10`, "RULE_REFUSED A 1.00 ! PERCENT_OVER_100 A (104)"},
	{"HolderNeverValidBeganNothing", `
		A percent
		A uses B 104 ..
		F1 has 1 of A
		F1 of A 7..7
		A earns 100 @10`, "RULE_REFUSED A 1.00 ! PERCENT_OVER_100 A (104)"},
	{"FormulaSinceARowItLooksAtEnded", `
		A percent
		A uses B = 130 - weight(D, C) ..
		C uses D 20 ..
		C uses D 10 ..7
		A earns 100 @10`, "RULE_REFUSED A 1.00 ! PERCENT_OVER_100 A @7 (110)"},
	{"FormulaLooksAtARowNeverValid", `
		A percent
		A uses B = 130 - weight(D, C) ..
		C uses D 20 ..
		C uses D 10 7..7
		A earns 100 @10`, "RULE_REFUSED A 1.00 ! PERCENT_OVER_100 A (110)"},
	{"NoCentIsLostBetweenChanges", `
		mik has 1 of A
		cell has 1 of A @5
		A earns 1 @1
		A earns 0 @6
		B earns 0 @6
		A earns 2 @7`, "cell A 0.01, mik A 0.02"},
}

// TestPicturesTellOfFacades looks at facades before and after their rows begin: one
// that has none yet is not wrong before money reaches it.
func TestPicturesTellOfFacades(t *testing.T) {
	s, _ := company(t, `
		A facade
		A uses B 50 10..
		C facade
		C uses B = 60 10..`)
	for at, want := range map[Instant]string{9: "[]", 10: "[FACADE_NOT_100 A @10 (50) FACADE_NOT_100 C @10 (60)]"} {
		picture, err := At(s, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(told(s, picture.Problems)); got != want {
			t.Errorf("at %d: %s instead of %s", at, got, want)
		}
	}
}

// TestProblemsOfFormulasInAnyOrder turns rows round that fail in the same place, and
// names the same one first.
func TestProblemsOfFormulasInAnyOrder(t *testing.T) {
	for _, second := range []string{"A uses B = 100 / credits(X) ..", "A uses B = 10 / credits(X) 1..", "A uses C = 10 / credits(X) .."} {
		text := "A uses B = 1 / credits(X) ..\n" + second + "\nD uses A = weight(B, A) ..\nA earns 100 @9"
		s, lines := company(t, text)
		before := told(s, distribute(t, s, lines).Problems)
		slices.Reverse(s.Components)
		if after := told(s, distribute(t, s, lines).Problems); !slices.Equal(before, after) || len(before) == 0 {
			t.Errorf("%s: %v, and in another order %v", second, before, after)
		}
	}
}

// TestFacadeWithoutRowsBesideFormulas is no problem while nothing reaches it.
func TestFacadeWithoutRowsBesideFormulas(t *testing.T) {
	s, _ := company(t, `
		A uses B = 1 + 1 ..
		T facade
		T uses B = 100 / 2 5..
		T uses C = 100 / 2 5..
		mik has 1 of B`)
	for at, want := range map[Instant]int{1: 0, 5: 0} {
		picture, err := At(s, at)
		if err != nil || len(picture.Problems) != want {
			t.Errorf("at %d: %v, %v", at, told(s, picture.Problems), err)
		}
	}
}

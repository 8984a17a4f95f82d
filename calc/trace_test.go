package calc

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTraceAddsUp traces every account of random worlds with all paths: what they
// leave over is dust.
func TestTraceAddsUp(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		dust := dustOf(w)
		for account := range w.scheme.Accounts {
			all := trace(t, &w.scheme, w.lines, int32(account), TraceOptions{Paths: 3000})
			checkTrace(t, w, all)
			for _, item := range all.Items {
				if item.OtherPaths != 0 && len(item.Paths) < 3000 && item.OtherPaths != ManyPaths {
					t.Errorf("account %d, activity %d: %d paths are listed, and %d are not", account, item.Activity, len(item.Paths), item.OtherPaths)
				}
				if item.OtherPaths < 3000 && len(item.Paths) < 3000 && item.Others.abs().big().Cmp(dust) > 0 {
					t.Errorf("account %d, activity %d: %s of %s fine units are on no path (%d paths listed, %d others)", account, item.Activity, item.Others, item.Earned, len(item.Paths), item.OtherPaths)
				}
			}
			few := trace(t, &w.scheme, w.lines, int32(account), TraceOptions{Paths: 2})
			checkTrace(t, w, few)
		}
	})
}

// TestTraceFindsTheLargest compares the few largest paths of one line with all of
// them, as far as those can be listed.
func TestTraceFindsTheLargest(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for account := range w.scheme.Accounts {
			all := trace(t, &w.scheme, w.lines[:1], int32(account), TraceOptions{Paths: 500})
			few := trace(t, &w.scheme, w.lines[:1], int32(account), TraceOptions{Paths: 3})
			for i, item := range few.Items {
				for k, path := range item.Paths {
					if want := all.Items[i].Paths[k].Amount; path.Amount != want {
						t.Errorf("account %d, activity %d: path %d brings %s, the largest left %s", account, item.Activity, k, path.Amount, want)
					}
				}
			}
		}
	})
}

// TestThinKeepsTheLargest forgets half of very many paths, and never one that is listed.
func TestThinKeepsTheLargest(t *testing.T) {
	const limit = 100
	paths := &trail{}
	for i := range int32(2*roomForPaths*limit + 1) {
		paths.add(Path{Source: Source{Activity: i}, Amount: Fine{0, uint64(i) * 7919 % 10_007}})
		paths.thin(limit)
		if want := int(i) + 1; i < 2*roomForPaths*limit && len(paths.paths) != want {
			t.Fatalf("%d paths of %d", len(paths.paths), want)
		}
	}
	if len(paths.paths) != roomForPaths*limit {
		t.Errorf("%d paths are left", len(paths.paths))
	}
	largest, found := paths.largest(limit)
	for i, path := range largest {
		if path.Amount.lo+uint64(i)+6 < 10_006 || found[i] != 1 { // six amounts up to 10 006 are nobody's
			t.Errorf("the path at %d brings %s, %d times", i, path.Amount, found[i])
		}
	}
}

// dustOf is one fine unit an edge and epoch, and one a path.
func dustOf(w *world) *big.Int {
	edges := len(w.scheme.Components) + len(w.scheme.Credits) + len(w.scheme.Activities)
	epochs := 2*len(w.scheme.Components) + len(w.scheme.Credits) + 2*len(w.scheme.Tenures) + 1
	return big.NewInt(int64(edges*epochs + 3000))
}

// checkTrace holds a trace against what Distribute says, and its paths against
// what they say of themselves.
func checkTrace(t *testing.T, w *world, trace *Trace) {
	t.Helper()
	var cells []Cell
	for _, item := range trace.Items {
		sum := item.Others
		for i, path := range item.Paths {
			sum = sum.Add(path.Amount)
			checkPath(t, w, trace.Account, item.Activity, &path)
			if i > 0 && item.Paths[i-1].Amount.abs().less(path.Amount.abs()) {
				t.Errorf("path %d is larger than the one before", i)
			}
		}
		if sum != item.Earned {
			t.Errorf("account %d, activity %d: the parts add up to %s, not to %s", trace.Account, item.Activity, sum, item.Earned)
		}
		cells = append(cells, Cell{trace.Account, item.Activity, item.Earned})
	}
	want := slices.DeleteFunc(slices.Clone(trace.Outcome.Cells), func(c Cell) bool { return c.Account != trace.Account })
	if !slices.Equal(cells, want) {
		t.Errorf("items %v, cells %v", cells, want)
	}
}

func checkPath(t *testing.T, w *world, account, activity int32, path *Path) {
	t.Helper()
	var income Minor
	for _, i := range path.Source.Lines {
		line := w.lines[i]
		income += line.Amount
		if line.Activity != path.Source.Activity || line.Cost != path.Source.Cost || line.At < path.Source.From || line.At >= path.Source.Thru {
			t.Errorf("line %+v is none of %+v", line, path.Source)
		}
	}
	last := path.Steps[len(path.Steps)-1]
	if income != path.Source.Income || last.Activity != activity || (last.Kind == ToRetained) == (w.scheme.Accounts[account].Retained == "") && last.Kind != ToCredit {
		t.Errorf("path %+v", path)
	}
	off := floorOf(income, path.Steps) // several stretches, each rounded
	if off.Sub(off, path.Amount.Big()).CmpAbs(big.NewInt(int64(len(path.Source.Lines)))) > 0 {
		t.Errorf("path %+v is off by %s fine units", path, off)
	}
}

func trace(t testing.TB, s *Scheme, lines []Line, account int32, options TraceOptions) *Trace {
	t.Helper()
	traced, err := TraceOf(s, lines, account, options)
	if err != nil {
		t.Fatal(err)
	}
	return traced
}

// traceText writes a trace in words.
func traceText(s *Scheme, trace *Trace) string {
	var text strings.Builder
	for _, item := range trace.Items {
		fmt.Fprintf(&text, "%s %s\n", s.Activities[item.Activity].ID, item.Earned.Text(0))
		for _, path := range item.Paths {
			fmt.Fprintf(&text, "  %s %s(%d)", path.Amount.Text(0), s.Activities[path.Source.Activity].ID, len(path.Source.Lines))
			for _, step := range path.Steps {
				fmt.Fprintf(&text, " %d:%s %s", step.Kind, s.Activities[step.Activity].ID, step.Percent())
			}
			text.WriteString("\n")
		}
		fmt.Fprintf(&text, "  %s others %d\n", item.Others.Text(0), item.OtherPaths)
	}
	return text.String()
}

func accountOf(s *Scheme, party PartyID) int32 {
	return int32(slices.IndexFunc(s.Accounts, func(a Account) bool { return a.Party == party }))
}

// TestTraceOfTheSpec is the example of the package documentation.
func TestTraceOfTheSpec(t *testing.T) {
	s, lines := company(t, `
		SUPPORT percent
		SUPPORT earns 600000 @1
		SUPPORT earns -100000 @2
		SUPPORT uses DOCUMENTATION 10 ..
		SUPPORT uses FIRMWARE 5 ..
		mik has 2 of FIRMWARE @0
		cell has 1 of FIRMWARE @0
		mik has 1 of SUPPORT @0
	`)
	got := traceText(s, trace(t, s, lines, accountOf(s, "mik"), TraceOptions{}))
	want := `FIRMWARE 16667
  16667 SUPPORT(2) 2:FIRMWARE 5.00 5:FIRMWARE 66.67
  0 others 0
SUPPORT 425000
  425000 SUPPORT(2) 3:SUPPORT 85.00 5:SUPPORT 100.00
  0 others 0
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestTraceJoinsStretches has a change that does not concern the path and one that
// does.
func TestTraceJoinsStretches(t *testing.T) {
	s, lines := company(t, `
		BOARD earns 1000 @1
		BOARD earns 1000 @15
		BOARD earns 1000 @25
		BOARD uses FIRMWARE 1 ..
		BOARD uses DESIGN 1 10..
		mik has 1 of FIRMWARE @0
		cell has 1 of FIRMWARE @20
		cell has 1 of DESIGN @0
	`)
	got := trace(t, s, lines, accountOf(s, "mik"), TraceOptions{}).Items[0]
	if len(got.Paths) != 3 || got.Paths[0].Source.Thru != 10 || got.Paths[1].Source.From != 10 || got.Paths[1].Source.Thru != 20 || got.Paths[2].Source.From != 20 {
		t.Errorf("%+v", got)
	}
	got = trace(t, s, lines, accountOf(s, "cell"), TraceOptions{}).Items[0]
	if len(got.Paths) != 1 || len(got.Paths[0].Source.Lines) != 2 {
		t.Errorf("%+v", got)
	}
}

// TestTraceOfDiamonds has 2^3333 paths.
func TestTraceOfDiamonds(t *testing.T) {
	for _, diamonds := range []int{10, 20, 3333} {
		s := diamondChain(diamonds)
		item := trace(t, s, []Line{{Activity: 0, Amount: 1 << 40}}, 0, TraceOptions{Paths: 20}).Items[0]
		sum := item.Others
		for _, path := range item.Paths {
			sum = sum.Add(path.Amount)
		}
		if sum != FineOf(1<<40) || diamonds == 10 && item.OtherPaths != 1004 || diamonds == 3333 && item.OtherPaths != ManyPaths {
			t.Errorf("%d diamonds: %d paths and %d others of %s", diamonds, len(item.Paths), item.OtherPaths, item.Earned)
		}
		if diamonds < 100 && len(item.Paths) != 20 {
			t.Errorf("%d diamonds: %d paths listed", diamonds, len(item.Paths))
		}
	}
}

func diamondChain(diamonds int) *Scheme {
	s := &Scheme{Facilities: []FacilityID{"F"}, Accounts: []Account{{Party: "P"}}, Tenures: []Tenure{{0, 0, Ever, Never}}}
	n := int32(3*diamonds + 1)
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
	return s
}

// TestTraceOfABigCompany is of size M: 10 000 activities, 100 000 lines.
func TestTraceOfABigCompany(t *testing.T) {
	s, lines := bigCompany(10_000, 10_000, 100_000)
	addHistory(s, 200)
	start := time.Now()
	got := trace(t, s, lines, 17, TraceOptions{})
	t.Logf("%d items in %s", len(got.Items), time.Since(start))
	if last := got.Items[len(got.Items)-1]; len(got.Items) < 10 || len(last.Paths) != 20 || last.OtherPaths < 1000 {
		t.Errorf("%d items, the last with %d paths and %d others", len(got.Items), len(last.Paths), last.OtherPaths)
	}
}

package calc

import (
	"math/big"
	"reflect"
	"runtime"
	"slices"
	"testing"
)

// The laws of the package documentation, each on many random worlds.

// eachWorld runs a law on random worlds and names the one that breaks it.
func eachWorld(t *testing.T, law func(t *testing.T, w *world)) {
	t.Helper()
	for seed := range uint64(worlds(300)) {
		law(t, newWorld(10_000+seed))
		if t.Failed() {
			t.Fatalf("seed %d", 10_000+seed)
		}
	}
}

func TestSharesAddUpToOne(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		picture, err := At(&w.scheme, Instant(w.IntN(int(worldEnds))))
		if err != nil {
			t.Fatal(err)
		}
		for a := range w.scheme.Activities {
			whole, exact := Fine{}, new(big.Rat)
			for _, share := range picture.Shares(int32(a)) {
				whole = whole.Add(share.mass)
			}
			for _, share := range picture.ExactShares(int32(a)) {
				exact.Add(exact, share.Value)
			}
			if whole != one || exact.Cmp(big.NewRat(1, 1)) != 0 {
				t.Errorf("the shares in %d add up to %s, exactly to %s", a, whole, exact)
			}
		}
	})
}

// TestFacadeIsTransparent replaces every row that leads to a facade by rows to the
// facade's components.
func TestFacadeIsTransparent(t *testing.T) {
	facade := int32(1)
	row := func(user, used int32, weight Quantity) Component {
		return Component{User: user, Used: used, From: Ever, Thru: Never, Weight: weight}
	}
	for seed := range uint64(worlds(200)) {
		w := newWorld(seed)
		hardware, design := Quantity(1+w.IntN(99)), Quantity(1+w.IntN(50))
		base := Scheme{
			Activities: []Activity{{ID: "DESIGN"}, {ID: "FACADE", Basis: Facade}, {ID: "HARDWARE"}, {ID: "PRODUCT", OwnWeight: Quantity(w.IntN(9)) * QuantityOne}},
			Components: []Component{row(facade, 0, 100*QuantityOne-hardware*QuantityOne), row(facade, 2, hardware*QuantityOne)},
		}
		for f := range int32(3) {
			base.Facilities = append(base.Facilities, FacilityID(rune('F'+f)))
			base.Accounts = append(base.Accounts, Account{Party: PartyID(rune('P' + f))})
			base.Tenures = append(base.Tenures, Tenure{f, f, Ever, Never})
			for _, a := range []int32{0, 2, 3} {
				base.Credits = append(base.Credits, CreditChange{a, f, 0, Quantity(w.IntN(1000))})
			}
		}
		direct := base
		base.Components = append(slices.Clone(base.Components), row(3, facade, 100*QuantityOne), row(3, 0, design*QuantityOne))
		direct.Components = append(slices.Clone(direct.Components), row(3, 0, (100-hardware+design)*QuantityOne), row(3, 2, hardware*QuantityOne))
		if a, b := exactShares(t, &base, 3), exactShares(t, &direct, 3); !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d: with the facade %v, without %v", seed, a, b)
		}
	}
}

// exactShares are the shares of an activity as text, by account.
func exactShares(t *testing.T, s *Scheme, activity int32) map[Account]string {
	t.Helper()
	picture, err := At(s, worldEnds)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[Account]string{}
	for _, share := range picture.ExactShares(activity) {
		texts[s.Accounts[share.Account]] = share.Value.String()
	}
	return texts
}

func TestScaledCreditsChangeNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for i := range w.scheme.Components {
			w.scheme.Components[i].SetFormula(nil) // it may look at the credits
		}
		before := distribute(t, &w.scheme, w.lines)
		scaled, activity := w.scheme, w.Int32N(int32(len(w.scheme.Activities)))
		scaled.Credits = slices.Clone(scaled.Credits)
		for i := range scaled.Credits {
			if c := &scaled.Credits[i]; c.Activity == activity && magnitude(int64(c.Change)) < 1<<50 {
				c.Change *= 7
			} else if c.Activity == activity {
				return // would not fit
			}
		}
		after := distribute(t, &scaled, w.lines)
		if !reflect.DeepEqual(before.Cells, after.Cells) || !reflect.DeepEqual(before.Flows, after.Flows) {
			t.Errorf("seven times the credits of %d: %v instead of %v", activity, after.Cells, before.Cells)
		}
	})
}

// TestPayoutsAreLinear divides the lines in two heaps: together they earn the same,
// but for a few units of dust.
func TestPayoutsAreLinear(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		sums := map[Cell]Fine{}
		half := len(w.lines) / 2
		for i, heap := range [][]Line{w.lines, w.lines[:half], w.lines[half:]} {
			for _, c := range distribute(t, &w.scheme, heap).Cells {
				key := Cell{Account: c.Account, Activity: c.Activity}
				if i > 0 {
					c.Earned = c.Earned.Neg()
				}
				sums[key] = sums[key].Add(c.Earned)
			}
		}
		for key, rest := range sums {
			if rest.abs().hi > 0 || rest.abs().lo > 10_000 {
				t.Errorf("cell %v: %s fine units between one heap and two", key, rest)
			}
		}
	})
}

// TestLeavesFollowTheSpec compares the whole scheme with the one-level formula on
// companies whose components have no components, and whose credits no activity holds.
func TestLeavesFollowTheSpec(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		leaf := int32(len(w.scheme.Activities) / 2)
		for a := range w.scheme.Activities {
			w.scheme.Activities[a].Basis = Weight
		}
		w.scheme.Components = slices.DeleteFunc(w.scheme.Components, func(c Component) bool { return c.User >= leaf || c.Used < leaf })
		w.scheme.Tenures = slices.DeleteFunc(w.scheme.Tenures, func(t Tenure) bool { return w.scheme.Accounts[t.Account].Activity != "" })
		w.scheme.Method = Recursive
		recursive := distribute(t, &w.scheme, w.lines)
		w.scheme.Method = Direct
		direct := distribute(t, &w.scheme, w.lines)
		if !reflect.DeepEqual(recursive.Cells, direct.Cells) {
			t.Errorf("recursive %v\ndirect %v", recursive.Cells, direct.Cells)
		}
	})
}

// TestOrderOfRows shuffles everything and lets more threads run: not a byte differs.
func TestOrderOfRows(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	eachWorld(t, func(t *testing.T, w *world) {
		runtime.GOMAXPROCS(1)
		before := distribute(t, &w.scheme, w.lines)
		settled, err := Settle(&w.scheme, before.Cells, nil, total(w.lines))
		if err != nil {
			t.Fatal(err)
		}
		runtime.GOMAXPROCS(4)
		scheme, lines := w.shuffled()
		after := distribute(t, &scheme, lines)
		if !reflect.DeepEqual(before, after) {
			t.Errorf("shuffled: %v instead of %v", after, before)
		}
		w.Shuffle(len(after.Cells), func(i, j int) { after.Cells[i], after.Cells[j] = after.Cells[j], after.Cells[i] })
		if again, err := Settle(&scheme, after.Cells, nil, total(w.lines)); err != nil || !reflect.DeepEqual(settled, again) {
			t.Errorf("shuffled cells settle at %v instead of %v: %v", again, settled, err)
		}
	})
}

// TestGroupingOfLines settles the lines at once, and in several settlements that
// hand their residues on: over the lifetime every cell is paid what it earned, to
// less than a minor unit, and the company exactly what came in.
func TestGroupingOfLines(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		lifetime := map[Cell]Fine{}
		for _, c := range distribute(t, &w.scheme, w.lines).Cells {
			lifetime[Cell{Account: c.Account, Activity: c.Activity}] = c.Earned
		}
		var residues []Cell
		for group := range slices.Chunk(w.lines, 1+w.IntN(5)) {
			entries, err := Settle(&w.scheme, distribute(t, &w.scheme, group).Cells, residues, total(group))
			if err != nil {
				t.Fatal(err)
			}
			residues = residues[:0]
			for _, e := range entries {
				key := Cell{Account: e.Account, Activity: e.Activity}
				lifetime[key] = lifetime[key].Sub(FineOf(e.Amount))
				residues = append(residues, Cell{e.Account, e.Activity, e.Residue()})
			}
		}
		for key, rest := range lifetime {
			if !rest.abs().less(wide{0, finePerMinor + 10_000}) {
				t.Errorf("cell %v is owed %s fine units at the end", key, rest)
			}
		}
	})
}

// TestHistoryIsEveryLineAtItsInstant divides every line alone and adds up.
func TestHistoryIsEveryLineAtItsInstant(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		sums := map[[2]int32]Fine{}
		for _, c := range distribute(t, &w.scheme, w.lines).Cells {
			sums[[2]int32{c.Account, c.Activity}] = c.Earned
		}
		for i := range w.lines {
			for _, c := range distribute(t, &w.scheme, w.lines[i:i+1]).Cells {
				key := [2]int32{c.Account, c.Activity}
				sums[key] = sums[key].Sub(c.Earned)
			}
		}
		for key, rest := range sums {
			if rest.abs().hi > 0 || rest.abs().lo > 10_000 {
				t.Errorf("cell %v: %s fine units between all lines and each", key, rest)
			}
		}
	})
}

package calc

import (
	"math/big"
	"testing"
)

// TestRandomWorlds holds the calculation against the oracle: every cell within the
// dust, and after settling not one wrong unit.
func TestRandomWorlds(t *testing.T) {
	for seed := range uint64(worlds(50_000)) {
		w := newWorld(seed)
		outcome := distribute(t, &w.scheme, w.lines)
		exact := oracleCells(&w.scheme, w.lines)
		compareCells(t, seed, w, outcome, exact)
		compareSettlement(t, seed, w, outcome, exact)
		if t.Failed() {
			t.Fatalf("seed %d: %+v\nlines %+v", seed, w.scheme, w.lines)
		}
	}
}

// compareCells allows one fine unit an edge and epoch.
func compareCells(t *testing.T, seed uint64, w *world, outcome *Outcome, exact map[place]*big.Rat) {
	t.Helper()
	in := spanOf(w.lines)
	epochs := len(epochsOf(eventsIn(&w.scheme, in), w.lines))
	dust := big.NewRat(int64((2*len(w.scheme.Components)+2*len(w.scheme.Credits)+10)*epochs), 1)
	got := map[place]*big.Rat{}
	for _, c := range outcome.Cells {
		got[place{w.scheme.Accounts[c.Account], c.Activity}] = new(big.Rat).SetInt(c.Earned.Big())
	}
	for at, value := range exact {
		fine := new(big.Rat).Mul(value, new(big.Rat).SetInt64(finePerMinor))
		if got[at] != nil {
			fine.Sub(fine, got[at])
			delete(got, at)
		}
		if fine.Abs(fine).Cmp(dust) > 0 {
			t.Errorf("seed %d: %v is off by %s fine units, more than %s", seed, at, fine.FloatString(1), dust)
		}
	}
	for at, value := range got {
		t.Errorf("seed %d: %v got %s and should get nothing", seed, at, value)
	}
}

func compareSettlement(t *testing.T, seed uint64, w *world, outcome *Outcome, exact map[place]*big.Rat) {
	t.Helper()
	entries, err := Settle(&w.scheme, outcome.Cells, nil, total(w.lines))
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	want := oracleSettle(exact, total(w.lines))
	for _, e := range entries {
		at := place{w.scheme.Accounts[e.Account], e.Activity}
		if e.Amount != want[at] {
			t.Errorf("seed %d: %v settles at %d instead of %d", seed, at, e.Amount, want[at])
		}
		delete(want, at)
	}
	for at, amount := range want {
		if amount != 0 {
			t.Errorf("seed %d: %v should settle at %d and has no entry", seed, at, amount)
		}
	}
}

// TestPictures holds the shares against the oracle: the fractions exactly, the
// text to the last digit, the transposed sweep against the other one.
func TestPictures(t *testing.T) {
	for seed := range uint64(worlds(1500)) {
		w := newWorld(seed)
		picture, err := At(&w.scheme, worldEnds/2)
		if err != nil {
			t.Fatal(err)
		}
		reference := oracleAt(&w.scheme, worldEnds/2)
		for a := range w.scheme.Activities {
			compareShares(t, seed, w, picture, int32(a), reference.ofSale(int32(a)))
		}
		compareTransposed(t, seed, w, picture)
		if t.Failed() {
			t.Fatalf("seed %d: %+v", seed, w.scheme)
		}
	}
}

func compareShares(t *testing.T, seed uint64, w *world, picture *Picture, a int32, places map[place]*big.Rat) {
	t.Helper()
	want := map[Account]*big.Rat{}
	for at, value := range places {
		if value.Sign() == 0 {
			continue
		}
		if want[at.account] == nil {
			want[at.account] = new(big.Rat)
		}
		want[at.account].Add(want[at.account], value)
	}
	exact, whole := picture.ExactShares(a), Fine{}
	if len(exact) != len(want) {
		t.Errorf("seed %d: activity %d: %d exact shares instead of %d", seed, a, len(exact), len(want))
	}
	for _, share := range exact {
		if value := want[w.scheme.Accounts[share.Account]]; value == nil || share.Value.Cmp(value) != 0 {
			t.Errorf("seed %d: activity %d: account %d has exactly %s instead of %s", seed, a, share.Account, share.Value, value)
		}
	}
	for _, share := range picture.Shares(a) {
		whole = whole.Add(share.mass)
		value := want[w.scheme.Accounts[share.Account]]
		if value == nil || share.Text() != halfEvenText(value) {
			t.Errorf("seed %d: activity %d: account %d has %s instead of %s", seed, a, share.Account, share.Text(), value)
		}
	}
	if whole != one {
		t.Errorf("seed %d: the shares in activity %d add up to %s", seed, a, whole)
	}
}

// halfEvenText writes a fraction between 0 and 1 with 12 digits, ties to even.
func halfEvenText(value *big.Rat) string {
	scaled := new(big.Rat).Mul(value, big.NewRat(1_000_000_000_000, 1))
	n, rest := new(big.Int).QuoRem(scaled.Num(), scaled.Denom(), new(big.Int))
	if c := rest.Lsh(rest, 1).Cmp(scaled.Denom()); c > 0 || c == 0 && n.Bit(0) == 1 {
		n.Add(n, big.NewInt(1))
	}
	return new(big.Rat).SetFrac(n, big.NewInt(1_000_000_000_000)).FloatString(12)
}

func compareTransposed(t *testing.T, seed uint64, w *world, picture *Picture) {
	t.Helper()
	texts := map[[2]int32]string{}
	for a := range w.scheme.Activities {
		for _, share := range picture.Shares(int32(a)) {
			texts[[2]int32{share.Account, share.Activity}] = share.Text()
		}
	}
	for account := range w.scheme.Accounts {
		for _, share := range picture.SharesOf(int32(account)) {
			key := [2]int32{share.Account, share.Activity}
			if share.Text() != texts[key] {
				t.Errorf("seed %d: account %d has %s of activity %d one way and %s the other", seed, account, texts[key], share.Activity, share.Text())
			}
			delete(texts, key)
		}
	}
	if len(texts) > 0 {
		t.Errorf("seed %d: the transposed sweep misses %v", seed, texts)
	}
}

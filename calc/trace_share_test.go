package calc

import (
	"fmt"
	"math/big"
	"slices"
	"testing"
)

// TestPictureTraceAddsUp traces every share of random worlds: the paths and the rest
// are the share that Shares says, and every path is what its steps leave of one whole.
func TestPictureTraceAddsUp(t *testing.T) {
	listed := 0
	eachWorld(t, func(t *testing.T, w *world) {
		picture, err := At(&w.scheme, worldEnds/2)
		if err != nil {
			t.Fatal(err)
		}
		for a := range int32(len(w.scheme.Activities)) {
			shares := picture.Shares(a)
			for account := range int32(len(w.scheme.Accounts)) {
				var mass Fine
				if i := slices.IndexFunc(shares, func(s Share) bool { return s.Account == account }); i >= 0 {
					mass = shares[i].mass
				}
				item := picture.Trace(a, account, 100)
				if item.Activity != a || item.Earned != mass {
					t.Errorf("activity %d, account %d: %s traced, the share is %s", a, account, item.Earned, mass)
				}
				checkShareTrace(t, w, &item, account)
				listed += len(item.Paths)
			}
		}
	})
	if worlds(300) >= 300 && listed < 3000 {
		t.Errorf("only %d paths in all", listed)
	}
}

func checkShareTrace(t *testing.T, w *world, item *TraceItem, account int32) {
	t.Helper()
	sum := item.Others
	for i, path := range item.Paths {
		sum = sum.Add(path.Amount)
		if i > 0 && item.Paths[i-1].Amount.Cmp(path.Amount) < 0 {
			t.Errorf("path %d is larger than the one before", i)
		}
		last := path.Steps[len(path.Steps)-1]
		if path.Source.Activity != item.Activity || (last.Kind == ToCredit) == (last.Kind == ToRetained) ||
			last.Kind == ToCredit && w.scheme.Accounts[account].Retained != "" && len(w.scheme.Tenures) == 0 && last.Part == 0 {
			t.Errorf("path %+v", path)
		}
		if want := floorOf(wholeMinor, path.Steps); path.Amount.Big().Cmp(want) != 0 {
			t.Errorf("path %+v is %s, its steps say %s", path, path.Amount, want)
		}
	}
	if sum != item.Earned {
		t.Errorf("the parts add up to %s, not to %s", sum, item.Earned)
	}
	if item.OtherPaths == 0 && item.Others.abs().big().Cmp(dustOf(w)) > 0 {
		t.Errorf("%s of %s is on no path", item.Others, item.Earned)
	}
}

// floorOf is what steps leave of an income in fine units, toward zero.
func floorOf(income Minor, steps []Step) *big.Int {
	left := new(big.Rat).SetInt(new(big.Int).Mul(big.NewInt(int64(income)), big.NewInt(finePerMinor)))
	for _, step := range steps {
		left.Mul(left, new(big.Rat).SetFrac(new(big.Int).SetUint64(step.Part), new(big.Int).SetUint64(step.Whole)))
	}
	return new(big.Int).Quo(left.Num(), left.Denom())
}

// TestPictureTrace tells one share in words.
func TestPictureTrace(t *testing.T) {
	s, _ := company(t, `
		BOARD percent
		BOARD uses FIRMWARE 25 ..
		BOARD uses DESIGN 10 ..
		DESIGN uses FIRMWARE 1 ..
		F founder 20 ..
		mik has 1 of FIRMWARE
		cell has 3 of FIRMWARE
		cell has 1 of BOARD
		dave has 1 of F`)
	picture, err := At(s, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		party PartyID
		limit int
		want  string
	}{
		{"mik", 0, "0.070000000000: 0.050000000000 by 1:BOARD 2:FIRMWARE 5:FIRMWARE, 0.020000000000 by 1:BOARD 2:DESIGN 2:FIRMWARE 5:FIRMWARE, 0.000000000000 by 0 others"},
		{"mik", 1, "0.070000000000: 0.050000000000 by 1:BOARD 2:FIRMWARE 5:FIRMWARE, 0.020000000000 by 1 others"},
		{"cell", 2, "0.730000000000: 0.520000000000 by 1:BOARD 3:BOARD 5:BOARD, 0.150000000000 by 1:BOARD 2:FIRMWARE 5:FIRMWARE, 0.060000000000 by 1 others"},
		{"dave", 2, "0.200000000000: 0.200000000000 by 0:F 5:F, 0.000000000000 by 0 others"},
		{"zoe", 2, "0.000000000000: 0.000000000000 by 0 others"},
	} {
		item := picture.Trace(0, accountOf(s, tt.party), tt.limit)
		if got := shareTraceText(s, &item); got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.party, got, tt.want)
		}
	}
}

func shareTraceText(s *Scheme, item *TraceItem) string {
	text := ShareText(item.Earned) + ": "
	for _, path := range item.Paths {
		text += ShareText(path.Amount) + " by"
		for _, step := range path.Steps {
			text += fmt.Sprintf(" %d:%s", step.Kind, s.Activities[step.Activity].ID)
		}
		text += ", "
	}
	return text + fmt.Sprintf("%s by %d others", ShareText(item.Others), item.OtherPaths)
}

// TestPercentText has four digits where two would round something away.
func TestPercentText(t *testing.T) {
	for fraction, want := range map[string]string{
		"0": "0.00", "1": "100.00", "1/3": "33.33", "2/3": "66.67", "1/20000": "0.01", "1/20001": "0.0050",
		"19999/20000": "99.9950", "1/1000000000": "0.0000", "99999/100000": "99.9990", "49999/50000": "99.9980", "9999/10000": "99.99",
	} {
		value, _ := new(big.Rat).SetString(fraction)
		if got := PercentText(value); got != want {
			t.Errorf("%s is %s instead of %s", fraction, got, want)
		}
	}
	if got := (Step{Part: 1, Whole: 8}).Percent(); got != "12.50" {
		t.Error(got)
	}
}

package calc

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestParseFine(t *testing.T) {
	for _, text := range []string{"0", "1", "-1", "18446744073709551616", "-18446744073709551617",
		"170141183460469231731687303715884105727", "-170141183460469231731687303715884105727"} {
		f, err := ParseFine(text)
		if err != nil || f.String() != text {
			t.Errorf("%s comes back as %s, %v", text, f, err)
		}
	}
	for _, text := range []string{"", "x", "1.5", "1e3", "170141183460469231731687303715884105728"} {
		if f, err := ParseFine(text); err == nil {
			t.Errorf("%q is read as %s", text, f)
		}
	}
}

func TestRound(t *testing.T) {
	for text, want := range map[string]Minor{
		"0": 0, "1/2": 1, "-1/2": -1, "0.499999999999999999": 0, "-0.499999999999999999": 0, "2.5": 3, "-2.5": -3, "7": 7,
	} {
		if got := fine(t, text).Round(); got != want {
			t.Errorf("%s rounds to %d instead of %d", text, got, want)
		}
	}
}

// FuzzFine holds the 128-bit arithmetic against math/big.
func FuzzFine(f *testing.F) {
	f.Add(int64(0), uint64(0), int64(0), uint64(0), uint64(1), uint64(2))
	f.Add(int64(-1), uint64(math.MaxUint64), int64(5), uint64(7), uint64(1), uint64(3))
	f.Add(int64(math.MinInt64), uint64(0), int64(math.MaxInt64), uint64(math.MaxUint64), uint64(max63), uint64(max63))
	f.Fuzz(func(t *testing.T, ahi int64, alo uint64, bhi int64, blo uint64, n, d uint64) {
		a, b := Fine{ahi >> 1, alo}, Fine{bhi >> 1, blo} // a sum always fits
		same(t, "add", a.Add(b), new(big.Int).Add(a.Big(), b.Big()))
		same(t, "sub", a.Sub(b), new(big.Int).Sub(a.Big(), b.Big()))
		same(t, "neg", a.Neg(), new(big.Int).Neg(a.Big()))
		if a.Cmp(b) != a.Big().Cmp(b.Big()) || a.Sign() != a.Big().Sign() || a.IsZero() != (a.Big().Sign() == 0) {
			t.Errorf("%s and %s compare wrongly", a, b)
		}
		back, err := ParseFine(a.String())
		if err != nil || back != a {
			t.Errorf("%s comes back as %s, %v", a, back, err)
		}
		same(t, "of", FineOf(Minor(ahi)), new(big.Int).Mul(big.NewInt(ahi), big.NewInt(finePerMinor)))
		if d = d & max63; d == 0 {
			return
		}
		n %= d + 1
		cutter := cut(a, d)
		part, rest := cutter.next(n), cutter.next(d-n)
		same(t, "parts", part.Add(rest), a.Big())
		exact := new(big.Int).Mul(a.Big(), new(big.Int).SetUint64(n))
		same(t, "part", part, exact.Quo(exact, new(big.Int).SetUint64(d))) // toward zero, as floor of |a|
		product := new(big.Int).Mul(a.abs().big(), new(big.Int).SetUint64(n))
		if got := a.abs().mulDiv(n, d).big(); got.Cmp(product.Quo(product, new(big.Int).SetUint64(d))) != 0 {
			t.Errorf("%s·%d/%d is %s", a, n, d, got)
		}
	})
}

func same(t *testing.T, what string, got Fine, want *big.Int) {
	t.Helper()
	if got.Big().Cmp(want) != 0 {
		t.Errorf("%s: %s instead of %s", what, got, want)
	}
}

func TestPartOfAgainstBig(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	word := func() uint64 { return random.Uint64() >> random.UintN(64) }
	fitted := 0
	for range 200_000 {
		f, whole, n := Fine{int64(word()), word()}, Fine{int64(word() * random.Uint64N(2)), word()}, word()
		part, fits := f.PartOf(whole, n)
		if !fits {
			continue
		}
		fitted++
		want := new(big.Int).Abs(f.Big())
		want.Mul(want, new(big.Int).SetUint64(n)).Quo(want, new(big.Int).Abs(whole.Big()))
		if want.Cmp(new(big.Int).SetUint64(part)) != 0 {
			t.Fatalf("%s·%d / %s is %s, not %d", f, n, whole, want, part)
		}
	}
	if fitted < 20_000 {
		t.Errorf("only %d of the random parts fit", fitted)
	}
	for _, none := range []struct {
		f, whole Fine
		n        uint64
	}{{Fine{0, 1}, Fine{}, 1}, {Fine{1 << 62, 0}, Fine{1, 0}, 20_000}, {Fine{1, 0}, Fine{0, 1}, 1}} {
		if part, fits := none.f.PartOf(none.whole, none.n); fits {
			t.Errorf("%s·%d / %s fits: %d", none.f, none.n, none.whole, part)
		}
	}
}

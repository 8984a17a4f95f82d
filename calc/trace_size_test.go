package calc

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestSizesAgainstBig holds sizes against fractions: a product and a quotient are the
// exact ones with everything behind the 64th bit cut off.
func TestSizesAgainstBig(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 3))
	word := func() uint64 {
		if random.IntN(4) == 0 {
			return 1 << random.UintN(63)
		}
		return 1 + random.Uint64()>>(1+random.UintN(63))
	}
	for range 5_000 {
		n, m, d := word(), word(), word()
		a, b, c := sizeOf(n), sizeOf(m), sizeOf(d)
		exact := func(numerator, denominator uint64) *big.Rat {
			return new(big.Rat).SetFrac(new(big.Int).SetUint64(numerator), new(big.Int).SetUint64(denominator))
		}
		cutOff(t, a, exact(n, 1))
		cutOff(t, a.by(b), new(big.Rat).Mul(exact(n, 1), exact(m, 1)))
		cutOff(t, a.over(c), exact(n, d))
		cutOff(t, a.over(c).by(b), new(big.Rat).Mul(ratOfSize(a.over(c)), exact(m, 1)))
		if want := exact(n, 1).Cmp(exact(m, 1)); a.compare(b) != want || b.compare(a) != -want || a.compare(a) != 0 {
			t.Errorf("%d and %d compare wrongly", n, m)
		}
		m = min(m, d)
		if part := a.times(m, d); m == d && part != a || m < d && ratOfSize(part).Cmp(new(big.Rat).Mul(exact(n, 1), exact(m, d))) > 0 {
			t.Errorf("%d·%d/%d is %v", n, m, d, part)
		}
	}
	none, one, three := size{}, sizeOf(1), sizeOf(3)
	for _, s := range []size{none.times(1, 2), one.times(0, 2), none.by(one), one.by(none), none.by(three), three.by(none), sizeOf(0)} {
		if s != none || s.compare(one) != -1 || one.compare(s) != 1 || s.compare(none) != 0 {
			t.Errorf("%v is not nothing", s)
		}
	}
	least := one
	for range 10_000 {
		least = least.times(1, 3)
	}
	if least.mantissa == 0 || none.compare(least) != -1 {
		t.Errorf("a part of a part of a part is %v", least)
	}
}

func ratOfSize(s size) *big.Rat {
	value := new(big.Rat).SetInt(new(big.Int).SetUint64(s.mantissa))
	power := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), uint(max(s.exponent, -s.exponent))))
	if s.exponent < 0 {
		return value.Quo(value, power)
	}
	return value.Mul(value, power)
}

// cutOff looks whether a size has its highest bit set and is less than a unit of its
// last bit below a value.
func cutOff(t *testing.T, got size, value *big.Rat) {
	t.Helper()
	unit := ratOfSize(size{1, got.exponent})
	missing := new(big.Rat).Sub(value, ratOfSize(got))
	if got.mantissa>>63 != 1 || missing.Sign() < 0 || missing.Cmp(unit) >= 0 {
		t.Errorf("%s is %v", value.FloatString(3), got)
	}
}

package calc

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"strconv"
)

// Fine is money in units of 10^-18 of a minor unit: a signed 128-bit integer, so
// that 1.7·10^20 minor units fit. Shares of income are kept in it from the first
// split to the settlement; nothing is rounded to whole minor units before that.
//
// The zero value is no money. Fine values compare with ==. Add and Sub wrap
// around beyond 128 bits as Go's integers do; Distribute refuses lines whose sum
// could come near.
type Fine struct {
	hi int64 // two's complement, high word
	lo uint64
}

// finePerMinor is how many fine units make one minor unit.
const finePerMinor = 1_000_000_000_000_000_000

// FineOf turns whole minor units into fine ones.
func FineOf(m Minor) Fine {
	hi, lo := bits.Mul64(magnitude(int64(m)), finePerMinor)
	return signed(m < 0, wide{hi, lo})
}

// ParseFine reads what String writes: an integer count of fine units.
func ParseFine(text string) (Fine, error) {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return Fine{}, fmt.Errorf("parse fine amount %q: not an integer", text)
	}
	f, ok := fineOfBig(n)
	if !ok {
		return Fine{}, fmt.Errorf("parse fine amount %q: beyond 128 bits", text)
	}
	return f, nil
}

// Add returns f + g.
func (f Fine) Add(g Fine) Fine {
	lo, carry := bits.Add64(f.lo, g.lo, 0)
	return Fine{f.hi + g.hi + int64(carry), lo}
}

// Sub returns f − g.
func (f Fine) Sub(g Fine) Fine {
	lo, borrow := bits.Sub64(f.lo, g.lo, 0)
	return Fine{f.hi - g.hi - int64(borrow), lo}
}

// Neg returns −f.
func (f Fine) Neg() Fine { return Fine{}.Sub(f) }

// IsZero reports whether f is no money at all.
func (f Fine) IsZero() bool { return f == Fine{} }

// Sign returns -1, 0 or 1.
func (f Fine) Sign() int {
	switch {
	case f.hi < 0:
		return -1
	case f.IsZero():
		return 0
	}
	return 1
}

// Cmp returns -1, 0 or 1 as f is less than, equal to or greater than g.
func (f Fine) Cmp(g Fine) int {
	switch {
	case f == g:
		return 0
	case f.hi < g.hi || f.hi == g.hi && f.lo < g.lo:
		return -1
	}
	return 1
}

// Round returns the nearest whole minor unit, halves away from zero. Amounts
// beyond 63 bits of minor units, which no sum of lines can reach, wrap around.
func (f Fine) Round() Minor {
	n := Minor(f.abs().nearest(finePerMinor).lo)
	if f.hi < 0 {
		return -n
	}
	return n
}

// PartOf returns ⌊|f|·n / |whole|⌋ where it fits 63 bits and |f|·n 128, as it does
// with money and small n; else false.
func (f Fine) PartOf(whole Fine, n uint64) (part uint64, fits bool) {
	size, of := f.abs(), whole.abs()
	if of.isZero() || n == 0 || size.hi >= math.MaxUint64/n {
		return 0, false
	}
	quotient := size.mul64(n).div(of)
	return quotient.lo, quotient.fits63()
}

// Big returns the count of fine units.
func (f Fine) Big() *big.Int {
	n := f.abs().big()
	if f.hi < 0 {
		n.Neg(n)
	}
	return n
}

// String returns the count of fine units in decimal. A journal holds one for each
// credit, so it is worked out in words: |f| = high·10^19 + low.
func (f Fine) String() string {
	const nineteenDigits = 10_000_000_000_000_000_000
	high, low := f.abs().div64(nineteenDigits) // 2^127 < 2^64·10^19, so high fits a word
	digits := make([]byte, 0, 40)
	if f.hi < 0 {
		digits = append(digits, '-')
	}
	if high.lo == 0 {
		return string(strconv.AppendUint(digits, low, 10))
	}
	digits = strconv.AppendUint(digits, high.lo, 10)
	for place := uint64(nineteenDigits / 10); place > low && place > 1; place /= 10 {
		digits = append(digits, '0')
	}
	return string(strconv.AppendUint(digits, low, 10))
}

// abs returns |f|; it is right for the most negative value too.
func (f Fine) abs() wide {
	if f.hi < 0 {
		f = f.Neg()
	}
	return wide{uint64(f.hi), f.lo}
}

// fineOfBig reports false for a number that does not fit.
func fineOfBig(n *big.Int) (Fine, bool) {
	if n.BitLen() > 127 {
		return Fine{}, false
	}
	m := new(big.Int).Abs(n)
	lo := new(big.Int).And(m, new(big.Int).SetUint64(^uint64(0))).Uint64()
	hi := m.Rsh(m, 64).Uint64()
	return signed(n.Sign() < 0, wide{hi, lo}), true
}

// signed puts a sign before a magnitude below 2^127.
func signed(negative bool, w wide) Fine {
	f := Fine{int64(w.hi), w.lo}
	if negative {
		return f.Neg()
	}
	return f
}

// magnitude returns |n|, which for the least int64 only fits without a sign.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

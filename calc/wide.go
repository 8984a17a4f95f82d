package calc

import (
	"math/big"
	"math/bits"
)

// wide is an unsigned 128-bit integer: the magnitude of a Fine, a sum of weights.
type wide struct {
	hi, lo uint64
}

// max63 is the greatest sum of weights or credits that is split by.
const max63 = 1<<63 - 1

func (w wide) add(x wide) wide {
	lo, carry := bits.Add64(w.lo, x.lo, 0)
	return wide{w.hi + x.hi + carry, lo}
}

func (w wide) sub(x wide) wide {
	lo, borrow := bits.Sub64(w.lo, x.lo, 0)
	return wide{w.hi - x.hi - borrow, lo}
}

// mul64 returns w·n; the caller knows that it fits.
func (w wide) mul64(n uint64) wide {
	hi, lo := bits.Mul64(w.lo, n)
	return wide{hi + w.hi*n, lo}
}

// div64 returns the quotient and the remainder; d > 0.
func (w wide) div64(d uint64) (wide, uint64) {
	hi, r := w.hi/d, w.hi%d
	lo, r := bits.Div64(r, w.lo, d)
	return wide{hi, lo}, r
}

// div returns the quotient; d > 0. The first guess, by the leading 64 bits of d, is
// right or one too small (Warren, Hacker's Delight, 9-5).
func (w wide) div(d wide) wide {
	if d.hi == 0 {
		q, _ := w.div64(d.lo)
		return q
	}
	shift := bits.LeadingZeros64(d.hi)
	leading := d.hi<<shift | d.lo>>1>>(63-shift)
	guess, _ := bits.Div64(w.hi>>1, w.hi<<63|w.lo>>1, leading)
	if guess >>= 63 - shift; guess > 0 {
		guess--
	}
	if rest := w.sub(d.mul64(guess)); !rest.less(d) {
		guess++
	}
	return wide{0, guess}
}

// nearest returns w/d rounded to a whole number, halves up; d is even.
func (w wide) nearest(d uint64) wide {
	q, r := w.div64(d)
	if r >= d/2 {
		q = q.add(wide{0, 1})
	}
	return q
}

// mulDiv returns floor(w·n/d) for n <= d, d > 0, whatever the size of w·n.
func (w wide) mulDiv(n, d uint64) wide {
	q, r := w.div64(d)
	hi, lo := bits.Mul64(r, n)
	part, _ := bits.Div64(hi, lo, d) // hi < d, because r < d and n <= d < 2^64
	return q.mul64(n).add(wide{0, part})
}

func (w wide) less(x wide) bool { return w.hi < x.hi || w.hi == x.hi && w.lo < x.lo }

func (w wide) isZero() bool { return w.hi|w.lo == 0 }

// fits63 reports whether w can be a whole that amounts are split by.
func (w wide) fits63() bool { return w.hi == 0 && w.lo <= max63 }

func (w wide) big() *big.Int {
	n := new(big.Int).SetUint64(w.hi)
	n.Lsh(n, 64)
	return n.Or(n, new(big.Int).SetUint64(w.lo))
}

package calc

import (
	"cmp"
	"math/bits"
)

// size is about how much money there is on a path: mantissa · 2^exponent, the
// mantissa with its highest bit set. It only orders paths, so its 64 bits are
// plenty; other than a Fine it does not vanish on the longest of paths.
type size struct {
	mantissa uint64 // 0 for nothing
	exponent int64
}

// sizeOf returns n; halves and digits behind the 64th bit are cut off everywhere,
// so going round a cycle never makes a size grow.
func sizeOf(n uint64) size {
	if n == 0 {
		return size{}
	}
	shift := bits.LeadingZeros64(n)
	return size{n << shift, -int64(shift)}
}

// times returns s·n/d; n <= d < 2^63, d > 0.
func (s size) times(n, d uint64) size {
	if s.mantissa == 0 || n == 0 {
		return size{}
	}
	if n == d {
		return s
	}
	return s.by(sizeOf(n)).over(sizeOf(d))
}

// by returns the product.
func (s size) by(t size) size {
	if s.mantissa == 0 || t.mantissa == 0 {
		return size{}
	}
	hi, lo := bits.Mul64(s.mantissa, t.mantissa)
	exponent := s.exponent + t.exponent + 64
	if hi>>63 == 0 {
		hi, exponent = hi<<1|lo>>63, exponent-1
	}
	return size{hi, exponent}
}

// over returns the quotient; t is not nothing.
func (s size) over(t size) size {
	// With hi < divisor the quotient fits a word; it has 63 or 64 bits.
	quotient, rest := bits.Div64(s.mantissa>>1, s.mantissa<<63, t.mantissa)
	exponent := s.exponent - t.exponent - 63
	if quotient>>63 == 0 {
		more := uint64(0)
		if rest >= t.mantissa-rest {
			more = 1
		}
		quotient, exponent = quotient<<1|more, exponent-1
	}
	return size{quotient, exponent}
}

// compare returns -1, 0 or 1 as s is less than, equal to or more than t.
func (s size) compare(t size) int {
	switch {
	case s.mantissa == 0 || t.mantissa == 0:
		return cmp.Compare(s.mantissa, t.mantissa)
	case s.exponent != t.exponent:
		return cmp.Compare(s.exponent, t.exponent)
	}
	return cmp.Compare(s.mantissa, t.mantissa)
}

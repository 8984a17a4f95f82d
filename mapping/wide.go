package mapping

import (
	"math"
	"math/bits"
)

// wide is a signed 128-bit integer (two's complement): a price in thousandths
// times a quantity in millionths, a sum of such, in 10^-9 of a currency unit.
type wide struct {
	hi int64
	lo uint64
}

// wideProduct is a × b, which always fits.
func wideProduct(a, b int64) wide {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	// Mul64 took the factors as unsigned: a negative one was 2^64 too large.
	return wide{int64(hi) - (a>>63)&b - (b>>63)&a, lo}
}

func (w wide) plus(v wide) wide {
	lo, carry := bits.Add64(w.lo, v.lo, 0)
	hi, _ := bits.Add64(uint64(w.hi), uint64(v.hi), carry)
	return wide{int64(hi), lo}
}

func (w wide) negated() wide {
	lo, borrow := bits.Sub64(0, w.lo, 0)
	hi, _ := bits.Sub64(0, uint64(w.hi), borrow)
	return wide{int64(hi), lo}
}

// rounded is w / unit, half away from zero as OFBiz rounds; false when it does
// not fit.
func (w wide) rounded(unit uint64) (int64, bool) {
	negative := w.hi < 0
	if negative {
		w = w.negated()
	}
	w = w.plus(wide{0, unit / 2})
	if w.hi < 0 || uint64(w.hi) >= unit {
		return 0, false
	}
	quotient, _ := bits.Div64(uint64(w.hi), w.lo, unit)
	if quotient > math.MaxInt64 {
		return 0, false
	}
	if negative {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

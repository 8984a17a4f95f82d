package calc

import "math/bits"

// cutter cuts an amount into the parts of a whole by cumulative floor:
//
//	part j = ⌊|Y|·B(j)/D⌋ − ⌊|Y|·B(j−1)/D⌋, B(j) = the first j weights' sum,
//
// with the sign of Y put back. The parts add up to Y exactly when the weights
// add up to the whole, each errs by less than one fine unit, and none has another
// sign than Y.
type cutter struct {
	quotient    wide // |Y| = quotient·whole + rest
	rest, whole uint64
	negative    bool
	weights     uint64 // B(j)
	given       wide
}

// cut starts cutting; 0 < whole < 2^63.
func cut(amount Fine, whole uint64) cutter {
	q, r := amount.abs().div64(whole)
	return cutter{quotient: q, rest: r, whole: whole, negative: amount.hi < 0}
}

// next cuts the next part off; the weights so far are at most the whole.
func (c *cutter) next(weight uint64) Fine {
	c.weights += weight
	hi, lo := bits.Mul64(c.rest, c.weights)
	part, _ := bits.Div64(hi, lo, c.whole)
	reached := c.quotient.mul64(c.weights).add(wide{0, part})
	piece := reached.sub(c.given)
	c.given = reached
	return signed(c.negative, piece)
}

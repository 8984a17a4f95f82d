package calc

import (
	"fmt"
	"math/big"
)

// maxValueBits bounds the numerator and the denominator of every value on the way:
// rows that square one another would double their length with each step. A weight
// needs 63 bits to be used, so this takes nothing from anybody.
const maxValueBits = 2048

// FormulaValues knows the values that formulas refer to, in pieces (not millionths).
// An error says why there is none, and becomes the error of the formula. The answers
// are not changed.
type FormulaValues interface {
	Weight(component, activity ActivityID) (*big.Rat, error)
	Credits(activity ActivityID) (*big.Rat, error)
}

// Evaluate computes the weight exactly. The error is a *FormulaError at the operator
// or the reference where it went wrong: a value that the env does not have, a
// division by zero, a result below zero (values on the way may be), or one of more
// than 2048 bits. Both branches of min and max count: an error in one is an error.
func (f *Formula) Evaluate(env FormulaValues) (*big.Rat, error) {
	value, err := f.root.evaluate(env)
	if err != nil {
		return nil, err
	}
	if value.Sign() < 0 {
		return nil, f.root.fail("the weight would be %s; a weight can't be negative", shortRat(value))
	}
	return new(big.Rat).Set(value), nil
}

// evaluate may return a number that belongs to the node or to the env.
func (n *formulaNode) evaluate(env FormulaValues) (*big.Rat, error) {
	switch n.operation {
	case opNumber:
		return n.number, nil
	case opWeight, opCredits:
		return n.lookUp(env)
	}
	values := make([]*big.Rat, len(n.operands))
	for i, operand := range n.operands {
		var err error
		if values[i], err = operand.evaluate(env); err != nil {
			return nil, err
		}
	}
	if n.operation == opDiv && values[1].Sign() == 0 {
		return nil, n.fail("division by zero")
	}
	value := n.operation.apply(values)
	if isTooLong(value) {
		return nil, n.fail("the value becomes too long to calculate with (more than %d bits)", maxValueBits)
	}
	return value, nil
}

func isTooLong(value *big.Rat) bool {
	return max(value.Num().BitLen(), value.Denom().BitLen()) > maxValueBits
}

func (n *formulaNode) lookUp(env FormulaValues) (value *big.Rat, err error) {
	if n.operation == opWeight {
		value, err = env.Weight(n.reference.Component, n.reference.Activity)
	} else {
		value, err = env.Credits(n.reference.Activity)
	}
	if err != nil {
		return nil, &FormulaError{Position: n.column, Text: err.Error(), Err: err}
	}
	if value == nil {
		return nil, n.fail("this has no value")
	}
	return value, nil
}

// apply computes an operation; a divisor is not zero.
func (o formulaOperation) apply(values []*big.Rat) *big.Rat {
	switch o {
	case opAdd:
		return new(big.Rat).Add(values[0], values[1])
	case opSub:
		return new(big.Rat).Sub(values[0], values[1])
	case opMul:
		return new(big.Rat).Mul(values[0], values[1])
	case opDiv:
		return new(big.Rat).Quo(values[0], values[1])
	case opNegate:
		return new(big.Rat).Neg(values[0])
	}
	best := values[0]
	for _, value := range values[1:] {
		if sign := value.Cmp(best); sign < 0 && o == opMin || sign > 0 && o == opMax {
			best = value
		}
	}
	return best
}

func (n *formulaNode) fail(format string, args ...any) error {
	return &FormulaError{Position: n.column, Text: fmt.Sprintf(format, args...)}
}

// shortRat writes a value for a person: as a fraction where that is short.
func shortRat(value *big.Rat) string {
	if text := value.RatString(); len(text) <= 20 {
		return text
	}
	return "about " + new(big.Float).SetRat(value).Text('g', 10)
}

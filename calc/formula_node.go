package calc

import "math/big"

// formulaOperation is what a node of a formula does, spelled as in the canonical text.
type formulaOperation string

const (
	opNumber  formulaOperation = "number"
	opWeight  formulaOperation = "weight"
	opCredits formulaOperation = "credits"
	opMin     formulaOperation = "min"
	opMax     formulaOperation = "max"
	opNegate  formulaOperation = "negate"
	opAdd     formulaOperation = "+"
	opSub     formulaOperation = "-"
	opMul     formulaOperation = "*"
	opDiv     formulaOperation = "/"
)

// formulaNode is one number, reference or operation of a formula's tree.
type formulaNode struct {
	operation formulaOperation
	column    int             // of the operator, the name or the first digit
	number    *big.Rat        // opNumber
	reference WeightReference // opWeight; opCredits, without a component
	operands  []*formulaNode
}

// walk visits the tree from left to right, operands before their operation.
func (n *formulaNode) walk(visit func(*formulaNode)) {
	for _, operand := range n.operands {
		operand.walk(visit)
	}
	visit(n)
}

// binding tells how tightly an operation holds its operands together: the larger,
// the tighter. Numbers, references and calls need no parentheses anywhere.
func (n *formulaNode) binding() int {
	switch n.operation {
	case opAdd, opSub:
		return 1
	case opMul, opDiv:
		return 2
	case opNegate:
		return 3
	}
	return 4
}

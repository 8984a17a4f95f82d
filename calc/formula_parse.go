package calc

import (
	"fmt"
	"math/big"
)

// ParseFormula reads a formula as it stands in OFBiz, with its "=". The error is a
// *FormulaError. Whether the references exist is not known here.
func ParseFormula(text string) (*Formula, error) {
	scanner, err := newFormulaScanner(text)
	if err != nil {
		return nil, err
	}
	p := formulaParser{formulaScanner: scanner}
	if err := p.expect('='); err != nil {
		return nil, err
	}
	root, err := p.sum()
	if err != nil {
		return nil, err
	}
	if p.peek() != endOfFormula {
		return nil, p.unexpected("an operator or the end")
	}
	return &Formula{root}, nil
}

// formulaParser has one method for each rule of the grammar (see Formula).
type formulaParser struct {
	*formulaScanner
	nesting int
}

// operators maps the accepted spellings to operations, level by level.
var (
	sumOperators     = map[rune]formulaOperation{'+': opAdd, '-': opSub, '−': opSub}
	productOperators = map[rune]formulaOperation{'*': opMul, '×': opMul, '/': opDiv, '÷': opDiv}
)

func (p *formulaParser) sum() (*formulaNode, error) { return p.chain(sumOperators, p.product) }

func (p *formulaParser) product() (*formulaNode, error) { return p.chain(productOperators, p.signed) }

// chain reads operands with operators of one level between them; the leftmost two
// belong together first.
func (p *formulaParser) chain(operators map[rune]formulaOperation, operand func() (*formulaNode, error)) (*formulaNode, error) {
	left, err := operand()
	for err == nil {
		does, ok := operators[p.peek()]
		if !ok {
			return left, nil
		}
		column := p.column()
		p.next++
		var right *formulaNode
		right, err = operand()
		left = &formulaNode{operation: does, column: column, operands: []*formulaNode{left, right}}
	}
	return nil, err
}

func (p *formulaParser) signed() (*formulaNode, error) {
	if sumOperators[p.peek()] != opSub {
		return p.value()
	}
	column := p.column()
	p.next++
	operand, err := p.nested(column, p.signed)
	if err != nil {
		return nil, err
	}
	return &formulaNode{operation: opNegate, column: column, operands: []*formulaNode{operand}}, nil
}

func (p *formulaParser) value() (*formulaNode, error) {
	r, column := p.peek(), p.column()
	switch {
	case isFormulaDigit(r):
		return p.number()
	case r == '(':
		p.next++
		return p.nested(column, p.parenthesis)
	case isFormulaName(r):
		return p.call()
	}
	return nil, p.unexpected(`a number, "(", min, max, weight or credits`)
}

// nested reads something that lies inside a pair of parentheses or behind a minus
// opened at a column. Its limit also bounds the depth of our own recursion.
func (p *formulaParser) nested(column int, inside func() (*formulaNode, error)) (*formulaNode, error) {
	if p.nesting == maxFormulaNesting {
		return nil, &FormulaError{Position: column, Text: fmt.Sprintf("nested more than %d deep", maxFormulaNesting)}
	}
	p.nesting++
	defer func() { p.nesting-- }()
	return inside()
}

// parenthesis reads what follows "(", which leaves no trace in the tree.
func (p *formulaParser) parenthesis() (*formulaNode, error) {
	n, err := p.sum()
	if err != nil {
		return nil, err
	}
	return n, p.expect(')')
}

func (p *formulaParser) number() (*formulaNode, error) {
	column := p.column()
	text := p.run(isFormulaDigit)
	digits := len(text)
	if p.next < len(p.runes) && p.runes[p.next] == '.' {
		p.next++
		fraction := p.run(isFormulaDigit)
		if fraction == "" {
			return nil, p.fail("a digit must follow the point")
		}
		text, digits = text+"."+fraction, max(digits, len(fraction))
	}
	if digits > maxNumberDigits {
		return nil, &FormulaError{Position: column, Text: fmt.Sprintf(
			"the number %s has more than %d digits before or behind its point", text, maxNumberDigits)}
	}
	number, _ := new(big.Rat).SetString(text) // digits and a point always are a number
	return &formulaNode{operation: opNumber, column: column, number: number}, nil
}

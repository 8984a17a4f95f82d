package calc

import (
	"fmt"
	"strings"
	"unicode"
)

// call reads a name with its arguments.
func (p *formulaParser) call() (*formulaNode, error) {
	n := &formulaNode{column: p.column()}
	name := p.run(isFormulaName)
	n.operation = formulaOperation(name)
	switch n.operation {
	case opMin, opMax, opWeight, opCredits:
	default:
		return nil, &FormulaError{Position: n.column, Text: fmt.Sprintf(
			"%q is unknown; there are min, max, weight and credits, and ids stand only inside weight( ) and credits( )", name)}
	}
	if err := p.expect('('); err != nil {
		return nil, err
	}
	return p.arguments(n)
}

// arguments reads what follows "(" up to the closing ")".
func (p *formulaParser) arguments(n *formulaNode) (*formulaNode, error) {
	var err error
	switch n.operation {
	case opWeight:
		n.reference, err = p.pair()
	case opCredits:
		n.reference.Activity, err = p.id()
	default:
		return p.nested(n.column, func() (*formulaNode, error) { return p.choices(n) })
	}
	if err != nil {
		return nil, err
	}
	return n, p.expect(')')
}

// choices reads the two or more arguments of min and max.
func (p *formulaParser) choices(n *formulaNode) (*formulaNode, error) {
	for {
		operand, err := p.sum()
		if err != nil {
			return nil, err
		}
		n.operands = append(n.operands, operand)
		if !p.take(',') {
			break
		}
	}
	if len(n.operands) < 2 && p.peek() == ')' {
		return nil, p.fail("%s needs two or more values to choose from", n.operation)
	}
	return n, p.expect(')')
}

// pair reads the two ids of a weight, the component first.
func (p *formulaParser) pair() (WeightReference, error) {
	component, err := p.id()
	if err != nil {
		return WeightReference{}, err
	}
	if err := p.expect(','); err != nil {
		return WeightReference{}, err
	}
	activity, err := p.id()
	return WeightReference{component, activity}, err
}

func (p *formulaParser) id() (ActivityID, error) {
	if p.take('"') {
		return p.quoted()
	}
	p.peek() // skips the spaces
	id := p.run(isFormulaID)
	if id == "" {
		return "", p.unexpected(`an id (in "quotes" if it has other characters than letters, digits, "_", "-" and ".")`)
	}
	return ActivityID(id), nil
}

// quoted reads the rest of an id behind its opening quote.
func (p *formulaParser) quoted() (ActivityID, error) {
	var id strings.Builder
	opening := p.next // the column of the opening quote
	for ; p.next < len(p.runes); p.next++ {
		r := p.runes[p.next]
		switch {
		case unicode.IsControl(r):
			return "", p.fail("an id can't have the control character %U", r)
		case r != '"':
			id.WriteRune(r)
		case p.next+1 < len(p.runes) && p.runes[p.next+1] == '"':
			id.WriteRune(r)
			p.next++
		case id.Len() == 0:
			return "", &FormulaError{Position: opening, Text: "the id is empty"}
		default:
			p.next++
			return ActivityID(id.String()), nil
		}
	}
	return "", &FormulaError{Position: opening, Text: "the closing quote of the id is missing"}
}

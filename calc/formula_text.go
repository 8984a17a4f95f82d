package calc

import (
	"strings"
	"unicode/utf8"
)

// String returns the canonical text: ASCII operators, one space around those with
// two sides, no parentheses and no quotes that are not needed. Parsing it gives the
// same tree. A text that would be too long for ParseFormula with its spaces is
// written without them; that is never longer than the text the formula came from.
func (f *Formula) String() string {
	spaced := f.write(" ")
	if utf8.RuneCountInString(spaced) <= maxFormulaRunes {
		return spaced
	}
	return f.write("")
}

func (f *Formula) write(space string) string {
	w := formulaWriter{space: space}
	w.text.WriteString("=" + space)
	w.node(f.root)
	return w.text.String()
}

type formulaWriter struct {
	text  strings.Builder
	space string
}

func (w *formulaWriter) node(n *formulaNode) {
	switch n.operation {
	case opNumber:
		places, _ := n.number.FloatPrec() // exact: the number was written as a decimal
		w.text.WriteString(n.number.FloatString(places))
	case opWeight:
		w.call(n, formulaID(n.reference.Component)+","+w.space+formulaID(n.reference.Activity))
	case opCredits:
		w.call(n, formulaID(n.reference.Activity))
	case opMin, opMax:
		w.choices(n)
	case opNegate:
		w.text.WriteString("-")
		w.operand(n.operands[0], n.binding())
	default:
		w.operand(n.operands[0], n.binding())
		w.text.WriteString(w.space + string(n.operation) + w.space)
		w.operand(n.operands[1], n.binding()+1) // a − (b − c) is not a − b − c
	}
}

// operand puts parentheses around what holds together less tightly than it must.
func (w *formulaWriter) operand(n *formulaNode, binding int) {
	if n.binding() >= binding {
		w.node(n)
		return
	}
	w.text.WriteString("(")
	w.node(n)
	w.text.WriteString(")")
}

func (w *formulaWriter) call(n *formulaNode, arguments string) {
	w.text.WriteString(string(n.operation) + "(" + arguments + ")")
}

func (w *formulaWriter) choices(n *formulaNode) {
	w.text.WriteString(string(n.operation) + "(")
	for i, operand := range n.operands {
		if i > 0 {
			w.text.WriteString("," + w.space)
		}
		w.node(operand)
	}
	w.text.WriteString(")")
}

// formulaID quotes an id that could not be read back otherwise.
func formulaID(id ActivityID) string {
	bare := id != ""
	for _, r := range id {
		bare = bare && isFormulaID(r)
	}
	if bare {
		return string(id)
	}
	return `"` + strings.ReplaceAll(string(id), `"`, `""`) + `"`
}

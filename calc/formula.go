package calc

import "fmt"

// The limits of a formula's text. OFBiz's instruction column holds 255 characters;
// the others keep a formula readable and its evaluation cheap.
const (
	maxFormulaRunes   = 255 // of the whole text, "=" and spaces included
	maxFormulaNesting = 50  // parentheses, calls of min and max, and minus signs inside one another
	maxNumberDigits   = 18  // before the point, and behind it
)

// Formula is the weight of a row written in terms of other weights and of credits
// (design, section 1, "Formulas"):
//
//	= weight(FIRMWARE, GENBOARD) / 2 + 5
//
// The grammar, with spaces allowed between any two words:
//
//	formula = "=" sum
//	sum     = product { ("+" | "-" | "−") product }
//	product = signed { ("*" | "×" | "/" | "÷") signed }
//	signed  = ("-" | "−") signed | value
//	value   = number | "(" sum ")"
//	        | ("min" | "max") "(" sum "," sum { "," sum } ")"
//	        | "weight" "(" id "," id ")"    the weight of a component in an activity
//	        | "credits" "(" id ")"          all credits in an activity together
//	number  = digits [ "." digits ]
//	id      = letters, digits, "_", "-" and "."; or anything between double quotes,
//	          where "" stands for one quote
//
// A Formula comes from ParseFormula, never changes, and may be used by several
// goroutines at once.
type Formula struct {
	root *formulaNode
}

// WeightReference names b(T,P): the weight of the component T in the activity P.
type WeightReference struct {
	Component, Activity ActivityID
}

// String writes the reference as it stands in a formula.
func (r WeightReference) String() string {
	return "weight(" + formulaID(r.Component) + ", " + formulaID(r.Activity) + ")"
}

// FormulaError says what is wrong with a formula, and where.
type FormulaError struct {
	Position int    // column in the text, counted in runes from 1
	Text     string // what is wrong, and what to write instead where that is known
	Err      error  // what FormulaValues answered, if that is the reason; else nil
}

// Error gives the position and the text.
func (e *FormulaError) Error() string { return fmt.Sprintf("column %d: %s", e.Position, e.Text) }

// Unwrap returns the answer of FormulaValues that is the reason, or nil.
func (e *FormulaError) Unwrap() error { return e.Err }

// References lists the weights and the activities' credits that the formula needs,
// each once, in the order of their first appearance.
func (f *Formula) References() (weights []WeightReference, credits []ActivityID) {
	seen := map[WeightReference]bool{} // credits stand in it without a component
	f.root.walk(func(n *formulaNode) {
		if n.operation != opWeight && n.operation != opCredits || seen[n.reference] {
			return
		}
		seen[n.reference] = true
		if n.operation == opWeight {
			weights = append(weights, n.reference)
		} else {
			credits = append(credits, n.reference.Activity)
		}
	})
	return weights, credits
}

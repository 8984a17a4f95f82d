package calc

import (
	"errors"
	"fmt"
	"strings"
)

// FormulaRowError says why a row has no weight. errors.As finds the *FormulaError with
// the position in it, and a *FormulaCycleError if a cycle is the reason.
type FormulaRowError struct {
	Row  int // index among the rows
	Pair WeightReference
	Err  error // the row's own Err, or a *FormulaError
}

// Error names the row, the position, and, if the row fails because of others, the
// one where it began.
func (e *FormulaRowError) Error() string { return e.Pair.String() + ": " + e.Err.Error() }

// Unwrap returns what is wrong with the row.
func (e *FormulaRowError) Unwrap() error { return e.Err }

// Inherited reports whether the row's own formula is well, and only needs a row that
// failed. All rows on a named cycle are to blame; of cycles that are linked with it,
// some may count as inheriting.
func (e *FormulaRowError) Inherited() bool { return e.beginning() != error(e) }

// beginning is the error of the row, or the cycle, where the trouble began.
func (e *FormulaRowError) beginning() error {
	var dependency *dependencyError
	if errors.As(e.Err, &dependency) {
		return dependency.root
	}
	return e
}

// dependencyError passes on why a needed pair has no value. Its root is never another
// dependencyError, so messages don't grow along a chain of formulas.
type dependencyError struct {
	needed WeightReference
	root   error // as in formulaPair.failure
}

func (e *dependencyError) Error() string {
	return fmt.Sprintf("%s has no value, because of %v", e.needed, e.root)
}

func (e *dependencyError) Unwrap() error { return e.root }

// FormulaCycleError is a formula that needs itself, at once or by way of others.
type FormulaCycleError struct {
	Path []WeightReference // each needs the next, the last needs the first; the least first
}

// maxCycleNames is how much of a long cycle a message tells.
const maxCycleNames = 20

// Error writes the cycle with its beginning repeated at the end.
func (e *FormulaCycleError) Error() string {
	var text strings.Builder
	text.WriteString("formula cycle ")
	for i, reference := range e.Path {
		if i == maxCycleNames {
			fmt.Fprintf(&text, "(%d more) -> ", len(e.Path)-i)
			break
		}
		text.WriteString(reference.String() + " -> ")
	}
	text.WriteString(e.Path[0].String())
	return text.String()
}

// closeCycle notes that the last pair on the way needs one that is on it already. A
// pair on several cycles is named with the first one found.
func (s *formulaSheet) closeCycle(first int32) {
	members := s.open[s.pairs[first].depth:]
	cycle := &FormulaCycleError{Path: s.names(members)}
	for i, member := range members {
		if pair := &s.pairs[member]; pair.cycle == nil {
			pair.cycle, pair.failure = cycle, cycle
			pair.onward = members[(i+1)%len(members)]
		}
	}
}

// names writes a cycle from its least pair on: the search may enter it anywhere.
func (s *formulaSheet) names(members []int32) []WeightReference {
	least := 0
	for i, member := range members {
		if member < members[least] {
			least = i
		}
	}
	path := make([]WeightReference, len(members))
	for i := range path {
		path[i] = s.name(&s.pairs[members[(least+i)%len(members)]])
	}
	return path
}

package calc

import (
	"fmt"
	"math"
	"slices"
)

// Trace explains the money of one account: what it got for its credits in each
// activity, as the paths that the money took. The parts add up: for every item
// Earned = Σ Paths.Amount + Others, exactly.
type Trace struct {
	Account int32
	Items   []TraceItem // by activity, those with a cell
	Outcome *Outcome    // of the same lines, for all accounts
}

// TraceItem explains one cell.
type TraceItem struct {
	Activity int32 // whose credits, or whose retained part
	Earned   Fine  // what Distribute says, to the fine unit
	Paths    []Path
	// Others is the rest: of the paths that are not listed, and the dust that
	// cutting amounts into fine units makes, at most one unit an edge and epoch.
	Others     Fine
	OtherPaths uint64 // how many paths are not listed; ManyPaths when nobody could count them
}

// ManyPaths stands for a number of paths that does not fit, or that has no end
// because money goes round a cycle.
const ManyPaths = math.MaxUint64

// Path is one way from sales to a credit: what a group of lines earned, times the
// part of every step, is the amount, rounded down to the fine unit.
type Path struct {
	Source Source
	Steps  []Step // in the direction of the money
	Amount Fine
}

// Source is a group of lines of one activity in whose time nothing changed that
// this path depends on.
type Source struct {
	Activity int32
	Cost     bool    // direct costs, with the sign turned
	Lines    []int32 // indices into the lines
	Income   Minor   // their sum
	// From and Thru bound the time in which all steps were as they are here, as far
	// as the lines can tell; Ever and Never where nothing changed before or after.
	From, Thru Instant
}

// StepKind says what happens to money in a step.
type StepKind uint8

// The kinds of steps.
const (
	ToFounders   StepKind = iota // a percentage of a sale goes to the founders' activity first
	PastFounders                 // what the founders left of a sale
	ToComponent                  // delegated to an activity that is used
	Keep                         // what an activity keeps for its own credits; left out where that is all
	ToHolder                     // to an activity that holds credits in this one
	ToCredit                     // to the account, by its pieces of all pieces
	ToRetained                   // all of it to the company, for the account's reason
)

// Step is one step of a path: Part of Whole, as weights or, for credits, as pieces
// in millionths. Activity is where the money is behind the step.
type Step struct {
	Kind        StepKind
	Activity    int32
	Part, Whole uint64
}

// TraceOptions narrow a trace.
type TraceOptions struct {
	Paths      int     // how many an item lists, the largest ones; 0 means 20
	Activities []int32 // only the items of these; nil means all
}

const defaultPaths = 20

// TraceOf explains what Distribute gives to an account, party or reason, of the
// lines. However many paths there are (a chain of diamonds has 2^k), only the
// largest ones are looked for, each in time linear in its length.
func TraceOf(s *Scheme, lines []Line, account int32, options TraceOptions) (*Trace, error) {
	outcome, err := Distribute(s, lines)
	if err != nil {
		return nil, fmt.Errorf("trace: %w", err)
	}
	if !within(account, len(s.Accounts)) {
		return nil, fmt.Errorf("trace: account %d is unknown", account)
	}
	trace := &Trace{Account: account, Outcome: outcome}
	for _, cell := range outcome.Cells {
		if cell.Account == account && options.wants(cell.Activity) {
			trace.Items = append(trace.Items, TraceItem{Activity: cell.Activity, Earned: cell.Earned})
		}
	}
	if len(trace.Items) == 0 {
		return trace, nil
	}
	t := newTracer(s, lines, account, options.limit())
	for i := range trace.Items {
		t.items[trace.Items[i].Activity] = &trail{}
	}
	t.walk()
	for i := range trace.Items {
		t.items[trace.Items[i].Activity].conclude(&trace.Items[i], t.limit)
	}
	return trace, nil
}

func (o TraceOptions) limit() int {
	if o.Paths <= 0 {
		return defaultPaths
	}
	return o.Paths
}

func (o TraceOptions) wants(activity int32) bool {
	return o.Activities == nil || slices.Contains(o.Activities, activity)
}

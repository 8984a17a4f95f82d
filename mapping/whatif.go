package mapping

import (
	"fmt"
	"strings"
	"time"

	"fairshare/calc"
)

// WhatIf is a scenario: what is to be different from what OFBiz says. Each part lays
// itself over what is there for its time only; nothing is ever written.
type WhatIf struct {
	Name       string // of the file
	Activities []WhatIfActivity
	Shares     []WhatIfShare
	Credits    []WhatIfCredit
	Founders   []WhatIfFounder
	Income     WhatIfIncome
}

// Span is from a moment up to, not including, another one; a zero From is always, a
// zero Thru for ever.
type Span struct{ From, Thru time.Time }

// WhatIfActivity is a new activity, made after another one or of its own, or another
// basis for one that there is.
type WhatIfActivity struct {
	Where     string // file:line, for what is said of it
	ID, Name  string
	Like      string // has this one's basis, own weight and shares; "" where it has none
	Basis     string // "": as it is
	OwnWeight string // "": as it is
}

// WhatIfShare gives a component this weight in an activity, whatever OFBiz says of the
// pair in that time.
type WhatIfShare struct {
	Where               string
	Activity, Component string
	Weight              string // "0": no share
	Formula             string // in place of a weight
	Span
	Scale bool // the other components give way in proportion, so that all add up to what they did
}

// WhatIfCredit gives a party pieces of an activity at a moment.
type WhatIfCredit struct {
	Where           string
	Party, Activity string
	Pieces          string // may be negative
	From            time.Time
}

// WhatIfFounder gives an activity this percentage of every sale first.
type WhatIfFounder struct {
	Where             string
	Activity, Percent string // "0": none
	Span
}

// WhatIfIncome is what else comes in.
type WhatIfIncome struct {
	Where  string
	Expect Expect // "": as without the scenario
	Growth []WhatIfGrowth
	Sales  []WhatIfSale
}

// WhatIfGrowth raises, or lowers, what comes in.
type WhatIfGrowth struct {
	Where    string
	Activity string // "": of every activity
	Percent  string // above -100
	Span
}

// WhatIfSale is an amount that comes in besides, evenly over the days of its time; at
// once where that has no end.
type WhatIfSale struct {
	Where              string
	Activity, Currency string
	Amount             string
	Span
}

// Expect says what the sales of coming days are taken from.
type Expect string

// The ways to expect.
const (
	ExpectLastYear Expect = "last_year" // what was sold on the same days a year before
	ExpectForecast Expect = "forecast"  // OFBiz's SalesForecast and its details
	ExpectNothing  Expect = "nothing"
)

// Expects are all of them.
var Expects = []Expect{ExpectLastYear, ExpectForecast, ExpectNothing}

// WhatIfError is everything in a scenario that can't be.
type WhatIfError struct {
	Name     string
	Problems []string
}

func (e *WhatIfError) Error() string {
	if len(e.Problems) == 1 {
		return fmt.Sprintf("scenario %s: %s", e.Name, e.Problems[0])
	}
	return fmt.Sprintf("scenario %s: %d problems:\n  %s", e.Name, len(e.Problems), strings.Join(e.Problems, "\n  "))
}

// whatIfProblems collects what is wrong, with where it stands.
type whatIfProblems struct{ texts []string }

func (p *whatIfProblems) add(where, format string, args ...any) {
	p.texts = append(p.texts, where+": "+fmt.Sprintf(format, args...))
}

// err is nil where nothing is wrong.
func (p *whatIfProblems) err(name string) error {
	if len(p.texts) == 0 {
		return nil
	}
	return &WhatIfError{name, p.texts}
}

// bounds are a span's instants; false, with a problem, where it holds none.
func (p *whatIfProblems) bounds(where string, s Span) (period, bool) {
	b := period{calc.Ever, calc.Never}
	if !s.From.IsZero() {
		b.from = instantOf(s.From)
	}
	if !s.Thru.IsZero() {
		b.thru = instantOf(s.Thru)
	}
	if b.from >= b.thru {
		p.add(where, "its from is not before its thru; thru is the first moment at which it no longer holds")
		return b, false
	}
	return b, true
}

package mapping

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairshare/calc"
)

// ShareChange gives a component of an activity another weight from a moment on:
// one engineering-BOM row ends and another begins, so that what was sold before
// is still divided as it was.
type ShareChange struct {
	Activity  string // productId of the activity that uses
	Component string // productId of the one that is used
	Weight    string // decimal of at most six places; "" with no Formula ends the share
	Formula   string // "= …" in place of a weight
	From      time.Time
}

// ShareRow is a ProductAssoc row of one pair, of type ENGINEER_COMPONENT.
type ShareRow struct {
	From    time.Time
	Thru    time.Time // zero: no end
	Weight  string    // as the database has it; "" is NULL
	Formula string    // the instruction, if it is one
}

// ShareEdit is what a ShareChange does to the rows of its pair: at most one of
// them gets another end, or another weight, and at most one is new.
type ShareEdit struct {
	End     *ShareRow // by From; Thru is its new end
	Reweigh *ShareRow // by From, with its new Weight and Formula
	New     *ShareRow
}

// ShareError says what can't be done about an activity's shares, and what can.
type ShareError struct {
	Activity, Component string
	Text                string
}

func (e *ShareError) Error() string {
	return fmt.Sprintf("change the share of %s in %s: %s", e.Component, e.Activity, e.Text)
}

// Text is the weight or formula, "" for an end.
func (c ShareChange) Text() string { return c.Weight + c.Formula }

// Check says what is wrong with the change in itself.
func (c ShareChange) Check() error {
	switch {
	case c.Activity == "" || c.Component == "":
		return c.refuse("both the activity and its component are needed")
	case SameID(c.Activity, c.Component):
		return c.refuse("an activity's part in itself is its attribute SHARE_OWN_WEIGHT; set that")
	case c.From.IsZero():
		return c.refuse("the moment from which it applies is missing")
	case c.Formula != "" && c.Weight != "":
		return c.refuse("a formula stands in place of a weight; give one of them")
	case c.Formula != "":
		return c.checkFormula()
	case c.Weight != "":
		return c.checkWeight()
	}
	return nil
}

func (c ShareChange) checkFormula() error {
	if !strings.HasPrefix(c.Formula, "=") {
		return c.refuse("a formula begins with \"=\"")
	}
	if _, err := calc.ParseFormula(c.Formula); err != nil {
		return c.refuse(fmt.Sprintf("the formula %q can't be read at %v", c.Formula, err))
	}
	return nil
}

func (c ShareChange) checkWeight() error {
	value, err := parseDecimal([]byte(c.Weight), scaleQuantity)
	switch {
	case err != nil:
		return c.refuse(fmt.Sprintf("the weight %q %v; at most six digits may follow the point", c.Weight, err))
	case value <= 0:
		return c.refuse("a weight is more than 0; leave it empty to end the share")
	}
	return nil
}

// Edit works out what the change does to the rows of its pair, which are all there
// are. A row that begins later stays, and the new one lasts until then.
func (c ShareChange) Edit(rows []ShareRow) (ShareEdit, error) {
	if err := c.Check(); err != nil {
		return ShareEdit{}, err
	}
	var current, next *ShareRow
	for i := range rows {
		row := &rows[i]
		switch {
		case row.From.After(c.From):
			if next == nil || row.From.Before(next.From) {
				next = row
			}
		case row.holds(c.From):
			if current != nil {
				return ShareEdit{}, c.refuse("two rows are valid at that time; end one of them in OFBiz first")
			}
			current = row
		}
	}
	return c.edit(rows, current, next)
}

func (c ShareChange) edit(rows []ShareRow, current, next *ShareRow) (ShareEdit, error) {
	if c.Weight == "" && c.Formula == "" {
		if current == nil {
			return ShareEdit{}, c.refuse("there is no share at that time that could end")
		}
		return ShareEdit{End: &ShareRow{From: current.From, Thru: c.From}}, nil
	}
	fresh := &ShareRow{From: c.From, Weight: c.Weight, Formula: c.Formula}
	if current != nil {
		fresh.Thru = current.Thru
	}
	if next != nil && (fresh.Thru.IsZero() || fresh.Thru.After(next.From)) {
		fresh.Thru = next.From
	}
	switch {
	case current != nil && current.From.Equal(c.From):
		return ShareEdit{Reweigh: fresh}, nil
	case slices.ContainsFunc(rows, func(r ShareRow) bool { return r.From.Equal(c.From) }):
		return ShareEdit{}, c.refuse("a row that begins at that very time has ended; choose another time, a minute later will do")
	case current != nil:
		return ShareEdit{End: &ShareRow{From: current.From, Thru: c.From}, New: fresh}, nil
	}
	return ShareEdit{New: fresh}, nil
}

func (r ShareRow) holds(at time.Time) bool {
	return !r.From.After(at) && (r.Thru.IsZero() || r.Thru.After(at))
}

func (c ShareChange) refuse(text string) error {
	return &ShareError{c.Activity, c.Component, text}
}

package mapping

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// NewShareChange is what a row's quantity and instruction say, as a change that
// would make it so; the activity is missing yet.
func NewShareChange(component, quantity, instruction string, from time.Time) ShareChange {
	change := ShareChange{Component: component, Weight: quantity, From: from}
	if formula := strings.TrimSpace(instruction); strings.HasPrefix(formula, "=") {
		change.Weight, change.Formula = "", formula
	}
	return change
}

// ParseShareChange reads COMPONENT=W: a weight, a formula that begins with a second
// "=", or nothing to end the share.
func ParseShareChange(text string) (ShareChange, error) {
	component, weight, found := strings.Cut(text, "=")
	component, weight = strings.TrimSpace(component), strings.TrimSpace(weight)
	if !found || component == "" {
		return ShareChange{}, fmt.Errorf("%q is no COMPONENT=WEIGHT", text)
	}
	if strings.HasPrefix(weight, "=") {
		return ShareChange{Component: component, Formula: weight}, nil
	}
	return ShareChange{Component: component, Weight: weight}, nil
}

// CloneError says why an activity can't be cloned.
type CloneError struct{ Source, ID, Text string }

func (e *CloneError) Error() string { return fmt.Sprintf("clone %s as %s: %s", e.Source, e.ID, e.Text) }

// activityID is what OFBiz's screens and links can bear as a productId.
var activityID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,19}$`)

// CloneShares are the shares of a new activity: those of its source with some of
// them changed, ended or added.
func CloneShares(source, clone string, shares, changes []ShareChange, from time.Time) ([]ShareChange, error) {
	if !activityID.MatchString(clone) {
		return nil, &CloneError{source, clone, "the id needs 1 to 20 letters, digits, _, - or ."}
	}
	var own []ShareChange
	put := func(share ShareChange) (again bool) {
		share.Activity, share.From = clone, from
		at := slices.IndexFunc(own, func(s ShareChange) bool { return SameID(s.Component, share.Component) })
		if at < 0 {
			own = append(own, share)
			return false
		}
		own[at] = share
		return true
	}
	for _, share := range shares {
		if put(share) {
			return nil, &CloneError{source, clone, "two rows of " + share.Component + " are valid now; end one of them in OFBiz first"}
		}
	}
	for _, change := range changes {
		put(change)
	}
	own = slices.DeleteFunc(own, func(s ShareChange) bool { return s.Weight == "" && s.Formula == "" })
	for _, share := range own {
		if err := share.Check(); err != nil {
			return nil, err
		}
	}
	return own, nil
}

// SplitShareChanges parts COMPONENT=W,COMPONENT=W at the commas, but for a formula,
// which may hold some.
func SplitShareChanges(text string) []string {
	if _, weight, _ := strings.Cut(text, "="); strings.HasPrefix(strings.TrimSpace(weight), "=") {
		return []string{text}
	}
	return strings.Split(text, ",")
}

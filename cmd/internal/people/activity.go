package people

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// ShareRequest asks for changes of an activity's shares.
type ShareRequest struct {
	Login    string
	Activity string
	Changes  []mapping.ShareChange // of Component and Weight or Formula; the rest is filled in
	From     time.Time             // zero: now
	DryRun   bool

	// Note says in the journal what was done to the rows; nil: what the weights are
	// before and after.
	Note func([]mapping.ShareEdit) journal.Change
}

// RefusedError says that a change of shares would bring findings that stop a settlement.
type RefusedError struct {
	Activity string
	Findings []mapping.Finding
}

func (e *RefusedError) Error() string {
	var texts []string
	for _, f := range e.Findings {
		if f.Severity == mapping.Blocking {
			texts = append(texts, fmt.Sprintf("%s %s: %s", f.Code, f.Key, f.Text))
		}
	}
	return "change the shares of " + e.Activity + ": nothing was changed, for it would stop the next settlement:\n  " + strings.Join(texts, "\n  ")
}

// errTried ends a transaction that only tries a change.
var errTried = errors.New("tried, not changed")

// shareTries is how often a change is looked at anew because others made one meanwhile.
const shareTries = 3

// ChangeShares gives components of an activity other weights, all or none. What
// the company would then be is looked at first: where the scheme's own check finds
// something new that would stop a settlement it is a *RefusedError and nothing is
// changed.
//
// The company is read between trying the change and making it. Both must do the same
// to the rows, so that these are what was read; and if anybody else changed any share
// meanwhile, all of it is done anew, since two changes that are good alone may close a
// circle together.
func (d *Desk) ChangeShares(ctx context.Context, read func(context.Context) (*mapping.Company, error), r ShareRequest) (document mapping.ShareChangeDocument, err error) {
	if err := d.complete(ctx, &r); err != nil {
		return document, err
	}
	for range shareTries {
		document, err = d.changeShares(ctx, read, r)
		if !errors.Is(err, journal.ErrSharesChanged) {
			return document, err
		}
	}
	return document, &mapping.ShareError{Activity: r.Activity, Component: "its components", Text: "others change shares at this moment and nothing was done; try again"}
}

func (d *Desk) changeShares(ctx context.Context, read func(context.Context) (*mapping.Company, error), r ShareRequest) (document mapping.ShareChangeDocument, err error) {
	var term int64
	if !r.DryRun {
		if term, err = d.Journal.ShareTerm(ctx); err != nil {
			return document, err
		}
	}
	tried, err := d.tryShares(ctx, r)
	if err != nil {
		return document, err
	}
	company, err := read(ctx)
	if err != nil {
		return document, err
	}
	after, err := company.WithShares(r.Changes, tried)
	if err != nil {
		return document, err
	}
	document, err = mapping.NewShareChangeDocument(company, after, r.Activity, r.Changes, r.From, d.zone())
	if document.DryRun = r.DryRun; err != nil || r.DryRun {
		return document, err
	}
	if mapping.Blocked(document.Findings) {
		return document, &RefusedError{r.Activity, document.Findings}
	}
	return document, d.commitShares(ctx, r, tried, document, term)
}

// complete spells the ids as OFBiz does, and refuses to change what is settled.
func (d *Desk) complete(ctx context.Context, r *ShareRequest) (err error) {
	if r.Activity, err = ofbiz.ProductID(ctx, d.DB, r.Activity); err != nil {
		return err
	}
	if r.From, err = d.moment(ctx, r.From); err != nil {
		return err
	}
	for i := range r.Changes {
		change := &r.Changes[i]
		if change.Component, err = ofbiz.ProductID(ctx, d.DB, change.Component); err != nil {
			return err
		}
		change.Activity, change.From = r.Activity, r.From
	}
	return d.notSettled(ctx, r.Activity, r.From)
}

// moment is the database's time where none was given, as exact as OFBiz's columns.
func (d *Desk) moment(ctx context.Context, at time.Time) (time.Time, error) {
	if !at.IsZero() {
		return at.In(d.zone()).Truncate(time.Millisecond), nil
	}
	now, err := ofbiz.Now(ctx, d.DB)
	return now.In(d.zone()), err
}

func (d *Desk) zone() *time.Location {
	if d.Zone == nil {
		return time.UTC
	}
	return d.Zone
}

// notSettled refuses a moment that a settlement has passed: what was paid was
// divided by the shares of then, and a return would be divided by others.
func (d *Desk) notSettled(ctx context.Context, activity string, from time.Time) error {
	settlements, err := d.Journal.Settlements(ctx)
	if err != nil {
		return err
	}
	for _, s := range settlements {
		if s.State != mapping.Void && s.Until.After(from) {
			return &mapping.ShareError{Activity: activity, Component: "its components",
				Text: fmt.Sprintf("settlement %s has paid until %s already; choose a moment from then on", s.ID, s.Until.In(d.zone()).Format(time.RFC3339))}
		}
	}
	return nil
}

// tryShares asks for the right and finds out what the changes do to the rows,
// without doing it.
func (d *Desk) tryShares(ctx context.Context, r ShareRequest) (edits []mapping.ShareEdit, err error) {
	err = d.Act(ctx, r.Login, r.allow, func(ctx context.Context, tx *sqlx.Tx, _ *mapping.Actor) (journal.Change, error) {
		edits, err = ofbiz.ChangeShares(ctx, tx, r.Changes, d.Writing())
		if err == nil {
			err = errTried
		}
		return journal.Change{}, err
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return edits, err
}

func (r ShareRequest) allow(a *mapping.Actor) error { return a.MayChangeShares(r.Activity) }

// commitShares makes the changes that were tried, if they are still the same.
func (d *Desk) commitShares(ctx context.Context, r ShareRequest, tried []mapping.ShareEdit, shown mapping.ShareChangeDocument, term int64) error {
	err := d.Act(ctx, r.Login, r.allow, func(ctx context.Context, tx *sqlx.Tx, _ *mapping.Actor) (journal.Change, error) {
		if err := d.Journal.NextShareTerm(ctx, tx, term); err != nil {
			return journal.Change{}, err
		}
		edits, err := ofbiz.ChangeShares(ctx, tx, r.Changes, d.Writing())
		if err != nil {
			return journal.Change{}, err
		}
		if !reflect.DeepEqual(edits, tried) {
			return journal.Change{}, &mapping.ShareError{Activity: r.Activity, Component: "its components", Text: "somebody changed them at the same time and nothing was done; look at them and try again"}
		}
		if !slices.ContainsFunc(shown.Changes, mapping.ShareWeight.Changes) {
			return journal.Change{}, errTried // it is so already
		}
		if r.Note != nil {
			return r.Note(edits), nil
		}
		return shareNote("change shares", shown), nil
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return err
}

func shareNote(what string, d mapping.ShareChangeDocument) journal.Change {
	var before, after []string
	for _, c := range d.Changes {
		before = append(before, c.Component+"="+c.Before)
		after = append(after, c.Component+"="+c.After)
	}
	return journal.Change{What: what, Entity: "Product", Key: d.Activity, Before: strings.Join(before, ", "), After: strings.Join(after, ", ") + " from " + d.From}
}

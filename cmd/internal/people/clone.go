package people

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// CloneRequest asks for a new activity made after another one.
type CloneRequest struct {
	Login            string
	Source, ID, Name string
	Changes          []mapping.ShareChange // of Component and Weight or Formula, from now on
	DryRun           bool
}

// Clone makes a new activity with the attributes, managers and shares of another
// one, some shares changed, in one transaction. It is looked at first, as a change
// of shares is.
func (d *Desk) Clone(ctx context.Context, company *mapping.Company, r CloneRequest) (mapping.ShareChangeDocument, error) {
	var document mapping.ShareChangeDocument
	from, err := d.completeClone(ctx, company, &r)
	if err != nil {
		return document, err
	}
	with, err := company.WithClone(r.Source, r.ID, r.Name)
	if err != nil {
		return document, err
	}
	allow := func(a *mapping.Actor) error { return a.MayClone(r.Source) }
	err = d.Act(ctx, r.Login, allow, func(ctx context.Context, tx *sqlx.Tx, actor *mapping.Actor) (journal.Change, error) {
		shares, err := d.cloneShares(ctx, tx, r, from)
		if err != nil {
			return journal.Change{}, err
		}
		if document, err = d.lookAtClone(company, with, r.ID, shares, from); err != nil {
			return journal.Change{}, err
		}
		clone := ofbiz.Clone{Source: r.Source, ID: r.ID, Name: r.Name, Shares: shares, ByUserLogin: actor.UserLoginID}
		if err := d.People.CloneActivity(ctx, tx, clone); err != nil {
			return journal.Change{}, err
		}
		if document.DryRun = r.DryRun; r.DryRun {
			return journal.Change{}, errTried
		}
		if mapping.Blocked(document.Findings) {
			return journal.Change{}, &RefusedError{r.ID, document.Findings}
		}
		note := shareNote("clone activity", document)
		note.Before = "made after " + r.Source
		return note, nil
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return document, err
}

// completeClone spells the ids as OFBiz does; without a name it is the source's.
func (d *Desk) completeClone(ctx context.Context, company *mapping.Company, r *CloneRequest) (from time.Time, err error) {
	if r.Source, err = ofbiz.ProductID(ctx, d.DB, r.Source); err != nil {
		return from, err
	}
	for i := range r.Changes {
		if r.Changes[i].Component, err = ofbiz.ProductID(ctx, d.DB, r.Changes[i].Component); err != nil {
			return from, err
		}
	}
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" {
		r.Name = company.NameOf(r.Source)
	}
	r.Name = mapping.ColumnText(r.Name, nameLength)
	return d.moment(ctx, time.Time{})
}

// nameLength is that of PRODUCT.PRODUCT_NAME, in characters.
const nameLength = 100

func (d *Desk) cloneShares(ctx context.Context, tx *sqlx.Tx, r CloneRequest, from time.Time) ([]mapping.ShareChange, error) {
	shares, err := ofbiz.LiveShares(ctx, tx, r.Source, from, d.Writing())
	if err != nil {
		return nil, err
	}
	return mapping.CloneShares(r.Source, r.ID, shares, r.Changes, from)
}

// lookAtClone compares the company with the one that the clone would make of it.
func (d *Desk) lookAtClone(company, with *mapping.Company, id string, shares []mapping.ShareChange, from time.Time) (mapping.ShareChangeDocument, error) {
	edits := make([]mapping.ShareEdit, len(shares))
	for i, share := range shares {
		edit, err := share.Edit(nil)
		if err != nil {
			return mapping.ShareChangeDocument{}, err
		}
		edits[i] = edit
	}
	after, err := with.WithShares(shares, edits)
	if err != nil {
		return mapping.ShareChangeDocument{}, err
	}
	return mapping.NewShareChangeDocument(company, after, id, shares, from, d.zone())
}

package people

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// ImportRequest asks for what a file of `fairshare export` changes.
type ImportRequest struct {
	Login string // may be "" where nothing is done
	File  *mapping.CompanyFile
	Apply bool // else it is only looked at
	// Outside, where it is set, writes the changes somewhere else than into OFBiz's
	// tables, within the transaction that notes them.
	Outside func(*mapping.ImportPlan) error
}

// Import compares the file with the company, and carries the changes over if all of
// them may be made: whole, in one transaction, each noted. As with ChangeShares, all
// of it is done anew if anybody changed any share since the company was read.
func (d *Desk) Import(ctx context.Context, read func(context.Context) (*mapping.Company, error), r ImportRequest) (plan *mapping.ImportPlan, err error) {
	for range shareTries {
		plan, err = d.importOnce(ctx, read, r)
		if !errors.Is(err, journal.ErrSharesChanged) {
			return plan, err
		}
	}
	return plan, &mapping.ShareError{Activity: "the file's activities", Component: "their components", Text: "others change shares at this moment and nothing was done; try again"}
}

func (d *Desk) importOnce(ctx context.Context, read func(context.Context) (*mapping.Company, error), r ImportRequest) (*mapping.ImportPlan, error) {
	var term int64
	if r.Apply {
		var err error
		if term, err = d.Journal.ShareTerm(ctx); err != nil {
			return nil, err
		}
	}
	company, err := read(ctx)
	if err != nil {
		return nil, err
	}
	plan, err := d.planImport(ctx, company, r)
	if err != nil || !r.Apply || plan.Refused() || len(plan.Changes) == 0 {
		return plan, err
	}
	return plan, d.commitImport(ctx, plan, r, term)
}

// planImport compares, and asks for the login's rights. Nothing is written.
func (d *Desk) planImport(ctx context.Context, company *mapping.Company, r ImportRequest) (*mapping.ImportPlan, error) {
	settled, err := d.settled(ctx)
	if err != nil {
		return nil, err
	}
	plan, err := mapping.NewImport(company, d.Rules, r.File, settled)
	if err != nil {
		return nil, err
	}
	plan.DryRun = !r.Apply
	if r.Outside != nil {
		plan.CheckXML()
	}
	if r.Login == "" {
		return plan, nil
	}
	now, err := ofbiz.Now(ctx, d.DB)
	if err != nil {
		return nil, err
	}
	actor, err := d.People.Actor(ctx, d.DB, r.Login, now)
	if err != nil {
		return nil, err
	}
	plan.Allow(actor.MayChangeShares, actor.MayApproveCredit)
	return plan, nil
}

// settled is the latest cut-off of any currency.
func (d *Desk) settled(ctx context.Context) (latest mapping.Settled, err error) {
	settlements, err := d.Journal.Settlements(ctx)
	for _, s := range settlements {
		if s.State != mapping.Void && s.Until.After(latest.Until) {
			latest = mapping.Settled{Until: s.Until, By: s.ID}
		}
	}
	return latest, err
}

// commitImport carries out a plan of which nothing is refused. The rights are asked
// for once more.
func (d *Desk) commitImport(ctx context.Context, plan *mapping.ImportPlan, r ImportRequest, term int64) error {
	var numbers []ofbiz.CreditNumbers
	if len(plan.Credits) > 0 && r.Outside == nil {
		var err error
		if numbers, err = ofbiz.TakeCreditNumbers(ctx, d.DB, len(plan.Credits)); err != nil {
			return err
		}
	}
	allow := func(a *mapping.Actor) error { return mayImport(a, plan) }
	err := d.Act(ctx, r.Login, allow, func(ctx context.Context, tx *sqlx.Tx, a *mapping.Actor) (journal.Change, error) {
		if err := d.Journal.NextShareTerm(ctx, tx, term); err != nil {
			return journal.Change{}, err
		}
		notes := importNotes(plan)
		if r.Outside != nil {
			if err := r.Outside(plan); err != nil {
				return journal.Change{}, err
			}
		} else if err := d.carryOver(ctx, tx, plan, numbers, notes); err != nil {
			return journal.Change{}, err
		}
		now, err := ofbiz.Now(ctx, tx)
		if err != nil {
			return journal.Change{}, err
		}
		last := len(notes) - 1
		for _, note := range notes[:last] {
			if err := d.Journal.Note(ctx, tx, now, a.UserLoginID, *note); err != nil {
				return journal.Change{}, err
			}
		}
		return *notes[last], nil
	})
	if err == nil {
		plan.Made()
	}
	return err
}

func mayImport(a *mapping.Actor, plan *mapping.ImportPlan) error {
	for _, pair := range plan.Pairs {
		if err := a.MayChangeShares(pair.Activity); err != nil {
			return err
		}
	}
	for _, credit := range plan.Credits {
		if err := a.MayApproveCredit(credit.Activity, credit.Party); err != nil {
			return err
		}
	}
	return nil
}

// carryOver writes the rows; the notes of credits get their items' ids.
func (d *Desk) carryOver(ctx context.Context, tx *sqlx.Tx, plan *mapping.ImportPlan, numbers []ofbiz.CreditNumbers, notes []*journal.Change) error {
	if err := ofbiz.EditShares(ctx, tx, plan.Pairs, d.Writing()); err != nil {
		return err
	}
	for i, credit := range plan.Credits {
		item, err := ofbiz.RecordCredit(ctx, tx, credit, numbers[i], d.crediting())
		if err != nil {
			return err
		}
		notes[len(notes)-len(plan.Credits)+i].Key = item
	}
	return nil
}

// importNotes are one for each change of a share, and behind these one for each credit.
func importNotes(plan *mapping.ImportPlan) (notes []*journal.Change) {
	for _, c := range plan.Changes {
		if c.What == "share" {
			notes = append(notes, &journal.Change{What: "import share", Entity: "ProductAssoc", Key: c.Activity + ", " + c.Key, Before: c.Before, After: c.After + " from " + c.From})
		}
	}
	for _, c := range plan.Credits {
		notes = append(notes, &journal.Change{What: "import credit", Entity: "InventoryItem", Key: c.Activity + ", " + c.Facility,
			After: fmt.Sprintf("%s of %s for %s, from %s", c.Quantity, c.Activity, c.Party, c.At.Format("2006-01-02T15:04:05Z07:00"))})
	}
	return notes
}

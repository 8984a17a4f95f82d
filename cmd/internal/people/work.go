package people

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// Works lists the jobs of all activities as they are now.
func (d *Desk) Works(ctx context.Context) ([]mapping.Work, error) {
	now, err := ofbiz.Now(ctx, d.DB)
	if err != nil {
		return nil, err
	}
	return ofbiz.Works(ctx, d.DB, now, d.Writing())
}

// Apply lets a login's party apply for a job, and gives the job as it is then. Who
// applied before, or has the job, is left as is.
func (d *Desk) Apply(ctx context.Context, login, workEffortID string) (*mapping.Work, error) {
	allow := func(a *mapping.Actor) error { return a.MayApply(workEffortID) }
	return d.onWork(ctx, login, workEffortID, allow, func(ctx context.Context, tx *sqlx.Tx, work *mapping.Work, a *mapping.Actor) (journal.Change, error) {
		written, err := ofbiz.Apply(ctx, tx, work, a.PartyID, d.Rules, d.Writing())
		if err != nil || !written {
			return journal.Change{}, err
		}
		return journal.Change{What: "apply for job", Entity: "WorkEffort", Key: work.ID, After: a.PartyID + " applied"}, nil
	})
}

// Accept gives a job to a party that applied, and gives the job as it is then.
func (d *Desk) Accept(ctx context.Context, login, workEffortID, partyID string) (*mapping.Work, error) {
	anybody := func(*mapping.Actor) error { return nil } // whose job it is the job itself says
	return d.onWork(ctx, login, workEffortID, anybody, func(ctx context.Context, tx *sqlx.Tx, work *mapping.Work, a *mapping.Actor) (journal.Change, error) {
		if err := a.MayAccept(work.ID, partyID, work.Activities); err != nil {
			return journal.Change{}, err
		}
		written, err := ofbiz.Accept(ctx, tx, work, partyID, a.UserLoginID, d.Writing())
		if err != nil || !written {
			return journal.Change{}, err
		}
		partyID := work.Of(partyID).Party // as OFBiz spells it
		return journal.Change{What: "accept for job", Entity: "WorkEffort", Key: work.ID, Before: partyID + " applied", After: partyID + " is assigned"}, nil
	})
}

func (d *Desk) onWork(
	ctx context.Context, login, workEffortID string, allow func(*mapping.Actor) error,
	change func(context.Context, *sqlx.Tx, *mapping.Work, *mapping.Actor) (journal.Change, error),
) (after *mapping.Work, err error) {
	err = d.Act(ctx, login, allow, func(ctx context.Context, tx *sqlx.Tx, actor *mapping.Actor) (journal.Change, error) {
		work, err := ofbiz.LockWork(ctx, tx, workEffortID, d.Writing())
		if err != nil {
			return journal.Change{}, err
		}
		made, err := change(ctx, tx, work, actor)
		if err != nil {
			return made, err
		}
		after, err = ofbiz.LockWork(ctx, tx, workEffortID, d.Writing())
		return made, err
	})
	return after, err
}

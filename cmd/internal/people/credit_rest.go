package people

import (
	"context"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/rest"
	"fairshare/mapping"
)

// proposeThroughOFBiz asks for the right and finds the place here, so that a refusal
// says the same as it does in the database; OFBiz asks for the right once more, and
// its answer counts.
func (d *Desk) proposeThroughOFBiz(ctx context.Context, login string, p mapping.CreditProposal) (credit mapping.ProposedCredit, made bool, err error) {
	var by, facility string
	var known *mapping.ProposedCredit
	err = d.Act(ctx, login, func(a *mapping.Actor) error {
		if by = a.UserLoginID; p.Party == "" {
			p.Party = a.PartyID
		}
		return a.MayProposeCredit(p.Activity, p.Party)
	}, func(ctx context.Context, tx *sqlx.Tx, _ *mapping.Actor) (journal.Change, error) {
		proposal := p // spelled anew if the transaction is repeated
		facility, known, err = ofbiz.PlaceCredit(ctx, tx, &proposal, d.crediting())
		p = proposal
		return journal.Change{}, err
	})
	if err != nil {
		return credit, false, err
	}
	if known == nil {
		asked := rest.Credit{
			ID: mapping.CreditID(p.Key), Login: by, Product: p.Activity, Facility: facility, Quantity: p.Quantity,
			Key: ofbiz.CreditKey(p.Key), WorkEffort: p.WorkEffort, Reason: p.Reason, Effective: p.Effective,
		}
		made = true
		err = d.through(ctx, func(ctx context.Context) error {
			return d.OFBiz.ProposeCredit(ctx, asked, d.zone())
		}, func(ctx context.Context) (bool, error) {
			known, err = ofbiz.CreditByKey(ctx, d.DB, p.Key, d.crediting())
			return known != nil, err
		})
		if err != nil {
			return credit, false, err
		}
	}
	return *known, made, d.noteOnce(ctx, known.ProposedBy, by, known.ProposedAt, creditChange("propose credit", *known, ""))
}

// decideThroughOFBiz does the same for a decision.
func (d *Desk) decideThroughOFBiz(ctx context.Context, login, id string, decision ofbiz.CreditDecision) (after mapping.ProposedCredit, changed bool, err error) {
	var before mapping.ProposedCredit
	var by string
	err = d.Act(ctx, login, func(a *mapping.Actor) error { by = a.UserLoginID; return nil },
		func(ctx context.Context, tx *sqlx.Tx, a *mapping.Actor) (journal.Change, error) {
			if before, err = ofbiz.ReadCredit(ctx, tx, id, d.crediting()); err != nil {
				return journal.Change{}, err
			}
			return journal.Change{}, before.MayDecide(a)
		})
	if err != nil {
		return before, false, err
	}
	changed, err = decision.Open(before)
	if after = before; changed && err == nil {
		err = d.through(ctx, func(ctx context.Context) error {
			return d.OFBiz.DecideCredit(ctx, rest.CreditDecision{ID: before.ID, Login: by, Approve: decision.Approve, Reason: decision.Reason})
		}, func(ctx context.Context) (bool, error) {
			if after, err = ofbiz.ReadCredit(ctx, d.DB, id, d.crediting()); err != nil {
				return false, err
			}
			open, err := decision.Open(after) // somebody else may have decided otherwise
			return !open, err
		})
	}
	if err != nil {
		return before, false, err
	}
	before.State = mapping.CreditProposed // also where it was decided before, and not noted
	return after, changed, d.noteOnce(ctx, after.DecidedBy, by, after.DecidedAt, decisionChange(before, after, decision))
}

// clockTolerance is how far OFBiz's clock and the database's may be apart.
const clockTolerance = 10 * time.Minute

// noteOnce notes what OFBiz did at a moment in the name of a login, if it is the one
// that asks.
func (d *Desk) noteOnce(ctx context.Context, did, asks string, at time.Time, change journal.Change) error {
	if !mapping.SameID(did, asks) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookTimeout)
	defer cancel()
	return again(func() error {
		return database.InTransaction(ctx, d.DB, func(ctx context.Context, tx *sqlx.Tx) error {
			now, err := ofbiz.Now(ctx, tx)
			if err != nil {
				return err
			}
			return d.Journal.NoteOnce(ctx, tx, at.Add(-clockTolerance), now, asks, change)
		})
	})
}

const (
	// lookEvery is how long to wait before looking again for what may be on its way.
	lookEvery = time.Second

	// lookTimeout is for looking into the database, also when the caller has no time left.
	lookTimeout = 30 * time.Second

	// tries bounds how often OFBiz is asked for the same.
	tries = 2
)

var errUnseen = errors.New("OFBiz says that it is done, and its database does not have it: is ofbiz.database.name the one that OFBiz works on?")

// through has OFBiz do what may be repeated. Whether it is done its database says,
// never the answer alone: after an answer that leaves it in doubt it is looked for as
// long as OFBiz can be at it, and asked for again where it was not done. What OFBiz
// refuses may have been done by a call whose answer was lost.
func (d *Desk) through(ctx context.Context, ask func(context.Context) error, done func(context.Context) (bool, error)) (err error) {
	for range tries {
		err = ask(ctx)
		wait, doubtful := rest.InDoubt(err)
		if e := rest.As(err); err != nil && !doubtful && (e == nil || e.Kind != rest.Refused) {
			return err
		}
		found, looked := look(ctx, wait, done)
		switch {
		case looked != nil:
			return looked
		case found:
			return nil
		case err == nil:
			return errUnseen
		case !doubtful:
			return err
		}
	}
	return err
}

// look asks the database until it says yes, or for as long as there is any doubt.
func look(ctx context.Context, longest time.Duration, done func(context.Context) (bool, error)) (bool, error) {
	for {
		looking, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookTimeout)
		found, err := done(looking)
		if cancel(); err != nil || found || longest <= 0 {
			return found, err
		}
		step := min(longest, lookEvery)
		timer := time.NewTimer(step)
		select {
		case <-ctx.Done():
			timer.Stop()
			return false, ctx.Err()
		case <-timer.C:
		}
		longest -= step
	}
}

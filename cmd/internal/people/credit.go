package people

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// crediting says where credits lie.
func (d *Desk) crediting() ofbiz.Crediting {
	return ofbiz.Crediting{
		Writing: d.Writing(), FacilityRole: d.Rules.FacilityRole,
		IgnoreFacilities: d.Rules.IgnoreFacilities, Organization: d.Rules.Organization,
	}
}

// Credits lists proposed credits with what became of them.
func (d *Desk) Credits(ctx context.Context, query ofbiz.CreditQuery) ([]mapping.ProposedCredit, error) {
	return ofbiz.ReadCredits(ctx, d.DB, query, d.crediting())
}

// ProposeCredit puts a credit on hold in OFBiz, where its activity's manager finds
// it. The party is the login's own where none is named. What was proposed with the
// same key before is found, and made is false.
func (d *Desk) ProposeCredit(ctx context.Context, login string, p mapping.CreditProposal) (credit mapping.ProposedCredit, made bool, err error) {
	if p.Key == "" {
		p.Key = rand.Text() // one that nobody repeats but the loop below
	}
	if err := p.Check(); err != nil {
		return credit, false, err
	}
	if d.OFBiz != nil {
		return d.proposeThroughOFBiz(ctx, login, p)
	}
	numbers, err := d.creditNumbers(ctx, p.Key)
	if err != nil {
		return credit, false, err
	}
	err = again(func() error {
		proposal, found := p, false
		err := d.Act(ctx, login, func(a *mapping.Actor) error {
			if proposal.Party == "" {
				proposal.Party = a.PartyID
			}
			return a.MayProposeCredit(proposal.Activity, proposal.Party)
		}, func(ctx context.Context, tx *sqlx.Tx, a *mapping.Actor) (change journal.Change, err error) {
			credit, found, err = ofbiz.ProposeCredit(ctx, tx, proposal, a.UserLoginID, numbers, d.crediting())
			if err != nil || !found {
				return change, err
			}
			return creditChange("propose credit", credit, ""), nil
		})
		made = made || found
		return err
	})
	return credit, made, err
}

// creditNumbers are for a key that nothing was proposed with yet: repeating a
// proposal costs no numbers.
func (d *Desk) creditNumbers(ctx context.Context, key string) (ofbiz.CreditNumbers, error) {
	known, err := ofbiz.CreditByKey(ctx, d.DB, key, d.crediting())
	if err != nil || known != nil {
		return ofbiz.CreditNumbers{}, err
	}
	numbers, err := ofbiz.TakeCreditNumbers(ctx, d.DB, 1)
	if err != nil {
		return ofbiz.CreditNumbers{}, err
	}
	return numbers[0], nil
}

// DecideCredit approves a credit, from now on, or rejects it with a reason. The same
// decision a second time changes nothing, and changed is false.
func (d *Desk) DecideCredit(ctx context.Context, login, id string, decision ofbiz.CreditDecision) (credit mapping.ProposedCredit, changed bool, err error) {
	if credit, err = ofbiz.ReadCredit(ctx, d.DB, id, d.crediting()); err != nil {
		return credit, false, err
	}
	if d.OFBiz != nil {
		return d.decideThroughOFBiz(ctx, login, id, decision)
	}
	if !decision.Approve && credit.State == mapping.CreditProposed {
		if decision.Detail, err = ofbiz.Sequence(ctx, d.DB, "InventoryItemDetail", 1); err != nil {
			return credit, false, err
		}
	}
	err = again(func() error {
		done := false
		err := d.Act(ctx, login, credit.MayDecide, func(ctx context.Context, tx *sqlx.Tx, a *mapping.Actor) (change journal.Change, err error) {
			credit, done, change, err = d.decide(ctx, tx, a, id, decision)
			return change, err
		})
		changed = changed || done
		return err
	})
	return credit, changed, err
}

// decide asks for the right once more: nobody moves the credit any more now.
func (d *Desk) decide(ctx context.Context, tx *sqlx.Tx, a *mapping.Actor, id string, decision ofbiz.CreditDecision) (after mapping.ProposedCredit, done bool, change journal.Change, err error) {
	before, err := ofbiz.LockCredit(ctx, tx, id, d.crediting())
	if err != nil {
		return before, false, change, err
	}
	if err := before.MayDecide(a); err != nil {
		return before, false, change, err
	}
	decision.UserLoginID = a.UserLoginID
	if done, err = ofbiz.DecideCredit(ctx, tx, before, decision, d.crediting()); err != nil || !done {
		return before, false, change, err
	}
	if after, err = ofbiz.ReadCredit(ctx, tx, id, d.crediting()); err != nil {
		return after, false, change, err
	}
	return after, true, decisionChange(before, after, decision), nil
}

func decisionChange(before, after mapping.ProposedCredit, decision ofbiz.CreditDecision) journal.Change {
	change := creditChange("approve credit", after, describe(before))
	if !decision.Approve {
		change.What, change.After = "reject credit", change.After+": "+decision.Reason
	}
	return change
}

func creditChange(what string, credit mapping.ProposedCredit, before string) journal.Change {
	return journal.Change{What: what, Entity: "InventoryItem", Key: credit.ID, Before: before, After: describe(credit)}
}

func describe(c mapping.ProposedCredit) string {
	return fmt.Sprintf("%s of %s for %s, %s", c.Quantity, c.Activity, c.Party, c.State)
}

// again repeats what finds itself done: after a COMMIT without an answer, and where
// another one took the same key meanwhile.
func again(act func() error) (err error) {
	for range 3 {
		err = act()
		if kind := database.Classify(err); !errors.Is(err, database.ErrAmbiguous) && kind != database.Conflict {
			break
		}
	}
	return err
}

package main

import (
	"context"

	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// WaitingCredits are the credits that nobody has decided on.
func (p *pages) WaitingCredits(ctx context.Context) ([]mapping.ProposedCredit, error) {
	return p.desk().Credits(ctx, ofbiz.CreditQuery{State: mapping.CreditProposed})
}

// DecideCredit approves a credit, or rejects it.
func (p *pages) DecideCredit(ctx context.Context, userLoginID, id string, approve bool, reason string) error {
	if err := p.mayWrite(); err != nil {
		return err
	}
	credit, changed, err := p.desk().DecideCredit(ctx, userLoginID, id, ofbiz.CreditDecision{Approve: approve, Reason: reason})
	if err != nil {
		return err
	}
	p.changed()
	if changed {
		p.log.Info("audit", "login", userLoginID, "action", "decide credit", "credit", id, "state", credit.State, "reason", reason)
	}
	return nil
}

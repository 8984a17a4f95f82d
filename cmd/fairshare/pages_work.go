package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/web"
	"fairshare/mapping"
)

// Approve lets a held settlement go on, and leaves a line that says who did and why.
func (p *pages) Approve(ctx context.Context, userLoginID, settlement, reason string) error {
	actor, err := p.people.Actor(ctx, p.db, userLoginID, time.Now())
	if err != nil {
		return err
	}
	if err := actor.MaySettle(); err != nil {
		return err
	}
	head, err := p.job.Journal.Settlement(ctx, settlement)
	if err != nil {
		return asPage(err)
	}
	if head.State != mapping.Held {
		return &web.PersonError{Text: fmt.Sprintf("Settlement %s is %s: it does not wait for anybody.", settlement, head.State)}
	}
	p.log.Info("audit", "login", actor.UserLoginID, "action", "approve settlement", "settlement", settlement, "reason", reason)
	note := func(ctx context.Context, tx *sqlx.Tx) error {
		now, err := ofbiz.Now(ctx, tx)
		if err != nil {
			return err
		}
		change := journal.Change{What: "approve settlement", Entity: "Settlement", Key: settlement, Before: string(mapping.Held), After: "approved: " + reason}
		return p.job.Journal.Note(ctx, tx, now, actor.UserLoginID, change)
	}
	if _, err := p.job.Approve(ctx, settlement, note); err != nil {
		p.log.Error("audit", "login", actor.UserLoginID, "action", "approve settlement", "settlement", settlement, "error", err)
		return asPage(err)
	}
	return nil
}

// DryRun works out what a settlement until now would be.
func (p *pages) DryRun(ctx context.Context) ([]mapping.Finance, error) {
	result, err := p.job.Draft(ctx, time.Now())
	if err != nil {
		return nil, err
	}
	names, err := ofbiz.Names(ctx, p.db)
	if err != nil {
		return nil, err
	}
	var reports []mapping.Finance
	for _, plan := range result.Plans {
		report, err := p.compared(ctx, plan, result.Input(plan), names)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	return reports, nil
}

package main

import (
	"context"
	"slices"

	"fairshare/adapter/database/journal"
	"fairshare/mapping"
)

// plan finds the settlement to explain, and those before it in its currency: the
// one asked for, or the latest in which the party has an account, or, so that a
// zero can be explained too, the latest of all. nil where nothing was settled yet.
func (e *explanation) plan(ctx context.Context) (plan *mapping.Plan, earlier []mapping.Settlement, err error) {
	status, err := journal.Version(ctx, e.db, e.job.Journal.Schema)
	if err != nil {
		return nil, nil, err
	}
	if len(status.Missing) > 0 && e.request.settlement == "" {
		return nil, nil, nil
	}
	settlements, err := e.job.Journal.Settlements(ctx)
	if err != nil {
		return nil, nil, err
	}
	if e.request.settlement != "" {
		plan, err = e.job.Journal.Plan(ctx, e.request.settlement)
	} else {
		plan, err = e.latest(ctx, settlements)
	}
	if err != nil || plan == nil {
		return nil, nil, err
	}
	for _, s := range settlements {
		if s.Currency == plan.Settlement.Currency && s.Until.Before(plan.Settlement.Until) && s.State != mapping.Void {
			earlier = append(earlier, s)
		}
	}
	return plan, earlier, nil
}

func (e *explanation) latest(ctx context.Context, settlements []mapping.Settlement) (*mapping.Plan, error) {
	var latest *mapping.Plan
	for _, s := range slices.Backward(settlements) {
		if s.State == mapping.Void || s.State == mapping.Voiding {
			continue
		}
		plan, err := e.job.Journal.Plan(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(plan.Accounts, func(a mapping.Account) bool { return a.Party == e.query.Party }) {
			return plan, nil
		}
		if latest == nil {
			latest = plan
		}
	}
	return latest, nil
}

// input is what the settlement was worked out from, as it was stored with it; for
// want of that, what OFBiz says now.
func (e *explanation) input(ctx context.Context, plan *mapping.Plan, earlier []mapping.Settlement) (*mapping.Input, error) {
	content, err := e.job.Journal.Input(ctx, plan.Settlement.ID)
	if err != nil {
		return nil, err
	}
	if len(content) > 0 {
		input, err := mapping.OpenInput(content, plan.Settlement.StoredDigest)
		if err == nil {
			return input, nil
		}
		e.warn("%v: somebody changed it; this explanation is made from OFBiz's data of now", err)
	} else {
		e.warn("settlement %s was made before inputs were stored: this explanation is made from OFBiz's data of now", plan.Settlement.ID)
	}
	plans := make([]*mapping.Plan, len(earlier))
	for i, s := range earlier {
		if plans[i], err = e.job.Journal.Plan(ctx, s.ID); err != nil {
			return nil, err
		}
	}
	return mapping.InputNow(e.reading.Company, plan, plans)
}

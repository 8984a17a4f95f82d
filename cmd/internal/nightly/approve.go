package nightly

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/mapping"
)

// HeldBackError says that settlements wait for a person.
type HeldBackError struct{ Settlements []string }

func (e *HeldBackError) Error() string {
	if len(e.Settlements) == 1 {
		return fmt.Sprintf("settlement %[1]s waits for a person: read its findings with `fairshare settlements show %[1]s`, then `fairshare settle --approve %[1]s`, or `fairshare settlements void %[1]s`; until then nothing is settled in its currency", e.Settlements[0])
	}
	return fmt.Sprintf("settlements %s wait for a person: for each read its findings with `fairshare settlements show ID`, then `fairshare settle --approve ID`, or `fairshare settlements void ID`; until then nothing is settled in their currencies", strings.Join(e.Settlements, ", "))
}

// Approve lets a held settlement go on, exactly as it was planned, after a person
// has looked at it. One that was approved before is finished if need be. What is noted
// about that is in the transaction that lets it go on.
func (j *Job) Approve(ctx context.Context, id string, note ...func(context.Context, *sqlx.Tx) error) (*mapping.Plan, error) {
	if err := j.readyToWrite(ctx); err != nil {
		return nil, err
	}
	var plan *mapping.Plan
	err := j.underLease(ctx, func(ctx context.Context, lease *journal.Lease) (err error) {
		if plan, err = j.Journal.Plan(ctx, id); err != nil {
			return err
		}
		switch plan.Settlement.State {
		case mapping.Void, mapping.Voiding:
			return fmt.Errorf("approve settlement %s: it is %s; `fairshare settle` plans its lines anew", id, plan.Settlement.State)
		case mapping.Held:
			if err := j.advance(ctx, lease, plan, mapping.Planned, note...); err != nil {
				return err
			}
		}
		return j.finish(ctx, lease, plan)
	})
	return plan, err
}

// waiting are the settlements that a person has to approve, to import or to void, by
// currency.
func (j *Job) waiting(ctx context.Context) (map[string]mapping.Settlement, error) {
	settlements, err := j.settlements(ctx)
	waiting := map[string]mapping.Settlement{}
	for _, s := range settlements {
		if s.State == mapping.Held || s.State == mapping.Exported {
			waiting[s.Currency] = s
		}
	}
	return waiting, err
}

// wait notes a settlement that keeps its currency waiting.
func (r *Result) wait(s mapping.Settlement) {
	if s.State == mapping.Held {
		r.Held = append(r.Held, s.ID)
	} else {
		r.Awaited = append(r.Awaited, s.ID)
	}
}

// holdBack looks at what changed since the last settlement, in every currency.
func (j *Job) holdBack(ctx context.Context, result *Result) error {
	if !j.Review.Wanted() || result.Blocked {
		return nil
	}
	for _, plan := range result.Plans {
		past, err := j.Journal.Past(ctx, j.DB, plan.Settlement.Currency)
		if err != nil {
			return err
		}
		plan.HoldBack(j.Review, past)
	}
	return nil
}

// Adjust books an amount for a party; the next settlement of its currency takes it.
func (j *Job) Adjust(ctx context.Context, adjustment mapping.Adjustment) error {
	if err := j.ready(ctx); err != nil {
		return err
	}
	return j.Journal.Adjust(ctx, adjustment)
}

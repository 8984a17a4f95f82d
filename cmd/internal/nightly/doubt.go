package nightly

import (
	"context"
	"time"

	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/rest"
	"fairshare/mapping"
)

// atOnce is how many things one transaction writes.
func (j *Job) atOnce(good int) int {
	if j.AtOnce > 0 {
		return min(j.AtOnce, good)
	}
	return good
}

// unlessThere gives back why invoices were not written, unless OFBiz refused them
// because they are there already, from a call whose answer was lost. Others than
// were planned are a conflict.
func (j *Job) unlessThere(ctx context.Context, invoices []mapping.Invoice, why error) error {
	if e := rest.As(why); e == nil || e.Kind != rest.Refused {
		return why
	}
	missing, err := j.compare(ctx, j.DB, invoices)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		return why
	}
	return nil
}

// nextIsThere says whether the first of the remaining invoices is in OFBiz.
func (j *Job) nextIsThere(settlement string, remaining remainingInvoices) func(context.Context) bool {
	return func(ctx context.Context) bool {
		next, err := remaining(ctx, settlement, 1)
		if err != nil || len(next) == 0 {
			return true // the next round tells
		}
		found, err := ofbiz.ReadInvoices(ctx, j.DB, idsOf(next))
		return err == nil && len(found) > 0
	}
}

// lookEvery is how long to wait before looking again for what may be on its way.
const lookEvery = 2 * time.Second

// wait lets time pass, less where enough says so.
func (j *Job) wait(ctx context.Context, longest time.Duration, enough func(context.Context) bool) error {
	for longest > 0 && (enough == nil || !enough(ctx)) {
		step := min(longest, lookEvery)
		timer := time.NewTimer(step)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
		longest -= step
	}
	return ctx.Err()
}

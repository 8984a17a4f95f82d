package nightly

import (
	"context"
	"time"

	"fairshare/adapter/database/journal"
)

// Night is the nightly job of one cut-off, as the daemon runs it: it is noted in
// the journal, so that it is done once.
type Night struct {
	Date  string    // 2026-10-31: the local day that begins with the cut-off
	Until time.Time // the cut-off

	// Conclude says in words how it went, and what is an error for the night: the
	// job itself thinks nothing of data that it refuses.
	Conclude func(result *Result, err error) (message string, failure error)
}

// SettleNight is Settle with the night's begin and end noted, under the same lease:
// whoever finds the lease held, or loses it, notes nothing.
func (j *Job) SettleNight(ctx context.Context, night Night) (*Result, error) {
	if err := j.ready(ctx); err != nil {
		return nil, err
	}
	result := &Result{Until: night.Until}
	err := j.underLease(ctx, func(ctx context.Context, lease *journal.Lease) error {
		start := func(ctx context.Context) error { return j.Journal.StartNight(ctx, lease, night.Date, night.Until) }
		if err := j.uninterrupted(ctx, start); err != nil {
			return err
		}
		err := asStopped(ctx, Guarded(func() error { return j.settle(ctx, lease, night.Until, result) }))
		message, err := night.Conclude(result, err)
		if endErr := j.Journal.EndNight(context.WithoutCancel(ctx), lease, night.Date, message, err); err == nil {
			err = endErr
		}
		return err
	})
	return result, err
}

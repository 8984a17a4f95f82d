package nightly

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fairshare/adapter/database/journal"
)

// underLease runs the work with the lease held: it is renewed three times in
// each term, and when it is lost the work's context ends with the reason, so that
// a run that was taken for dead stops before it disturbs its successor. Every
// journal step checks the lease itself; this only makes the end come sooner. A
// context that ends for another reason makes the error a *StoppedError.
func (j *Job) underLease(ctx context.Context, work func(context.Context, *journal.Lease) error) error {
	lease, err := j.Journal.Acquire(ctx, j.Holder, j.Term)
	if err != nil {
		return asStopped(ctx, err)
	}
	defer j.release(ctx, lease)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go j.keep(ctx, lease, cancel)
	err = work(ctx, lease)
	if cause := context.Cause(ctx); cause != nil && errors.Is(cause, journal.ErrLeaseLost) {
		return cause
	}
	return asStopped(ctx, err)
}

func (j *Job) keep(ctx context.Context, lease *journal.Lease, cancel context.CancelCauseFunc) {
	ticker := time.NewTicker(j.Term / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := lease.Renew(ctx); errors.Is(err, journal.ErrLeaseLost) {
			cancel(fmt.Errorf("another run took over: %w", err))
			return
		} else if err != nil && ctx.Err() == nil {
			j.Log.Warn("the lease could not be renewed and is tried again", "error", err)
		}
	}
}

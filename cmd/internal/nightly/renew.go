package nightly

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/rest"
)

// underLease runs the work with the lease held: it is renewed three times in
// each term, and when it is lost the work's context ends with the reason, so that
// a run that was taken for dead stops before it disturbs its successor. Every
// journal step checks the lease itself; this only makes the end come sooner. A
// context that ends for another reason makes the error a *StoppedError.
func (j *Job) underLease(ctx context.Context, work func(context.Context, *journal.Lease) error) (err error) {
	lease, err := j.Journal.Acquire(ctx, j.Holder, j.Term)
	if err != nil {
		return asStopped(ctx, err)
	}
	defer func() { j.giveBack(ctx, lease, err) }()
	worktime, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go j.keep(worktime, lease, cancel)
	err = work(worktime, lease)
	if cause := context.Cause(worktime); cause != nil && errors.Is(cause, journal.ErrLeaseLost) {
		return cause
	}
	return asStopped(ctx, err)
}

// giveBack releases the lease, unless OFBiz may still be at work for us: then it
// runs out by itself, and nobody takes an invoice for absent that is on its way.
func (j *Job) giveBack(ctx context.Context, lease *journal.Lease, err error) {
	if wait, doubtful := rest.InDoubt(err); doubtful && wait > 0 {
		j.Log.Warn("the lease is left to run out: OFBiz may still be at work", "error", err)
		return
	}
	j.release(ctx, lease)
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

package nightly

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
)

// finishGrace is how long a transaction that writes may still take after the run
// was asked to stop. What it has not done then is rolled back.
const finishGrace = 25 * time.Second

// StoppedError says that a run was asked to stop and did. Nothing is half done: the
// journal knows how far it came.
type StoppedError struct{ Err error }

func (e *StoppedError) Error() string {
	return fmt.Sprintf("stopped as asked, between two steps (%v); the next run goes on from there", e.Err)
}

// Unwrap gives what the stop broke off, or the end of the context.
func (e *StoppedError) Unwrap() error { return e.Err }

// PausedError says that the company does not want to be disturbed at the moment.
// The journal knows how far the run came.
type PausedError struct {
	By     string // what holds the run back: a key of the configuration
	Reason string // in words, with what would end it
}

func (e *PausedError) Error() string {
	return "paused: " + e.Reason + "; the next run goes on from there"
}

// mayWrite is asked before every transaction that writes: it is where a run stops.
func (j *Job) mayWrite(ctx context.Context) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if j.Pause == nil {
		return nil
	}
	return j.Pause(ctx)
}

// transact runs a transaction that writes, if the run may go on. Once begun it is
// finished, also when the run is asked to stop meanwhile.
func (j *Job) transact(ctx context.Context, fn func(context.Context, *sqlx.Tx) error) error {
	return j.uninterrupted(ctx, func(ctx context.Context) error {
		return database.InTransaction(ctx, j.DB, fn)
	})
}

// uninterrupted is transact for work that makes its transactions itself.
func (j *Job) uninterrupted(ctx context.Context, work func(context.Context) error) error {
	if err := j.mayWrite(ctx); err != nil {
		return err
	}
	ctx, done := finishing(ctx)
	defer done()
	return work(ctx)
}

// finishing is a context that outlives another one by the grace, unless that one
// ended because the lease was lost: then it ends as well.
func finishing(ctx context.Context) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		cause := context.Cause(ctx)
		if errors.Is(cause, journal.ErrLeaseLost) {
			cancel(cause)
			return
		}
		time.AfterFunc(finishGrace, func() { cancel(cause) })
	})
	return longer, func() { stop(); cancel(nil) }
}

// asStopped tells what broke off because the context ended from what went wrong.
func asStopped(ctx context.Context, err error) error {
	var already *StoppedError
	cause := context.Cause(ctx)
	switch {
	case err == nil, cause == nil, errors.Is(cause, journal.ErrLeaseLost), errors.As(err, &already):
		return err
	case errors.Is(err, cause), errors.Is(err, context.Canceled), database.Classify(err) == database.Stopped:
		return &StoppedError{err}
	}
	return err
}

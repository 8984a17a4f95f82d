package nightly

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/rest"
	"fairshare/mapping"
)

const (
	// maxAttempts is how often a run goes to work, the first time included.
	maxAttempts = 3

	// attemptPause is the longest first pause before going on; it doubles.
	attemptPause = 500 * time.Millisecond
)

// again does the work, and after a fault that goes away by itself does it again:
// a connection lost while reading, a lock that somebody held, a table altered
// under the snapshot, a commit whose answer was lost. The work begins by asking
// the journal how far it has come, so nothing is done twice.
//
// Before that the lease is renewed. Everything that writes holds its row until it
// is committed, so when the renewal succeeds, whatever was cut off has ended, and
// what the journal says is final.
func (j *Job) again(ctx context.Context, lease *journal.Lease, work func() error) error {
	err := work()
	for attempt := 1; attempt < maxAttempts && goesAway(ctx, err); attempt++ {
		j.Log.Warn("the run was broken off and goes on from the journal", "error", err)
		if wait, _ := rest.InDoubt(err); j.wait(ctx, wait, nil) != nil || !pauseBefore(ctx, attempt) {
			return err
		}
		if err = lease.Renew(ctx); err == nil {
			err = work()
		}
	}
	return err
}

// goesAway says whether it makes sense to go on at once. An uncertain settlement
// was looked for already, in vain.
func goesAway(ctx context.Context, err error) bool {
	var uncertain *journal.UncertainError
	if err == nil || ctx.Err() != nil || errors.As(err, &uncertain) {
		return false
	}
	if e := rest.As(err); e != nil {
		return e.Kind == rest.Unreachable || e.Kind == rest.Doubtful || e.Kind == rest.Busy
	}
	switch database.Classify(err) {
	case database.Unreachable, database.Retryable, database.ReadAgain, database.Ambiguous:
		return true
	}
	return false
}

// pauseBefore waits before another attempt; false where the context ends meanwhile.
func pauseBefore(ctx context.Context, attempt int) bool {
	longest := attemptPause << (attempt - 1)
	timer := time.NewTimer(longest/2 + rand.N(longest/2)) // #nosec G404 -- spreads attempts, keeps no secret
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// goOnFrom adds what this run did before it was broken off: what it had planned
// then is its own, however it was finished.
func (r *Result) goOnFrom(broken *Result) {
	r.Resumed = broken.Resumed
	var own []*mapping.Plan
	for _, plan := range broken.Plans {
		s := &plan.Settlement
		settled := func(a Already) bool { return a.Currency == s.Currency && a.Until.Equal(s.Until) }
		if slices.ContainsFunc(r.Already, settled) {
			s.State = mapping.Closed
			own = append(own, plan)
			r.Already = slices.DeleteFunc(r.Already, settled)
			r.Resumed = slices.DeleteFunc(r.Resumed, func(id string) bool { return id == s.ID })
		}
	}
	r.Plans = append(own, r.Plans...)
}

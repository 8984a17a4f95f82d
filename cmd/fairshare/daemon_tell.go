package main

import (
	"context"
	"errors"
	"time"

	"fairshare/cmd/internal/nightly"
)

// finished tells how a night ended.
func (d *daemon) finished(ctx context.Context, until time.Time, took time.Duration, err error) {
	d.observer.NightDone(d.now(), took, err)
	if err != nil {
		d.failed(ctx, until, err)
		return
	}
	d.log.Info("night done", "until", until, "took", took)
}

// failed tells why a night was not done: something that holds it back is told once,
// when it begins to.
func (d *daemon) failed(ctx context.Context, until time.Time, err error) {
	var paused *nightly.PausedError
	switch {
	case errors.As(err, &paused):
		d.observer.Paused(paused.By, paused.Reason)
		if d.paused != paused.By {
			d.log.Warn("night held back", "until", until, "reason", paused.Reason)
		}
		d.paused = paused.By
	case isHeld(err):
		d.log.Info("night left to another one", "until", until, "reason", err)
	case ctx.Err() != nil:
		d.log.Warn("night interrupted", "until", until, "reason", err)
	default:
		d.log.Error("night failed", "until", until, "error", err)
		if stack := nightly.StackOf(err); stack != "" {
			d.log.Error("where it broke down", "stack", stack)
		}
	}
}

// resumed tells that nothing holds the nights back any more.
func (d *daemon) resumed() {
	if d.paused != "" {
		d.log.Info("nights go on: nothing holds them back any more")
	}
	d.paused = ""
	d.observer.Paused("", "")
}

// tellMissed tells, once each, the nights that are not done long after their time.
// They stay due.
func (d *daemon) tellMissed(due []time.Time, now time.Time) {
	for _, until := range due {
		if until.After(d.told) && now.Sub(runAt(until, d.schedule)) >= d.maxWait {
			d.told = until
			d.observer.NightMissed(until)
			d.log.Error("night missed: it was not done in time, and is made up for as soon as it can be", "until", until, "held back by", d.paused)
		}
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/robfig/cron/v3"

	"fairshare/cmd/internal/nightly"
)

const (
	// retrySoon is when a night is tried again that failed for a reason that goes
	// away by itself: the database is down.
	retrySoon = 10 * time.Minute

	// pausePoll is how often a daemon that is held back looks whether it still is.
	pausePoll = 30 * time.Second

	// longestNap bounds how long the daemon sleeps, so that it notices a clock that
	// was set, and a machine that was suspended.
	longestNap = time.Hour

	// stopGrace is how long a night may take to finish its current step after
	// SIGTERM; what it has not done then is done by the next run.
	stopGrace = 30 * time.Second
)

// nights is what the daemon asks the journal.
type nights interface {
	// Standing is the newest cut-off whose night was done, zero before the first,
	// and the time by the database's clock.
	Standing(ctx context.Context) (last, now time.Time, err error)
}

// observer is told what the daemon did, for metrics and readiness.
type observer interface {
	NightStarted(until time.Time)
	NightDone(at time.Time, took time.Duration, err error)
	NightsDue(count int)
	NightMissed(until time.Time)
	Paused(by, reason string) // both empty: no longer
}

// daemon runs the nightly job of every cut-off once. It sleeps until the schedule's
// next time and asks the journal then: what is due is worked out from there and
// from the database's clock, so that nights missed by a crash, a holiday or a jump
// of a clock are made up for in order, and several daemons do not do one twice.
//
// It is one loop: two nights never overlap, and a night that panics leaves nothing
// behind that could keep the next one from running.
type daemon struct {
	night    func(ctx context.Context, until time.Time) error // the nightly job
	gate     func(ctx context.Context) error                  // a *nightly.PausedError holds the nights back
	journal  nights
	observer observer
	now      func() time.Time // for how long things take, nothing else
	zone     *time.Location   // of the cut-offs
	period   string           // day, week or month
	schedule cron.Schedule
	maxWait  time.Duration                                        // from a night's time until it is told as missed
	retry    func(err error, now time.Time) (time.Duration, bool) // may the same night be tried again, and when?
	log      *slog.Logger

	next   time.Time // the next try, by the database's clock; zero: at once
	told   time.Time // the newest cut-off that was told as missed
	paused string    // what holds the nights back: a key of the configuration
	pulse  pulse
}

// Serve runs what is due at once and then whenever the schedule says, until ctx
// ends. It then waits for the current step of a running night, and returns nil.
func (d *daemon) Serve(ctx context.Context) error {
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		d.loop(ctx)
	}()
	<-ctx.Done()
	d.log.Info("stopping: the current step is finished first")
	select {
	case <-finished:
	case <-time.After(stopGrace):
		d.log.Warn("the current step took too long and is abandoned; the next run finishes it")
	}
	return nil
}

func (d *daemon) loop(ctx context.Context) {
	for ctx.Err() == nil {
		d.pulse.asleep.Store(nil)
		nap := time.NewTimer(d.look(ctx))
		asleep := d.now()
		d.pulse.asleep.Store(&asleep)
		select {
		case <-ctx.Done():
		case <-nap.C:
		}
		nap.Stop()
	}
}

// look asks what is due, does it if its time has come, and says how long to sleep.
func (d *daemon) look(ctx context.Context) (nap time.Duration) {
	defer func() {
		if broken := recover(); broken != nil { // the stack holds no rows
			d.log.Error("the night broke down", "panic", nightly.PanicText(broken), "stack", string(debug.Stack()))
			nap = time.Minute // d.next says when it is tried again
		}
	}()
	began := d.now()
	last, now, err := d.journal.Standing(ctx)
	if err != nil {
		d.log.Error("the journal can't be asked what is due; tried again in a while", "error", err)
		return retrySoon
	}
	due := Due(now, last, d.period, d.zone, d.schedule)
	d.observer.NightsDue(len(due))
	if !last.IsZero() { // before the first night of all nobody waited for one
		d.tellMissed(due, now)
	}
	scheduled := d.schedule.Next(now)
	if d.next.After(scheduled) { // the clock was set back
		d.next = scheduled
	}
	if !d.next.After(now) {
		d.next = scheduled
		d.catchUp(ctx, due, now)
	}
	awake := now.Add(d.now().Sub(began))
	return min(max(d.next.Sub(awake), 0), longestNap)
}

// catchUp runs every due night in order and stops at the first that fails: the
// later ones wait for it.
func (d *daemon) catchUp(ctx context.Context, due []time.Time, now time.Time) {
	began := d.now()
	for i, until := range due {
		d.observer.NightsDue(len(due) - i)
		if ctx.Err() != nil {
			return
		}
		if err := d.run(ctx, until); err != nil {
			d.tryAgain(err, now.Add(d.now().Sub(began)))
			return
		}
	}
	d.resumed()
	d.observer.NightsDue(0)
	d.log.Info("waiting for the night", "next", d.next)
}

// tryAgain decides when, at the next night's time at the latest.
func (d *daemon) tryAgain(err error, now time.Time) {
	d.next = d.schedule.Next(now)
	var paused *nightly.PausedError
	wait, again := pausePoll, true
	if !errors.As(err, &paused) {
		wait, again = d.retry(err, now)
	}
	if at := now.Add(wait); again && at.Before(d.next) {
		d.next = at
	}
}

// run does one night, if nothing holds it back.
func (d *daemon) run(ctx context.Context, until time.Time) (err error) {
	if err := d.gate(ctx); err != nil {
		d.failed(ctx, until, err)
		return err
	}
	d.resumed()
	started := d.now()
	d.observer.NightStarted(until)
	err = fmt.Errorf("settle until %s: the job broke down", until)
	defer func() { d.finished(ctx, until, d.now().Sub(started), err) }() // also after a panic
	d.log.Info("night begins", "until", until)
	return nightly.Guarded(func() error { return d.night(ctx, until) })
}

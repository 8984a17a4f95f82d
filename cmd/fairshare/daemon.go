package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

const (
	// retrySpec is how often a night is tried again that failed for a reason
	// that goes away by itself: the database is down, another one holds the lease.
	retrySpec = "@every 10m"

	// stopGrace is how long a night may take to finish its current step after
	// SIGTERM; what it has not done then is done by the next run.
	stopGrace = 30 * time.Second
)

// nights is what the daemon asks the journal.
type nights interface {
	// LastCutoff is the newest cut-off that was settled; zero before the first.
	LastCutoff(ctx context.Context) (time.Time, error)
}

// observer is told what the daemon did, for metrics and readiness.
type observer interface {
	NightStarted(until time.Time)
	NightDone(at time.Time, took time.Duration, err error)
	NightsMissed(count int)
}

// daemon runs the nightly job of every cut-off once. Cron only wakes it: what is
// due is worked out from the journal each time, so that nights missed by a crash,
// a holiday or a jump of the clock are made up for in order.
type daemon struct {
	night    func(ctx context.Context, until time.Time) error // the nightly job
	journal  nights
	observer observer
	now      func() time.Time
	zone     *time.Location // of the cut-offs
	period   string         // day, week or month
	schedule cron.Schedule
	retry    func(err error) bool // may the same night be tried again soon?
	log      *slog.Logger

	mutex  sync.Mutex
	done   time.Time // the newest cut-off that went well since the start
	failed bool      // the last one did not and may be tried again soon
}

// Serve runs what is due at once and then whenever the schedule says, until ctx
// ends. It then waits for the current step of a running night, and returns nil.
func (d *daemon) Serve(ctx context.Context) error {
	// The night's own context outlives ctx, so that it can finish its step.
	working, abandon := context.WithCancel(context.WithoutCancel(ctx))
	defer abandon()

	wake := d.guard(func() { d.catchUp(ctx, working) })
	clock := cron.New(cron.WithLocation(d.zone), cron.WithLogger(cronLog{d.log}))
	clock.Schedule(d.schedule, wake)
	retry, err := cron.ParseStandard(retrySpec)
	if err != nil {
		return fmt.Errorf("start the daemon: %w", err)
	}
	clock.Schedule(retry, cron.FuncJob(func() {
		if d.shallRetry() {
			wake.Run()
		}
	}))
	var first sync.WaitGroup
	first.Go(wake.Run)
	clock.Start()
	d.log.Info("waiting for the night", "next", d.schedule.Next(d.now()))

	<-ctx.Done()
	d.log.Info("stopping: the current step is finished first")
	d.await(clock.Stop(), &first)
	return nil
}

// guard puts the decorators around the job. Their order matters: with Recover
// outside of SkipIfStillRunning a single panic would leave the job marked as
// running for ever. Every wake-up shares the one job, so that two never overlap.
func (d *daemon) guard(run func()) cron.Job {
	log := cronLog{d.log}
	return cron.NewChain(cron.SkipIfStillRunning(log), cron.Recover(log)).Then(cron.FuncJob(run))
}

// await waits for running jobs, at most for the grace.
func (d *daemon) await(cronJobs context.Context, first *sync.WaitGroup) {
	finished := make(chan struct{})
	go func() {
		<-cronJobs.Done()
		first.Wait()
		close(finished)
	}()
	select {
	case <-finished:
	case <-time.After(stopGrace):
		d.log.Warn("the current step took too long and is abandoned; the next run finishes it")
	}
}

// catchUp runs every due night in order and stops at the first that fails: the
// next one waits for it.
func (d *daemon) catchUp(ctx, working context.Context) {
	due, err := d.due(ctx)
	if err != nil {
		d.setFailed(ctx.Err() == nil)
		d.log.Error("the journal can't be asked what is due; tried again in a while", "error", err)
		return
	}
	for i, until := range due {
		d.observer.NightsMissed(len(due) - i)
		if ctx.Err() != nil || !d.run(ctx, working, until) {
			return
		}
	}
	d.observer.NightsMissed(0)
}

// due asks the journal; what went well since the start counts too, since a night
// without any sale leaves no settlement behind.
func (d *daemon) due(ctx context.Context) ([]time.Time, error) {
	last, err := d.journal.LastCutoff(ctx)
	if err != nil {
		return nil, err
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.done.After(last) {
		last = d.done
	}
	return Due(d.now(), last, d.period, d.zone, d.schedule), nil
}

// run does one night and says whether it went well.
func (d *daemon) run(ctx, working context.Context, until time.Time) (ok bool) {
	started := d.now()
	d.observer.NightStarted(until)
	err := fmt.Errorf("settle until %s: the job broke down", until)
	defer func() { d.finished(ctx, until, d.now().Sub(started), err) }() // also after a panic
	d.log.Info("night begins", "until", until)
	err = d.night(working, until)
	return err == nil
}

func (d *daemon) finished(ctx context.Context, until time.Time, took time.Duration, err error) {
	d.observer.NightDone(d.now(), took, err)
	d.setFailed(err != nil && ctx.Err() == nil && d.retry(err))
	if err != nil {
		d.log.Error("night failed", "until", until, "took", took, "error", err)
		return
	}
	d.log.Info("night done", "until", until, "took", took)
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.done = until
}

func (d *daemon) setFailed(failed bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.failed = failed
}

func (d *daemon) shallRetry() bool {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.failed
}

// cronLog tells cron's messages to slog. A panic of the job comes with its stack,
// which holds no rows.
type cronLog struct{ log *slog.Logger }

// Info logs cron's own bookkeeping, for debugging only.
func (l cronLog) Info(message string, pairs ...any) { l.log.Debug("cron: "+message, pairs...) }

// Error logs a panic of the job.
func (l cronLog) Error(err error, message string, pairs ...any) {
	l.log.Error("cron: "+message, append(pairs, "error", err)...)
}

package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"fairshare/cmd/internal/nightly"
	"fairshare/config"
)

// fakeJournal remembers the cut-offs of the nights that went well, and has a clock
// that need not be this machine's.
type fakeJournal struct {
	last  atomic.Pointer[time.Time]
	err   atomic.Pointer[error]
	ahead atomic.Int64 // of this machine's clock
}

func (j *fakeJournal) Standing(context.Context) (last, now time.Time, err error) {
	if err := j.err.Load(); err != nil {
		return last, now, *err
	}
	if settled := j.last.Load(); settled != nil {
		last = *settled
	}
	return last, time.Now().Add(time.Duration(j.ahead.Load())), nil
}

var _ nights = (*fakeJournal)(nil)

// company is a daemon in a bubble of fake time (2000-01-01 00:00 UTC), and what
// it did.
type company struct {
	*daemon
	journal  *fakeJournal
	watch    *watch
	told     *told
	held     atomic.Pointer[nightly.PausedError] // what the gate says
	attempts []time.Time                         // when
	settled  []time.Time                         // until when
}

// told is what the metrics were told.
type told struct {
	missed, heldBack int
	paused           []string // the keys, one after the other
	reasons          []string // of nights that failed
}

func (*told) NightStarted(time.Time)                    {}
func (*told) NightDone(time.Time, time.Duration, error) {}
func (*told) NightsDue(int)                             {}
func (t *told) NightMissed(time.Time)                   { t.missed++ }
func (t *told) NightHeldBack()                          { t.heldBack++ }
func (t *told) NightFailed(reason string)               { t.reasons = append(t.reasons, reason) }
func (t *told) Paused(by, _ string) {
	if len(t.paused) == 0 && by != "" || len(t.paused) > 0 && t.paused[len(t.paused)-1] != by {
		t.paused = append(t.paused, by)
	}
}

// newCompany settles by calling work, and then notes it in its journal.
func newCompany(t *testing.T, work func(ctx context.Context, until time.Time) error) *company {
	zone := zoneNamed(t, "Europe/Budapest")
	c := &company{journal: &fakeJournal{}, told: &told{}}
	c.watch = &watch{meter: c.told}
	session := &session{config: config.Default()}
	c.daemon = &daemon{
		journal: c.journal, observer: c.watch, now: time.Now, zone: zone, period: "day",
		schedule: scheduleOf(t, "30 2 * * *", zone),
		maxWait:  6 * time.Hour,
		retry:    session.retryAfter,
		log:      slog.New(slog.DiscardHandler),
	}
	c.gate = func(context.Context) error {
		if held := c.held.Load(); held != nil {
			return held
		}
		return nil
	}
	c.night = func(ctx context.Context, until time.Time) error {
		c.attempts = append(c.attempts, time.Now())
		if err := work(ctx, until); err != nil {
			return err
		}
		c.settled = append(c.settled, until)
		c.journal.last.Store(&until)
		return nil
	}
	return c
}

func codeIs(err error, code exitCode) bool {
	var known *exitError
	return errors.As(err, &known) && known.code == code
}

// serve runs the daemon for a time and stops it.
func (c *company) serve(t *testing.T, duration time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- c.Serve(ctx) }()
	time.Sleep(duration)
	cancel()
	if err := <-done; err != nil {
		t.Errorf("serve: %v", err)
	}
}

func (c *company) expectNights(t *testing.T, first, last string) {
	t.Helper()
	var want []string
	for day, _ := time.Parse(time.DateOnly, first); day.Format(time.DateOnly) <= last; day = day.AddDate(0, 0, 1) {
		want = append(want, day.Format(time.DateOnly))
	}
	var got []string
	for _, until := range c.settled {
		got = append(got, until.In(c.zone).Format(time.DateOnly))
	}
	if !slices.Equal(got, want) {
		t.Errorf("settled %v, want %s to %s", got, first, last)
	}
}

func nothing(context.Context, time.Time) error { return nil }

func TestServeSettlesEveryNightOfAYear(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, nothing)
		c.serve(t, 366*24*time.Hour) // 2000 had both changes of summer time
		c.expectNights(t, "1999-12-31", "2000-12-31")
	})
}

func TestServeMakesUpForMissedNightsAtItsStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, nothing)
		last := startOfDay(1999, 12, 20, c.zone)
		c.journal.last.Store(&last)
		c.serve(t, time.Minute)
		c.expectNights(t, "1999-12-21", "1999-12-31")
	})
}

func TestServeGoesOnAfterPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, func(_ context.Context, until time.Time) error {
			if time.Now().Before(time.Date(2000, 1, 4, 0, 0, 0, 0, time.UTC)) {
				panic("an index is out of range")
			}
			return nil
		})
		c.serve(t, 72*time.Hour-time.Minute)
		if err := c.watch.lastNight(t.Context()); err == nil || len(c.attempts) != 4 {
			t.Errorf("%d attempts by panics, ready: %v", len(c.attempts), err)
		}
		c.serve(t, 24*time.Hour)
		c.expectNights(t, "2000-01-04", "2000-01-04") // the first run of all has only the latest
		if err := c.watch.lastNight(t.Context()); err != nil {
			t.Errorf("not ready again: %v", err)
		}
	})
}

func TestServeTriesAgainSoonWhatGoesAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var up atomic.Bool
		c := newCompany(t, func(context.Context, time.Time) error {
			if !up.Load() {
				return withExit(exitUnreachable, errors.New("connection refused"))
			}
			return nil
		})
		time.AfterFunc(35*time.Minute, func() { up.Store(true) })
		c.serve(t, 50*time.Minute)
		if len(c.attempts) != 5 {
			t.Errorf("%d attempts: %v", len(c.attempts), c.attempts)
		}
		c.expectNights(t, "1999-12-31", "1999-12-31")
	})
}

// Refused data is looked at again every hour, until somebody has mended it.
func TestServeTriesRefusedDataAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mended := time.Now().Add(9*time.Hour + 30*time.Minute)
		c := newCompany(t, func(context.Context, time.Time) error {
			if time.Now().Before(mended) {
				return refusedError("3 findings")
			}
			return nil
		})
		last := startOfDay(1999, 12, 31, c.zone)
		c.journal.last.Store(&last)
		c.serve(t, 24*time.Hour)
		if len(c.attempts) != 9 { // at the schedule's 1:30 UTC and every hour from then on
			t.Errorf("%d attempts: %v", len(c.attempts), c.attempts)
		}
		c.expectNights(t, "2000-01-01", "2000-01-01")
		if c.told.missed != 1 {
			t.Errorf("%d nights were told as missed", c.told.missed)
		}
	})
}

// What no later try could mend waits for the next night.
func TestServeWaitsForTheNextNight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, func(context.Context, time.Time) error { return errors.New("invoice FS1 differs") })
		c.serve(t, 47*time.Hour)
		if len(c.attempts) != 3 {
			t.Errorf("%d attempts: %v", len(c.attempts), c.attempts)
		}
	})
}

func TestServeSurvivesAJournalOutOfReach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, nothing)
		away := errors.New("server has gone away")
		c.journal.err.Store(&away)
		time.AfterFunc(5*time.Minute, func() { c.journal.err.Store(nil) })
		c.serve(t, 15*time.Minute)
		c.expectNights(t, "1999-12-31", "1999-12-31")
	})
}

func TestServeNeverOverlapsNights(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		running := 0
		c := newCompany(t, func(ctx context.Context, _ time.Time) error {
			if running++; running > 1 {
				t.Error("two nights at once")
			}
			select {
			case <-time.After(30 * time.Hour): // longer than a day
			case <-ctx.Done():
			}
			running--
			return ctx.Err()
		})
		c.serve(t, 200*time.Hour)
	})
}

// The job is told of the stop at once, and is waited for.
func TestStopFinishesTheCurrentStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, func(ctx context.Context, _ time.Time) error {
			<-ctx.Done()
			time.Sleep(20 * time.Second)
			return nil
		})
		last := startOfDay(1999, 12, 20, c.zone)
		c.journal.last.Store(&last)
		start := time.Now()
		c.serve(t, 5*time.Second)
		if took := time.Since(start); took != 25*time.Second {
			t.Errorf("it stopped after %s", took)
		}
		c.expectNights(t, "1999-12-21", "1999-12-21") // the next missed night is not begun
	})
}

func TestStopGivesUpAfterTheGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, func(context.Context, time.Time) error {
			time.Sleep(time.Hour)
			return nil
		})
		start := time.Now()
		c.serve(t, 5*time.Second)
		if took := time.Since(start); took != 5*time.Second+stopGrace {
			t.Errorf("it stopped after %s", took)
		}
		time.Sleep(time.Hour) // the bubble wants all to have ended
	})
}

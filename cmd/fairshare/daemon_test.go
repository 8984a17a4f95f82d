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
)

// fakeJournal remembers the cut-offs of the nights that went well.
type fakeJournal struct {
	last atomic.Pointer[time.Time]
	err  atomic.Pointer[error]
}

func (j *fakeJournal) LastCutoff(context.Context) (time.Time, error) {
	if err := j.err.Load(); err != nil {
		return time.Time{}, *err
	}
	if last := j.last.Load(); last != nil {
		return *last, nil
	}
	return time.Time{}, nil
}

var _ nights = (*fakeJournal)(nil)

// company is a daemon in a bubble of fake time (2000-01-01 00:00 UTC), and what
// it did.
type company struct {
	*daemon
	journal  *fakeJournal
	watch    *watch
	attempts []time.Time // when
	settled  []time.Time // until when
}

type silent struct{}

func (silent) NightStarted(time.Time)                    {}
func (silent) NightDone(time.Time, time.Duration, error) {}
func (silent) NightsMissed(int)                          {}

// newCompany settles by calling work, and then notes it in its journal.
func newCompany(t *testing.T, work func(ctx context.Context, until time.Time) error) *company {
	zone := zoneNamed(t, "Europe/Budapest")
	c := &company{journal: &fakeJournal{}, watch: &watch{meter: silent{}}}
	c.daemon = &daemon{
		journal: c.journal, observer: c.watch, now: time.Now, zone: zone, period: "day",
		schedule: scheduleOf(t, "30 2 * * *", zone),
		retry:    func(err error) bool { return codeIs(err, exitUnreachable) },
		log:      slog.New(slog.DiscardHandler),
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

func TestServeWaitsWithRefusedDataForTheNextNight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, func(context.Context, time.Time) error { return refusedError("3 findings") })
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

func TestStopFinishesTheCurrentStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, func(ctx context.Context, _ time.Time) error {
			time.Sleep(20 * time.Second)
			return ctx.Err() // must not be cancelled by the stop
		})
		last := startOfDay(1999, 12, 20, c.zone)
		c.journal.last.Store(&last)
		start := time.Now()
		c.serve(t, 5*time.Second)
		if took := time.Since(start); took != 20*time.Second {
			t.Errorf("it stopped after %s", took)
		}
		c.expectNights(t, "1999-12-21", "1999-12-21") // the next missed night is not begun
	})
}

func TestStopGivesUpAfterTheGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, func(ctx context.Context, _ time.Time) error {
			<-ctx.Done()
			return ctx.Err()
		})
		start := time.Now()
		c.serve(t, 5*time.Second)
		if took := time.Since(start); took != 5*time.Second+stopGrace {
			t.Errorf("it stopped after %s", took)
		}
	})
}

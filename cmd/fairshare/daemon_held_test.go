package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/web"
	"fairshare/cmd/internal/nightly"
)

// heldBy is a gate that something keeps shut.
var heldBy = &nightly.PausedError{By: byPauseFile, Reason: "the file is there"}

// While something holds it back no night starts; then all come, in order. It is
// told once, and as missed after the longest wait.
func TestServeIsHeldBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, nothing)
		last := startOfDay(1999, 12, 31, c.zone)
		c.journal.last.Store(&last)
		c.held.Store(heldBy)
		var early, late error
		var note web.Note
		time.AfterFunc(2*time.Hour, func() { early = c.watch.lastNight(t.Context()) })
		time.AfterFunc(40*time.Hour, func() { late = c.watch.lastNight(t.Context()) })
		opened := time.Now().Add(50*time.Hour + 10*time.Second) // in the third day
		time.AfterFunc(time.Until(opened), func() { c.held.Store(nil) })
		c.serve(t, 51*time.Hour)
		if !errors.As(early, &note) || late == nil || errors.As(late, &note) {
			t.Errorf("after two hours: %v; after forty: %v", early, late)
		}
		c.expectNights(t, "2000-01-01", "2000-01-03")
		if len(c.attempts) != 3 || c.attempts[0].Sub(opened) > pausePoll {
			t.Errorf("it was held back until %s and began at %v", opened, c.attempts)
		}
		if c.told.missed != 2 || !slices.Equal(c.told.paused, []string{byPauseFile, ""}) {
			t.Errorf("told: %+v", c.told)
		}
		if err := c.watch.lastNight(t.Context()); err != nil {
			t.Errorf("ready again: %v", err)
		}
	})
}

// A night that is stopped on its way goes on as soon as it may.
func TestServeGoesOnWithANightThatWasHeldBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c *company
		c = newCompany(t, func(context.Context, time.Time) error {
			if len(c.attempts) > 1 {
				return nil
			}
			c.held.Store(heldBy)
			time.AfterFunc(10*time.Minute, func() { c.held.Store(nil) })
			return fmt.Errorf("write invoices: %w", heldBy)
		})
		c.serve(t, time.Hour)
		if len(c.attempts) != 2 || c.attempts[1].Sub(c.attempts[0]) > 10*time.Minute+pausePoll {
			t.Errorf("attempts: %v", c.attempts)
		}
		c.expectNights(t, "1999-12-31", "1999-12-31")
		if c.told.heldBack != 1 {
			t.Errorf("told: %+v", c.told)
		}
	})
}

// A run that finds the lease held looks again when its holder has to have renewed it.
func TestServeWaitsForTheLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		died := time.Now()
		c := newCompany(t, func(context.Context, time.Time) error {
			if until := died.Add(2 * time.Minute); time.Now().Before(until) {
				return &journal.HeldError{Name: "Company", Holder: "dead", Until: until}
			}
			return nil
		})
		c.serve(t, 3*time.Minute)
		if len(c.attempts) != 2 {
			t.Errorf("attempts: %v", c.attempts)
		}
		c.expectNights(t, "1999-12-31", "1999-12-31")
	})
}

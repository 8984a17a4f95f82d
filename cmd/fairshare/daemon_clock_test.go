package main

import (
	"testing"
	"testing/synctest"
	"time"
)

// One to thirty nights that were missed come at the start, in order, each once.
func TestServeMakesUpForAnyNumber(t *testing.T) {
	for missed := 1; missed <= 30; missed++ {
		synctest.Test(t, func(t *testing.T) {
			c := newCompany(t, nothing)
			last := startOfDay(1999, 12, 31-missed, c.zone)
			c.journal.last.Store(&last)
			c.serve(t, time.Minute)
			c.expectNights(t, last.AddDate(0, 0, 1).Format(time.DateOnly), "1999-12-31")
		})
	}
}

// The clock of the database says what is due, and jumps: forth over three nights,
// back by two days, and forth again. No night comes twice and none is left out,
// whatever this machine's own clock shows.
func TestServeFollowsTheDatabasesClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCompany(t, nothing)
		c.journal.ahead.Store(int64(-7 * time.Minute))
		jump := func(after, ahead time.Duration) {
			time.AfterFunc(after, func() { c.journal.ahead.Store(int64(ahead)) })
		}
		jump(30*time.Hour, 72*time.Hour)
		jump(40*time.Hour, 24*time.Hour)
		jump(80*time.Hour, 100*24*time.Hour)
		c.serve(t, 90*time.Hour)
		c.expectNights(t, "1999-12-31", "2000-04-13")
		for i, until := range c.settled[:2] {
			if at := runAt(until, c.schedule).Add(7 * time.Minute); i == 1 && c.attempts[i].Sub(at).Abs() > time.Second {
				t.Errorf("night %s came at %s, the database's clock said so at %s", until, c.attempts[i], at)
			}
		}
	})
}

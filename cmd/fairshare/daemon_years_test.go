package main

import (
	"testing"
	"testing/synctest"
	"time"

	"fairshare/adapter/database/faultproxy"
)

// The daemon itself, on a fake clock, settles every night of ten years exactly once
// and in time, in every zone, also where clocks jump over its time or show it twice.
// FAIRSHARE_YEARS says for how long.
func TestServeTenYears(t *testing.T) {
	years := faultproxy.Many("FAIRSHARE_YEARS", 10)
	nights := make([]int, len(zones))
	t.Run("zones", func(t *testing.T) {
		for i, name := range zones {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { nights[i] = serveYears(t, zoneNamed(t, name), years) })
			})
		}
	})
	total := 0
	for _, n := range nights {
		total += n
	}
	faultproxy.Figure(t, "the daemon on a fake clock: zones, years, nights, each once", []int{len(zones), years, total})
}

// serveYears compares what a daemon settles with the dates that a calendar shows.
func serveYears(t *testing.T, zone *time.Location, years int) int {
	from := time.Now() // 2000-01-01 00:00 UTC
	c := newCompany(t, nothing)
	c.zone, c.schedule = zone, scheduleOf(t, "30 2 * * *", zone)
	last := startOfDay(1999, 12, 25, zone)
	c.journal.last.Store(&last)
	thru := from.AddDate(years, 0, 0)
	c.serve(t, time.Until(thru))
	dates := datesOf(last, thru, zone)[1:]
	for i, until := range c.settled {
		if date := until.In(zone).Format(time.DateOnly); date != dates[i] {
			t.Fatalf("night %d is %s, the calendar says %s", i, date, dates[i])
		}
		at := runAt(until, c.schedule)
		if late := c.attempts[i].Sub(at); at.After(from) && (late < 0 || late > time.Second) {
			t.Fatalf("the night of %s came at %s, its time was %s", until, c.attempts[i], at)
		}
	}
	if missing := len(dates) - len(c.settled); missing < 0 || missing > 1 { // the last one may be still to come
		t.Fatalf("%d nights for %d dates", len(c.settled), len(dates))
	}
	return len(c.settled)
}

package main

import (
	"time"

	"github.com/robfig/cron/v3"
)

// A cut-off is the first instant of a period: of a day, of a Monday or of the
// first of a month, in a zone. The nightly job of a cut-off settles everything
// before it, at the first time the schedule names at or after it.

// Due lists the cut-offs whose nightly job should have run by now and has not, in
// order: each whole period after the last cut-off that was done, once. The very
// first run (last is zero) has only the latest cut-off: there is nothing to make
// up for.
//
// It is a pure function of its arguments, so what runs does not depend on how
// often, or whether, anybody was woken.
func Due(now, last time.Time, period string, zone *time.Location, schedule cron.Schedule) []time.Time {
	latest := latestDue(now, period, zone, schedule)
	if latest.IsZero() || !latest.After(last) {
		return nil
	}
	if last.IsZero() {
		return []time.Time{latest}
	}
	var due []time.Time
	for cutoff := cutoffAfter(last, period, zone); !cutoff.After(latest); cutoff = cutoffAfter(cutoff, period, zone) {
		due = append(due, cutoff)
	}
	return due
}

// latestDue is the newest cut-off whose job should have run by now. A schedule
// that names few times (the first of the month) may leave several cut-offs
// waiting for it, so we look back some way; zero where there is none.
func latestDue(now time.Time, period string, zone *time.Location, schedule cron.Schedule) time.Time {
	cutoff := cutoffBefore(now, period, zone)
	for range 800 { // more than two years of days
		if at := runAt(cutoff, schedule); !at.IsZero() && !at.After(now) {
			return cutoff
		}
		cutoff = cutoffBefore(cutoff.Add(-time.Nanosecond), period, zone)
	}
	return time.Time{}
}

// runAt is when the job of a cut-off runs: at the schedule's first time from the
// cut-off on; zero for a schedule that never comes (30 February).
func runAt(cutoff time.Time, schedule cron.Schedule) time.Time {
	return schedule.Next(cutoff.Add(-time.Nanosecond))
}

// cutoffBefore is the newest cut-off at or before an instant.
func cutoffBefore(t time.Time, period string, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	year, month, day = periodStart(year, month, day, period)
	return startOfDay(year, month, day, zone)
}

// cutoffAfter is the oldest cut-off after an instant.
func cutoffAfter(t time.Time, period string, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	year, month, day = periodStart(year, month, day, period)
	for {
		year, month, day = nextPeriod(year, month, day, period)
		if next := startOfDay(year, month, day, zone); next.After(t) {
			return next
		}
		// A day that a zone left out (Samoa, 30 December 2011) starts with the next.
	}
}

// periodStart is the first day of the period that holds a day; weeks start on Monday.
func periodStart(year int, month time.Month, day int, period string) (int, time.Month, int) {
	switch period {
	case "month":
		return year, month, 1
	case "week":
		weekday := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Weekday()
		return time.Date(year, month, day-(int(weekday)+6)%7, 0, 0, 0, 0, time.UTC).Date()
	}
	return year, month, day
}

func nextPeriod(year int, month time.Month, day int, period string) (int, time.Month, int) {
	switch period {
	case "month":
		month++
	case "week":
		day += 7
	default:
		day++
	}
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Date()
}

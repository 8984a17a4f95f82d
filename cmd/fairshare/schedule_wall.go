package main

import (
	"time"

	"github.com/robfig/cron/v3"
)

// wallSchedule is a cron schedule read off a wall clock, so that summer time
// neither skips nor repeats a run: cron alone leaves out a job at 02:30 on the
// spring day and runs it twice on the autumn day.
type wallSchedule struct {
	spec cron.SpecSchedule
	zone *time.Location
}

func newWallSchedule(spec *cron.SpecSchedule, zone *time.Location) wallSchedule {
	on := *spec
	on.Location = time.UTC // the wall's own time, which has no summer
	return wallSchedule{on, zone}
}

// Next is the first instant after t at which the clock on the wall shows a time
// of the schedule: the first time that it shows it, or where the clocks jump over
// it the jump.
func (s wallSchedule) Next(t time.Time) time.Time {
	for wall := s.spec.Next(wallOf(t.In(s.zone))); !wall.IsZero(); wall = s.spec.Next(wall) {
		if next := firstAt(wall, s.zone); next.After(t) {
			return next
		}
	}
	return time.Time{}
}

// wallOf is what a clock shows, as if it stood in UTC.
func wallOf(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// startOfDay is the first instant of a date in a zone, mostly midnight. A date
// that the zone left out starts with the next.
func startOfDay(year int, month time.Month, day int, zone *time.Location) time.Time {
	return firstAt(time.Date(year, month, day, 0, 0, 0, 0, time.UTC), zone)
}

// firstAt is the first instant at which a clock in the zone shows at least this
// time of this date: it goes through the zone's offsets in order, from before the
// earliest that could matter.
func firstAt(wall time.Time, zone *time.Location) time.Time {
	for t := wall.Add(-48 * time.Hour).In(zone); ; {
		_, offset := t.Zone()
		start, end := t.ZoneBounds()
		first := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if !start.IsZero() && first.Before(start) { // a zone's first offset has no beginning
			first = start
		}
		if end.IsZero() || first.Before(end) {
			return first
		}
		t = end
	}
}

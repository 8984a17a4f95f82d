package main

import (
	"testing"
	"time"

	"fairshare/config"
)

// zones have every kind of clock: none, changes at 1, 2 and 3 o'clock, at
// midnight, by half an hour, twice a year in Ramadan, and a date left out.
var zones = []string{
	"UTC", "Europe/Budapest", "Europe/London", "Europe/Lisbon", "Atlantic/Azores", "America/New_York", "America/Los_Angeles",
	"America/St_Johns", "America/Sao_Paulo", "America/Havana", "America/Santiago", "America/Asuncion", "Asia/Beirut",
	"Africa/Cairo", "Africa/Casablanca", "Asia/Tehran", "Asia/Kathmandu", "Asia/Tokyo", "Australia/Lord_Howe",
	"Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll",
}

func zoneNamed(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func scheduleOf(t *testing.T, run string, zone *time.Location) wallSchedule {
	t.Helper()
	spec, err := config.ParseRun(run)
	if err != nil {
		t.Fatal(err)
	}
	return newWallSchedule(spec, zone)
}

// datesOf lists the dates that a calendar in the zone shows, by looking at it
// every quarter of an hour: slow, obvious, and nothing to do with startOfDay.
func datesOf(from, thru time.Time, zone *time.Location) (dates []string) {
	for t := from; t.Before(thru); t = t.Add(15 * time.Minute) {
		date := t.In(zone).Format(time.DateOnly)
		if len(dates) == 0 || date > dates[len(dates)-1] {
			dates = append(dates, date)
		}
	}
	return dates
}

// Over all years and zones every night runs exactly once, woken only as the
// schedule says; also at 02:30, which summer time leaves out and repeats.
func TestEveryNightExactlyOnce(t *testing.T) {
	for _, name := range zones {
		for _, run := range []string{"15 4 * * *", "30 2 * * *", "0 0 * * *", "30 0 * * *", "59 23 * * *"} {
			t.Run(name+" "+run, func(t *testing.T) { everyNightOnce(t, zoneNamed(t, name), run) })
		}
	}
}

func everyNightOnce(t *testing.T, zone *time.Location, run string) {
	from, thru := startOfDay(2010, 1, 1, zone).Add(-time.Nanosecond), time.Date(2013, 1, 1, 12, 0, 0, 0, zone)
	schedule := scheduleOf(t, run, zone)
	dates := datesOf(from, thru, zone)[1:]
	last := startOfDay(2009, 12, 31, zone)
	var settled []string
	for now := schedule.Next(from); now.Before(thru); now = schedule.Next(now) {
		due := Due(now, last, "day", zone, schedule)
		if len(due) == 0 && last.Format(time.DateOnly) == now.In(zone).Format(time.DateOnly) {
			continue // woken twice in a day, after a date that was left out
		}
		if len(due) != 1 {
			t.Fatalf("woken at %s after %s: due %v", now, last, due)
		}
		if late := now.Sub(due[0]); late < 0 || late > 26*time.Hour { // so long is the longest day, at Troll
			t.Fatalf("the night of %s runs at %s", due[0], now)
		}
		if again := Due(now, due[0], "day", zone, schedule); len(again) != 0 {
			t.Fatalf("at %s again: %v", now, again)
		}
		last = due[0]
		settled = append(settled, last.Format(time.DateOnly))
		if before := last.Add(-time.Nanosecond).Format(time.DateOnly); before >= settled[len(settled)-1] {
			t.Fatalf("the cut-off %s is not the start of its day", last)
		}
	}
	for i, date := range settled {
		if date != dates[i] {
			t.Fatalf("night %d is %s, the calendar says %s", i, date, dates[i])
		}
	}
	if len(settled) < len(dates)-1 {
		t.Errorf("%d nights for %d dates", len(settled), len(dates))
	}
}

// After any pause all that was missed comes, in order, and nothing twice.
func TestMissedNightsAreMadeUp(t *testing.T) {
	for _, name := range zones {
		zone := zoneNamed(t, name)
		schedule := scheduleOf(t, "30 2 * * *", zone)
		start := startOfDay(2011, 3, 1, zone)
		var one []time.Time
		last := start
		for now := start; now.Before(start.AddDate(1, 0, 0)); now = now.Add(time.Hour) {
			due := Due(now, last, "day", zone, schedule)
			one = append(one, due...)
			if len(due) > 0 {
				last = due[len(due)-1]
			}
		}
		all := Due(start.AddDate(1, 0, 0), start, "day", zone, schedule)
		if len(all) < 364 || len(all) < len(one) {
			t.Fatalf("%s: %d nights at once, %d one by one", name, len(all), len(one))
		}
		for i := range one {
			if !one[i].Equal(all[i]) {
				t.Fatalf("%s: night %d is %s or %s", name, i, one[i], all[i])
			}
		}
	}
}

func TestDue(t *testing.T) {
	budapest := zoneNamed(t, "Europe/Budapest")
	at := func(text string) time.Time {
		if text == "" {
			return time.Time{}
		}
		moment, err := time.ParseInLocation("2006-01-02 15:04", text, budapest)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	for _, c := range []struct {
		name, now, last, period, run string
		want                         []string
	}{
		{"the first run has only the latest", "2026-11-21 09:00", "", "day", "15 4 * * *", []string{"2026-11-21 00:00"}},
		{"the first run before its time", "2026-11-21 04:14", "", "day", "15 4 * * *", []string{"2026-11-20 00:00"}},
		{"not before its time", "2026-11-21 04:14", "2026-11-20 00:00", "day", "15 4 * * *", nil},
		{"at its time", "2026-11-21 04:15", "2026-11-20 00:00", "day", "15 4 * * *", []string{"2026-11-21 00:00"}},
		{"done already", "2026-11-21 23:00", "2026-11-21 00:00", "day", "15 4 * * *", nil},
		{"a clock set back", "2026-11-01 05:00", "2026-11-21 00:00", "day", "15 4 * * *", nil},
		{"three missed", "2026-11-21 05:00", "2026-11-18 00:00", "day", "15 4 * * *", []string{"2026-11-19 00:00", "2026-11-20 00:00", "2026-11-21 00:00"}},
		{"after a settlement by hand at noon", "2026-11-21 05:00", "2026-11-20 12:00", "day", "15 4 * * *", []string{"2026-11-21 00:00"}},
		{"a week ends on Monday", "2026-11-23 05:00", "2026-11-09 00:00", "week", "15 4 * * *", []string{"2026-11-16 00:00", "2026-11-23 00:00"}},
		{"a week is not over on Sunday", "2026-11-22 05:00", "2026-11-16 00:00", "week", "15 4 * * *", nil},
		{"a month over new year", "2027-01-31 05:00", "2026-11-01 00:00", "month", "15 4 * * *", []string{"2026-12-01 00:00", "2027-01-01 00:00"}},
		{"days settled on Mondays", "2026-11-23 05:00", "2026-11-20 00:00", "day", "15 4 * * 1", []string{"2026-11-21 00:00", "2026-11-22 00:00", "2026-11-23 00:00"}},
		{"days settled on Mondays, on Sunday", "2026-11-22 05:00", "2026-11-16 00:00", "day", "15 4 * * 1", nil},
		{"months settled on the third", "2026-11-02 05:00", "2026-10-01 00:00", "month", "0 6 3 * *", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Due(at(c.now), at(c.last), c.period, budapest, scheduleOf(t, c.run, budapest))
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for i := range got {
				if !got[i].Equal(at(c.want[i])) {
					t.Errorf("got %v, want %v", got[i], c.want[i])
				}
			}
		})
	}
}

func TestStartOfDayWhereThereIsNoMidnight(t *testing.T) {
	for _, c := range []struct {
		zone             string
		year, month, day int
		want             string
	}{
		{"America/Sao_Paulo", 2018, 11, 4, "2018-11-04T01:00:00-02:00"}, // the clocks jump from 0 to 1
		{"America/Sao_Paulo", 2018, 2, 18, "2018-02-18T00:00:00-03:00"}, // from 0 back to 23
		{"America/Havana", 2023, 11, 5, "2023-11-05T00:00:00-04:00"},    // from 1 back to 0: the first of two
		{"Asia/Beirut", 2022, 3, 27, "2022-03-27T01:00:00+03:00"},       // from 0 to 1
		{"America/St_Johns", 2010, 11, 7, "2010-11-07T00:00:00-02:30"},  // from 0:01 back to 23:01
		{"Pacific/Apia", 2011, 12, 30, "2011-12-31T00:00:00+14:00"},     // there was no 30th
		{"Europe/Budapest", 2026, 3, 29, "2026-03-29T00:00:00+01:00"},
	} {
		got := startOfDay(c.year, time.Month(c.month), c.day, zoneNamed(t, c.zone))
		if got.Format(time.RFC3339) != c.want {
			t.Errorf("%s %d-%d-%d: %s, want %s", c.zone, c.year, c.month, c.day, got.Format(time.RFC3339), c.want)
		}
	}
}

func TestWallScheduleComesOncePerDay(t *testing.T) {
	budapest := zoneNamed(t, "Europe/Budapest")
	schedule := scheduleOf(t, "30 2 * * *", budapest)
	for _, c := range []struct{ from, want string }{
		{"2026-03-28T12:00:00+01:00", "2026-03-29T03:00:00+02:00"}, // 02:30 is left out
		{"2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"},
		{"2026-10-24T12:00:00+02:00", "2026-10-25T02:30:00+02:00"}, // 02:30 comes twice
		{"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"},
		{"2026-10-25T02:10:00+01:00", "2026-10-26T02:30:00+01:00"}, // in the second pass
	} {
		from, err := time.Parse(time.RFC3339, c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := schedule.Next(from).Format(time.RFC3339); got != c.want {
			t.Errorf("after %s: %s, want %s", c.from, got, c.want)
		}
	}
}

package mapping

import (
	"testing"
	"time"
	_ "time/tzdata" // the test must not depend on the machine's zones
)

func TestZoneClock(t *testing.T) {
	for _, test := range []struct {
		name, zone, text, want string
		odd                    oddity
	}{
		{"OK", "Europe/Budapest", "2026-01-05 09:12:00.003", "2026-01-05T08:12:00.003Z", plainTime},
		{"OKSummer", "Europe/Budapest", "2026-07-01 00:00:00", "2026-06-30T22:00:00Z", plainTime},
		{"OKOneDigit", "UTC", "2026-01-05 09:12:00.1", "2026-01-05T09:12:00.1Z", plainTime},
		{"OKDateOnly", "UTC", "2026-01-05", "2026-01-05T00:00:00Z", plainTime},
		{"OKFinerIsCut", "UTC", "2026-01-05 09:12:00.123999", "2026-01-05T09:12:00.123Z", plainTime},
		{"LastBeforeGap", "Europe/Budapest", "2026-03-29 01:59:59.999", "2026-03-29T00:59:59.999Z", plainTime},
		{"Gap", "Europe/Budapest", "2026-03-29 02:30:00", "2026-03-29T01:30:00Z", gapTime}, // shows 03:30
		{"FirstAfterGap", "Europe/Budapest", "2026-03-29 03:00:00", "2026-03-29T01:00:00Z", plainTime},
		{"LastBeforeTwice", "Europe/Budapest", "2026-10-25 01:59:59", "2026-10-24T23:59:59Z", plainTime},
		{"Twice", "Europe/Budapest", "2026-10-25 02:30:00", "2026-10-25T01:30:00Z", twiceTime}, // the second
		{"FirstAfterTwice", "Europe/Budapest", "2026-10-25 03:00:00", "2026-10-25T02:00:00Z", plainTime},
		{"WestOfGreenwich", "America/New_York", "2026-03-08 02:15:00", "2026-03-08T07:15:00Z", gapTime},
		{"HalfHourZone", "Australia/Lord_Howe", "2026-04-05 01:45:00", "2026-04-04T15:15:00Z", twiceTime},
		{"DayThatNeverWas", "Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30T22:00:00Z", gapTime},
	} {
		t.Run(test.name, func(t *testing.T) {
			clock := zoneClock{zone: zone(t, test.zone)}
			for range 2 { // the second time from memory
				at, odd, err := clock.parse([]byte(test.text))
				got := time.UnixMilli(int64(at)).UTC().Format(time.RFC3339Nano)
				if err != nil || got != test.want || odd != test.odd {
					t.Errorf("%s in %s: %s, oddity %d, %v; want %s, %d", test.text, test.zone, got, odd, err, test.want, test.odd)
				}
				if _, _, err := clock.parse([]byte("2026-01-15 12:00:00")); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestZoneClockOddDates(t *testing.T) {
	clock := zoneClock{zone: time.UTC}
	for text, want := range map[string]oddity{"0000-00-00 00:00:00": zeroTime, "9999-12-31 23:59:59": endOfTime, "9999-12-31": endOfTime} {
		if _, odd, err := clock.parse([]byte(text)); odd != want || err != nil {
			t.Errorf("%s: oddity %d, %v", text, odd, err)
		}
	}
	for _, text := range []string{"2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1", "2026-01-01 25:00:00", "2026-01-01 10:00", "2026-01-01x10:00:00", "2026-01-01 10:00:00,5", "", "now", "2026-01-01 "} {
		if at, _, err := clock.parse([]byte(text)); err == nil {
			t.Errorf("%q was read as %d", text, at)
		}
	}
}

// Every instant that a zone's clocks show once is read back from what they show.
func FuzzZoneClock(f *testing.F) {
	for _, seed := range []int64{0, 1774746000000, 1792890000000, 1792893600000, -1e12} {
		f.Add(seed, uint8(0))
	}
	f.Fuzz(func(t *testing.T, millis int64, which uint8) {
		zones := []string{"Europe/Budapest", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"}
		clock := zoneClock{zone: zone(t, zones[int(which)%len(zones)])}
		shown := time.UnixMilli(millis).In(clock.zone)
		if shown.Year() < 1970 || shown.Year() > 2090 {
			return
		}
		at, odd, err := clock.parse([]byte(shown.Format("2006-01-02 15:04:05.000")))
		if err != nil || odd == gapTime || odd == plainTime && int64(at) != millis {
			t.Fatalf("%s: %d, oddity %d, %v; want %d", shown, at, odd, err, millis)
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, text := range []string{"2026-01-05 09:12:00.003", "0000-00-00 00:00:00", "9999-12-31", "2026-02-30 1"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		naive, odd, err := parseNaive(text)
		if err == nil && odd == plainTime && len(text) >= 10 && string(text[:10]) != time.UnixMilli(naive).UTC().Format("2006-01-02") {
			t.Fatalf("%q was read as %s", text, time.UnixMilli(naive).UTC())
		}
	})
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestDaysFrom1970 holds the calendar against package time, day by day.
func TestDaysFrom1970(t *testing.T) {
	day := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	for ; day.Year() < 10_000; day = day.AddDate(0, 0, 1) {
		year, month, ofMonth := day.Date()
		if got, want := daysFrom1970(year, int(month), ofMonth)*dayMillis, day.UnixMilli(); got != want {
			t.Fatalf("%s is %d, want %d", day.Format(time.DateOnly), got, want)
		}
		if last := day.AddDate(0, 0, 1).Day() == 1; last != (daysIn(year, int(month)) == ofMonth) {
			t.Fatalf("%s: daysIn says %d", day.Format(time.DateOnly), daysIn(year, int(month)))
		}
	}
}

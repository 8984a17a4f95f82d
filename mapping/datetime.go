package mapping

import (
	"errors"
	"time"

	"fairshare/calc"
)

var errNotTime = errors.New("not a date and time")

// oddity says what is special about a naive time.
type oddity uint8

// The oddities.
const (
	plainTime oddity = iota
	zeroTime         // 0000-00-00: MariaDB's way to say nothing
	endOfTime        // the year 9999: an open end
	gapTime          // the zone's clocks skipped it
	twiceTime        // the zone's clocks showed it twice
)

// zoneClock turns OFBiz's naive times into instants. OFBiz writes and reads them
// in the zone of its JVM, so the same rules apply as there: a time that the clocks
// skipped in spring is read with the offset before the change (02:30 is the
// instant that shows 03:30), a time that they showed twice in autumn is the
// second one (standard time). Either is told by a warning.
type zoneClock struct {
	zone    *time.Location
	lo, hi  int64 // naive milliseconds in [lo, hi) have this offset, surely
	offset  int64 // milliseconds east of Greenwich
	started bool
}

// parse reads yyyy-MM-dd[ HH:mm:ss[.fraction]]; what is finer than a millisecond is cut.
func (c *zoneClock) parse(text []byte) (calc.Instant, oddity, error) {
	naive, odd, err := parseNaive(text)
	if err != nil || odd != plainTime {
		return calc.Never, odd, err
	}
	if c.started && c.lo <= naive && naive < c.hi {
		return calc.Instant(naive - c.offset), plainTime, nil
	}
	at, odd := c.resolve(naive)
	return at, odd, nil
}

const dayMillis = 24 * 60 * 60 * 1000

// resolve compares the offsets of a day before and a day after.
func (c *zoneClock) resolve(naive int64) (calc.Instant, oddity) {
	before, after := c.offsetAt(naive-dayMillis), c.offsetAt(naive+dayMillis)
	if before == after {
		c.remember(naive-before, before)
		return calc.Instant(naive - before), plainTime
	}
	first := c.offsetAt(naive-before) == before
	second := c.offsetAt(naive-after) == after
	switch {
	case first && second:
		return calc.Instant(naive - after), twiceTime
	case first:
		return calc.Instant(naive - before), plainTime
	case second:
		return calc.Instant(naive - after), plainTime
	default:
		return calc.Instant(naive - before), gapTime
	}
}

func (c *zoneClock) offsetAt(millis int64) int64 {
	_, seconds := time.UnixMilli(millis).In(c.zone).Zone()
	return int64(seconds) * 1000
}

// remember keeps the stretch of time around an instant that has one offset, less
// two days at either end, so that most times need no look into the zone's table.
func (c *zoneClock) remember(millis, offset int64) {
	start, end := time.UnixMilli(millis).In(c.zone).ZoneBounds()
	c.started, c.offset = true, offset
	c.lo, c.hi = minNaive, maxNaive
	if !start.IsZero() {
		c.lo = start.UnixMilli() + offset + 2*dayMillis
	}
	if !end.IsZero() {
		c.hi = end.UnixMilli() + offset - 2*dayMillis
	}
}

var (
	minNaive = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	maxNaive = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
)

// parseNaive returns the milliseconds from 1970 as if the time were UTC.
func parseNaive(text []byte) (int64, oddity, error) {
	date, clock := text, []byte(nil)
	if len(text) > 10 {
		if text[10] != ' ' && text[10] != 'T' {
			return 0, plainTime, errNotTime
		}
		date, clock = text[:10], text[11:]
	}
	if len(date) != 10 || date[4] != '-' || date[7] != '-' || (len(text) > 10 && len(clock) == 0) {
		return 0, plainTime, errNotTime
	}
	year, ok1 := digits(date[:4])
	month, ok2 := digits(date[5:7])
	day, ok3 := digits(date[8:])
	ofDay, ok4 := parseClock(clock)
	switch {
	case !ok1 || !ok2 || !ok3 || !ok4:
		return 0, plainTime, errNotTime
	case year == 0 && month == 0 && day == 0:
		return 0, zeroTime, nil
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, plainTime, errNotTime
	}
	if year == 9999 {
		return 0, endOfTime, nil
	}
	return daysFrom1970(year, month, day)*dayMillis + ofDay, plainTime, nil
}

// firstDays is the day of the year, from 0, on which each month begins, and how long
// a year is, neither of a leap year.
var firstDays = [13]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysIn(year, month int) int {
	if month == 2 && isLeap(year) {
		return 29
	}
	return firstDays[month] - firstDays[month-1]
}

// daysFrom1970 counts the days of the Gregorian calendar, as package time does, but
// for a date that every row has and that was checked.
func daysFrom1970(year, month, day int) int64 {
	const before1970 = 719528 // from 1 January 0
	leaps := (year+3)/4 - (year+99)/100 + (year+399)/400
	days := 365*year + leaps + firstDays[month-1] + day - 1
	if month > 2 && isLeap(year) {
		days++
	}
	return int64(days - before1970)
}

// parseClock reads HH:mm:ss[.fraction] as milliseconds of the day.
func parseClock(clock []byte) (int64, bool) {
	if len(clock) == 0 {
		return 0, true
	}
	if len(clock) < 8 || clock[2] != ':' || clock[5] != ':' {
		return 0, false
	}
	hour, ok1 := digits(clock[:2])
	minute, ok2 := digits(clock[3:5])
	second, ok3 := digits(clock[6:8])
	millis, ok4 := parseFraction(clock[8:])
	ok := ok1 && ok2 && ok3 && ok4 && hour < 24 && minute < 60 && second < 60
	return int64((hour*60+minute)*60+second)*1000 + int64(millis), ok
}

func parseFraction(text []byte) (int, bool) {
	if len(text) == 0 {
		return 0, true
	}
	if text[0] != '.' || len(text) > 10 {
		return 0, false
	}
	if _, ok := digits(text[1:]); !ok && len(text) > 1 {
		return 0, false
	}
	millis := 0
	for i := 1; i <= 3; i++ {
		millis *= 10
		if i < len(text) {
			millis += int(text[i] - '0')
		}
	}
	return millis, true
}

func digits(text []byte) (int, bool) {
	n := 0
	for _, b := range text {
		if b < '0' || b > '9' {
			return 0, false
		}
		n = 10*n + int(b-'0')
	}
	return n, len(text) > 0
}

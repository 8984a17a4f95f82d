package mapping

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fairshare/calc"
)

// formKind checks an attribute's value as the simple type of that name in the schema
// does, and trims it where that type does.
type formKind func(value string) (string, error)

// fileIDLength is how many characters an id of a file has at most.
const fileIDLength = 60

func kindID(value string) (string, error) {
	if n := utf8.RuneCountInString(value); n == 0 || n > fileIDLength {
		return "", fmt.Errorf("an id has 1 to %d characters", fileIDLength)
	}
	return kindText(value)
}

func kindText(value string) (string, error) {
	if strings.ContainsFunc(value, unicode.IsControl) {
		return "", errors.New("there is a control character in it")
	}
	return value, nil
}

func kindOf(values ...string) formKind {
	return func(value string) (string, error) {
		if slices.Contains(values, value) {
			return value, nil
		}
		return "", fmt.Errorf("one of %s belongs here", strings.Join(values, ", "))
	}
}

var kindFlag = kindOf("true", "false")

const formulaLength = 255

func kindFormula(value string) (string, error) {
	if n := utf8.RuneCountInString(value); !strings.HasPrefix(value, "=") || n < 2 || n > formulaLength {
		return "", fmt.Errorf("a formula begins with \"=\" and has 2 to %d characters", formulaLength)
	}
	return kindText(value)
}

// kindDecimal is a decimal of so many digits before the point and six behind it.
func kindDecimal(digits int, negative bool, inRange func(*millionths) bool, says string) formKind {
	sign := ""
	if negative {
		sign = "-?"
	}
	pattern := regexp.MustCompile(fmt.Sprintf(`^%s[0-9]{1,%d}(\.[0-9]{1,6})?$`, sign, digits))
	return func(value string) (string, error) {
		value = strings.Trim(value, xmlSpace)
		if !pattern.MatchString(value) || inRange != nil && !inRange(newMillionths(value)) {
			return "", errors.New(says)
		}
		return value, nil
	}
}

var (
	kindWeight    = kindDecimal(12, false, (*millionths).positive, "a number above 0 belongs here, with at most 12 digits before the point and 6 behind it")
	kindOwnWeight = kindDecimal(12, false, nil, "a number of at least 0 belongs here, with at most 12 digits before the point and 6 behind it")
	kindPercent   = kindDecimal(3, false, func(q *millionths) bool { return q.positive() && q.value <= 100*calc.QuantityOne }, "a number above 0 and up to 100 belongs here, with at most 6 digits behind the point")
	kindPart      = kindDecimal(1, false, func(q *millionths) bool { return q.positive() && q.value <= calc.QuantityOne }, "a number above 0 and up to 1 belongs here, with at most 6 digits behind the point")
	kindChange    = kindDecimal(13, true, func(q *millionths) bool { return q.fits }, "a number belongs here, with at most 6 digits behind the point and below 9223372036854.775808")
	kindAmount    = kindDecimal(19, true, nil, "an amount belongs here, such as 12.50")
)

// millionths is a decimal of at most six places as millionths.
type millionths struct {
	value calc.Quantity
	fits  bool
}

func newMillionths(text string) *millionths {
	whole, places, _ := strings.Cut(text, ".")
	value, err := strconv.ParseInt(whole+places+strings.Repeat("0", 6-len(places)), 10, 64)
	return &millionths{calc.Quantity(value), err == nil && value > -1<<63}
}

func (q *millionths) positive() bool { return q.fits && q.value > 0 }

// quantityOf is a value that its kind has let pass; "" is 0.
func quantityOf(value string) calc.Quantity {
	if value == "" {
		return 0
	}
	return newMillionths(value).value
}

var momentPattern = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,3})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)$`)

func kindMoment(value string) (string, error) {
	value = strings.Trim(value, xmlSpace)
	at, err := time.Parse(time.RFC3339, value)
	if err != nil || !momentPattern.MatchString(value) || at.Year() == 0 {
		return "", errors.New("a moment with its offset belongs here, such as 2026-07-01T00:00:00+02:00")
	}
	return value, nil
}

// fileInstant is a value that kindMoment has let pass; "" is absent.
func fileInstant(value string, absent calc.Instant) calc.Instant {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return absent
	}
	return calc.Instant(at.UnixMilli())
}

// fileMoment writes an instant in a zone; "" for Ever and Never. The offset of a time
// before zones were of whole minutes is rounded, and the clock with it; where the zone
// is in the year 0 or 10000 already, another one is not.
func fileMoment(at calc.Instant, zone *time.Location) string {
	if at == calc.Ever || at == calc.Never {
		return ""
	}
	moment := time.UnixMilli(int64(at)).In(zone)
	_, offset := moment.Zone()
	switch {
	case moment.Year() > 9999:
		moment = moment.In(time.FixedZone("", -lastOffset))
	case moment.Year() < 1:
		moment = moment.In(time.FixedZone("", lastOffset))
	case offset%60 != 0:
		moment = moment.In(time.FixedZone("", (offset+59)/60*60))
	}
	return moment.Format("2006-01-02T15:04:05.999Z07:00")
}

// lastOffset is how far, in seconds, a zone is from Greenwich at most.
const lastOffset = 14 * 60 * 60

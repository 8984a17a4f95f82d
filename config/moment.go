package config

import (
	"fmt"
	"time"
)

// The forms in which a local moment may be given: a day, which means its
// beginning, or a date and time on the clocks of a zone.
var momentForms = []string{time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04:05.000"}

// ParseMoment reads a moment as people give it. One that names its own zone is
// that instant; any other is local: what the clocks of a zone show, as if they
// stood in UTC, and the caller knows which zone.
func ParseMoment(text string) (moment time.Time, local bool, err error) {
	if moment, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return moment, false, nil
	}
	for _, form := range momentForms {
		if wall, err := time.Parse(form, text); err == nil {
			return wall, true, nil
		}
	}
	return time.Time{}, false, fmt.Errorf("%q is not a moment: give a day (2026-10-31), a local time (2026-10-31 14:30) or one with its zone (2026-10-31T14:30:00+01:00)", text)
}

package main

import (
	"time"
)

// The forms in which a moment may be given: a day, which means its midnight, or
// a local date and time, or a moment with its own zone.
var momentForms = []string{time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04:05.000"}

// parseMoment reads a moment in OFBiz's zone.
func parseMoment(flag, text string, zone *time.Location) (time.Time, error) {
	if moment, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return moment, nil
	}
	for _, form := range momentForms {
		if moment, err := time.ParseInLocation(form, text, zone); err == nil {
			return moment, nil
		}
	}
	return time.Time{}, usageError("--%s %q is not a moment: give a day (2026-10-31), a local time (2026-10-31 14:30) or one with its zone (2026-10-31T14:30:00+01:00)", flag, text)
}

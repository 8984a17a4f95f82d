package main

import (
	"time"

	"fairshare/config"
)

// parseMoment reads a moment in OFBiz's zone. A local time that the clocks jumped
// over is the jump; one that they showed twice is the first.
func parseMoment(flag, text string, zone *time.Location) (time.Time, error) {
	moment, err := momentIn(zone, text)
	if err != nil {
		return time.Time{}, usageError("--%s %w", flag, err)
	}
	return moment, nil
}

func momentIn(zone *time.Location, text string) (time.Time, error) {
	moment, local, err := config.ParseMoment(text)
	if err == nil && local {
		return firstAt(moment, zone), nil
	}
	return moment, err
}

package config

import (
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // a small container has no zone files
)

// Zone is the zone of OFBiz's times. It panics on a configuration that Load did
// not make.
func (c *Config) Zone() *time.Location { return mustZone(c.OFBiz.Timezone) }

// ScheduleZone is the zone of the schedule and of the settlements' days.
func (c *Config) ScheduleZone() *time.Location {
	if c.Schedule.Timezone == "" {
		return c.Zone()
	}
	return mustZone(c.Schedule.Timezone)
}

func mustZone(name string) *time.Location {
	zone, err := loadZone(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// loadZone refuses the two names that mean another zone on another machine.
func loadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, errors.New("it must be named, whatever machine this runs on")
	}
	return time.LoadLocation(name)
}

func errRun(run, why string) error {
	return fmt.Errorf(`it must be minute, hour, day of month, month and day of week such as "15 4 * * *", not %q: %s`, run, why)
}

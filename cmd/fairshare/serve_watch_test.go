package main

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/metrics"
	"fairshare/cmd/internal/nightly"
)

// Alerts ask for the reason: what a person has to do differs by it.
func TestNightsFailForAReason(t *testing.T) {
	for want, err := range map[string]error{
		metrics.Unreachable:   withExit(exitUnreachable, errors.New("down")),
		metrics.Configuration: &mysql.MySQLError{Number: 1142, Message: "INSERT command denied"},
		metrics.Findings:      refused(nil),
		metrics.Attention:     &nightly.ConflictError{Invoice: "FS1"},
		metrics.LeaseLost:     fmt.Errorf("write: %w", journal.ErrLeaseLost),
		metrics.Other:         errors.New("broke down"),
	} {
		heard := &told{}
		w := &watch{meter: heard}
		w.NightDone(time.Now(), time.Second, err)
		if !slices.Equal(heard.reasons, []string{want}) || w.lastNight(t.Context()) == nil {
			t.Errorf("%v counts as %v, want %s", err, heard.reasons, want)
		}
	}
}

func TestNightsThatAreHeldBackOrStoppedHaveNotFailed(t *testing.T) {
	for _, err := range []error{nil, &nightly.PausedError{By: "schedule.pause_file"}, &journal.HeldError{}, &nightly.StoppedError{}} {
		heard := &told{}
		(&watch{meter: heard}).NightDone(time.Now(), time.Second, err)
		if len(heard.reasons) > 0 {
			t.Errorf("%v counts as %v", err, heard.reasons)
		}
	}
}

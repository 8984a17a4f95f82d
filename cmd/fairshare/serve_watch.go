package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/metrics"
	"fairshare/adapter/web"
	"fairshare/cmd/internal/nightly"
)

type webCheck = web.Check

// meter counts for Prometheus.
type meter interface {
	observer
	NightHeldBack()
	NightFailed(reason string)
}

// watch remembers how the nights went, for /readyz, and tells the metrics.
type watch struct {
	meter meter
	tell  func(status string)                  // nil: nobody wants to know
	late  func(until time.Time, reason string) // of a night that was missed; nil: nobody wants to know

	mutex   sync.Mutex
	running bool
	due     int
	failure error  // of the last night; nil when it went well
	missed  bool   // a night that is due has waited too long
	waiting string // why a night that is due is not worked on; empty: for no reason
}

// NightStarted says that a night is being worked on.
func (w *watch) NightStarted(until time.Time) {
	w.set(func() { w.running = true })
	w.meter.NightStarted(until)
}

// NightDone says how a night ended. One that was held back on its way, or that
// another daemon works on, has not failed.
func (w *watch) NightDone(at time.Time, took time.Duration, err error) {
	w.set(func() { w.running = false })
	if isHeld(err) {
		w.set(func() { w.waiting = err.Error() })
		w.meter.NightHeldBack()
		return
	}
	w.set(func() { w.failure = err })
	if err != nil && !isStopped(err) {
		w.meter.NightFailed(reasonOf(err))
	}
	w.meter.NightDone(at, took, err)
}

// isStopped says that a night was told to stop: the next start goes on with it.
func isStopped(err error) bool {
	var stopped *nightly.StoppedError
	return errors.As(err, &stopped)
}

// reasonOf is why a night failed, as the metrics name it.
func reasonOf(err error) string {
	if errors.Is(err, journal.ErrLeaseLost) {
		return metrics.LeaseLost
	}
	switch codeOf(err) {
	case exitUnreachable:
		return metrics.Unreachable
	case exitConfig:
		return metrics.Configuration
	case exitRefused:
		return metrics.Findings
	case exitAttention:
		return metrics.Attention
	}
	return metrics.Other
}

// isHeld says that a night could not be worked on, and that nothing is wrong.
func isHeld(err error) bool {
	var paused *nightly.PausedError
	var held *journal.HeldError
	return errors.As(err, &paused) || errors.As(err, &held)
}

// NightsDue says how many nights should have run and have not. With none of them,
// whoever did the last one, nothing is wrong any more.
func (w *watch) NightsDue(count int) {
	w.set(func() {
		w.due = count
		if count == 0 {
			w.failure, w.missed = nil, false
		}
	})
	w.meter.NightsDue(count)
}

// NightMissed says that a night was not done in time.
func (w *watch) NightMissed(until time.Time) {
	w.set(func() { w.missed = true })
	w.meter.NightMissed(until)
	if w.late != nil {
		w.late(until, w.reason())
	}
}

// reason is why nights are not done, as far as is known.
func (w *watch) reason() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.failure != nil {
		return w.failure.Error()
	}
	return w.waiting
}

// Paused says what holds the nights back; both are empty when nothing does.
func (w *watch) Paused(by, reason string) {
	w.set(func() { w.waiting = reason })
	w.meter.Paused(by, reason)
}

func (w *watch) set(change func()) {
	w.mutex.Lock()
	change()
	w.mutex.Unlock()
	if w.tell != nil {
		w.tell(w.status())
	}
}

// status says in a line what the daemon is doing.
func (w *watch) status() string {
	err := w.lastNight(context.Background())
	w.mutex.Lock()
	defer w.mutex.Unlock()
	switch {
	case err != nil:
		return err.Error()
	case w.running:
		return fmt.Sprintf("working on a night, %d are due", w.due)
	}
	return "every night until now is done"
}

// lastNight is what is wrong with the nights so far. One that is running is not,
// nor are those that somebody holds back, as long as it is not for too long.
func (w *watch) lastNight(context.Context) error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	switch {
	case w.failure != nil:
		return fmt.Errorf("the last night failed, %d nights are due: %w", w.due, w.failure)
	case w.running:
		return nil
	case w.waiting != "" && w.missed:
		return fmt.Errorf("%d nights are due, and one has waited too long: %s", w.due, w.waiting)
	case w.waiting != "":
		return web.Note(fmt.Sprintf("%d nights wait: %s", w.due, w.waiting))
	case w.due > 0:
		return fmt.Errorf("%d nights are due", w.due)
	}
	return nil
}

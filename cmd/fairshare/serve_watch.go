package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"fairshare/adapter/web"
)

type webCheck = web.Check

// watch remembers how the nights went, for /readyz, and tells the metrics.
type watch struct {
	meter observer

	mutex   sync.Mutex
	running bool
	due     int
	failure error // of the last night; nil when it went well
}

// NightStarted says that a night is being worked on.
func (w *watch) NightStarted(until time.Time) {
	w.set(func() { w.running = true })
	w.meter.NightStarted(until)
}

// NightDone says how a night ended.
func (w *watch) NightDone(at time.Time, took time.Duration, err error) {
	w.set(func() { w.running, w.failure = false, err })
	w.meter.NightDone(at, took, err)
}

// NightsMissed says how many nights should have run and have not.
func (w *watch) NightsMissed(count int) {
	w.set(func() { w.due = count })
	w.meter.NightsMissed(count)
}

func (w *watch) set(change func()) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	change()
}

// lastNight is what is wrong with the nights so far. One that is running is not.
func (w *watch) lastNight(context.Context) error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	switch {
	case w.failure != nil:
		return fmt.Errorf("the last night failed, %d nights are due: %w", w.due, w.failure)
	case w.due > 0 && !w.running:
		return fmt.Errorf("%d nights are due", w.due)
	}
	return nil
}

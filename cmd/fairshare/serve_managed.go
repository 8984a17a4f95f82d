package main

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"fairshare/adapter/systemd"
)

// managed tells the service manager, if there is one, how the daemon fares. What
// can't be told is logged: the work goes on.
type managed struct {
	service systemd.Service
	log     *slog.Logger
}

// started says that the daemon is ready, and that it stops when ctx ends. Until it has
// stopped, which is when whole ends, the watchdog is told that it is alive.
func (m *managed) started(ctx, whole context.Context, alive func() bool) {
	m.logged(m.service.Ready())
	context.AfterFunc(ctx, func() { m.logged(m.service.Stopping()) })
	if m.service.Watchdog() > 0 {
		go m.calm(whole, alive)
	}
}

// calm tells the watchdog three times within its patience that the daemon is alive,
// while it is.
func (m *managed) calm(ctx context.Context, alive func() bool) {
	tick := time.NewTicker(m.service.Watchdog() / 3)
	defer tick.Stop()
	for {
		if !alive() {
			m.log.Error("the daemon does not wake up any more; the watchdog may kill it")
			return
		}
		m.logged(m.service.Alive())
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (m *managed) status(text string) { m.logged(m.service.Status(text)) }

func (m *managed) logged(err error) {
	if err != nil {
		m.log.Warn("the service manager could not be told", "error", err)
	}
}

// pulse is when the daemon's loop fell asleep last; nil while it is awake.
type pulse struct{ asleep atomic.Pointer[time.Time] }

// isAlive is false when the loop sleeps much longer than it ever should. A night that
// is worked on is alive however long it takes: each of its statements has a time limit
// of its own.
func (d *daemon) isAlive() bool {
	since := d.pulse.asleep.Load()
	return since == nil || d.now().Sub(*since) < 2*longestNap
}

package main

import (
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// heard reads what a service manager is told, up to a message that begins so.
func heard(t *testing.T, manager *net.UnixConn, until string) (messages []string) {
	t.Helper()
	buffer := make([]byte, 4096)
	for {
		if err := manager.SetReadDeadline(time.Now().Add(hangs)); err != nil {
			t.Fatal(err)
		}
		n, err := manager.Read(buffer)
		if err != nil {
			t.Fatalf("waiting for %s: %v; told were %q", until, err, messages)
		}
		messages = append(messages, string(buffer[:n]))
		if strings.HasPrefix(messages[len(messages)-1], until) {
			return messages
		}
	}
}

// TestServiceManagerIsTold runs the daemon as systemd would.
func TestServiceManagerIsTold(t *testing.T) {
	s := newVEMS(t).configured("serve: {listen: \"\"}\n")
	socket := filepath.Join(t.TempDir(), "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	daemon := s.serve("NOTIFY_SOCKET="+socket, "WATCHDOG_USEC=300000")
	heard(t, manager, "READY=1")
	all := heard(t, manager, "STATUS=every night until now is done")
	if !slices.ContainsFunc(all, func(m string) bool { return strings.HasPrefix(m, "STATUS=working on a night, 1 are due") }) {
		t.Errorf("told were %q", all)
	}
	heard(t, manager, "WATCHDOG=1")
	heard(t, manager, "WATCHDOG=1") // again, though nothing happens any more
	daemon.terminate()
	heard(t, manager, "STOPPING=1")
	if err := daemon.end(); err != nil {
		t.Error(err)
	}
}

// A loop that does not come back from its sleep is told to nobody as alive.
func TestSleeperIsNotAlive(t *testing.T) {
	now := time.Now()
	d := &daemon{now: func() time.Time { return now }}
	asleep := now
	for _, step := range []struct {
		slept time.Duration
		awake bool
		alive bool
	}{{0, true, true}, {longestNap, false, true}, {3 * longestNap, false, false}, {3 * longestNap, true, true}} {
		d.pulse.asleep.Store(nil)
		if !step.awake {
			d.pulse.asleep.Store(&asleep)
		}
		now = asleep.Add(step.slept)
		if d.isAlive() != step.alive {
			t.Errorf("after %s, awake %v: alive %v", step.slept, step.awake, !step.alive)
		}
	}
}

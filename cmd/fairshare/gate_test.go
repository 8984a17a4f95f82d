package main

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fairshare/cmd/internal/nightly"
)

// heldBackBy says which key of the configuration an error of the gate names.
func heldBackBy(t *testing.T, err error) string {
	t.Helper()
	var paused *nightly.PausedError
	if err != nil && !errors.As(err, &paused) {
		t.Fatal(err)
	}
	if paused == nil {
		return ""
	}
	return paused.By
}

// A server that works on many statements holds the nights back, by its own figure
// and with an account that has no special right; it lets go when it is idle again.
func TestGateAsksTheServer(t *testing.T) {
	const others = 5
	s := newVEMS(t)
	s.execute("CREATE OR REPLACE USER 'idle'@'localhost'")
	s.execute("GRANT SELECT ON " + s.database.Name + ".PARTY TO 'idle'@'localhost'")
	s.database.User = "idle"
	s.configure(vems+"schedule: {max_load: 5}\n", s.reports())
	session, err := (&app{configPath: s.config(), stderr: t.Output(), now: time.Now}).open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	ctx, stop := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	for range others {
		conn, err := s.pool.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		busy.Go(func() {
			_, _ = conn.ExecContext(ctx, "DO SLEEP(600)") // ends with the context
			_ = conn.Close()
		})
	}
	g := session.gate()
	for working := 0; working <= others; { // until all of them are at it
		if working, err = g.load(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if by := heldBackBy(t, g.Check(t.Context())); by != byMaxLoad {
		t.Errorf("held back by %q", by)
	}
	g.most = 500
	if by := heldBackBy(t, g.Check(t.Context())); by != "" {
		t.Errorf("below the limit it is held back by %q", by)
	}
	stop()
	busy.Wait()
}

// A pause file that can't be looked for holds back as well.
func TestGateBehindAClosedDoor(t *testing.T) {
	for _, path := range []string{string([]byte{'/', 0}), filepath.Join("/dev/null", "pause")} {
		g := &gate{file: path}
		if by := heldBackBy(t, g.Check(t.Context())); by != byPauseFile {
			t.Errorf("%q: held back by %q", path, by)
		}
	}
	g := &gate{file: filepath.Join(t.TempDir(), "pause")}
	if err := g.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

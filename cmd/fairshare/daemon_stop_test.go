package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// TestSigtermEndsBetweenBatches sends SIGTERM at statements spread over a night:
// whatever the daemon is doing, it ends with 0, leaves whole invoices and a free
// lease, and the next start goes on and leaves what an undisturbed night leaves.
func TestSigtermEndsBetweenBatches(t *testing.T) {
	g := newPatientGround(t, monthly)
	times := faultproxy.Many("FAIRSHARE_STOPS", 12)
	var count tally
	var early, midway, late int
	for i := range times {
		n := g.leased() + 1 + i*(g.length-g.leased())/times
		g.restore()
		p := g.terminateAt(func(c faultproxy.Command) bool { return c.Number == n })
		if err := p.end(); err != nil {
			t.Fatalf("SIGTERM at statement %d: %v\n%s", n, err, strings.Join(p.log, "\n"))
		}
		switch states := g.rows("SELECT STATE FROM FAIRSHARE_SETTLEMENT"); {
		case len(states) == 0:
			early++
		case len(states) == 2 && !slices.ContainsFunc(states, func(s string) bool { return s != "closed" }):
			late++
		default:
			midway++
		}
		g.seeWhole(&count)
		if held := g.rows("SELECT HOLDER FROM FAIRSHARE_LEASE WHERE HOLDER <> ''"); len(held) > 0 {
			t.Errorf("SIGTERM at statement %d: the lease is kept by %v", n, held)
		}
		next := g.serve()
		next.await(saysWaiting)
		next.terminate()
		if err := next.end(); err != nil {
			t.Errorf("the next daemon: %v", err)
		}
		g.expectWhole()
	}
	if midway == 0 {
		t.Error("no daemon was stopped midway")
	}
	faultproxy.Figure(t, "SIGTERM: nights stopped before their plan, midway, at their end", []int{early, midway, late})
	count.mustBeZero(t, "SIGTERM")
}

// terminateAt starts a daemon and sends it SIGTERM while a statement is on its way,
// which goes on when the daemon has understood.
func (g *ground) terminateAt(moment func(faultproxy.Command) bool) *process {
	g.t.Helper()
	reached, understood := make(chan struct{}), make(chan struct{})
	g.proxy.When(moment, faultproxy.Pass(func() {
		close(reached)
		<-understood
	}))
	p := g.through.serve()
	<-reached
	p.terminate()
	p.await(saysStopping)
	close(understood)
	return p
}

// The batch that is being written when SIGTERM comes is finished; the one after it
// is not begun.
func TestSigtermFinishesTheBatch(t *testing.T) {
	g := newPatientGround(t, monthly)
	p := g.terminateAt(isMarked)
	if err := p.end(); err != nil {
		t.Fatalf("%v\n%v", err, p.log)
	}
	if p.said(`msg="night interrupted"`) != 1 {
		t.Errorf("the log does not say so:\n%v", p.log)
	}
	got := g.rows(`SELECT s.STATE, MAX(i.STATE = 'written'), MAX(i.STATE = 'verified') FROM FAIRSHARE_SETTLEMENT s
		JOIN FAIRSHARE_INVOICE i ON i.SETTLEMENT_ID = s.SETTLEMENT_ID GROUP BY s.SETTLEMENT_ID ORDER BY s.STATE DESC`)
	if len(got) == 0 || got[0] != "writing | 1 | 0" {
		t.Errorf("settlements and their invoices: %v", got)
	}
	if night := g.rows("SELECT DONE_AT IS NULL, FAILED_AT IS NULL, MESSAGE LIKE 'stopped as asked%' FROM FAIRSHARE_NIGHT"); !slices.Equal(night, []string{"1 | 0 | 1"}) {
		t.Errorf("the night: %v", night)
	}
}

// A settlement by hand ends well too, whatever SIGTERM finds it doing.
func TestSigtermEndsASettlement(t *testing.T) {
	g := newPatientGround(t, scenarios[0])
	for _, moment := range []func(faultproxy.Command) bool{isLeaseCheck, isMarked} {
		g.restore()
		started := make(chan *exec.Cmd, 1)
		g.proxy.When(moment, faultproxy.Pass(func() { (<-started).Process.Signal(syscall.SIGTERM) }))
		process, output := g.through.start(settling...)
		started <- process
		if err := process.Wait(); err != nil || g.proxy.Struck() != 1 {
			t.Errorf("struck %d, %v\n%s", g.proxy.Struck(), err, output)
		}
		g.must(settling...)
		g.expectWhole()
	}
}

// A second SIGTERM kills, while the first one's step is still under way.
func TestSecondSigtermKills(t *testing.T) {
	g := newPatientGround(t, monthly)
	started, dead := make(chan *process, 1), make(chan struct{})
	g.proxy.When(isMarked, faultproxy.Before(func() {
		p := <-started
		p.terminate()
		p.await(saysStopping)
		p.terminate()
		<-dead
	}))
	p := g.through.serve()
	started <- p
	err := p.command.Wait()
	close(dead)
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.Sys().(syscall.WaitStatus).Signal() != syscall.SIGTERM {
		t.Errorf("it ended with %v", err)
	}
	var count tally
	g.seeWhole(&count)
	g.expireLease()
	g.must("run")
	g.expectWhole()
}

// A pause file that appears in the middle of a night stops it between two batches;
// while it is there nothing more is written, by the daemon's next start neither.
func TestPauseFileStopsANight(t *testing.T) {
	paused := filepath.Join(t.TempDir(), "pause")
	held := monthly
	held.settings = fmt.Sprintf("settlement: {period: month, lease_seconds: 3600}\nserve: {listen: ''}\nschedule: {pause_file: %s}\n", paused)
	g := newPatientGround(t, held)
	touch := func() {
		if err := os.WriteFile(paused, nil, 0o600); err != nil {
			t.Error(err)
		}
	}
	g.proxy.When(isMarked, faultproxy.Pass(touch))
	code, _, stderr := g.through.run("run")
	if exitCode(code) != exitHeld || !strings.Contains(stderr, "remove it to go on") {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var count tally
	g.seeWhole(&count)
	before := g.checksums()
	if code, _, stderr := g.run("run"); exitCode(code) != exitHeld {
		t.Errorf("again: exit %d: %s", code, stderr)
	}
	p := g.serve()
	p.await(`msg="night held back"`)
	p.terminate()
	if err := p.end(); err != nil {
		t.Error(err)
	}
	for table, sum := range g.checksums() {
		if sum != before[table] {
			t.Errorf("%s was changed meanwhile", table)
		}
	}
	if err := os.Remove(paused); err != nil {
		t.Fatal(err)
	}
	next := g.serve()
	next.await(saysWaiting)
	next.terminate()
	if err := next.end(); err != nil {
		t.Error(err)
	}
	g.expectWhole()
}

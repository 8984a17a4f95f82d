package main

import (
	"maps"
	"strings"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// monthly is a company whose daemons all have the same cut-off in the course of a
// test, and ask for nothing but the database. Its lease is so long that it is never
// renewed by the way, so that all runs send the same statements.
var monthly = scenario{
	name: "nights", settings: "settlement: {period: month, lease_seconds: 3600}\nserve: {listen: ''}\n",
	prepare: func(*site) {}, command: []string{"run"},
}

// newPatientGround is a ground whose runs wait for a statement as long as a test
// holds it back.
func newPatientGround(t testing.TB, c scenario) *ground {
	t.Helper()
	g := newGround(t, c)
	g.through.patience = 300
	g.through.configure(vems+c.settings, g.reports())
	return g
}

// What a daemon says when it has looked what is due: that all is done, or that
// another one is at it.
const (
	saysWaiting  = `msg="waiting for the night"`
	saysLeft     = `msg="night left to another one"`
	saysSettled  = "msg=settled "
	saysStopping = `msg="stopping: the current step is finished first"`
)

// TestDaemonsTogether starts eight daemons at once on one company, as processes,
// round after round. One does the night, the others leave it to that one or find it
// done; in the end all is there once, the note of the night too.
func TestDaemonsTogether(t *testing.T) {
	const together = 8
	g := newPatientGround(t, monthly)
	rounds := faultproxy.Many("FAIRSHARE_ROUNDS", 20)
	var count tally
	var done, left int
	for range rounds {
		g.restore()
		daemons := make([]*process, together)
		for i := range daemons {
			daemons[i] = g.serve()
		}
		worked := 0
		for _, p := range daemons {
			switch p.await(saysWaiting, saysLeft) {
			case saysLeft:
				left++
			case saysWaiting:
				done++
			}
			if p.said(saysSettled) > 0 {
				worked++
			}
		}
		if worked != 1 {
			t.Errorf("%d daemons of a round did the work", worked)
		}
		for _, p := range daemons {
			p.terminate()
		}
		for _, p := range daemons {
			if err := p.end(); err != nil {
				t.Errorf("after SIGTERM: %v\n%v", err, p.log)
			}
		}
		g.compare(&count, "eight daemons at once")
	}
	g.elsewhere()
	faultproxy.Figure(t, "eight daemons at once: rounds", rounds)
	faultproxy.Figure(t, "eight daemons at once: found all done, left it to another one", []int{done, left})
	count.mustBeZero(t, "eight daemons at once")
}

// isMarked is the end of the first batch of invoices: all of it is written, and
// nothing committed.
func isMarked(c faultproxy.Command) bool {
	return c.Kind == faultproxy.Execute && strings.HasPrefix(c.Statement, "UPDATE FAIRSHARE_INVOICE SET STATE")
}

// expectWhole compares OFBiz's invoices with an undisturbed settlement's, and looks
// whether all settlements are closed and as they should be.
func (g *ground) expectWhole() {
	g.t.Helper()
	if got := g.invoices(); !maps.Equal(got, g.last) {
		g.t.Errorf("invoices\n%v\nwant\n%v", got, g.last)
	}
	for _, id := range g.rows("SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT") {
		g.must("settlements", "verify", id)
	}
	if open := g.rows("SELECT SETTLEMENT_ID, STATE FROM FAIRSHARE_SETTLEMENT WHERE STATE <> 'closed'"); len(open) > 0 {
		g.t.Errorf("not closed: %v", open)
	}
}

// TestDeadHolderIsReplaced kills the daemon that does the night, in the middle of
// it, while another one waits for its lease: that one takes over when the term is
// over, and finishes what was begun.
func TestDeadHolderIsReplaced(t *testing.T) {
	short := monthly
	short.settings = strings.Replace(monthly.settings, "3600", "20", 1)
	g := newPatientGround(t, short)
	written := make(chan struct{})
	dead := make(chan struct{})
	g.proxy.When(isMarked, faultproxy.Before(func() { close(written); <-dead }))
	holder := g.through.serve()
	<-written
	successor := g.serve()
	successor.await(saysLeft)
	holder.command.Process.Kill()
	close(dead)
	successor.await(saysWaiting)
	if successor.said("an interrupted settlement is finished as it was planned") == 0 {
		t.Errorf("the successor began anew:\n%v", successor.log)
	}
	successor.terminate()
	if err := successor.end(); err != nil {
		t.Error(err)
	}
	g.expectWhole()
	if term := g.rows("SELECT TERM FROM FAIRSHARE_LEASE")[0]; term != "2" {
		t.Errorf("the lease is in term %s", term)
	}
}

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fairshare/adapter/database/faultproxy"
)

// disturbance is a fault and the exit codes that a settlement may end with where
// it strikes before the lease is held, and where it strikes later. Whatever the
// code, the next run must find nothing lost or doubled.
type disturbance struct {
	name        string
	fault       faultproxy.Fault
	early, late []exitCode
}

var (
	done          = []exitCode{exitDone}
	doneOrAway    = []exitCode{exitDone, exitUnreachable}
	doneOrStopped = []exitCode{exitDone, exitFailed}
)

// disturbances are the rows of the fault matrix that a proxy can bring about. What
// goes away by itself must not stop a run that holds the lease. The silent
// connections are never closed: the run has to lose its patience.
var disturbances = []disturbance{
	{"lost before", faultproxy.CutBefore(), doneOrAway, done},
	{"answer lost", faultproxy.CutAfter(), doneOrAway, done},
	{"silent before", faultproxy.Stall(time.Hour), doneOrAway, done},
	{"answer held back", faultproxy.StallAfter(time.Hour), doneOrAway, done},
	{"refused for 0.2 s", faultproxy.Refuse(200 * time.Millisecond), doneOrAway, done},
	{"in slices", faultproxy.Slices(), done, done},
	{"1020 record changed", faultproxy.Answer(1020), doneOrStopped, done},
	{"1040 too many connections", faultproxy.Answer(1040), doneOrAway, done},
	{"1062 duplicate", faultproxy.Answer(1062), doneOrStopped, doneOrStopped},
	{"1153 packet too large", faultproxy.Answer(1153), doneOrStopped, doneOrStopped},
	{"1205 lock wait", faultproxy.Answer(1205), doneOrStopped, done},
	{"1213 deadlock", faultproxy.Answer(1213), doneOrStopped, done},
	{"1290 read only", faultproxy.Answer(1290), doneOrStopped, doneOrStopped},
	{"1317 interrupted", faultproxy.Answer(1317), doneOrStopped, done},
	{"1412 definition changed", faultproxy.Answer(1412), doneOrStopped, done},
	{"1792 read-only transaction", faultproxy.Answer(1792), doneOrStopped, doneOrStopped},
}

// outcomes counts how runs ended, by disturbance and exit code, and how much the
// busiest of them tried.
type outcomes struct {
	mutex                 sync.Mutex
	count                 map[string]map[exitCode]int
	commands, connections int
}

func (o *outcomes) add(name string, code exitCode, commands, connections int) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.count[name] == nil {
		o.count[name] = map[exitCode]int{}
	}
	o.count[name][code]++
	o.commands, o.connections = max(o.commands, commands), max(o.connections, connections)
}

func (o *outcomes) tell(t *testing.T) {
	t.Helper()
	all := 0
	for _, name := range slices.Sorted(maps.Keys(o.count)) {
		var parts []string
		for _, code := range slices.Sorted(maps.Keys(o.count[name])) {
			parts = append(parts, fmt.Sprintf("%d× exit %d", o.count[name][code], code))
			all += o.count[name][code]
		}
		faultproxy.Figure(t, "fault at a statement: "+name, strings.Join(parts, ", "))
	}
	faultproxy.Figure(t, "fault at a statement: runs disturbed", all)
	faultproxy.Figure(t, "fault at a statement: the busiest run sent, and opened connections", []int{o.commands, o.connections})
}

// TestSettleAtFaults lets every disturbance strike at every command that a
// settlement sends, or at as many as FAIRSHARE_FAULTS allows, spread evenly over
// both. A run ends well or with the right exit code, after a bounded number of
// attempts, and the next one leaves what an undisturbed settlement leaves.
func TestSettleAtFaults(t *testing.T) {
	const lanes = 4
	ended := &outcomes{count: map[string]map[exitCode]int{}}
	var count tally
	var possible atomic.Int64
	t.Run("lanes", func(t *testing.T) {
		for lane := range lanes {
			t.Run(fmt.Sprint(lane), func(t *testing.T) {
				t.Parallel()
				g := newGround(t, scenarios[0])
				g.impatient(2)
				pairs := len(g.sent) * len(disturbances)
				possible.Store(int64(pairs))
				times := min(faultproxy.Many("FAIRSHARE_FAULTS", 64), pairs)
				for e := lane; e < times && !t.Failed(); e += lanes {
					// Every command is struck as often as another, each time by the next fault.
					at := e * len(g.sent) / times
					g.strike(disturbances[e%len(disturbances)], g.sent[at], ended, &count)
					if e%1000 == 999 {
						t.Logf("%d of %d", e+1, times)
					}
				}
				g.elsewhere()
			})
		}
	})
	faultproxy.Figure(t, "fault at a statement: pairs of a fault and a command there are", possible.Load())
	ended.tell(t)
	count.mustBeZero(t, "fault at a statement")
}

// leased is the number of the command that makes the lease certain.
func (g *ground) leased() int {
	return 1 + slices.IndexFunc(g.sent, func(c faultproxy.Command) bool { return c.Statement == "COMMIT" })
}

// strike disturbs one settlement at one command and repairs it.
func (g *ground) strike(d disturbance, at faultproxy.Command, ended *outcomes, count *tally) {
	g.t.Helper()
	g.restore()
	g.proxy.At(at.Number, d.fault)
	code, stdout, stderr := g.through.run(settling...)
	where := fmt.Sprintf("%s at command %d (kind %#x, %.60q)", d.name, at.Number, byte(at.Kind), at.Statement)
	commands, connections := len(g.proxy.Commands()), g.proxy.Opened()
	ended.add(d.name, exitCode(code), commands, connections)
	codes := d.late
	if at.Number <= g.leased() {
		codes = d.early
	}
	if !slices.Contains(codes, exitCode(code)) || g.proxy.Struck() != 1 {
		g.t.Errorf("%s: exit %d, %d faults\n%.200s%s", where, code, g.proxy.Struck(), stdout, stderr)
	}
	if commands > 2*g.length || connections > mostConnections {
		g.t.Errorf("%s: %d commands over %d connections, %d where nothing is disturbed", where, commands, connections, g.length)
	}
	g.seeWhole(count)
	g.repair(where)
	g.compare(count, "%s, then repaired", where)
}

// mostConnections is for a run whose connections break: the four of the pool, and
// as many again in their place.
const mostConnections = 8

// repair runs a settlement without disturbance. Where the one before could not
// even give the lease back it waits for its term.
func (g *ground) repair(where string) {
	g.t.Helper()
	code, stdout, stderr := g.run(settling...)
	if exitCode(code) == exitHeld {
		g.expireLease()
		code, stdout, stderr = g.run(settling...)
	}
	if code != 0 {
		g.t.Errorf("%s, the next run: exit %d\n%.200s%s", where, code, stdout, stderr)
	}
}

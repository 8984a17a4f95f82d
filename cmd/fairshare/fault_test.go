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
// goes away by itself must not stop a run that holds the lease.
var disturbances = []disturbance{
	{"lost before", faultproxy.CutBefore(), doneOrAway, done},
	{"answer lost", faultproxy.CutAfter(), doneOrAway, done},
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

// outcomes counts how runs ended, by disturbance and exit code.
type outcomes struct {
	mutex   sync.Mutex
	count   map[string]map[exitCode]int
	slowest time.Duration
	where   string // the slowest was disturbed
}

func (o *outcomes) add(name, where string, code exitCode, took time.Duration) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.count[name] == nil {
		o.count[name] = map[exitCode]int{}
	}
	o.count[name][code]++
	if took > o.slowest {
		o.slowest, o.where = took, where
	}
}

func (o *outcomes) tell(t *testing.T) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(o.count)) {
		var parts []string
		for _, code := range slices.Sorted(maps.Keys(o.count[name])) {
			parts = append(parts, fmt.Sprintf("%d× exit %d", o.count[name][code], code))
		}
		faultproxy.Figure(t, "fault at a statement: "+name, strings.Join(parts, ", "))
	}
	faultproxy.Figure(t, "fault at a statement: the longest run", fmt.Sprintf("%v, %s", o.slowest.Round(time.Millisecond), o.where))
}

// longestRun bounds a disturbed settlement: it waits for locks and connections,
// and never for long.
const longestRun = 30 * time.Second

// TestSettleAtFaults lets every disturbance strike at every statement that a
// settlement sends, or at as many as FAIRSHARE_FAULTS allows. A run ends well or
// with the right exit code, soon, and the next one leaves what an undisturbed
// settlement leaves.
func TestSettleAtFaults(t *testing.T) {
	const lanes = 2
	ended := &outcomes{count: map[string]map[exitCode]int{}}
	var count tally
	var possible atomic.Int64
	t.Run("lanes", func(t *testing.T) {
		for lane := range lanes {
			t.Run(fmt.Sprint(lane), func(t *testing.T) {
				t.Parallel()
				g := newGround(t, scenarios[0])
				strikes := g.strikes()
				possible.Store(int64(len(strikes)))
				times := min(faultproxy.Many("FAIRSHARE_FAULTS", 56), len(strikes))
				for e := lane; e < times; e += lanes {
					g.strike(strikes[e*len(strikes)/times], ended, &count)
				}
				g.elsewhere()
			})
		}
	})
	faultproxy.Figure(t, "fault at a statement: different faults and statements there are", possible.Load())
	ended.tell(t)
	count.mustBeZero(t, "fault at a statement")
}

// strike is a disturbance at one command.
type strike struct {
	disturbance
	at faultproxy.Command
}

// strikes are all disturbances at the first and at the last occurrence of every
// statement, in its preparation and in its execution.
func (g *ground) strikes() []strike {
	type kind struct {
		kind faultproxy.Kind
		text string
	}
	first, last := map[kind]faultproxy.Command{}, map[kind]faultproxy.Command{}
	for _, c := range g.sent {
		k := kind{c.Kind, c.Statement}
		if _, known := first[k]; !known {
			first[k] = c
		}
		last[k] = c
	}
	var all []strike
	for _, c := range g.sent {
		k := kind{c.Kind, c.Statement}
		if c.Number != first[k].Number && c.Number != last[k].Number {
			continue
		}
		for _, d := range disturbances {
			all = append(all, strike{d, c})
		}
	}
	return all
}

// leased is the number of the command that makes the lease certain.
func (g *ground) leased() int {
	return 1 + slices.IndexFunc(g.sent, func(c faultproxy.Command) bool { return c.Statement == "COMMIT" })
}

// strike disturbs one settlement and repairs it.
func (g *ground) strike(s strike, ended *outcomes, count *tally) {
	g.t.Helper()
	g.restore()
	g.proxy.At(s.at.Number, s.fault)
	began := time.Now()
	code, stdout, stderr := g.through.run(settling...)
	took := time.Since(began)
	where := fmt.Sprintf("%s at command %d (kind %#x, %.60q)", s.name, s.at.Number, byte(s.at.Kind), s.at.Statement)
	ended.add(s.name, where, exitCode(code), took)
	codes := s.late
	if s.at.Number <= g.leased() {
		codes = s.early
	}
	if !slices.Contains(codes, exitCode(code)) || took > longestRun {
		g.t.Errorf("%s: exit %d after %v\n%.200s%s", where, code, took, stdout, stderr)
	}
	g.seeWhole(count)
	g.repair(where)
	g.compare(count, "%s, then repaired", where)
}

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

package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/database/faultproxy"
)

// Most that a run tries: a transaction five times, the whole work three times,
// and before the second and the third the lease is renewed.
const mostAttempts = 5*3 + 2

// TestSettleGivesUp holds faults that never end against a settlement. It tries
// again as often as it may, not for ever, gives up with the right exit code, and
// leaves nothing that the next run would not finish.
func TestSettleGivesUp(t *testing.T) {
	t.Parallel() // it mostly waits
	g := newGround(t, scenarios[0])
	g.impatient(1)
	has := func(text string) func(faultproxy.Command) bool {
		return func(c faultproxy.Command) bool {
			return c.Kind != faultproxy.Prepare && strings.Contains(c.Statement, text)
		}
	}
	after := func(text string) func(faultproxy.Command) bool {
		n := g.commitAfter(text)
		return func(c faultproxy.Command) bool { return c.Number >= n }
	}
	for _, c := range []struct {
		name  string
		match func(faultproxy.Command) bool
		fault faultproxy.Fault
		ends  []exitCode
	}{
		{"deadlock wherever an invoice is written", has("INSERT INTO INVOICE "), faultproxy.Answer(1213), []exitCode{exitFailed}},
		{"lease's row locked for ever", has("SET RENEWALS"), faultproxy.Answer(1205), []exitCode{exitFailed}},
		{"table altered again and again", has("FROM ORDER_ITEM"), faultproxy.Answer(1412), []exitCode{exitFailed}},
		{"no commit is answered", has("COMMIT"), faultproxy.CutAfter(), []exitCode{exitUnreachable}},
		{"server lost for good while planning", after("SET HOLDER"), faultproxy.CutBefore(), []exitCode{exitUnreachable, exitAttention}},
		{"server lost for good while writing", after("INSERT INTO INVOICE "), faultproxy.CutBefore(), []exitCode{exitUnreachable}},
		{"server silent for good while reading", has("FROM ORDER_ITEM"), faultproxy.Stall(time.Hour), []exitCode{exitUnreachable}},
		{"server silent for good while writing", after("INSERT INTO INVOICE "), faultproxy.Stall(time.Hour), []exitCode{exitUnreachable}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g.t = t
			g.restore()
			g.proxy.Always(c.match, c.fault)
			code, stdout, stderr := g.through.run(settling...)
			if !slices.Contains(c.ends, exitCode(code)) {
				t.Errorf("exit %d, not %v\n%.200s%s", code, c.ends, stdout, stderr)
			}
			faultproxy.Figure(t, "fault that never ends: "+c.name, fmt.Sprintf("%d attempts, exit %d", g.proxy.Struck(), code))
			if n := g.proxy.Struck(); n == 0 || n > mostAttempts {
				t.Errorf("%d attempts, more than %d", n, mostAttempts)
			}
			g.proxy.Reset()
			var count tally
			g.seeWhole(&count)
			g.repair(c.name)
			g.compare(&count, "%s, then repaired", c.name)
		})
	}
}

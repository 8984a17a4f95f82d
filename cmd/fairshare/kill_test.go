package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// settledState is all that a settlement leaves behind, without the ids and times
// that differ from run to run: two sites settled alike have equal states.
func (s *site) settledState() []string {
	s.t.Helper()
	var state []string
	for _, query := range []string{
		`SELECT INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, REFERENCE_NUMBER, DESCRIPTION, CURRENCY_UOM_ID FROM INVOICE WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1`,
		`SELECT INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, PRODUCT_ID, QUANTITY, AMOUNT, DESCRIPTION FROM INVOICE_ITEM WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1, 2`,
		`SELECT INVOICE_ID, STATUS_ID FROM INVOICE_STATUS WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1, 2`,
		`SELECT SETTLEMENT_ID, STATE FROM FAIRSHARE_SETTLEMENT ORDER BY 1`,
		`SELECT c.PARTY_ID, d.DATA_RESOURCE_NAME FROM PARTY_CONTENT c JOIN CONTENT x ON x.CONTENT_ID = c.CONTENT_ID JOIN DATA_RESOURCE d ON d.DATA_RESOURCE_ID = x.DATA_RESOURCE_ID ORDER BY 1, 2`,
	} {
		state = append(state, s.rows(query)...)
	}
	files, err := filepath.Glob(filepath.Join(s.reports(), "*", "*"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, file := range files {
		state = append(state, filepath.Base(file))
	}
	return state
}

// tally counts what kills did to settlements, over all scenarios.
type tally struct {
	kills, lost, doubled, half, differing atomic.Int64
}

// tell writes the figures down.
func (c *tally) tell(t *testing.T, what string) {
	t.Helper()
	faultproxy.Figure(t, what+": kills", c.kills.Load())
	if c.kills.Load() == 0 {
		t.Errorf("%s: nothing was killed", what)
	}
	c.mustBeZero(t, what)
}

// mustBeZero writes down the figures of what must never happen.
func (c *tally) mustBeZero(t *testing.T, what string) {
	t.Helper()
	for _, figure := range []struct {
		name  string
		value int64
	}{
		{"invoices lost", c.lost.Load()},
		{"invoices doubled", c.doubled.Load()},
		{"half invoices or half files seen at any moment", c.half.Load()},
		{"repaired settlements that differ from undisturbed ones", c.differing.Load()},
	} {
		faultproxy.Figure(t, what+": "+figure.name, figure.value)
		if figure.value != 0 {
			t.Errorf("%s: %d %s", what, figure.value, figure.name)
		}
	}
}

// TestSettleSurvivesKill kills settlements with SIGKILL at every statement, just
// before the server gets it and when it has acted, or at as many as FAIRSHARE_KILLS
// allows, spread evenly. The run that repairs is killed too, anywhere. Then one
// may finish, and what it leaves is compared with a settlement that nobody disturbed.
func TestSettleSurvivesKill(t *testing.T) {
	experiments := faultproxy.Many("FAIRSHARE_KILLS", 60) / 2
	var count tally
	t.Run("scenarios", func(t *testing.T) {
		for i, scenario := range scenarios {
			t.Run(scenario.name, func(t *testing.T) {
				t.Parallel()
				g := newGround(t, scenario)
				random := rand.New(rand.NewPCG(1, uint64(i)))
				for e := i; e < experiments; e += len(scenarios) {
					moment := e * 2 * g.length / experiments
					g.killTwice(1+moment/2, moment%2 == 1, random, &count)
				}
				g.elsewhere()
			})
		}
	})
	count.tell(t, "kill -9 at a statement")
}

// killTwice kills a settlement at a statement and the one that repairs it at
// another, and looks at what is there in between and in the end.
func (g *ground) killTwice(n int, acted bool, random *rand.Rand, count *tally) {
	g.t.Helper()
	g.restore()
	g.killAt(n, acted, count)
	second := 1 + random.IntN(g.length)
	g.killAt(second, random.IntN(2) == 0, count)
	g.must(settling...)
	g.compare(count, "killed at statements %d (acted: %v) and %d", n, acted, second)
}

// killAt runs a settlement and kills it at its n-th command. A run that needs
// fewer commands ends well.
func (g *ground) killAt(n int, acted bool, count *tally) {
	g.t.Helper()
	g.proxy.Reset()
	started, dead := make(chan *os.Process, 1), make(chan struct{})
	kill := func() {
		(<-started).Kill()
		<-dead
	}
	fault := faultproxy.Before(kill)
	if acted {
		fault = faultproxy.After(kill)
	}
	g.proxy.At(n, fault)
	process, output := g.through.start(settling...)
	started <- process.Process
	err := process.Wait()
	close(dead)
	g.seeWhole(count)
	if g.proxy.Struck() > 0 {
		count.kills.Add(1)
	} else if err != nil {
		g.t.Fatalf("a run that was not killed: %v\n%s", err, output)
	}
	g.expireLease()
}

// seeWhole holds every invoice and every report that is there at this moment
// against the undisturbed settlement: it is whole or it is not there.
func (g *ground) seeWhole(count *tally) {
	g.t.Helper()
	for id, rows := range g.invoices() {
		if rows != g.whole[id] {
			count.half.Add(1)
			g.t.Errorf("invoice %s is there as\n%s\nand should be\n%s", id, rows, g.whole[id])
		}
	}
	for _, file := range g.files() {
		if !slices.Contains(g.calm, file) {
			count.half.Add(1)
			g.t.Errorf("a report is there and not whole: %.200s", file)
		}
	}
}

// compare holds the end against the undisturbed settlement, and sees to it that
// one more run changes nothing.
func (g *ground) compare(count *tally, format string, args ...any) {
	g.t.Helper()
	invoices := g.invoices()
	for id := range g.whole {
		if _, there := invoices[id]; !there {
			count.lost.Add(1)
		}
	}
	for id := range invoices {
		if _, planned := g.whole[id]; !planned {
			count.doubled.Add(1)
		}
	}
	first := g.traces()
	for _, id := range g.rows(`SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT`) {
		g.must("settlements", "verify", id)
	}
	if code, stdout, stderr := g.run(settling...); code != 0 || !strings.Contains(stderr, "already settled") {
		g.t.Errorf("settled again: exit %d\n%s%s", code, stdout, stderr)
	}
	for i, traces := range [][]string{first, g.traces()} {
		if !slices.Equal(traces, g.calm) {
			count.differing.Add(1)
			g.t.Errorf(format+": look %d: %s", append(args, i, difference(traces, g.calm))...)
		}
	}
}

// difference names the first lines that only one of two has.
func difference(got, want []string) string {
	only := func(a, b []string) (lines []string) {
		for _, line := range a {
			if !slices.Contains(b, line) && len(lines) < 3 {
				lines = append(lines, line[:min(len(line), 200)])
			}
		}
		return lines
	}
	return strings.Join(append(append([]string{"only there:"}, only(got, want)...), append([]string{"missing:"}, only(want, got)...)...), "\n  ")
}

// expireLease does what waiting for the dead holder's term would do.
func (s *site) expireLease() {
	s.t.Helper()
	s.execute(`UPDATE FAIRSHARE_LEASE SET UNTIL = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND`)
}

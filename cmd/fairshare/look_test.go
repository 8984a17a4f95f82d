package main

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// tally counts what was done to settlements and what became of them, over all
// scenarios.
type tally struct {
	kills, inFiles, ofRepairs      atomic.Int64
	moments                        sync.Map // scenario and moment of a kill
	lost, doubled, half, differing atomic.Int64
}

// tell writes the figures down. Kills count if they came before the end: a run
// that was over sooner was not killed.
func (c *tally) tell(t *testing.T, what string, wanted int) {
	t.Helper()
	faultproxy.Figure(t, what+": kills", c.kills.Load())
	different := 0
	c.moments.Range(func(any, any) bool { different++; return true })
	if different > 0 {
		faultproxy.Figure(t, what+": of these while a report was written", c.inFiles.Load())
		faultproxy.Figure(t, what+": of these of a run that repaired", c.ofRepairs.Load())
		faultproxy.Figure(t, what+": different scenarios and moments", different)
	}
	if c.kills.Load() < int64(wanted) {
		t.Errorf("%s: %d kills, fewer than %d", what, c.kills.Load(), wanted)
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
		{"half plans, invoices or files seen at any moment", c.half.Load()},
		{"repaired settlements that differ from undisturbed ones", c.differing.Load()},
	} {
		faultproxy.Figure(t, what+": "+figure.name, figure.value)
		if figure.value != 0 {
			t.Errorf("%s: %d %s", what, figure.value, figure.name)
		}
	}
}

// seeWhole holds every invoice that is there at this moment, and every report, as
// a document in OFBiz and as a file, against the undisturbed run: it is whole, in
// one of the forms through which it passes, or it is not there. So is the plan of a
// night: all currencies or none.
func (g *ground) seeWhole(count *tally) {
	g.t.Helper()
	if listed := g.settlements(); !g.nights[listed] {
		count.half.Add(1)
		g.t.Errorf("half a night was planned: %s", listed)
	}
	for id, rows := range g.invoices() {
		if !g.whole[id][rows] {
			count.half.Add(1)
			g.t.Errorf("invoice %s is there as\n%s\nand should be one of\n%v", id, rows, g.whole[id])
		}
	}
	for _, document := range g.documents() {
		if g.ofbiz != nil { // OFBiz attaches a report a moment before the journal can know
			document = strings.Replace(document, " | not recorded | ", " | as recorded | ", 1)
		}
		if !g.sheets[document] {
			count.half.Add(1)
			g.t.Errorf("a report is there and not whole: %.200s", document)
		}
	}
}

// compare holds the end against the undisturbed run: every row of every table that
// it changes, every document in OFBiz and every file, to the byte; has all
// settlements verified from their stored input; and sees to it that one more run
// changes nothing.
func (g *ground) compare(count *tally, format string, args ...any) {
	g.t.Helper()
	invoices := g.invoices()
	for id := range g.last {
		if _, there := invoices[id]; !there {
			count.lost.Add(1)
		}
	}
	for id := range invoices {
		if _, planned := g.last[id]; !planned {
			count.doubled.Add(1)
		}
	}
	first := g.traces()
	for _, id := range g.rows(`SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT WHERE STATE <> 'exported'`) { // those wait
		g.must("settlements", "verify", id)
	}
	g.onceMore()
	for i, traces := range [][]string{first, g.traces()} {
		if !slices.Equal(traces, g.calm) {
			count.differing.Add(1)
			g.t.Errorf(format+": look %d: %s", append(args, i, difference(traces, g.calm))...)
		}
	}
}

// onceMore repeats the last command, which says that there is nothing to do.
func (g *ground) onceMore() {
	g.t.Helper()
	command := g.scenario.command
	if g.after != nil {
		command = g.after
	}
	code, stdout, stderr := g.run(command...)
	ends := g.ends
	if g.after != nil {
		ends = exitDone
	}
	known := strings.Contains(stderr, "already settled") || strings.Contains(stderr, "waits for its import")
	if exitCode(code) != ends || slices.Equal(command, settling) && !known {
		g.t.Errorf("%v again: exit %d\n%s%s", command, code, stdout, stderr)
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

// settledState is what a settlement leaves behind, without the ids and times that
// differ from run to run: two sites settled alike have equal states.
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

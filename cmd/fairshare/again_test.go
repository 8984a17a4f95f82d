package main

import (
	"encoding/json"
	"strings"
	"testing"

	"fairshare/adapter/database/faultproxy"
	"fairshare/mapping"
)

// commitAfter finds the n-th COMMIT behind a statement that holds the text.
func (g *ground) commitAfter(text string) int {
	g.t.Helper()
	begun := false
	for _, c := range g.sent {
		begun = begun || strings.Contains(c.Statement, text)
		if begun && c.Statement == "COMMIT" {
			return c.Number
		}
	}
	g.t.Fatalf("no COMMIT follows %q", text)
	return 0
}

// executionOf finds the last command that executes a statement with the text.
func (g *ground) executionOf(text string) (n int) {
	g.t.Helper()
	for _, c := range g.sent {
		if c.Kind != faultproxy.Prepare && strings.Contains(c.Statement, text) {
			n = c.Number
		}
	}
	if n == 0 {
		g.t.Fatalf("nothing executes %q", text)
	}
	return n
}

// TestSettleGoesOn holds single faults that once ended a night, or could have
// written something twice: the run goes on from the journal by itself, and its
// data shows both settlements as if nothing had happened.
func TestSettleGoesOn(t *testing.T) {
	g := newGround(t, scenarios[0])
	for _, c := range []struct {
		name  string
		at    int
		fault faultproxy.Fault
	}{
		{"lease taken, answer lost", g.commitAfter("SET HOLDER"), faultproxy.CutAfter()},
		{"lease not taken, commit lost", g.commitAfter("SET HOLDER"), faultproxy.CutBefore()},
		{"table altered under the snapshot", g.executionOf("FROM PRODUCT_ASSOC"), faultproxy.Answer(1412)},
		{"table locked by ALTER TABLE", g.executionOf("FROM ORDER_ITEM"), faultproxy.Answer(1205)},
		{"connection lost in the snapshot", g.executionOf("FROM RETURN_ITEM"), faultproxy.CutBefore()},
		{"plan committed, answer lost", g.commitAfter("INSERT INTO FAIRSHARE_SALE"), faultproxy.CutAfter()},
		{"plan not committed, commit lost", g.commitAfter("INSERT INTO FAIRSHARE_SALE"), faultproxy.CutBefore()},
		{"invoices written, answer lost", g.commitAfter("INSERT INTO INVOICE "), faultproxy.CutAfter()},
		{"reports attached, answer lost", g.commitAfter("INSERT INTO PARTY_CONTENT"), faultproxy.CutAfter()},
		{"reports not attached, commit lost", g.commitAfter("INSERT INTO PARTY_CONTENT"), faultproxy.CutBefore()},
		{"commit interrupted and done nevertheless", g.commitAfter("INSERT INTO PARTY_CONTENT"), faultproxy.AnswerAfter(1317)},
		{"moved on, answer lost", g.commitAfter("UPDATE FAIRSHARE_SETTLEMENT SET STATE"), faultproxy.CutAfter()},
		{"connection lost while reading the journal", g.executionOf("FROM FAIRSHARE_DOCUMENT"), faultproxy.CutBefore()},
	} {
		t.Run(c.name, func(t *testing.T) {
			g.restore()
			g.proxy.At(c.at, c.fault)
			code, stdout, stderr := g.through.run(append(settling, "--output", "json")...)
			var settled []mapping.SettleDocument
			if err := json.Unmarshal([]byte(stdout), &settled); code != 0 || err != nil || len(settled) != 2 {
				t.Fatalf("exit %d, %d settlements, %v\n%s", code, len(settled), err, stderr)
			}
			for _, d := range settled {
				if d.State != "closed" {
					t.Errorf("%s is %s", d.Settlement, d.State)
				}
			}
			if g.proxy.Struck() != 1 {
				t.Errorf("%d faults struck", g.proxy.Struck())
			}
			var count tally
			g.compare(&count, "%s", c.name)
		})
	}
}

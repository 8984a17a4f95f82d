package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/rest/resttest"
)

// ground is a company on which a command is disturbed again and again: it is put
// back to where it was in milliseconds, and knows what is left behind where nobody
// disturbs it.
type ground struct {
	*site                     // reaches the database directly
	through *site             // the same, through the proxy
	proxy   *faultproxy.Proxy // counts commands and does harm
	scenario
	copied  string                     // schema with the tables as they were
	before  map[string]string          // the tables' checksums then
	changed []string                   // tables that the command changes
	dumps   []string                   // queries of what is the same in every run
	calm    []string                   // traces of the undisturbed command
	last    map[string]string          // its invoices
	whole   map[string]map[string]bool // every form in which an invoice may be seen
	sheets  map[string]bool            // the same of reports, in OFBiz and as files
	nights  map[string]bool            // the same of what the journal lists
	sent    []faultproxy.Command
	length  int             // of sent
	folders []string        // where it wrote reports
	steps   int             // that the kernel tells of while it writes them
	ofbiz   *resttest.OFBiz // where it is written through its REST API, else nil
	called  []string        // services of it
}

// scenario is a company's situation, and the command that is disturbed in it.
type scenario struct {
	name     string
	settings string
	prepare  func(*site)
	command  []string
	after    []string // what comes when the command is through, undisturbed; nil: nothing
	ends     exitCode // of the command
	rest     bool     // written through OFBiz's REST API
}

// settling is the command that is disturbed mostly.
var settling = []string{"settle", "--until", "2026-11-01"}

// scenarios differ in what the journal remembers and in what is written.
var scenarios = []scenario{
	{"first settlement", "", func(*site) {}, settling, nil, exitDone, false},
	{"later settlement", "", func(s *site) { s.must("settle", "--until", "2026-05-01") }, settling, nil, exitDone, false},
	{"carried balances", "settlement: {minimum_payout: 500}\n", func(s *site) { s.must("settle", "--until", "2026-06-01") }, settling, nil, exitDone, false},
	{"all facilities", "parties: {facilities: all}\n", func(*site) {}, settling, nil, exitDone, false},
	{"shares by the plain formula", "shares: {method: direct}\n", func(*site) {}, settling, nil, exitDone, false},
	{"through OFBiz", "", func(s *site) { s.must("settle", "--until", "2026-05-01") }, settling, nil, exitDone, true},
}

// byPeople are what a person does to a settlement.
var byPeople = []scenario{
	{"approve", review, heldSettlements, []string{"settle", "--approve", novemberEUR}, nil, exitDone, false},
	{"one currency held", review, heldInEUR, settling, nil, exitAttention, false},
	{"void", "", standingInvoices, []string{"settlements", "void", novemberEUR}, settling, exitDone, false},
}

// heldSettlements wait for a person, because payouts have changed.
func heldSettlements(s *site) {
	s.must("settle", "--until", "2026-07-01")
	if code, _, stderr := s.run(settling...); exitCode(code) != exitAttention {
		s.t.Fatalf("exit %d: %s", code, stderr)
	}
}

// heldInEUR lets payouts change in EUR only: in USD none came before.
func heldInEUR(s *site) {
	s.must("settle", "--until", "2026-07-01")
	s.must("settlements", "void", "Company-USD-20260701")
}

// standingInvoices are two that have gone too far to be cancelled.
func standingInvoices(s *site) {
	s.must(settling...)
	s.exec(`UPDATE INVOICE SET STATUS_ID = 'INVOICE_READY' WHERE REFERENCE_NUMBER = ? ORDER BY INVOICE_ID LIMIT 2`, novemberEUR)
}

func newGround(t testing.TB, c scenario) *ground {
	t.Helper()
	return groundOn(newVEMS(t), c)
}

// groundOn makes a ground of a company that was not settled yet.
func groundOn(s *site, c scenario) *ground {
	t := s.t
	t.Helper()
	var ofbiz *resttest.OFBiz
	if c.rest {
		ofbiz = s.throughOFBiz()
	}
	s.configure(vems+c.settings, s.reports())
	c.prepare(s)
	if err := os.RemoveAll(s.reports()); err != nil {
		t.Fatal(err)
	}
	g := &ground{
		site: s, scenario: c, proxy: faultproxy.New(t, s.database.Socket), copied: s.database.Name + "_copy",
		whole: map[string]map[string]bool{}, sheets: map[string]bool{}, nights: map[string]bool{}, ofbiz: ofbiz,
	}
	g.through = &site{t: t, database: s.database, folder: t.TempDir(), patience: s.patience, way: s.way}
	g.through.database.Socket = g.proxy.Address
	g.through.configure(vems+c.settings, s.reports())
	g.copyTables()
	g.learn()
	g.restore()
	return g
}

func (g *ground) copyTables() {
	g.execute("CREATE DATABASE " + g.copied)
	for _, table := range g.tables() {
		g.execute(fmt.Sprintf("CREATE TABLE %s.%s SELECT * FROM %s", g.copied, table, table))
	}
	g.before = g.checksums()
}

func (g *ground) tables() []string {
	return g.rows("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1")
}

// checksums are the server's own of all tables.
func (g *ground) checksums() map[string]string {
	tables := g.tables()
	sums := map[string]string{}
	for i, line := range g.rows("CHECKSUM TABLE " + strings.Join(tables, ", ")) {
		_, sums[tables[i]], _ = strings.Cut(line, " | ")
	}
	return sums
}

// learn runs the command undisturbed: what it sends, which tables it changes and
// what it leaves, and through which forms invoices and reports pass.
func (g *ground) learn() {
	g.admit()
	if g.ofbiz != nil {
		g.ofbiz.Reset()
	}
	process, output := g.through.start(g.scenario.command...)
	if err := process.Wait(); process.ProcessState.ExitCode() != int(g.ends) {
		g.t.Fatalf("%v\n%s", err, output)
	}
	g.sent = g.proxy.Commands()
	g.length = len(g.sent)
	if g.ofbiz != nil {
		g.called = g.ofbiz.Calls()
	}
	g.admit()
	g.finish()
	g.admit()
	for table, sum := range g.checksums() {
		if sum != g.before[table] || strings.HasPrefix(table, "FAIRSHARE_") {
			g.changed = append(g.changed, table)
		}
	}
	slices.Sort(g.changed)
	g.dumps = g.dumpsOf(g.changed)
	g.calm, g.last = g.traces(), g.invoices()
}

// admit takes invoices, reports and the list of settlements as they are now for whole.
func (g *ground) admit() {
	g.nights[g.settlements()] = true
	for id, form := range g.invoices() {
		if g.whole[id] == nil {
			g.whole[id] = map[string]bool{}
		}
		g.whole[id][form] = true
	}
	for _, document := range g.documents() {
		g.sheets[document] = true
	}
}

// settlements are those that the journal lists, in whatever state.
func (g *ground) settlements() string {
	g.t.Helper()
	return strings.Join(g.rows(`SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT ORDER BY 1`), " ")
}

// complete runs the command undisturbed, and finish does what comes after it.
func (g *ground) complete() {
	g.t.Helper()
	if code, stdout, stderr := g.run(g.scenario.command...); exitCode(code) != g.ends {
		g.t.Fatalf("%v: exit %d, not %d\n%s%s", g.scenario.command, code, g.ends, stdout, stderr)
	}
}

func (g *ground) finish() {
	g.t.Helper()
	if g.after != nil {
		g.must(g.after...)
	}
}

// impatient lets runs through the proxy wait for a silent server for so many
// seconds only: for more than any query takes here.
func (g *ground) impatient(seconds int) {
	g.through.patience = seconds
	g.through.configure(vems+g.settings, g.reports())
}

// restore puts the company back to where it was.
func (g *ground) restore() {
	g.t.Helper()
	if g.ofbiz != nil {
		g.ofbiz.Settle()
		g.ofbiz.Reset()
	}
	tx, err := g.pool.Begin()
	if err != nil {
		g.t.Fatal(err)
	}
	defer tx.Rollback()
	statements := []string{"SET foreign_key_checks = 0"}
	for _, table := range g.changed {
		statements = append(statements, "DELETE FROM "+table, fmt.Sprintf("INSERT INTO %s SELECT * FROM %s.%s", table, g.copied, table))
	}
	for _, statement := range append(statements, "SET foreign_key_checks = 1") {
		if _, err := tx.Exec(statement); err != nil {
			g.t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := tx.Commit(); err != nil {
		g.t.Fatal(err)
	}
	if err := os.RemoveAll(g.reports()); err != nil {
		g.t.Fatal(err)
	}
	g.proxy.Reset()
}

// elsewhere fails where a disturbed command has touched a table that an undisturbed
// one leaves alone.
func (g *ground) elsewhere() {
	g.t.Helper()
	for table, sum := range g.checksums() {
		if sum != g.before[table] && !slices.Contains(g.changed, table) {
			g.t.Errorf("table %s was changed", table)
		}
	}
}

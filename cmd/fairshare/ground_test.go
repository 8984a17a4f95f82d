package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// ground is a company on which settlements are disturbed again and again: it is
// put back to where it was in milliseconds, and knows what an undisturbed
// settlement leaves.
type ground struct {
	*site                     // reaches the database directly
	through *site             // the same, through the proxy
	proxy   *faultproxy.Proxy // counts commands and does harm
	copied  string            // schema with the tables as they were
	changed []string          // tables that a settlement changes
	calm    []string          // traces of an undisturbed settlement
	whole   map[string]string // its invoices
	sent    []faultproxy.Command
	length  int // of sent
}

// scenario is a company's situation before the settlement that is disturbed.
type scenario struct {
	name    string
	config  string
	prepare func(*site)
	command []string // what settles; none: settling
}

// scenarios differ in what the journal remembers and in what is written.
var scenarios = []scenario{
	{"first settlement", "", func(*site) {}, nil},
	{"later settlement", "", func(s *site) { s.must("settle", "--until", "2026-05-01") }, nil},
	{"carried balances", "settlement: {minimum_payout: 500}\n", func(s *site) { s.must("settle", "--until", "2026-06-01") }, nil},
	{"all facilities", "parties: {facilities: all}\n", func(*site) {}, nil},
	{"shares by the plain formula", "shares: {method: direct}\n", func(*site) {}, nil},
}

// settling is the command that is disturbed.
var settling = []string{"settle", "--until", "2026-11-01"}

func newGround(t testing.TB, c scenario) *ground {
	t.Helper()
	return groundOn(newVEMS(t), c)
}

// groundOn makes a ground of a company that was not settled yet.
func groundOn(s *site, c scenario) *ground {
	t := s.t
	t.Helper()
	s.configure(vems+c.config, s.reports())
	// A warning about the income of one currency is also in the report of the other
	// one, unless the first was settled by an earlier, killed run.
	s.execute("UPDATE PARTY SET PREFERRED_CURRENCY_UOM_ID = NULL")
	c.prepare(s)
	if err := os.RemoveAll(s.reports()); err != nil {
		t.Fatal(err)
	}
	g := &ground{site: s, proxy: faultproxy.New(t, s.database.Socket), copied: s.database.Name + "_copy"}
	g.through = &site{t: t, database: s.database, folder: t.TempDir()}
	g.through.database.Socket = g.proxy.Address
	g.through.configure(vems+c.config, s.reports())
	g.copyTables()
	if c.command == nil {
		c.command = settling
	}
	g.settleCalmly(c.command)
	return g
}

func (g *ground) copyTables() {
	g.execute("CREATE DATABASE " + g.copied)
	for _, table := range g.tables() {
		g.execute(fmt.Sprintf("CREATE TABLE %s.%s LIKE %s", g.copied, table, table))
		g.execute(fmt.Sprintf("INSERT INTO %s.%s SELECT * FROM %s", g.copied, table, table))
	}
}

func (g *ground) tables() []string {
	return g.rows("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1")
}

// checksums are the server's own of all tables.
func (g *ground) checksums(schema string) map[string]string {
	tables := g.tables()
	sums := map[string]string{}
	for i, line := range g.rows("CHECKSUM TABLE " + schema + "." + strings.Join(tables, ", "+schema+".")) {
		_, sums[tables[i]], _ = strings.Cut(line, " | ")
	}
	return sums
}

// settleCalmly learns what a settlement leaves and which tables it changes.
func (g *ground) settleCalmly(command []string) {
	before := g.checksums(g.database.Name)
	process, output := g.through.start(command...)
	if err := process.Wait(); err != nil {
		g.t.Fatalf("%v\n%s", err, output)
	}
	g.sent = g.proxy.Commands()
	g.length = len(g.sent)
	for table, sum := range g.checksums(g.database.Name) {
		if sum != before[table] || strings.HasPrefix(table, "FAIRSHARE_") {
			g.changed = append(g.changed, table)
		}
	}
	slices.Sort(g.changed)
	g.calm, g.whole = g.traces(), g.invoices()
	g.restore()
}

// restore puts the company back to where it was.
func (g *ground) restore() {
	g.t.Helper()
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

// elsewhere fails where a disturbed settlement has touched a table that an
// undisturbed one leaves alone.
func (g *ground) elsewhere() {
	g.t.Helper()
	was := g.checksums(g.copied)
	for table, sum := range g.checksums(g.database.Name) {
		if sum != was[table] && !slices.Contains(g.changed, table) {
			g.t.Errorf("table %s was changed", table)
		}
	}
}

// varying are tables whose rows differ from run to run: times, sequences, the
// stored input, which holds the moment of reading and is verified, and the bytes of
// documents, which are compared on their own.
var varying = []string{"FAIRSHARE_INPUT", "FAIRSHARE_LEASE", "FAIRSHARE_INSTANCE", "SEQUENCE_VALUE_ITEM", "ELECTRONIC_TEXT", "OTHER_DATA_RESOURCE"}

// traces is all that a settlement leaves in the database and as files, without
// the times and sequence numbers that differ from run to run.
func (g *ground) traces() []string {
	g.t.Helper()
	var lines []string
	for _, table := range g.changed {
		if !slices.Contains(varying, table) {
			lines = append(lines, g.rows(g.dump(table))...)
		}
	}
	for _, line := range g.rows(attached) {
		lines = append(lines, timeless(line))
	}
	return append(lines, g.files()...)
}

// attached is every document as OFBiz would stream it, and whether it is what the
// journal recorded.
const attached = `
SELECT 'attached', c.PARTY_ID, d.DATA_RESOURCE_NAME,
  IF(UNHEX(COALESCE(SHA2(e.TEXT_DATA, 256), SHA2(o.DATA_RESOURCE_CONTENT, 256))) = UNHEX(j.SHA256), 'as recorded', 'other bytes than recorded'),
  COALESCE(e.TEXT_DATA, HEX(o.DATA_RESOURCE_CONTENT))
FROM PARTY_CONTENT c JOIN CONTENT x ON x.CONTENT_ID = c.CONTENT_ID
JOIN DATA_RESOURCE d ON d.DATA_RESOURCE_ID = x.DATA_RESOURCE_ID
LEFT JOIN ELECTRONIC_TEXT e ON e.DATA_RESOURCE_ID = d.DATA_RESOURCE_ID
LEFT JOIN OTHER_DATA_RESOURCE o ON o.DATA_RESOURCE_ID = d.DATA_RESOURCE_ID
LEFT JOIN FAIRSHARE_DOCUMENT j ON j.CONTENT_ID = x.CONTENT_ID
ORDER BY 1, 2, 3, 4, 5`

// secondsOf is how a report in HTML tells when the database was read.
var secondsOf = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)

// timeless takes that moment out of a report.
func timeless(document string) string {
	return secondsOf.ReplaceAllString(document, "(moment of reading)")
}

// dump is a query of a table's columns that are the same in every run. The input
// of a second currency is another one once the first has been settled.
func (g *ground) dump(table string) string {
	columns := g.rows(`
SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?
AND COLUMN_NAME NOT LIKE '%STAMP%' AND COLUMN_NAME NOT LIKE '%\_AT' AND COLUMN_NAME NOT LIKE '%\_DATE'
AND COLUMN_NAME NOT IN ('CONTENT_ID', 'DATA_RESOURCE_ID', 'LEASE_TERM', 'SHA256', 'INPUT_DIGEST', 'STORED_DIGEST') ORDER BY ORDINAL_POSITION`, table)
	return fmt.Sprintf("SELECT '%s', MD5(CONCAT_WS('|', %s)), %s FROM %s ORDER BY 2", table,
		"COALESCE("+strings.Join(columns, ", ''), COALESCE(")+", '')", "LEFT("+strings.Join(columns, ", 60), LEFT(")+", 60)", table)
}

// invoices are the payout invoices in OFBiz as they are, whole or not.
func (g *ground) invoices() map[string]string {
	g.t.Helper()
	found := map[string]string{}
	for _, query := range []string{
		`SELECT INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, REFERENCE_NUMBER, DESCRIPTION, CURRENCY_UOM_ID FROM INVOICE WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1`,
		`SELECT INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, PRODUCT_ID, QUANTITY, AMOUNT, DESCRIPTION FROM INVOICE_ITEM WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1, 2`,
		`SELECT INVOICE_ID, PARTY_ID, ROLE_TYPE_ID FROM INVOICE_ROLE WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1, 2, 3`,
		`SELECT INVOICE_ID, STATUS_ID FROM INVOICE_STATUS WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1, 2`,
	} {
		for _, line := range g.rows(query) {
			id, rest, _ := strings.Cut(line, " | ")
			found[id] += rest + "\n"
		}
	}
	return found
}

// files are the finished reports: name and bytes.
func (g *ground) files() []string {
	g.t.Helper()
	paths, err := filepath.Glob(filepath.Join(g.reports(), "*", "[^.]*"))
	if err != nil {
		g.t.Fatal(err)
	}
	var lines []string
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			g.t.Fatal(err)
		}
		lines = append(lines, timeless(fmt.Sprintf("file | %s | %s", filepath.Base(path), content)))
	}
	return lines
}

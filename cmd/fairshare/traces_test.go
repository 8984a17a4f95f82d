package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// varying are tables whose rows differ from run to run: times, sequences, the
// stored input, which holds the moment of reading and is verified, and the bytes of
// documents, which are compared on their own.
var varying = []string{"FAIRSHARE_INPUT", "FAIRSHARE_LEASE", "FAIRSHARE_INSTANCE", "SEQUENCE_VALUE_ITEM", "ELECTRONIC_TEXT", "OTHER_DATA_RESOURCE"}

// traces is all that a settlement leaves in the database and as files, without
// what has to differ from run to run: times, sequence numbers, terms of the lease.
func (g *ground) traces() []string {
	g.t.Helper()
	var lines []string
	for _, dump := range g.dumps {
		lines = append(lines, g.rows(dump)...)
	}
	return append(lines, g.documents()...)
}

// documents are the finished reports, in OFBiz and as files: name and bytes.
func (g *ground) documents() (lines []string) {
	g.t.Helper()
	timeless := g.timeless()
	for _, line := range append(g.rows(attached), g.files()...) {
		lines = append(lines, timeless.Replace(line))
	}
	return lines
}

// attached is every document as OFBiz would stream it, and whether it is what the
// journal recorded.
const attached = `
SELECT 'attached', c.PARTY_ID, d.DATA_RESOURCE_NAME,
  IF(j.CONTENT_ID IS NULL, 'not recorded',
    IF(UNHEX(COALESCE(SHA2(e.TEXT_DATA, 256), SHA2(o.DATA_RESOURCE_CONTENT, 256))) = UNHEX(j.SHA256), 'as recorded', 'other bytes than recorded')),
  COALESCE(e.TEXT_DATA, HEX(o.DATA_RESOURCE_CONTENT))
FROM PARTY_CONTENT c JOIN CONTENT x ON x.CONTENT_ID = c.CONTENT_ID
JOIN DATA_RESOURCE d ON d.DATA_RESOURCE_ID = x.DATA_RESOURCE_ID
LEFT JOIN ELECTRONIC_TEXT e ON e.DATA_RESOURCE_ID = d.DATA_RESOURCE_ID
LEFT JOIN OTHER_DATA_RESOURCE o ON o.DATA_RESOURCE_ID = d.DATA_RESOURCE_ID
LEFT JOIN FAIRSHARE_DOCUMENT j ON j.CONTENT_ID = x.CONTENT_ID
ORDER BY 1, 2, 3, 4, 5`

// timeless takes out of a report the second at which the database was read, which
// those in HTML tell. It is all that two reports of the same input may differ by.
func (g *ground) timeless() *strings.Replacer {
	g.t.Helper()
	zone, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		g.t.Fatal(err)
	}
	var pairs []string
	for _, text := range g.rows("SELECT DISTINCT SNAPSHOT_AT FROM FAIRSHARE_SETTLEMENT") {
		at, err := time.Parse(time.DateTime, text[:len(time.DateTime)])
		if err != nil {
			g.t.Fatal(err)
		}
		pairs = append(pairs, at.In(zone).Format(time.DateTime), "(moment of reading)")
	}
	return strings.NewReplacer(pairs...)
}

// dumpsOf are queries of the tables' columns that are the same in every run.
func (g *ground) dumpsOf(tables []string) (dumps []string) {
	for _, table := range tables {
		if slices.Contains(varying, table) {
			continue
		}
		columns := g.rows(`
SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?
AND COLUMN_NAME NOT LIKE '%STAMP%' AND COLUMN_NAME NOT LIKE '%\_AT' AND COLUMN_NAME NOT LIKE '%\_DATE'
AND COLUMN_NAME NOT IN ('CONTENT_ID', 'DATA_RESOURCE_ID', 'LEASE_TERM', 'SHA256', 'STORED_DIGEST', 'RUN_TIME', 'RUN_TIME_EPOCH', 'DATETIME_STARTED')
AND NOT (TABLE_NAME = 'COMMUNICATION_EVENT' AND COLUMN_NAME = 'CONTENT') ORDER BY ORDINAL_POSITION`, table)
		dumps = append(dumps, fmt.Sprintf("SELECT '%s', MD5(CONCAT_WS('|', %s)), %s FROM %s ORDER BY 2", table,
			"COALESCE("+strings.Join(columns, ", ''), COALESCE(")+", '')", "LEFT("+strings.Join(columns, ", 60), LEFT(")+", 60)", table))
	}
	return dumps
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

// planned is when a settlement was, in a file of its invoices.
var planned = regexp.MustCompile(`(invoiceDate|statusDate)="[^"]*"`)

// files are the finished reports in the directory.
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
		lines = append(lines, fmt.Sprintf("file | %s | %s", filepath.Base(path), planned.ReplaceAll(content, nil)))
	}
	return lines
}

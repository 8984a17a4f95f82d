// Package testdata holds the OFBiz tables that Fairshare needs (our own DDL), the
// rows that a stock OFBiz seeds them with as far as Fairshare meets them, and the
// VEMS sample company, both as OFBiz entity-engine XML. It serves `fairshare demo`
// and the tests; see README.md beside it for the company's story.
package testdata

import (
	"embed"
	"io/fs"
)

// Tables is a script of CREATE TABLE statements for an empty schema; it needs a
// connection that takes several statements at once.
//
//go:embed ofbiz.sql
var Tables string

// Files holds the XML files that Seed and Company name.
//
//go:embed seed/*.xml vems/*.xml
var Files embed.FS

// Seed names the files with OFBiz's own rows (types, statuses, roles, currencies),
// in the order in which they load with foreign keys checked.
func Seed() []string { return list("seed/*.xml") }

// Company names the files of the sample company, in loading order, after Seed.
func Company() []string { return list("vems/*.xml") }

// list relies on the files' numbers: fs.Glob sorts by name.
func list(pattern string) []string {
	names, err := fs.Glob(Files, pattern)
	if err != nil {
		panic(err) // a constant pattern that does not parse
	}
	return names
}

package journal

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"fairshare/mapping"
)

// Accounts names who needs which rights where, for Grants.
type Accounts struct {
	OFBiz  string // OFBiz's database
	Schema string // database of the FAIRSHARE_ tables; empty: OFBiz's
	Writer string // the account of the daemon and of settle
	Reader string // the account for check, shares and reports
	Host   string // from which both connect
}

// written are OFBiz's tables that the writer touches beyond reading, and how.
// Everything else in OFBiz is only read.
var written = []struct{ rights, table string }{
	{"SELECT, INSERT, UPDATE (STATUS_ID, PAID_DATE, LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP)", "INVOICE"}, // UPDATE: to cancel one of a voided settlement
	{"SELECT, INSERT", "INVOICE_ITEM"},
	{"SELECT, INSERT", "INVOICE_STATUS"},
	{"SELECT, INSERT", "DATA_RESOURCE"},
	{"SELECT, INSERT", "OTHER_DATA_RESOURCE"},
	{"SELECT, INSERT", "ELECTRONIC_TEXT"},
	{"SELECT, INSERT", "CONTENT"},
	{"SELECT, INSERT", "PARTY_CONTENT"},
	{"SELECT, INSERT, UPDATE", "SEQUENCE_VALUE_ITEM"},
}

// Grants prints the statements that give both accounts exactly the rights they
// need, for an administrator to read and to run. It holds no password. Rights on
// tables can only be given once these exist, so "fairshare migrate" comes first.
func Grants(a Accounts) (string, error) {
	if a.Schema == "" {
		a.Schema = a.OFBiz
	}
	for _, name := range []string{a.OFBiz, a.Schema, a.Writer, a.Reader} {
		if name == "" || CheckSchema(name) != nil {
			return "", fmt.Errorf("grants: %q: a name of letters, digits, _, $ and - is needed", name)
		}
	}
	if a.Host == "" || strings.ContainsAny(a.Host, "'\\\n`") {
		return "", fmt.Errorf("grants: host %q: a host name or pattern is needed", a.Host)
	}
	var b strings.Builder
	b.WriteString(grantsHeading)
	a.createUsers(&b)
	a.ofbizRights(&b)
	a.ownRights(&b)
	return b.String(), nil
}

const grantsHeading = `-- Rights of Fairshare's two accounts, as "fairshare migrate --print-grants" prints them.
-- Run as an administrator, after "fairshare migrate" has made the FAIRSHARE_ tables
-- (migrate itself needs CREATE, ALTER, INDEX, SELECT and INSERT on their database: give
-- it an administrator's account, not one of these).
-- No account may delete, drop, or read anything that is not listed.
`

func (a Accounts) createUsers(b *strings.Builder) {
	b.WriteString("\n-- Choose the passwords yourself; over a network, add REQUIRE SSL in front of WITH.\n")
	for _, user := range []string{a.Reader, a.Writer} {
		fmt.Fprintf(b, "-- CREATE USER %s IDENTIFIED BY 'password' WITH MAX_USER_CONNECTIONS 6;\n", a.account(user))
	}
}

func (a Accounts) ofbizRights(b *strings.Builder) {
	b.WriteString("\n-- OFBiz: what both read.\n")
	for _, table := range readTables() {
		a.grant(b, "SELECT", a.OFBiz, table, a.Reader, a.Writer)
	}
	b.WriteString("\n-- OFBiz: payout invoices, attached reports, and the numbers these need.\n")
	for _, w := range written {
		a.grant(b, w.rights, a.OFBiz, w.table, a.Writer)
		if w.table != "SEQUENCE_VALUE_ITEM" {
			a.grant(b, "SELECT", a.OFBiz, w.table, a.Reader) // to verify what was written
		}
	}
}

func (a Accounts) ownRights(b *strings.Builder) {
	b.WriteString("\n-- Fairshare's own tables; only migrate writes FAIRSHARE_SCHEMA.\n")
	for _, table := range OwnTables() {
		a.grant(b, "SELECT", a.Schema, table, a.Reader, a.Writer)
		if table != "FAIRSHARE_SCHEMA" {
			a.grant(b, "INSERT, UPDATE", a.Schema, table, a.Writer)
		}
	}
}

func (a Accounts) grant(b *strings.Builder, rights, database, table string, users ...string) {
	for i, user := range users {
		users[i] = a.account(user)
	}
	fmt.Fprintf(b, "GRANT %s ON `%s`.`%s` TO %s;\n", rights, database, table, strings.Join(users, ", "))
}

func (a Accounts) account(user string) string { return "'" + user + "'@'" + a.Host + "'" }

// readTables are the tables of the entities that mapping reads, without repetition.
func readTables() (tables []string) {
	for _, entity := range mapping.Entities {
		tables = append(tables, mapping.DBName(entity.Name))
	}
	slices.Sort(tables)
	return slices.Compact(tables)
}

// createdTable finds the table in a migration that creates one.
var createdTable = regexp.MustCompile(`CREATE TABLE IF NOT EXISTS (\w+)`)

// OwnTables are the names of Fairshare's tables.
func OwnTables() []string {
	tables := []string{"FAIRSHARE_SCHEMA"}
	names, _ := migrationNames() // embedded: can't fail
	for _, name := range names {
		text, _ := migrations.ReadFile("migrations/" + name + ".sql")
		if found := createdTable.FindSubmatch(text); found != nil {
			tables = append(tables, string(found[1]))
		}
	}
	return tables
}

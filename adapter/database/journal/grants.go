package journal

import (
	"fmt"
	"regexp"
	"strings"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
)

// Accounts names who needs which rights where, for Grants.
type Accounts struct {
	OFBiz  string // OFBiz's database
	Schema string // database of the FAIRSHARE_ tables; empty: OFBiz's
	Writer string // the account of the daemon and of settle
	Reader string // the account for check, shares and reports
	Host   string // from which both connect

	ThroughOFBiz bool // OFBiz's rows are written by OFBiz itself: the writer only reads them
	AsksOFBiz    bool // with ThroughOFBiz: people record credits, which OFBiz writes
	QueuesJobs   bool // the writer gives OFBiz's job queue jobs
	Tells        bool // the writer leaves messages to finance
	Mails        bool // the writer mails parties their statements
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
	switch {
	case a.AsksOFBiz:
		a.askingRights(&b)
	case !a.ThroughOFBiz:
		a.peopleRights(&b)
	}
	return b.String(), nil
}

const grantsHeading = `-- Rights of Fairshare's two accounts, as "fairshare migrate --print-grants" prints them.
-- Run as an administrator, after "fairshare migrate" has made the FAIRSHARE_ tables
-- (migrate itself needs CREATE, ALTER, INDEX, SELECT and INSERT on their database: give
-- it an administrator's account, not one of these).
-- No account may delete, drop, or read anything that is not listed.
`

// local is true for an account that only logs in on the server's own machine.
func (a Accounts) local() bool {
	return a.Host == "localhost" || a.Host == "127.0.0.1" || a.Host == "::1"
}

func (a Accounts) createUsers(b *strings.Builder) {
	b.WriteString("\n-- Choose the passwords yourself and take the -- away.\n")
	encrypted := "REQUIRE SSL "
	if a.local() {
		encrypted = "" // nobody listens in between
	}
	for _, user := range []string{a.Reader, a.Writer} {
		fmt.Fprintf(b, "-- CREATE USER %s IDENTIFIED BY 'password' %sWITH MAX_USER_CONNECTIONS 6;\n", a.account(user), encrypted)
	}
}

func (a Accounts) ofbizRights(b *strings.Builder) {
	b.WriteString("\n-- OFBiz: products, credits, orders, parties; payout invoices, attached reports, and the numbers these need.\n")
	rights := ofbiz.Rights()
	if a.ThroughOFBiz {
		rights = ofbiz.OnlyReading(rights)
	}
	a.grants(b, a.OFBiz, rights)
	if a.Tells {
		b.WriteString("\n-- Messages to finance, for people.finance_party.\n")
		a.grants(b, a.OFBiz, ofbiz.RightsToTell())
	}
	if a.Mails {
		b.WriteString("\n-- Parties' addresses for their statements, for mail.parties.\n")
		a.grants(b, a.OFBiz, ofbiz.RightsToMail())
	}
	if a.QueuesJobs {
		b.WriteString("\n-- OFBiz's job queue, for invoice.final_status: ready. WHO MAY INSERT JOBS CAN RUN ANY SERVICE OF OFBIZ AS ANY USER.\n")
		a.grants(b, a.OFBiz, ofbiz.RightsToQueue())
	}
}

func (a Accounts) ownRights(b *strings.Builder) {
	b.WriteString("\n-- Fairshare's own tables; only migrate writes FAIRSHARE_SCHEMA.\n")
	a.grants(b, a.Schema, Rights())
}

func (a Accounts) peopleRights(b *strings.Builder) {
	b.WriteString("\n-- OFBiz: only needed where people propose and approve credit with Fairshare, and decide\n-- about shares, managers and jobs (fairshare credit …, activity …, job …). Leave these out\n-- if they do so in OFBiz: without them neither a credit nor a share can be forged.\n")
	a.grants(b, a.OFBiz, ofbiz.PeopleRights())
	a.rightToLogIn(b)
}

func (a Accounts) askingRights(b *strings.Builder) {
	b.WriteString("\n-- OFBiz: only needed where people propose and approve credit with Fairshare, which OFBiz writes, and\n-- for the pages of fairshare serve: who people are, what they may do, and the jobs. Leave these out if\n-- people do so in OFBiz.\n")
	a.grants(b, a.OFBiz, ofbiz.RightsToAsk())
	a.rightToLogIn(b)
}

func (a Accounts) rightToLogIn(b *strings.Builder) {
	b.WriteString("\n-- And for the pages of fairshare serve, where people log in with their passwords of OFBiz")
	if a.AsksOFBiz {
		b.WriteString(", which\n-- OFBiz looks at. Take the dashes away if you want the pages.\n")
	} else {
		b.WriteString(": it\n-- lets the account read the passwords' digests. Take the dashes away if you want the pages.\n")
	}
	b.WriteString("-- " + ofbiz.RightToLogIn(a.AsksOFBiz).Grant(a.OFBiz, a.account(a.Writer)) + "\n")
}

// grants prints for every table one statement that gives both accounts the right to
// read, and one for the rest.
func (a Accounts) grants(b *strings.Builder, schema string, rights []database.Right) {
	for len(rights) > 0 {
		same := 1
		for same < len(rights) && rights[same].Table == rights[0].Table {
			same++
		}
		a.grantTable(b, schema, rights[:same])
		rights = rights[same:]
	}
}

func (a Accounts) grantTable(b *strings.Builder, schema string, rights []database.Right) {
	var settling []string
	for _, right := range rights {
		if right.Settling() {
			settling = append(settling, right.Clause())
			continue
		}
		b.WriteString(right.Grant(schema, a.account(a.Reader), a.account(a.Writer)) + "\n")
	}
	if len(settling) > 0 {
		together := database.Right{Table: rights[0].Table, Privilege: strings.Join(settling, ", ")}
		b.WriteString(together.Grant(schema, a.account(a.Writer)) + "\n")
	}
}

func (a Accounts) account(user string) string { return database.QuoteAccount(user + "@" + a.Host) }

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

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/mapping"
)

// everyRule makes Fairshare read every table that any rule needs.
const everyRule = vems + "costs: {purchase_invoice: true, standard_cost: true, shipping: true}\nincome: {recognize: paid}\ncurrency: {convert_to: EUR}\n"

// granted is the sample company and its two accounts, with exactly the rights that
// `migrate --print-grants` prints.
type granted struct {
	admin          *site
	writer, reader mariadbtest.Database
}

func newGranted(t *testing.T) granted {
	t.Helper()
	g := granted{admin: newVEMS(t)}
	user := "fs_" + g.admin.database.Name
	g.writer, g.reader = g.account(t, user), g.account(t, user+"_read")
	for _, statement := range strings.Split(withoutComments(g.site(t, g.writer, vems).must("migrate", "--print-grants")), ";") {
		if strings.TrimSpace(statement) != "" {
			g.admin.execute(statement)
		}
	}
	return g
}

// account makes an account with a password and no right at all.
func (g granted) account(t *testing.T, user string) mariadbtest.Database {
	t.Helper()
	g.admin.execute("CREATE USER '" + user + "'@'localhost' IDENTIFIED BY 's3cret'")
	account := g.admin.database
	account.User = user
	return account
}

// site is a configuration that logs in as the account.
func (g granted) site(t *testing.T, account mariadbtest.Database, extra string) *site {
	t.Helper()
	password := filepath.Join(private(t), "password")
	if err := os.WriteFile(password, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	account.User += ", password_file: " + password
	return newSite(t, account, extra)
}

// private is a folder as a password file wants it, whatever the umask.
func private(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

func withoutComments(script string) string {
	var lines []string
	for line := range strings.Lines(script) {
		if !strings.HasPrefix(line, "--") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// TestEveryCommandWorksWithTheGrantsThatAreDocumented runs all that settles as the
// one account and all that looks as the other, with not one right more.
func TestEveryCommandWorksWithTheGrantsThatAreDocumented(t *testing.T) {
	g := newGranted(t)
	writer, reader := g.site(t, g.writer, vems), g.site(t, g.reader, vems)
	id := "Company-EUR-20261001"
	writer.must("import", g.admin.saved("company.xml", edited(t, writer.must("export"), shareOfSupport, nextOfSupport, firstOfMik, creditOfEmil)), "--apply", "--as", "boss")
	looking := [][]string{
		{"check"}, {"shares"}, {"settle", "--until", "2026-11-01", "--dry-run"}, {"settlements"}, {"settlements", "show", id}, {"settlements", "verify", id},
		{"statement", "MIK", "--settlement", id}, {"report", id}, {"explain", "--party", "MIK"}, {"explain", "--party", "MIK", "--settlement", id}, {"adjust", "--list"}, {"credit", "list"},
		{"job", "list"}, {"activity", "show", "GENBOARD"}, {"mail"}, {"project", "future", "--expect", "forecast"}, {"project", "compare", "2026-01-01", "2026-10-31"},
		{"export"}, {"export", "--settlement", id},
	}
	for _, command := range [][]string{
		{"check"}, {"settle", "--until", "2026-10-01", "--dry-run"}, {"settle", "--until", "2026-10-01"},
		{"adjust", "MIK", "5.00", "--currency", "EUR", "--reason", "a test"},
		{"credit", "approve", "10019", "--as", "boss"},
		{"job", "apply", "10001", "--as", "cell"}, {"job", "accept", "10001", "--party", "CELL", "--as", "marcell"},
		{"activity", "appoint", "SUPPORT", "JASON", "--as", "mik"}, {"activity", "appoint", "SUPPORT", "JASON", "--end", "--as", "mik"},
		{"activity", "share", "GENBOARD", "SUPPORT=7", "--from", "2031-01-01", "--as", "mik"}, {"activity", "share", "GENBOARD", "SUPPORT=6", "--from", "2031-01-01", "--as", "mik"},
		{"activity", "clone", "GENBOARD", "GENBOARD_MINI", "--as", "mik"},
	} {
		writer.must(command...)
	}
	writer.must("credit", "reject", writer.credit("propose", "FIRMWARE", "1", "--as", "dave").ID, "--as", "boss", "--reason", "a test")
	careful := g.site(t, g.writer, vems+"settlement: {review_change_percent: 1}\n")
	if code, _, stderr := careful.run("settle", "--until", "2026-11-01"); code != int(exitAttention) {
		t.Fatalf("nothing is held for a person: exit %d %s", code, stderr)
	}
	for _, held := range g.admin.rows("SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT WHERE STATE = 'held'") {
		careful.must("settle", "--approve", held)
	}
	writer.must("settlements", "void", "Company-EUR-20261101")
	writer.must("run")
	looking = append(looking, []string{"import", g.admin.saved("same.xml", writer.must("export"))})
	for _, command := range looking {
		writer.must(command...)
		reader.must(command...)
	}
	if code, _, _ := reader.run("settle", "--until", "2026-11-01"); code != int(exitConfig) {
		t.Errorf("the account for looking settles: exit %d", code)
	}
	for _, account := range []mariadbtest.Database{g.writer, g.reader} {
		for _, right := range g.admin.rows("SHOW GRANTS FOR '" + account.User + "'@'localhost'") {
			if strings.Contains(right, "DELETE") || strings.Contains(right, "DROP") || strings.Contains(right, "ALL ") {
				t.Errorf("%s may: %s", account.User, right)
			}
		}
	}
}

// TestCheckNamesEverySingleRightThatIsMissing takes each right away, one at a time,
// and gives it back by the very statement that check says an administrator runs.
func TestCheckNamesEverySingleRightThatIsMissing(t *testing.T) {
	g := newGranted(t)
	rights := slices.Concat(ofbiz.Rights(), journal.Rights(), ofbiz.PeopleRights())
	for _, account := range []mariadbtest.Database{g.writer, g.reader} {
		s, isReader := g.site(t, account, everyRule), account == g.reader
		if missing := s.missingRights(); len(missing) > 0 {
			t.Fatalf("%s lacks %v to begin with", account.User, missing)
		}
		taken := 0
		for _, right := range rights {
			if right.Settling() && isReader {
				continue
			}
			for _, one := range each(right) {
				g.takeAway(t, s, account.User, one)
				taken++
			}
		}
		t.Logf("%s: %d rights taken away, one by one, named by check and given back", account.User, taken)
	}
}

// each splits a right to columns.
func each(right database.Right) (rights []database.Right) {
	if len(right.Columns) == 0 || right.Whole {
		return []database.Right{right}
	}
	for _, column := range right.Columns {
		rights = append(rights, database.Right{Table: right.Table, Privilege: right.Privilege, Columns: []string{column}})
	}
	return rights
}

func (g granted) takeAway(t *testing.T, s *site, user string, right database.Right) {
	t.Helper()
	g.admin.execute(fmt.Sprintf("REVOKE %s ON %s.%s FROM '%s'@'localhost'", right.Clause(), g.admin.database.Name, right.Table, user))
	missing := s.missingRights()
	if len(missing) != 1 || missing[0].Key != right.Table || !strings.Contains(missing[0].Text, "right to "+right.Privilege) {
		t.Fatalf("without %s on %s, check finds %v", right.Clause(), right.Table, missing)
	}
	_, statement, there := strings.Cut(missing[0].Text, "an administrator runs: ")
	if !there || !strings.Contains(statement, "`"+right.Table+"` TO '"+user+"'@'localhost';") {
		t.Fatalf("without %s on %s there is no statement to run: %s", right.Clause(), right.Table, missing[0].Text)
	}
	g.admin.execute(statement)
	if again := s.missingRights(); len(again) != 0 {
		t.Fatalf("after %s, check still finds %v", statement, again)
	}
}

// missingRights are check's findings about rights; others do not matter here.
func (s *site) missingRights() (missing []mapping.Finding) {
	s.t.Helper()
	code, stdout, stderr := s.run("check", "--output", "json")
	var document checkDocument
	if err := json.Unmarshal([]byte(stdout), &document); err != nil {
		s.t.Fatalf("check: exit %d: %v\n%s%s", code, err, stdout, stderr)
	}
	for _, f := range document.Findings {
		if f.Code == ofbiz.CodeGrant {
			missing = append(missing, f)
		}
	}
	if len(missing) > 0 && code != int(exitRefused) {
		s.t.Errorf("check finds missing rights and exits with %d", code)
	}
	return missing
}

func TestCheckSaysWhenAnAccountHasNoRightToFairsharesTables(t *testing.T) {
	g := newGranted(t)
	s := g.site(t, g.writer, vems)
	for _, right := range journal.Rights() {
		g.admin.execute(fmt.Sprintf("REVOKE %s ON %s.%s FROM '%s'@'localhost'", right.Clause(), g.admin.database.Name, right.Table, g.writer.User))
	}
	if missing := s.missingRights(); len(missing) != 1 || !strings.Contains(missing[0].Text, "--print-grants") {
		t.Errorf("%v", missing)
	}
}

func TestPrintGrantsIsForTheHostThatLogsIn(t *testing.T) {
	s := newSite(t, mariadbtest.Database{Socket: "/run/mysqld/mysqld.sock", Name: "ofbiz", User: "fairshare"}, "")
	remote := newSite(t, mariadbtest.Database{Socket: "db.example.org:3306", Name: "ofbiz", User: "fairshare_read"}, "")
	if grants := s.must("migrate", "--print-grants"); !strings.Contains(grants, "'fairshare'@'localhost'") || strings.Contains(grants, "REQUIRE SSL") || strings.Contains(grants, "%") {
		t.Errorf("on the same machine:\n%s", grants)
	}
	if code, _, stderr := remote.run("migrate", "--print-grants"); code != int(exitUsage) || !strings.Contains(stderr, "--host") {
		t.Errorf("for another machine, without --host: exit %d %s", code, stderr)
	}
	grants := remote.must("migrate", "--print-grants", "--host", "10.1.2.%")
	if !strings.Contains(grants, "'fairshare'@'10.1.2.%' IDENTIFIED BY 'password' REQUIRE SSL") || !strings.Contains(grants, "'fairshare_read'@'10.1.2.%'") || strings.Contains(grants, "_read_read") {
		t.Errorf("for another machine:\n%s", grants)
	}
	for _, args := range [][]string{{"migrate", "--print-grants", "--host", "a'b"}, {"migrate", "--host", "localhost"}} {
		if code, _, _ := s.run(args...); code != int(exitUsage) {
			t.Errorf("%q: exit %d", args, code)
		}
	}
}

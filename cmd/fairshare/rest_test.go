package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/rest/resttest"
)

// throughOFBiz starts an OFBiz on the site's database and has the configuration,
// when it is written next, write through it.
func (s *site) throughOFBiz() *resttest.OFBiz {
	s.t.Helper()
	zone, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		s.t.Fatal(err)
	}
	ofbiz := resttest.New(s.t, s.pool, zone)
	s.logInto(ofbiz.URL, resttest.User, resttest.Password)
	return ofbiz
}

// logInto makes the lines of the configuration that write through an OFBiz.
func (s *site) logInto(url, user, password string) {
	s.t.Helper()
	file := filepath.Join(s.t.TempDir(), "rest-password")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.way = fmt.Sprintf("  write_with: rest\n  rest: {url: %q, user: %q, password_file: %q, timeout_seconds: 1}\n", url, user, file)
}

// newRESTSite is the sample company, written through an OFBiz.
func newRESTSite(t *testing.T) (*site, *resttest.OFBiz) {
	t.Helper()
	s := newVEMS(t)
	ofbiz := s.throughOFBiz()
	s.configure(vems, s.reports())
	return s, ofbiz
}

// TestRESTLeavesWhatSQLLeaves settles, voids and settles again both ways: every row
// and report is the same but for ids of documents.
func TestRESTLeavesWhatSQLLeaves(t *testing.T) {
	steps := func(s *site) {
		s.must("settle", "--until", "2026-05-01")
		s.must("settle", "--until", "2026-11-01")
		s.exec(`UPDATE INVOICE SET STATUS_ID = 'INVOICE_READY' WHERE REFERENCE_NUMBER = ? ORDER BY INVOICE_ID LIMIT 1`, novemberEUR)
		s.must("settlements", "void", novemberEUR)
		s.must("settle", "--until", "2026-11-01")
		for _, id := range s.rows(`SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT WHERE STATE = 'closed'`) {
			s.must("settlements", "verify", id)
		}
	}
	bySQL := newVEMS(t)
	steps(bySQL)
	byREST, ofbiz := newRESTSite(t)
	steps(byREST)
	if got, want := byREST.settledState(), bySQL.settledState(); !slices.Equal(got, want) {
		t.Errorf("through OFBiz: %s", difference(got, want))
	}
	calls := ofbiz.Calls()
	for _, service := range []string{"fairshareWriteInvoice", "fairshareAttachDocument", "fairshareCancelInvoice"} {
		if !slices.Contains(calls, service) {
			t.Errorf("%s was never called", service)
		}
	}
}

// narrowThroughOFBiz is a company whose OFBiz writes, reached by an account without any
// right yet, and beside it the same as its administrator.
func narrowThroughOFBiz(t *testing.T, prefix string) (admin, s *site, ofbiz *resttest.OFBiz) {
	t.Helper()
	g := granted{admin: newVEMS(t)}
	user := prefix + g.admin.database.Name
	writer := g.account(t, user)
	g.account(t, user+"_read")
	s = g.site(t, writer, vems)
	own := s.pool
	s.pool = g.admin.pool // of the OFBiz
	ofbiz = s.throughOFBiz()
	s.pool = own
	s.configure(vems, s.reports())
	return g.admin, s, ofbiz
}

// TestRESTNeedsNoRightToWriteIntoOFBiz runs the job as the account that
// `migrate --print-grants` describes where OFBiz is written through its services.
func TestRESTNeedsNoRightToWriteIntoOFBiz(t *testing.T) {
	admin, s, _ := narrowThroughOFBiz(t, "through_")
	grants := withoutComments(s.must("migrate", "--print-grants"))
	for _, statement := range strings.Split(grants, ";") {
		if strings.TrimSpace(statement) != "" {
			admin.execute(statement)
		}
		if strings.Contains(statement, "INSERT") && !strings.Contains(statement, "FAIRSHARE_") {
			t.Errorf("a right to write into OFBiz: %s", statement)
		}
	}
	for _, command := range [][]string{
		{"check"}, {"settle", "--until", "2026-10-01"}, {"settlements", "verify", "Company-EUR-20261001"}, {"credit", "approve", "10019", "--as", "boss"},
	} {
		s.must(command...)
	}
	s.must("credit", "reject", s.credit("propose", "FIRMWARE", "1", "--as", "dave").ID, "--as", "boss", "--reason", "a test")
	if code, _, stderr := s.run("job", "apply", "10001", "--as", "cell"); exitCode(code) != exitConfig || !strings.Contains(stderr, "OFBiz's own screens") {
		t.Errorf("a job: exit %d %s", code, stderr)
	}
}

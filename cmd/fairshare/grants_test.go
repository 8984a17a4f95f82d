package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryCommandWorksWithTheGrantsThatAreDocumented runs the job as the account
// that `migrate --print-grants` describes, with nothing more, and takes one grant
// away to see that check names it.
func TestEveryCommandWorksWithTheGrantsThatAreDocumented(t *testing.T) {
	admin := newVEMS(t)
	user := "fairshare_" + admin.database.Name
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	account := admin.database
	account.User = user + ", password_file: " + password
	s := newSite(t, account, "credits: {ignore_facilities: [VEMS_WH]}\n")
	admin.execute("CREATE USER '" + user + "'@'%' IDENTIFIED BY 's3cret'")
	admin.execute("CREATE USER '" + user + "_read'@'%' IDENTIFIED BY 's3cret'")
	for _, statement := range strings.Split(withoutComments(s.must("migrate", "--print-grants")), ";") {
		if strings.TrimSpace(statement) != "" {
			admin.execute(statement)
		}
	}
	for _, command := range [][]string{
		{"check"}, {"shares"}, {"settle", "--until", "2026-10-01", "--dry-run"}, {"settle", "--until", "2026-10-01"},
		{"run"}, {"settlements"}, {"statement", "MIK"}, {"settlements", "verify", "Company-EUR-20261001"},
	} {
		s.must(command...)
	}
	admin.execute("REVOKE INSERT ON " + admin.database.Name + ".INVOICE_STATUS FROM '" + user + "'@'%'")
	if code, stdout, _ := s.run("check"); code != int(exitRefused) || !strings.Contains(stdout, "GRANT INSERT ON") || !strings.Contains(stdout, "INVOICE_STATUS") {
		t.Errorf("check without one grant: exit %d\n%s", code, stdout)
	}
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

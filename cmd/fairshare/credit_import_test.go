package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fairshare/mapping"
)

// repository is a git working copy with commits by authors.
type repository struct {
	t      *testing.T
	folder string
}

func newRepository(t *testing.T) repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("SKIPPED: git is not here, so no commit was imported")
	}
	r := repository{t, filepath.Join(t.TempDir(), "-work tree")}
	r.git("init", "-q", r.folder)
	return r
}

func (r repository) git(args ...string) string {
	r.t.Helper()
	command := exec.Command("git", args...)
	command.Env = append(command.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_COMMITTER_NAME=c", "GIT_COMMITTER_EMAIL=c@example.org", "GIT_AUTHOR_DATE=2026-10-01T12:00:00+02:00")
	out, err := command.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r repository) commit(email, message string) {
	r.t.Helper()
	r.git("-C", r.folder, "commit", "-q", "--allow-empty", "--author", "N <"+email+">", "-m", message)
}

func importedText(rows []mapping.ImportedCredit) string {
	var lines []string
	for _, r := range rows {
		lines = append(lines, strings.Join([]string{r.Author, r.Party, r.Activity, r.Quantity, r.Outcome}, " "))
	}
	return strings.Join(lines, "\n")
}

func TestCreditImport(t *testing.T) {
	s, r := newVEMS(t), newRepository(t)
	s.configure("credits: {ignore_facilities: [VEMS_WH], git_authors: {Cell@Example.org: CELL}}\n", s.reports())
	s.execute("INSERT INTO CONTACT_MECH (CONTACT_MECH_ID, CONTACT_MECH_TYPE_ID, INFO_STRING) VALUES ('E1', 'EMAIL_ADDRESS', 'dave@example.org')")
	s.execute("INSERT INTO PARTY_CONTACT_MECH (PARTY_ID, CONTACT_MECH_ID, FROM_DATE) VALUES ('DAVE', 'E1', '2026-01-01')")
	r.commit("dave@example.org", "first: no credit")
	r.commit("Dave@example.org", "Detect knock \x1e\x01 earlier\n\nCredit: FIRMWARE 99\n\nis no trailer, this is\n\nCredit: FIRMWARE 2.5\nCredit: DOCUMENTATION 1\nSigned-off-by: x")
	middle := r.git("-C", r.folder, "rev-parse", "HEAD")
	r.commit("cell@example.org", "cell's\n\ncredit: firmware 4\nCredit: firmware 5\nCredit: much\nCredit: FIRMWARE -1\nCredit: NOSUCH 1")
	r.commit("dáve@example.org", "not dave\n\nCredit: FIRMWARE 1000")
	count := `SELECT COUNT(*) FROM INVENTORY_ITEM WHERE SOFT_IDENTIFIER LIKE 'FAIRSHARE git %'`
	run := func(want string, args ...string) {
		t.Helper()
		code, stdout, stderr := s.run(append([]string{"credit", "import", "--git", r.folder, "--as", "boss", "--output", "json"}, args...)...)
		var rows []mapping.ImportedCredit
		if err := json.Unmarshal([]byte(stdout), &rows); err != nil {
			t.Fatalf("import %v: exit %d %s", args, code, stderr)
		}
		if got := importedText(rows); got != want || code != int(exitAttention) {
			t.Errorf("import %v: exit %d %s\n%s\nwant\n%s", args, code, stderr, got, want)
		}
	}
	rest := func(outcome string) string {
		nosuch := "refused"
		if outcome == "new" {
			nosuch = "new"
		}
		return "cell@example.org CELL firmware 4 " + outcome + "\ncell@example.org    refused\ncell@example.org    refused\ncell@example.org    refused\n" +
			"cell@example.org CELL NOSUCH 1 " + nosuch + "\ndáve@example.org  FIRMWARE 1000 refused"
	}
	daves := func(outcome string) string {
		return "Dave@example.org DAVE FIRMWARE 2.5 " + outcome + "\nDave@example.org DAVE DOCUMENTATION 1 " + outcome + "\n"
	}
	run(daves("new")+rest("new"), "--dry-run")
	s.same("after the dry run", "0", s.rows(count))
	run(rest("made"), "--since", middle)
	run(daves("made") + rest("known"))
	run(daves("known") + rest("known"))
	s.same("credits", "3", s.rows(count))
	s.same("effective", "2026-10-01 12:00:00.000", s.rows(`SELECT DISTINCT d.EFFECTIVE_DATE FROM INVENTORY_ITEM_DETAIL d JOIN INVENTORY_ITEM i ON i.INVENTORY_ITEM_ID = d.INVENTORY_ITEM_ID WHERE i.SOFT_IDENTIFIER LIKE 'FAIRSHARE git %'`))
}

// What a user or a repository says is never an option, and starts nothing.
func TestCreditImportIsSafe(t *testing.T) {
	s, r := newVEMS(t), newRepository(t)
	r.commit("dave@example.org", "x\n\nCredit: FIRMWARE 1")
	trap := filepath.Join(t.TempDir(), "trapped")
	for _, key := range []string{"gpg.program", "core.fsmonitor", "core.pager", "core.sshCommand"} {
		r.git("-C", r.folder, "config", key, "touch "+trap+"; false")
	}
	r.git("-C", r.folder, "config", "log.showSignature", "true")
	for _, since := range []string{"--output=" + trap, "-n1", "nosuch", "HEAD --output=" + trap} {
		if code, _, stderr := s.run("credit", "import", "--git", r.folder, "--as", "boss", "--since="+since); code != int(exitUsage) {
			t.Errorf("--since=%s: exit %d %s", since, code, stderr)
		}
	}
	if code, _, stderr := s.run("credit", "import", "--git", r.folder, "--as", "boss", "--dry-run"); code != int(exitAttention) {
		t.Errorf("exit %d %s", code, stderr)
	}
	if found, _ := filepath.Glob(trap + "*"); len(found) > 0 {
		t.Errorf("the repository made %v", found)
	}
	if code, _, _ := s.run("credit", "import", "--git", t.TempDir(), "--as", "boss"); code != int(exitUsage) {
		t.Errorf("a folder without a repository: exit %d", code)
	}
}

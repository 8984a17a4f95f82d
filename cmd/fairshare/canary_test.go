package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// canary is a password that would be seen anywhere.
const canary = `Ca"n'ary%Pa:ss@w/ord?x=1`

// TestPasswordIsNowhere runs every command with a password, in good times and with
// everything wrong that makes a driver talk, and looks for it in all that comes
// out: data, messages, the debug log, reports, the database.
func TestPasswordIsNowhere(t *testing.T) {
	s := newVEMS(t)
	user := "canary_" + s.database.Name
	s.execute("CREATE OR REPLACE USER '" + user + "'@'%' IDENTIFIED BY '" + strings.ReplaceAll(canary, "'", "''") + "'")
	s.execute("GRANT ALL ON `" + s.database.Name + "`.* TO '" + user + "'@'%'")
	proxy := faultproxy.New(t, s.database.Socket)
	looked := 0
	look := func(where, text string) {
		t.Helper()
		looked++
		for name, form := range map[string]string{
			"as it is": canary, "quoted": strings.Trim(fmt.Sprintf("%q", canary), `"`), "in a URL": url.QueryEscape(canary), "in a path": url.PathEscape(canary),
			"in base64": base64.StdEncoding.EncodeToString([]byte(canary)), "in hexadecimal": hex.EncodeToString([]byte(canary)), "in Go's bytes": strings.Trim(fmt.Sprint([]byte(canary)), "[]"),
		} {
			if strings.Contains(text, form) {
				t.Errorf("%s shows the password %s:\n%s", where, name, text)
			}
		}
	}
	every := func(situation string) (succeeded int) {
		for _, args := range [][]string{
			{"config", "show"}, {"config", "show", "-o", "json"}, {"check"}, {"migrate"}, {"shares"}, {"settle", "--until", "2026-11-01", "--dry-run"},
			{"settle", "--until", "2026-11-01"}, {"settlements"}, {"statement", "MIK"}, {"report"}, {"rules"}, {"run"}, {"--verbose", "shares"},
		} {
			process, output := s.start(args...)
			if process.Wait() == nil { // most of them fail in some situation: what they say is what matters
				succeeded++
			}
			look(situation+": "+strings.Join(args, " "), output.String())
		}
		return succeeded
	}
	use := func(address, name, user, password string) {
		file := filepath.Join(s.folder, "password")
		if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s.pretend(address, name, user, file)
	}
	use(proxy.Address, s.database.Name, user, canary)
	if n := every("all well"); n < 9 {
		t.Errorf("only %d commands succeeded with the password", n)
	}
	use(proxy.Address, s.database.Name, "nobody", canary)
	every("refused")
	use(proxy.Address, "no_such_database", user, canary)
	every("no such database")
	use("127.0.0.1:1", s.database.Name, user, canary)
	every("out of reach")
	for _, line := range s.reportFiles() {
		looked++
		name, content, _ := strings.Cut(line, " | ")
		look("report "+name, content)
		if strings.Contains(content, strings.ToUpper(hex.EncodeToString([]byte(canary)))) {
			t.Errorf("report %s holds the password", name)
		}
	}
	for _, table := range s.rows("SHOW TABLES LIKE 'FAIRSHARE%'") {
		look("table "+table, strings.Join(s.rows("SELECT * FROM "+table), "\n"))
	}
	faultproxy.Figure(t, "canary password: outputs, reports and tables searched", looked)
}

// pretend writes a configuration with a password.
func (s *site) pretend(address, name, user, passwordFile string) {
	s.t.Helper()
	text := fmt.Sprintf("ofbiz:\n  timezone: Europe/Budapest\n  database: {address: %q, name: %q, user: %q, password_file: %q}\nreports: {directory: %q}\nlog: {level: debug}\n%s",
		address, name, user, passwordFile, s.reports(), vems)
	if err := os.WriteFile(s.config(), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// canary is a password that would be seen anywhere.
const canary = `Ca"n'ary%Pa:ss@w/ord?x=1`

// canaryForms are the shapes in which it would betray itself.
var canaryForms = map[string]string{
	"as it is": canary, "quoted": strings.Trim(fmt.Sprintf("%q", canary), `"`), "quoted for YAML": strings.ReplaceAll(canary, "'", "''"),
	"in JSON": strings.Trim(string(must(json.Marshal(canary))), `"`), "in HTML": html.EscapeString(canary),
	"in a URL": url.QueryEscape(canary), "in a path": url.PathEscape(canary), "in base64": base64.StdEncoding.EncodeToString([]byte(canary)),
	"in hexadecimal": hex.EncodeToString([]byte(canary)), "in SQL's hexadecimal": strings.ToUpper(hex.EncodeToString([]byte(canary))),
	"in Go's bytes": strings.Trim(fmt.Sprint([]byte(canary)), "[]"), "in part": canary[4:16],
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// cage is a company whose database is reached with the canary as the password, and
// looks for it in all that comes out.
type cage struct {
	*site
	user   string
	proxy  *faultproxy.Proxy
	looked int
}

func newCage(t *testing.T) *cage {
	t.Helper()
	c := &cage{site: newVEMS(t)}
	c.user = "canary_" + c.database.Name
	c.proxy = faultproxy.New(t, c.database.Socket)
	c.execute("CREATE OR REPLACE USER '" + c.user + "'@'%' IDENTIFIED BY '" + strings.ReplaceAll(canary, "'", "''") + "'")
	c.execute("GRANT ALL ON `" + c.database.Name + "`.* TO '" + c.user + "'@'%'")
	return c
}

func (c *cage) look(where, text string) {
	c.t.Helper()
	c.looked++
	for name, form := range canaryForms {
		if strings.Contains(text, form) {
			c.t.Errorf("%s shows the password %s:\n%.2000s", where, name, text)
		}
	}
}

// every runs commands as processes. Most of them fail in some situation: what they
// say is what matters.
func (c *cage) every(situation string, commands [][]string) (succeeded int) {
	for _, args := range commands {
		process, output := c.start(args...)
		if process.Wait() == nil {
			succeeded++
		}
		c.look(situation+": "+strings.Join(args, " "), output.String())
	}
	return succeeded
}

// use logs in elsewhere, as somebody else, or with other lines under database.
func (c *cage) use(address, name, user string, more ...string) {
	c.t.Helper()
	file := filepath.Join(c.folder, "password")
	if err := os.WriteFile(file, []byte(canary+"\n"), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.pretend(address, name, user, file, more...)
}

func (c *cage) well() { c.use(c.proxy.Address, c.database.Name, c.user) }

// allCommands are all that log in, but the daemon.
func allCommands(settlement string) [][]string {
	return [][]string{
		{"config", "show"}, {"config", "show", "-o", "json"}, {"config", "default"}, {"version"}, {"check"}, {"check", "-o", "json"}, {"migrate"}, {"migrate", "--print-grants"},
		{"shares"}, {"shares", "--exact", "-o", "xml"}, {"settle", "--until", "2026-11-01", "--dry-run"}, {"settle", "--until", "2026-11-01"}, {"settlements"},
		{"settlements", "show", settlement}, {"settlements", "verify", settlement}, {"statement", "MIK"}, {"statement", "MIK", "--format", "html"}, {"report", settlement},
		{"explain", "--party", "MIK"}, {"explain", "--party", "MIK", "--settlement", settlement}, {"adjust", "MIK", "5.00", "--currency", "EUR", "--reason", "a test"}, {"adjust", "--list"},
		{"run"}, {"settlements", "void", settlement}, {"import", "nowhere.xml"}, {"--verbose", "shares"}, {"help"},
	}
}

// few are enough where nothing gets as far as the database.
var few = [][]string{{"config", "show"}, {"check"}, {"shares"}, {"run"}, {"serve"}, {"migrate"}}

// TestPasswordIsNowhere runs every command with a password, in good times and with
// everything wrong that makes a driver talk, and looks for it in all that comes
// out: data, messages, the debug log, reports, the database.
func TestPasswordIsNowhere(t *testing.T) {
	c := newCage(t)
	c.well()
	if n := c.every("all well", allCommands("Company-EUR-20261101")); n < 20 {
		t.Errorf("only %d commands succeeded with the password", n)
	}
	for situation, spoil := range map[string]func(){
		"refused":          func() { c.use(c.proxy.Address, c.database.Name, "nobody") },
		"no such database": func() { c.use(c.proxy.Address, "no_such_database", c.user) },
		"out of reach":     func() { c.use("127.0.0.1:1", c.database.Name, c.user) },
		"no such host":     func() { c.use("no.such.host.invalid:3306", c.database.Name, c.user) },
		"no TLS there":     func() { c.use(c.proxy.Address, c.database.Name, c.user, "tls: {required: true}") },
		"no authority":     func() { c.use(c.proxy.Address, c.database.Name, c.user, "tls: {ca_file: /nowhere}") },
		"no certificate": func() {
			c.use(c.proxy.Address, c.database.Name, c.user, "tls: {cert_file: "+c.folder+"/password, key_file: "+c.folder+"/password}")
		},
		"password for a CA":       func() { c.use(c.proxy.Address, c.database.Name, c.user, "tls: {ca_file: "+c.folder+"/password}") },
		"password in its place":   func() { c.use(c.proxy.Address, c.database.Name, c.user, "password: "+yamlText(canary)) },
		"password for a file":     func() { c.pretend(c.proxy.Address, c.database.Name, c.user, canary) },
		"DSN as the address":      func() { c.use("fs:"+canary+"@tcp(db:3306)/ofbiz", c.database.Name, c.user) },
		"DSN as the name":         func() { c.use(c.proxy.Address, "fs:"+canary+"@tcp(db:3306)/ofbiz", c.user) },
		"password with the user":  func() { c.use(c.proxy.Address, c.database.Name, c.user+":"+canary) },
		"DSN for the database":    func() { c.raw("ofbiz: {database: " + yamlText("fs:"+canary+"@tcp(db)/ofbiz") + "}\n") },
		"YAML that is broken":     func() { c.raw("ofbiz: {database: {password: " + yamlText(canary) + "\n- x: [\n") },
		"YAML with a bare secret": func() { c.raw("ofbiz:\n  database:\n    password_file: " + canary + ": x\n") },
		"loose file": func() {
			c.well()
			if err := os.Chmod(filepath.Join(c.folder, "password"), 0o644); err != nil {
				t.Fatal(err)
			}
		},
		"two lines": func() {
			c.well()
			if err := os.WriteFile(filepath.Join(c.folder, "password"), []byte(canary+"\n"+canary), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		os.Remove(filepath.Join(c.folder, "password"))
		spoil()
		if n := c.every(situation, few); n > 1 { // config show
			t.Errorf("%s: %d commands succeeded", situation, n)
		}
		os.Chmod(filepath.Join(c.folder, "password"), 0o600)
	}
	c.lookAtWhatIsLeft()
	faultproxy.Figure(t, "canary password: outputs, reports and tables searched", c.looked)
}

func (c *cage) lookAtWhatIsLeft() {
	c.t.Helper()
	for _, line := range c.reportFiles() {
		name, content, _ := strings.Cut(line, " | ")
		c.look("report "+name, content)
		c.look("report "+name, string(must(hex.DecodeString(content))))
	}
	for _, table := range c.rows("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'") {
		c.look("table "+table, strings.Join(c.rows("SELECT * FROM "+table), "\n"))
	}
}

func yamlText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// raw writes a configuration that is not one.
func (s *site) raw(text string) {
	s.t.Helper()
	if err := os.WriteFile(s.config(), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// pretend writes a configuration with a password and more lines under database.
func (s *site) pretend(address, name, user, passwordFile string, more ...string) {
	s.t.Helper()
	database := []string{"address: " + yamlText(address), "name: " + yamlText(name), "user: " + yamlText(user), "password_file: " + yamlText(passwordFile)}
	s.raw("ofbiz:\n  timezone: Europe/Budapest\n  database: {" + strings.Join(append(database, more...), ", ") + "}\n" +
		"reports: {directory: " + yamlText(s.reports()) + "}\nlog: {level: debug, format: json}\n" + vems)
}

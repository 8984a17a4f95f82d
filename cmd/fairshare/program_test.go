package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/embedded/mariadbtest"
)

// asProgram makes the test binary be fairshare itself, so that tests can start
// it, and kill it, as a process.
const asProgram = "FAIRSHARE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Unsetenv(asProgram) // config refuses keys that it does not know
		main()
	}
	mariadbtest.Main(m)
}

// site is a company's database with a configuration file for it.
type site struct {
	t        testing.TB
	database mariadbtest.Database
	folder   string // holds fairshare.yaml and the reports
	patience int    // seconds for which a silent server is waited for
	pool     *sql.DB
	way      string // lines of the configuration below ofbiz: how it is written
}

func newSite(t testing.TB, database mariadbtest.Database, extra string) *site {
	t.Helper()
	s := &site{t: t, database: database, folder: t.TempDir(), patience: 300, pool: database.Open(t)}
	s.configure(extra, s.reports())
	return s
}

// configure writes the configuration file.
func (s *site) configure(extra, reports string) {
	s.t.Helper()
	text := "ofbiz:\n  timezone: Europe/Budapest\n  database: {address: \"" + s.database.Socket + "\", name: " + s.database.Name + ", user: " + s.database.User + ", timeout_seconds: " + strconv.Itoa(s.patience) + "}\n" + s.way +
		"reports: {directory: " + reports + "}\nlog: {level: error}\n" + extra
	if err := os.WriteFile(s.config(), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) config() string  { return filepath.Join(s.folder, "fairshare.yaml") }
func (s *site) reports() string { return filepath.Join(s.folder, "reports") }

// vems is what the sample company's configuration has of its own.
const vems = "credits: {ignore_facilities: [VEMS_WH]}\n"

// newVEMS is the sample company with Fairshare's tables.
func newVEMS(t testing.TB) *site {
	t.Helper()
	s := newSite(t, mariadbtest.NewVEMS(t), vems)
	s.must("migrate")
	return s
}

// run executes one command line inside this process.
func (s *site) run(args ...string) (code int, stdout, stderr string) {
	s.t.Helper()
	var out, messages bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &messages, now: time.Now, environ: nil}
	code = a.run(context.Background(), append([]string{"--config", s.config()}, args...))
	return code, out.String(), messages.String()
}

// must runs a command that has to succeed and gives its data.
func (s *site) must(args ...string) string {
	s.t.Helper()
	code, stdout, stderr := s.run(args...)
	if code != 0 {
		s.t.Fatalf("fairshare %s: exit %d\n%s%s", strings.Join(args, " "), code, stdout, stderr)
	}
	return stdout
}

// mustJSON decodes what a command prints with --output json.
func (s *site) mustJSON(into any, args ...string) {
	s.t.Helper()
	text := s.must(append(args, "--output", "json")...)
	if err := json.Unmarshal([]byte(text), into); err != nil {
		s.t.Fatalf("fairshare %s: %v\n%s", strings.Join(args, " "), err, text)
	}
}

// command is a command line that runs as a process of its own.
func (s *site) command(args ...string) *exec.Cmd {
	command := exec.Command(os.Args[0], append([]string{"--config", s.config()}, args...)...)
	command.Env = []string{asProgram + "=1"}
	return command
}

// start begins a command as a process of its own.
func (s *site) start(args ...string) (*exec.Cmd, *bytes.Buffer) {
	s.t.Helper()
	command := s.command(args...)
	output := new(bytes.Buffer)
	command.Stdout, command.Stderr = output, output
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	return command, output
}

// rows reads a query's rows as lines of text.
func (s *site) rows(query string, args ...any) []string {
	s.t.Helper()
	rows, err := s.pool.Query(query, args...)
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		s.t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values, targets := make([]*string, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			s.t.Fatal(err)
		}
		line := make([]string, len(columns))
		for i, value := range values {
			line[i] = "NULL"
			if value != nil {
				line[i] = *value
			}
		}
		lines = append(lines, strings.Join(line, " | "))
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return lines
}

// execute changes the company behind Fairshare's back, as OFBiz does.
func (s *site) execute(statement string, args ...any) {
	s.t.Helper()
	if _, err := s.pool.Exec(statement, args...); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
}

// reportFiles lists the reports in the directory as lines of name and content.
func (s *site) reportFiles() []string {
	s.t.Helper()
	paths, err := filepath.Glob(filepath.Join(s.reports(), "*", "*"))
	if err != nil || len(paths) == 0 {
		s.t.Fatalf("no reports in %s: %v", s.reports(), err)
	}
	var lines []string
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			s.t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s | %X", filepath.Base(path), content))
	}
	slices.Sort(lines)
	return lines
}

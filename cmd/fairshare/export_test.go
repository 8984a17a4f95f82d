package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// without runs a command that has no configuration and no database.
func without(t *testing.T, input string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, messages bytes.Buffer
	a := &app{stdin: strings.NewReader(input), stdout: &out, stderr: &messages, now: time.Now}
	code = a.run(context.Background(), args)
	return code, out.String(), messages.String()
}

func (s *site) saved(name, content string) (path string) {
	s.t.Helper()
	path = filepath.Join(s.folder, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// TestSharesFromAFile holds what `shares` prints from a file, without any database,
// against what it prints from the database: byte for byte, in every format.
func TestSharesFromAFile(t *testing.T) {
	s := newVEMS(t)
	content := s.must("export")
	file := s.saved("company.xml", content)
	for _, question := range [][]string{
		{"--as-of", "2026-10-31"}, {"--as-of", "2026-06-30", "--exact"}, {"--as-of", "2025-10-31"}, {"--as-of", "2026-07-01T00:00:00+02:00", "--party", "MIK"},
		{"--as-of", "2026-10-31", "--product", "GENBOARD", "--top", "2"}, {"--as-of", "2026-10-31", "--method", "direct"},
		{"--as-of", "2026-10-31", "--party", "NOBODY"}, {"--as-of", "2026-10-31", "--party", "FERO"}, {"--as-of", "2026-10-31", "--product", "GENBORD"}, {"--as-of", "2026-10-31", "--top", "-1"},
	} {
		for _, format := range outputFormats {
			command := append([]string{"shares", "-o", format}, question...)
			code, stdout, stderr := s.run(command...)
			codeFrom, stdoutFrom, stderrFrom := without(t, "", append(command, "--from", file)...)
			if code != codeFrom || stdout != stdoutFrom || stderr != stderrFrom {
				t.Errorf("%v: exit %d\n%s%s\nfrom the file: exit %d\n%s%s", command, code, stdout, stderr, codeFrom, stdoutFrom, stderrFrom)
			}
		}
	}
	if code, stdout, stderr := without(t, content, "shares", "--from", "-"); code != 0 || !strings.Contains(stdout, "GENBOARD") {
		t.Errorf("from the standard input, as of now: exit %d %s", code, stderr)
	}
}

func TestSharesFromAFileRefuses(t *testing.T) {
	folder := t.TempDir()
	for name, c := range map[string]struct {
		content string
		code    exitCode
		stderr  string
	}{
		"ErrNoFile":     {"", exitUsage, "no such file"},
		"ErrDoctype":    {"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", exitRefused, "line 1: a DOCTYPE is not accepted"},
		"ErrOther":      {"<entity-engine-xml/>", exitRefused, "line 1: element <entity-engine-xml> is of the namespace"},
		"ErrSettlement": {settlementExample(t), exitUsage, "a settlement's result says nothing"},
		"ErrFormula":    {strings.Replace(companyExample(t), "/ 2\"", "/\"", 1), exitRefused, "line 26: the formula"},
		"ErrZone":       {strings.Replace(companyExample(t), "Europe/Budapest", "Europe/Atlantis", 1), exitRefused, "line 3: zone=\"Europe/Atlantis\""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name+".xml")
			if c.content != "" {
				if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			code, _, stderr := without(t, "", "shares", "--from", path)
			if code != int(c.code) || !strings.Contains(stderr, c.stderr) {
				t.Errorf("exit %d: %s", code, stderr)
			}
		})
	}
}

func companyExample(t *testing.T) string    { return example(t, "company.xml") }
func settlementExample(t *testing.T) string { return example(t, "settlement.xml") }

func example(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../mapping/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestSchemaXSD(t *testing.T) {
	if code, stdout, _ := without(t, "", "schema", "--xsd"); code != 0 || !strings.Contains(stdout, `targetNamespace="urn:fairshare:exchange:1"`) {
		t.Errorf("exit %d %s", code, stdout)
	}
	if code, _, _ := without(t, "", "schema", "shares", "--xsd"); code != int(exitUsage) {
		t.Errorf("a name and --xsd: exit %d", code)
	}
	if code, _, _ := without(t, "", "export", "-o", "json"); code != int(exitUsage) {
		t.Errorf("export as JSON: exit %d", code)
	}
}

// validXML has Java's validator, and xmllint, look at files that the program wrote.
func validXML(t *testing.T, schema string, files ...string) {
	t.Helper()
	for program, command := range map[string]*exec.Cmd{
		"java":    exec.Command("java", "../../mapping/testdata/Validate.java", schema),
		"xmllint": exec.Command("xmllint", append([]string{"--noout", "--schema", schema}, files...)...),
	} {
		if _, err := exec.LookPath(program); err != nil {
			t.Logf("SKIPPED %s, which is not in PATH", program)
			continue
		}
		command.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
		output, err := command.CombinedOutput()
		verdicts := strings.Count(string(output), "valid\n") + strings.Count(string(output), " validates\n")
		if err != nil || verdicts != len(files) {
			t.Errorf("%s: %v\n%s", program, err, output)
		}
	}
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestExitCodeIsKeptThroughWrapping(t *testing.T) {
	inner := withExit(exitUnreachable, errors.New("connection refused"))
	outer := withExit(exitFailed, fmt.Errorf("read product: %w", inner))
	if codeOf(outer) != exitUnreachable || outer.Error() != "read product: connection refused" {
		t.Errorf("%d %v", codeOf(outer), outer)
	}
	if withExit(exitFailed, nil) != nil || codeOf(nil) != exitDone || codeOf(errors.New("x")) != exitFailed {
		t.Error("nil is done, and what nobody knows has failed")
	}
}

// offline runs a command that needs no database.
func offline(t *testing.T, environ []string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, messages bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &messages, now: time.Now, environ: environ}
	return a.run(context.Background(), args), out.String(), messages.String()
}

func TestCommandsWithoutDatabase(t *testing.T) {
	t.Chdir(t.TempDir())
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte("organization: 0123\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name           string
		args           []string
		environ        []string
		code           exitCode
		stdout, stderr string
	}{
		{"version", []string{"version", "-o", "json"}, nil, exitDone, `"version": "` + version + `"`, ""},
		{"configuration", []string{"config", "show", "--config", file}, nil, exitDone, `organization: "0123"`, ""},
		{"configuration of the environment", []string{"config", "show"}, []string{"FAIRSHARE_ORGANIZATION=ACME"}, exitDone, "organization: ACME", ""},
		{"commented defaults", []string{"config", "default"}, nil, exitDone, "organization: Company", ""},
		{"no such file", []string{"config", "show", "--config", "x.yaml"}, nil, exitConfig, "", "x.yaml"},
		{"unknown key", []string{"config", "show"}, []string{"FAIRSHARE_ORGANISATION=X"}, exitConfig, "", "FAIRSHARE_ORGANIZATION"},
		{"schema", []string{"schema", "settle"}, nil, exitDone, `"retained_total"`, ""},
		{"no such schema", []string{"schema", "x"}, nil, exitUsage, "", "settle, settlements, shares, statement"},
		{"no such output", []string{"version", "-o", "yaml"}, nil, exitUsage, "", "table, json, csv, xml"},
		{"no such command", []string{"pay"}, nil, exitUsage, "", "pay"},
		{"no such command below one", []string{"config", "pay"}, nil, exitUsage, "", "pay"},
		{"no such flag", []string{"version", "--loud"}, nil, exitUsage, "", "--loud"},
		{"completion", []string{"completion", "bash"}, nil, exitDone, "fairshare", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, stdout, stderr := offline(t, c.environ, c.args...)
			if exitCode(code) != c.code || !strings.Contains(stdout, c.stdout) || !strings.Contains(stderr, c.stderr) {
				t.Errorf("exit %d\n%s\n%s", code, stdout, stderr)
			}
			if c.code != exitDone && stdout != "" {
				t.Errorf("data of an error: %s", stdout)
			}
		})
	}
}

package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const unit = "config/systemd/fairshare.service"

// readTop reads a file of the project.
func readTop(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(top, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// program finds a program of this machine.
func program(t *testing.T, name, why string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("SKIPPED: %s is not installed: %s", name, why)
	}
	return path
}

// TestUnit lets systemd itself say whether it understands the service file, and how
// much of the machine the service could reach. Fairshare is not installed here, so
// another program takes its place.
func TestUnit(t *testing.T) {
	analyze := program(t, "systemd-analyze", "nobody checked "+unit)
	path := filepath.Join(t.TempDir(), "fairshare.service")
	text := strings.Replace(readTop(t, unit), "ExecStart=/usr/bin/fairshare ", "ExecStart=/bin/true ", 1)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(analyze, "verify", "--man=no", path).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("verify: %v\n%s", err, out)
	}
	out, err := exec.Command(analyze, "security", "--offline=yes", "--no-pager", "--threshold=20", path).CombinedOutput()
	if err != nil {
		t.Errorf("security: %v: it is exposed more than 2.0 of 10\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	t.Log(lines[len(lines)-1])
}

// What the service file promises is what the program does.
func TestUnitFitsTheProgram(t *testing.T) {
	text := readTop(t, unit)
	for _, line := range []string{"Type=notify", "NoNewPrivileges=yes", "ProtectSystem=strict", "LimitCORE=0", "CapabilityBoundingSet="} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("%s lacks %s", unit, line)
		}
	}
	// A restart can't mend wrong arguments (2) or a wrong configuration (3).
	if !regexp.MustCompile(`(?m)^RestartPreventExitStatus=2 3$`).MatchString(text) {
		t.Errorf("%s restarts what can't start", unit)
	}
}

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// secretRow is what a panic may carry along from the data.
const secretRow = "row of MIK: 4711.00"

// breakages are mistakes in the program, each in a source file behind a line of it;
// BREAK_DOWN_IN chooses one when the program runs.
var breakages = []struct{ where, file, behind, mistake string }{
	{"calc", "calc/distribute.go", "func Distribute(s *Scheme, lines []Line) (*Outcome, error) {", "_ = []int{}[len(lines)]"},
	{"mapping", "mapping/settlement_input.go", "func (in *Input) PlanOf(outcome *calc.Outcome) (*Plan, error) {", `panic("` + secretRow + `")`},
	{"report", "adapter/files/render.go", "func (l Language) Render(format string, s mapping.Statement) (mapping.Document, error) {", `panic(fmt.Errorf("` + secretRow + `"))`},
}

// brokenProgram builds fairshare with these mistakes in it.
func brokenProgram(t *testing.T) string {
	t.Helper()
	root, folder := filepath.Join("..", ".."), t.TempDir()
	replaced := map[string]string{}
	for _, b := range breakages {
		path, err := filepath.Abs(filepath.Join(root, b.file))
		if err != nil {
			t.Fatal(err)
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		broken := strings.Replace(string(source), b.behind, b.behind+"\nif os.Getenv(\"BREAK_DOWN_IN\") == \""+b.where+"\" { "+b.mistake+" }", 1)
		if broken == string(source) {
			t.Fatalf("%s has no line %q any more", b.file, b.behind)
		}
		broken = strings.Replace(broken, "\nimport ", "\nimport \"os\"\nimport ", 1)
		replaced[path] = filepath.Join(folder, b.where+".go")
		if err := os.WriteFile(replaced[path], []byte(broken), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		t.Fatal(err)
	}
	overlayFile, program := filepath.Join(folder, "overlay.json"), filepath.Join(folder, "fairshare")
	if err := os.WriteFile(overlayFile, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-overlay", overlayFile, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build the broken program: %v\n%s", err, out)
	}
	return program
}

// broken is a command of the broken program.
func (s *site) broken(program, where string, args ...string) *exec.Cmd {
	command := exec.Command(program, append([]string{"--config", s.config()}, args...)...)
	command.Env = []string{"BREAK_DOWN_IN=" + where}
	return command
}

// expectStack wants to see where it broke down and nothing of the data.
func expectStack(t *testing.T, output, where string) {
	t.Helper()
	for _, words := range []string{"broke down by a mistake of its own", "goroutine ", where + ".go:"} {
		if !strings.Contains(output, words) {
			t.Errorf("it does not say %q:\n%s", words, output)
		}
	}
	if strings.Contains(output, secretRow) {
		t.Errorf("a row is in the log:\n%s", output)
	}
}

// TestBreakdown lets a mistake in calc, in mapping and in a report panic: the stack
// is told without the row, the exit code is 1, nothing is written that was not
// planned, and the next run does all that is left as if nothing had been.
func TestBreakdown(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: builds the program once more; leave -short out")
	}
	program := brokenProgram(t)
	untouched := newVEMS(t)
	untouched.must("settle", "--until", "2026-11-01")
	want := untouched.settledState()
	for _, b := range breakages {
		t.Run(b.where, func(t *testing.T) {
			s := newVEMS(t)
			command := s.broken(program, b.where, "settle", "--until", "2026-11-01")
			output, _ := command.CombinedOutput()
			if code := command.ProcessState.ExitCode(); code != int(exitFailed) {
				t.Errorf("exit %d:\n%s", code, output)
			}
			expectStack(t, string(output), strings.TrimSuffix(filepath.Base(b.file), ".go"))
			state := s.settledState()
			if b.where != "report" && len(state) > 0 {
				t.Errorf("something was written:\n%s", strings.Join(state, "\n"))
			}
			if held := s.rows("SELECT HOLDER FROM FAIRSHARE_LEASE WHERE UNTIL > UTC_TIMESTAMP(3)"); len(held) > 0 {
				t.Errorf("the lease is still held by %v", held)
			}
			s.must("settle", "--until", "2026-11-01")
			if state = s.settledState(); !slices.Equal(state, want) {
				t.Errorf("then it settles otherwise than if nothing had been:\n%s\n---\n%s", strings.Join(state, "\n"), strings.Join(want, "\n"))
			}
		})
	}
	t.Run("daemon", func(t *testing.T) { testBrokenDaemon(t, program) })
}

// testBrokenDaemon breaks a night down: the daemon says so, stays healthy and is
// stopped as always.
func testBrokenDaemon(t *testing.T, program string) {
	s := newVEMS(t)
	address := freeAddress(t)
	s.write("serve: {listen: '" + address + "'}\n")
	daemon := s.broken(program, "calc", "serve")
	output := new(strings.Builder)
	daemon.Stdout, daemon.Stderr = output, output
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	defer daemon.Process.Kill()
	page(t, "http://"+address+"/metrics", 200, `fairshare_nights_total{result="failed"} 1`)
	page(t, "http://"+address+"/healthz", 200, "ok")
	page(t, "http://"+address+"/readyz", 503, "broke down by a mistake of its own: runtime error: index out of range")
	stop(t, daemon, output)
	expectStack(t, output.String(), "distribute")
	if nights := s.rows("SELECT MESSAGE FROM FAIRSHARE_NIGHT WHERE DONE_AT IS NULL"); len(nights) != 1 || !strings.Contains(nights[0], "broke down") {
		t.Errorf("the journal says of the night: %v", nights)
	}
}

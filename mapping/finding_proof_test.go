package mapping_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fairshare/mapping"
)

var findingLine = regexp.MustCompile(`(?m)^(warning|blocking|accepted) ([A-Z_0-9]+) (\S+) \(((?s:.*?))\): (.+)$`)

// TestFindingsSayWhatToDo holds every finding of every scenario against the catalogue:
// its severity is the code's, it names an entity, and behind what is wrong its text
// says what was done about it or what to do.
func TestFindingsSayWhatToDo(t *testing.T) {
	severities := map[string]mapping.Severity{}
	for _, code := range mapping.FindingCodes {
		severities[code.Code] = code.Severity
	}
	files, err := filepath.Glob(filepath.Join(scenarios, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, want, _ := strings.Cut(string(text), "-- want --\n")
		for _, m := range findingLine.FindAllStringSubmatch(want, -1) {
			seen++
			severity, known := severities[m[2]]
			if !known || string(severity) != m[1] && (m[1] != "accepted" || severity != mapping.Blocking) {
				t.Errorf("%s: %s is %s, the catalogue says %q", filepath.Base(file), m[2], m[1], severity)
			}
			if !strings.Contains(m[5], ": ") && !strings.Contains(m[5], "; ") {
				t.Errorf("%s: %s says what is wrong and not what to do: %s", filepath.Base(file), m[2], m[5])
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d findings in the scenarios", seen)
	}
}

// TestEveryFindingIsShown: no code of the catalogue that neither a scenario nor a test
// brings about by its name.
func TestEveryFindingIsShown(t *testing.T) {
	var proofs strings.Builder
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		inScenario := strings.HasSuffix(path, ".txt") && strings.Contains(filepath.ToSlash(path), "testdata/scenarios/")
		if err != nil || entry.IsDir() || !inScenario && !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		fmt.Fprintf(&proofs, "%s\n", text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range mapping.FindingCodes {
		if !regexp.MustCompile(`\b` + code.Code + `\b`).MatchString(proofs.String()) {
			t.Errorf("nothing shows %s", code.Code)
		}
	}
}

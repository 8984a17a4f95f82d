package mapping_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// cases is how many kinds of bad input and misuse the catalogue has.
const cases = 72

var (
	caseRow  = regexp.MustCompile(`(?m)^\| (\d+) \|.*\| ([^|]+) \|$`)
	scenario = regexp.MustCompile(`\[([a-z0-9-]+)\]\(([a-z0-9-]+)\.txt\)`)
	goTest   = regexp.MustCompile("`([a-z/]+)/(Test[A-Za-z0-9]+)`")
	caseLine = regexp.MustCompile(`^Cases? (\d+)(?:(?:,| and) (\d+))*[,:]`)
	number   = regexp.MustCompile(`\d+`)
)

// proofs are the tests and scenarios that the catalogue names, by case.
func proofs(t *testing.T) map[int]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(scenarios, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := map[int]string{}
	for _, row := range caseRow.FindAllStringSubmatch(string(text), -1) {
		n, err := strconv.Atoi(row[1])
		if err != nil || named[n] != "" {
			t.Errorf("case %s is there twice, %v", row[1], err)
		}
		named[n] = row[2]
	}
	return named
}

// TestEveryCaseOfTheCatalogueIsShown: every case names scenarios or tests, and all
// of these exist and say so.
func TestEveryCaseOfTheCatalogueIsShown(t *testing.T) {
	named := proofs(t)
	if len(named) != cases {
		t.Errorf("%d cases, want %d", len(named), cases)
	}
	for n := 1; n <= cases; n++ {
		files, tests := scenario.FindAllStringSubmatch(named[n], -1), goTest.FindAllStringSubmatch(named[n], -1)
		if len(files)+len(tests) == 0 || len(files)+len(tests) != strings.Count(named[n], ",")+1 {
			t.Errorf("case %d: %q names no scenario and no test, or something else", n, named[n])
		}
		for _, file := range files {
			if file[1] != file[2] || !slices.Contains(casesOf(t, file[1]), n) {
				t.Errorf("case %d: scenario %s does not exist, or its first line does not name the case", n, file[1])
			}
		}
		for _, test := range tests {
			if !isTest(t, test[1], test[2]) {
				t.Errorf("case %d: %s is no test of %s", n, test[2], test[1])
			}
		}
	}
}

// TestScenariosAreInTheCatalogue: a scenario that says which case it shows is named
// there, so that the table leaves none out.
func TestScenariosAreInTheCatalogue(t *testing.T) {
	named := proofs(t)
	files, err := filepath.Glob(filepath.Join(scenarios, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		for _, n := range casesOf(t, name) {
			if !strings.Contains(named[n], "["+name+"]") {
				t.Errorf("%s shows case %d and is not named there", name, n)
			}
		}
	}
}

// casesOf are the cases that a scenario's first line says it shows.
func casesOf(t *testing.T, name string) (shown []int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(scenarios, name+".txt"))
	if err != nil {
		t.Error(err)
	}
	for _, digits := range number.FindAllString(caseLine.FindString(string(text)), -1) {
		n, err := strconv.Atoi(digits)
		if err != nil {
			t.Fatal(err)
		}
		shown = append(shown, n)
	}
	return shown
}

// isTest reports whether a folder of the module has a test of that name.
func isTest(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(file string) bool {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(text), "func "+name+"(")
	})
}

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// weak is the answer for the package in testdata/weak: what is well tested is killed.
const weak = `SURVIVED testdata/weak/weak.go:42 badly: n < 3 -> n <= 3
SURVIVED testdata/weak/weak.go:42 badly: 3 -> + 1
SURVIVED testdata/weak/weak.go:42 badly: 3 -> - 1
SURVIVED testdata/weak/weak.go:42 badly: not n > -3
SURVIVED testdata/weak/weak.go:42 badly: n > -3 -> n >= -3
SURVIVED testdata/weak/weak.go:42 badly: -3 -> + 1
SURVIVED testdata/weak/weak.go:42 badly: -3 -> - 1
SURVIVED testdata/weak/weak.go:43 badly: without n = 0
SURVIVED testdata/weak/weak.go:43 badly: 0 -> + 1
SURVIVED testdata/weak/weak.go:43 badly: 0 -> - 1
69 mutants: 59 killed, 0 equivalent, 10 survived: 85.5 % killed, 85.5 % of those that change something
`

func TestMutate(t *testing.T) {
	got, err := tried(t, options{folder: "testdata/weak", jobs: 2, worlds: 1, equivalents: "testdata/none.txt"})
	if err != nil || got != weak {
		t.Errorf("%v\n%s", err, got)
	}
}

// TestChoose takes the same sample for the same seed, in the order of the source.
func TestChoose(t *testing.T) {
	source, err := load("testdata/weak")
	if err != nil {
		t.Fatal(err)
	}
	every, of := regexp.MustCompile(""), regexp.MustCompile("reckon|truth")
	o := options{sample: 9, seed: 3}
	first := o.choose(source.mutants, every)
	if again := o.choose(source.mutants, every); !slices.Equal(first, again) || len(first) != 9 {
		t.Errorf("%v, then %v", first, again)
	}
	if o.seed = 4; slices.Equal(first, o.choose(source.mutants, every)) {
		t.Error("another seed chooses the same")
	}
	if !slices.IsSortedFunc(first, func(a, b *mutant) int { return a.id - b.id }) {
		t.Errorf("%v", first)
	}
	for _, m := range (options{}).choose(source.mutants, of) {
		if m.function != "reckon" && m.function != "truth" {
			t.Error(m)
		}
	}
}

// TestEquivalents runs with two on the list of which one does change something.
func TestEquivalents(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list.txt")
	text := "# why\n# and how\ntestdata/weak/weak.go badly: without n = 0\n\n# no\ntestdata/weak/weak.go truth: return true -> return false\n"
	if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := tried(t, options{folder: "testdata/weak", jobs: 2, worlds: 1, equivalents: list, only: "truth|badly: without"})
	if err == nil || !strings.Contains(err.Error(), "1 mutants listed as equivalent were killed") || !strings.Contains(got, "NOT EQUIVALENT testdata/weak/weak.go:38 truth: return true -> return false (TestAll)") || !strings.Contains(got, "1 equivalent, 0 survived") {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestListOfEquivalents(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list.txt")
	for text, want := range map[string]string{
		"testdata/weak/weak.go badly: x":           "list.txt:1: no reason above it",
		"# why\n# and how\n\nx":                    "list.txt:4: no reason above it",
		"# why\nx\nx":                              "list.txt:3: no reason above it, or listed twice",
		"# why\ntestdata/weak/weak.go badly: gone": "lists what is no mutant any more",
	} {
		if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := tried(t, options{folder: "testdata/weak", equivalents: list}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNoPackage(t *testing.T) {
	if _, err := tried(t, options{folder: "testdata/none"}); err == nil || !strings.Contains(err.Error(), "name a folder") {
		t.Error(err)
	}
}

func tried(t *testing.T, o options) (string, error) {
	t.Helper()
	var out strings.Builder
	err := o.run(t.Context(), &out)
	return out.String(), err
}

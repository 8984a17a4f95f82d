package cmd_test

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// topLevel is all that lies at the top, beside dot-files and what git ignores.
var topLevel = []string{"Makefile", "README.md", "adapter", "bin", "calc", "cmd", "config", "go.mod", "go.sum", "mapping", "testdata"}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(top)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".test") || slices.Contains(topLevel, name) {
			continue
		}
		t.Errorf("%s lies at the top level, which is fixed: put it into the room that has its nouns", name)
	}
}

func TestNames(t *testing.T) {
	for _, f := range files(t) {
		for _, part := range strings.Split(path.Dir(f.path), "/") {
			if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "manager", "misc"}, part) {
				t.Errorf("%s: a folder called %q says nothing about what is in it", f.path, part)
			}
		}
	}
}

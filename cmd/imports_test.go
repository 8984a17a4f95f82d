// Package cmd_test holds the shape of the project: who may import whom, which
// modules are used where and why, what lies at the top level.
package cmd_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// project is the module's name.
const project = "fairshare/"

// rooms says which rooms a room may import besides itself.
var rooms = map[string][]string{
	"calc":     {},
	"mapping":  {"calc"},
	"config":   {"calc", "mapping"},
	"testdata": {},
	"adapter":  {"calc", "mapping"}, // and its own technology, never another one
	"cmd":      {"calc", "mapping", "config", "adapter", "testdata"},
}

// pure says what a room without input and output must not import, and why.
var pure = map[string]map[string]string{
	"calc": {
		"context": "calc is arithmetic: it never waits", "time": "calc has no clock: instants are given to it as calc.Instant",
		"log": "only cmd logs", "log/slog": "only cmd logs", "os": "calc does no input or output", "io": "calc does no input or output",
		"net": "calc does no input or output", "database/sql": "calc does no input or output", "syscall": "calc does no input or output",
		"math/rand": "the same input must give the same shares", "math/rand/v2": "the same input must give the same shares",
		"crypto/rand": "the same input must give the same shares",
	},
	"mapping": {
		"context": "mapping never waits", "log": "only cmd logs", "log/slog": "only cmd logs", "os": "mapping reads what it is given: an io.Reader",
		"os/exec": "mapping does no input or output", "net": "mapping does no input or output", "net/http": "mapping does no input or output",
		"database/sql": "mapping does no input or output", "syscall": "mapping does no input or output",
		"math/rand": "the same input must give the same company", "math/rand/v2": "the same input must give the same company",
		"crypto/rand": "the same input must give the same company",
	},
}

// file is a Go file of the project and what it imports.
type file struct {
	path    string // slash-separated, from the top
	imports []string
}

func (f file) test() bool   { return strings.HasSuffix(f.path, "_test.go") }
func (f file) room() string { return room(path.Dir(f.path)) }

// room is "calc", "cmd" and so on; of adapters with the technology: "adapter/files".
func room(dir string) string {
	parts := strings.Split(dir, "/")
	if parts[0] == "adapter" && len(parts) > 1 {
		return path.Join(parts[:2]...)
	}
	return parts[0]
}

// top is the project's folder seen from this test's.
const top = ".."

func files(t *testing.T) []file {
	t.Helper()
	var all []file
	err := filepath.WalkDir(top, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != top && strings.HasPrefix(entry.Name(), ".") {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		f := file{path: filepath.ToSlash(strings.TrimPrefix(name, top+string(filepath.Separator)))}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, imported)
		}
		all = append(all, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found under %s: the test looks in the wrong place", len(all), top)
	}
	return all
}

func TestRooms(t *testing.T) {
	for _, f := range files(t) {
		for _, imported := range f.imports {
			if target, ok := strings.CutPrefix(imported, project); ok && !mayImport(f, target) {
				t.Errorf("%s imports %s: the law is calc ← mapping ← adapter/* ← cmd; adapters never import one another, and config and testdata serve cmd only. What two rooms share belongs in mapping", f.path, imported)
			}
		}
	}
}

// mayImport: tests, and the package that is made for tests, may use the private
// database and the sample company too.
func mayImport(f file, target string) bool {
	from, to := f.room(), room(target)
	if from == to {
		return true
	}
	forTests := f.test() || strings.HasPrefix(f.path, "adapter/embedded/mariadbtest/")
	if forTests && (to == "testdata" || to == "adapter/embedded") {
		return true
	}
	if strings.HasPrefix(target, "adapter/embedded/mariadbtest") {
		return false // it imports testing
	}
	if from == "cmd" && strings.HasPrefix(to, "adapter/") {
		return true
	}
	return slices.Contains(rooms[strings.SplitN(from, "/", 2)[0]], to)
}

func TestPureRooms(t *testing.T) {
	for _, f := range files(t) {
		if f.test() {
			continue
		}
		for _, imported := range f.imports {
			if why, forbidden := pure[f.room()][imported]; forbidden {
				t.Errorf("%s imports %s: %s", f.path, imported, why)
			}
		}
	}
}

package main

import (
	"context"
	_ "embed" // the switches
	"encoding/json"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// switches is Go source that is compiled into the mutated package.
//
//go:embed testdata/switches.go
var switches string

// source is a package with its mutants written into it, each behind a switch.
type source struct {
	folder  string
	pkg     string
	files   map[string]string // by path, with the mutants
	mutants []*mutant
}

// mutant is one small mistake.
type mutant struct {
	id       int // that throws its switch; from 1
	file     string
	line     int
	function string
	change   string // unique within the function

	reason string // why it changes nothing, if it is listed so
	killed bool
	killer string // the first test that failed, or how it ended
}

func (m *mutant) String() string {
	return fmt.Sprintf("%s:%d %s: %s", m.file, m.line, m.function, m.change)
}

// key names the mutant without its line.
func (m *mutant) key() string { return fmt.Sprintf("%s %s: %s", m.file, m.function, m.change) }

// load reads the package in a folder, without its tests, and makes the mutants.
func load(folder string) (*source, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	set := token.NewFileSet()
	texts, files := map[*ast.File]string{}, []*ast.File(nil)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files, texts[file] = append(files, file), string(text)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there is no Go package in %q: name a folder, such as ./calc", folder)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(set, "source", nil)}
	pkg, err := config.Check(folder, set, files, info)
	if err != nil {
		return nil, err
	}
	s := &source{folder: folder, pkg: pkg.Name(), files: map[string]string{}}
	for _, file := range files {
		f := &finder{source: s, set: set, info: info, pkg: pkg, text: texts[file], edits: newEdits(), seen: map[string]int{}}
		f.find(file)
		s.files[set.Position(file.Pos()).Filename] = f.edits.applyTo(f.text)
	}
	return s, nil
}

// compile builds the test binary with all mutants, in a working folder.
func (s *source) compile(ctx context.Context, work string) (*tests, error) {
	replaced := map[string]string{}
	write := func(name, text string) error {
		original, err := filepath.Abs(name)
		if err != nil {
			return err
		}
		copied := filepath.Join(work, filepath.Base(name))
		replaced[original] = copied
		return os.WriteFile(copied, []byte(text), 0o600)
	}
	if err := write(filepath.Join(s.folder, "mutant_switches.go"), strings.Replace(switches, "package switches", "package "+s.pkg, 1)); err != nil {
		return nil, err
	}
	for name, text := range s.files {
		if err := write(name, text); err != nil {
			return nil, err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return nil, err
	}
	overlayFile, binary := filepath.Join(work, "overlay.json"), filepath.Join(work, "mutants.test")
	if err := os.WriteFile(overlayFile, overlay, 0o600); err != nil {
		return nil, err
	}
	build := exec.CommandContext(ctx, "go", "test", "-c", "-overlay", overlayFile, "-o", binary, "./"+filepath.Clean(s.folder))
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the mutants do not compile: %w\n%s", err, out)
	}
	return &tests{binary: binary, folder: s.folder}, nil
}

package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fairshare/calc"
	"fairshare/cmd/internal/world"
)

//go:embed peers.py
var peersProgram string

// peers is a Python process that knows a company and calculates with the library
// that it is asked to.
type peers struct {
	folder  string
	command *exec.Cmd
	ask     io.WriteCloser
	answers *bufio.Scanner
	names   []string // of the libraries there are
}

// The library that a target names, and what the others do.
const sciPy = "scipy"

var otherPeers = map[string]string{
	"duckdb":   "DuckDB level by level, 2 threads, not rounded",
	"networkx": "NetworkX PageRank, as SourceCred does",
	"pandas":   "pandas level by level, not rounded",
}

func startPeers(ctx context.Context, python string, w *world.World) (*peers, error) {
	folder, err := os.MkdirTemp("", "fairshare-bench-")
	if err != nil {
		return nil, err
	}
	p := &peers{folder: folder}
	if err := p.start(ctx, python, w); err != nil {
		p.stop()
		return nil, fmt.Errorf("start the peers: %w", err)
	}
	return p, nil
}

func (p *peers) start(ctx context.Context, python string, w *world.World) error {
	if err := p.writeArrays(w); err != nil {
		return err
	}
	program := filepath.Join(p.folder, "peers.py")
	if err := os.WriteFile(program, []byte(peersProgram), 0o600); err != nil {
		return err
	}
	p.command = exec.CommandContext(ctx, python, program, p.folder, strconv.Itoa(w.Activities), strconv.Itoa(w.Parties))
	p.command.Stderr = os.Stderr
	out, err := p.command.StdoutPipe()
	if err != nil {
		return err
	}
	if p.ask, err = p.command.StdinPipe(); err != nil {
		return err
	}
	p.answers = bufio.NewScanner(out)
	if err := p.command.Start(); err != nil {
		return err
	}
	if !p.answers.Scan() {
		return fmt.Errorf("no answer: %v", p.answers.Err())
	}
	p.names = strings.Fields(p.answers.Text())
	return nil
}

// payouts calculates once. A sum that is not the income is an error: then the two
// sides would not have done the same.
func (p *peers) payouts(name string, income calc.Minor) (time.Duration, error) {
	if _, err := io.WriteString(p.ask, name+"\n"); err != nil {
		return 0, fmt.Errorf("ask %s: %w", name, err)
	}
	if !p.answers.Scan() {
		return 0, fmt.Errorf("ask %s: no answer: %v", name, p.answers.Err())
	}
	var nanoseconds, sum int64
	if _, err := fmt.Sscan(p.answers.Text(), &nanoseconds, &sum); err != nil {
		return 0, fmt.Errorf("ask %s: %q: %w", name, p.answers.Text(), err)
	}
	if off := sum - int64(income); off > 1 || off < -1 {
		return 0, fmt.Errorf("%s paid %d of an income of %d", name, sum, income)
	}
	return time.Duration(nanoseconds), nil
}

func (p *peers) stop() {
	if p.ask != nil {
		p.ask.Close()
	}
	if p.command != nil && p.command.Process != nil {
		p.command.Wait()
	}
	os.RemoveAll(p.folder)
}

// writeArrays writes the company as arrays of numbers, one a file.
func (p *peers) writeArrays(w *world.World) error {
	components, credits := w.Scheme.Components, w.Scheme.Credits
	for _, err := range []error{
		writeArray(p.folder, "user", components, func(c calc.Component) int32 { return c.User }),
		writeArray(p.folder, "used", components, func(c calc.Component) int32 { return c.Used }),
		writeArray(p.folder, "weight", components, func(c calc.Component) int64 { return int64(c.Weight) }),
		writeArray(p.folder, "activity", credits, func(c calc.CreditChange) int32 { return c.Activity }),
		writeArray(p.folder, "party", credits, func(c calc.CreditChange) int32 { return c.Facility }),
		writeArray(p.folder, "pieces", credits, func(c calc.CreditChange) int64 { return int64(c.Change) }),
		writeArray(p.folder, "sold", w.Lines, func(l calc.Line) int32 { return l.Activity }),
		writeArray(p.folder, "amount", w.Lines, func(l calc.Line) int64 { return int64(l.Amount) }),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func writeArray[R any, N int32 | int64](folder, name string, rows []R, number func(R) N) error {
	numbers := make([]N, len(rows))
	for i, row := range rows {
		numbers[i] = number(row)
	}
	file, err := os.Create(filepath.Join(folder, name))
	if err != nil {
		return err
	}
	defer file.Close()
	return binary.Write(file, binary.LittleEndian, numbers)
}

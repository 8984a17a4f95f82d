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
	"time"

	"fairshare/calc"
	"fairshare/cmd/internal/world"
)

//go:embed scipy.py
var scipyProgram string

// scipy is a Python process that knows a company and calculates when asked to.
type scipy struct {
	folder  string
	command *exec.Cmd
	ask     io.WriteCloser
	answers *bufio.Scanner
}

func startSciPy(ctx context.Context, python string, w *world.World) (*scipy, error) {
	folder, err := os.MkdirTemp("", "fairshare-bench-")
	if err != nil {
		return nil, err
	}
	s := &scipy{folder: folder}
	if err := s.start(ctx, python, w); err != nil {
		s.stop()
		return nil, fmt.Errorf("start SciPy: %w", err)
	}
	return s, nil
}

func (s *scipy) start(ctx context.Context, python string, w *world.World) error {
	if err := s.writeArrays(w); err != nil {
		return err
	}
	program := filepath.Join(s.folder, "scipy_payouts.py")
	if err := os.WriteFile(program, []byte(scipyProgram), 0o600); err != nil {
		return err
	}
	s.command = exec.CommandContext(ctx, python, program, s.folder, strconv.Itoa(w.Activities), strconv.Itoa(w.Parties))
	s.command.Stderr = os.Stderr
	out, err := s.command.StdoutPipe()
	if err != nil {
		return err
	}
	if s.ask, err = s.command.StdinPipe(); err != nil {
		return err
	}
	s.answers = bufio.NewScanner(out)
	return s.command.Start()
}

// payouts calculates once. A sum that is not the income is an error: then the two
// sides would not have done the same.
func (s *scipy) payouts(income calc.Minor) (time.Duration, error) {
	if _, err := io.WriteString(s.ask, "once\n"); err != nil {
		return 0, fmt.Errorf("ask SciPy: %w", err)
	}
	if !s.answers.Scan() {
		return 0, fmt.Errorf("ask SciPy: no answer: %v", s.answers.Err())
	}
	var nanoseconds, sum int64
	if _, err := fmt.Sscan(s.answers.Text(), &nanoseconds, &sum); err != nil {
		return 0, fmt.Errorf("ask SciPy: %q: %w", s.answers.Text(), err)
	}
	if off := sum - int64(income); off > 1 || off < -1 {
		return 0, fmt.Errorf("SciPy paid %d of an income of %d", sum, income)
	}
	return time.Duration(nanoseconds), nil
}

func (s *scipy) stop() {
	if s.ask != nil {
		s.ask.Close()
		s.command.Wait()
	}
	os.RemoveAll(s.folder)
}

// writeArrays writes the company as arrays of numbers, one a file.
func (s *scipy) writeArrays(w *world.World) error {
	components, credits := w.Scheme.Components, w.Scheme.Credits
	for _, err := range []error{
		writeArray(s.folder, "user", components, func(c calc.Component) int32 { return c.User }),
		writeArray(s.folder, "used", components, func(c calc.Component) int32 { return c.Used }),
		writeArray(s.folder, "weight", components, func(c calc.Component) int64 { return int64(c.Weight) }),
		writeArray(s.folder, "activity", credits, func(c calc.CreditChange) int32 { return c.Activity }),
		writeArray(s.folder, "party", credits, func(c calc.CreditChange) int32 { return c.Facility }),
		writeArray(s.folder, "pieces", credits, func(c calc.CreditChange) int64 { return int64(c.Change) }),
		writeArray(s.folder, "sold", w.Lines, func(l calc.Line) int32 { return l.Activity }),
		writeArray(s.folder, "amount", w.Lines, func(l calc.Line) int64 { return int64(l.Amount) }),
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

package config

import (
	"fmt"
	"strings"
)

// Problem is one thing wrong with a configuration. The text says what is allowed.
type Problem struct {
	Key   string // settlement.period
	Where string // fairshare.yaml:12, or a variable; empty where it is not known
	Text  string
}

func (p Problem) String() string {
	if p.Where == "" {
		return fmt.Sprintf("%s: %s", p.Key, p.Text)
	}
	return fmt.Sprintf("%s (%s): %s", p.Key, p.Where, p.Text)
}

// Error is everything that is wrong with a configuration, told at once.
type Error struct {
	File     string // what was read; empty where there was no file
	Problems []Problem
}

func (e *Error) Error() string {
	source := e.File
	if source == "" {
		source = "the environment and the defaults (there is no file)"
	}
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	if len(lines) == 1 {
		return fmt.Sprintf("configuration from %s: %s", source, lines[0])
	}
	return fmt.Sprintf("configuration from %s: %d problems:\n  %s", source, len(lines), strings.Join(lines, "\n  "))
}

// problems collects what is wrong.
type problems []Problem

func (p *problems) add(key, where, format string, args ...any) {
	*p = append(*p, Problem{key, where, fmt.Sprintf(format, args...)})
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// equivalents are the mutants known to change nothing, each with its reason. A
// paragraph of the file has the reason in lines that begin with "#", then mutants as
// "file function: change": no line numbers, which move.
type equivalents map[string]string

func readEquivalents(name string) (equivalents, error) {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	listed, reason, inReason := equivalents{}, "", false
	lines := bufio.NewScanner(file)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		switch text, isReason := strings.CutPrefix(line, "#"); {
		case line == "":
			reason = ""
		case isReason && inReason:
			reason += text
		case isReason:
			reason = strings.TrimSpace(text)
		case reason == "" || listed[line] != "":
			return nil, fmt.Errorf("%s:%d: no reason above it, or listed twice: %s", name, number, line)
		default:
			listed[line] = reason
		}
		inReason = strings.HasPrefix(line, "#")
	}
	return listed, lines.Err()
}

// markIn gives the mutants their reasons and returns what is no mutant.
func (e equivalents) markIn(mutants []*mutant) (strangers []string) {
	left := maps.Clone(e)
	for _, m := range mutants {
		m.reason = left[m.key()]
		delete(left, m.key())
	}
	return slices.Sorted(maps.Keys(left))
}

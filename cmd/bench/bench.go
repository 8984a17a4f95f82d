package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"fairshare/adapter/embedded"
	"fairshare/cmd/internal/world"
)

// bench gathers the lines of the table.
type bench struct {
	options
	lines      []line
	calculated time.Duration            // the calculation at the size at hand
	whole      map[string]time.Duration // the whole job, by size
}

func (b *bench) add(l line) {
	b.lines = append(b.lines, l)
	b.say("%s at %s: %s against %s, %.3g%s", l.target, l.size, l.ours, l.theirs, l.value, l.unit)
}

// say tells a person who waits how far it has come.
func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...)
}

func (b *bench) run(ctx context.Context, names []string) error {
	b.whole = map[string]time.Duration{}
	server, err := startServer(ctx)
	if err != nil {
		return err
	}
	defer server.Stop()
	for _, name := range names {
		size, err := world.SizeNamed(name)
		if err != nil {
			return err
		}
		if err := b.measure(ctx, server, size); err != nil {
			return fmt.Errorf("size %s: %w", name, err)
		}
	}
	print(os.Stdout, b.lines)
	return nil
}

func (b *bench) measure(ctx context.Context, server *embedded.Server, size world.Size) error {
	if b.wants("P3", "P4", "P6") {
		if err := b.calculation(ctx, size); err != nil {
			return err
		}
	}
	if b.wants("P12") && size.Lines <= exactLines {
		if err := b.exactness(size); err != nil {
			return err
		}
	}
	if b.wants("P9") && size.Name == "M" {
		if err := b.history(size); err != nil {
			return err
		}
	}
	if b.wants("P1", "P2", "P5", "P6", "P7", "P8", "P10") {
		return b.wholeJob(ctx, server, size)
	}
	return nil
}

// wants reports whether one of the targets is to be measured.
func (b *bench) wants(targets ...string) bool {
	only := strings.Split(b.only, ",")
	return b.only == "" || slices.ContainsFunc(targets, func(target string) bool { return slices.Contains(only, target) })
}

// exactLines is how many sales fractions are calculated for.
const exactLines = 100_000

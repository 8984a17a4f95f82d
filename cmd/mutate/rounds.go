package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// tests is the binary with all mutants in it.
type tests struct {
	binary, folder string
}

// round is one way to run the tests; those that survive go on to the next.
type round struct {
	worlds  float64
	skip    string  // tests that take too long for this round
	seconds float64 // of processor time, after which a mutant goes round and round
}

// The rounds: which part of the time of all tests the cheapest take that it runs.
var parts = []float64{0.02, 0.1, 0.4, 1}

var timeOfTest = regexp.MustCompile(`(?m)^--- (?:PASS|FAIL): (\w+) \(([0-9.]+)s\)`)

// try runs the tests on every mutant until one fails.
func (t *tests) try(ctx context.Context, mutants []*mutant, o options) error {
	out, _, ok := t.run(ctx, 0, round{worlds: min(0.01, o.worlds), seconds: 1800})
	if !ok {
		return fmt.Errorf("the tests fail without any mutant:\n%s", out)
	}
	for i, part := range parts {
		r := round{worlds: min(0.01, o.worlds), skip: dearest(out, part), seconds: 1800}
		if part == 1 {
			r.worlds = o.worlds
		}
		out, used, ok := t.run(ctx, 0, r)
		if !ok {
			return fmt.Errorf("the tests fail without any mutant:\n%s", out)
		}
		r.seconds = math.Ceil(5*used.Seconds() + 0.3)
		left := alive(mutants)
		fmt.Fprintf(os.Stderr, "mutate: round %d: %d mutants, %.2f s each, at most %.0f s\n", i+1, len(left), used.Seconds(), r.seconds)
		t.each(ctx, left, r, o.jobs)
	}
	return ctx.Err()
}

// dearest matches all tests but the cheapest ones that together take a part of the
// time that a run took.
func dearest(out string, part float64) string {
	seconds, total := map[string]float64{}, 0.0
	for _, test := range timeOfTest.FindAllStringSubmatch(out, -1) {
		seconds[test[1]], _ = strconv.ParseFloat(test[2], 64)
		total += seconds[test[1]]
	}
	names := slices.SortedFunc(maps.Keys(seconds), func(a, b string) int { return cmp.Compare(seconds[a], seconds[b]) })
	sum := 0.0
	cheap := slices.IndexFunc(names, func(name string) bool {
		sum += seconds[name]
		return sum > part*total*1.000001
	})
	if cheap < 0 {
		return ""
	}
	return "^(" + strings.Join(names[cheap:], "|") + ")$"
}

// each tries mutants, several at once.
func (t *tests) each(ctx context.Context, mutants []*mutant, r round, jobs int) {
	queue := make(chan *mutant)
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() {
			for m := range queue {
				out, _, ok := t.run(ctx, m.id, r)
				if ok {
					fmt.Fprintf(os.Stderr, "mutate: still there: %s\n", m)
				} else if ctx.Err() == nil {
					m.killed, m.killer = true, "timed out or crashed"
					if failed := timeOfTest.FindStringSubmatch(out[max(0, strings.Index(out, "--- FAIL")):]); failed != nil {
						m.killer = failed[1]
					}
				}
			}
		})
	}
	for i, m := range mutants {
		if i%250 == 249 {
			fmt.Fprintf(os.Stderr, "mutate: %d of %d\n", i+1, len(mutants))
		}
		queue <- m
	}
	close(queue)
	workers.Wait()
}

// run reports whether all tests pass with a mutant, and the processor time they used:
// other work on the machine must not kill a mutant. One that fills the memory must
// not take the machine with it.
func (t *tests) run(ctx context.Context, id int, r round) (string, time.Duration, bool) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute+time.Duration(50*r.seconds)*time.Second) // should it wait for ever
	defer cancel()
	script := fmt.Sprintf(`ulimit -t %.0f; ulimit -v 4000000; exec "$0" "$@"`, r.seconds)
	command := exec.CommandContext(ctx, "/bin/sh", "-c", script, t.binary, "-test.failfast", "-test.v", "-test.timeout=0", "-test.skip="+r.skip)
	command.Dir = t.folder
	command.Env = append(os.Environ(), "GOMAXPROCS=1", fmt.Sprintf("FAIRSHARE_MUTANT=%d", id), fmt.Sprintf("FAIRSHARE_WORLDS=%g", r.worlds))
	out, err := command.CombinedOutput()
	if err != nil {
		return string(out) + err.Error(), 0, false
	}
	return string(out), command.ProcessState.UserTime() + command.ProcessState.SystemTime(), true
}

func alive(mutants []*mutant) (left []*mutant) {
	for _, m := range mutants {
		if !m.killed {
			left = append(left, m)
		}
	}
	return left
}

// Mutate asks whether the tests of a package would notice a mistake. It makes
// thousands of small ones, runs the tests on each, and prints those that nobody
// noticed: the survivors. A survivor is either a missing test or a change that
// changes nothing, which is listed in testdata/equivalents.txt with the reason.
//
//	mutate ./calc                          every mutant: make mutate
//	mutate -sample 300 -seed 7 ./calc      some, the same ones for the same seed
//	mutate -only trace_ -worlds 1 ./calc   those in files or functions named so, on many worlds
//
// All mutants are compiled into one test binary, each behind a switch that an
// environment variable throws, so that five thousand mutants need one compilation.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
)

type options struct {
	sample, jobs int
	seed         uint64
	only         string
	worlds       float64
	equivalents  string
	folder       string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := parse().run(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func parse() (o options) {
	flag.IntVar(&o.sample, "sample", 0, "how many mutants to try, chosen by chance; 0 is all")
	flag.Uint64Var(&o.seed, "seed", 1, "chooses the sample")
	flag.StringVar(&o.only, "only", "", "only mutants whose \"file:line function: change\" matches this regular expression")
	flag.IntVar(&o.jobs, "jobs", max(1, runtime.NumCPU()/2), "how many mutants are tried at once")
	flag.Float64Var(&o.worlds, "worlds", 0.05, "what part of their random worlds the tests look at before a mutant has survived")
	flag.StringVar(&o.equivalents, "equivalents", "cmd/mutate/testdata/equivalents.txt", "the list of mutants that change nothing")
	flag.Parse()
	o.folder = flag.Arg(0)
	return o
}

func (o options) run(ctx context.Context, out io.Writer) error {
	only, err := regexp.Compile(o.only)
	if err != nil {
		return err
	}
	source, err := load(o.folder)
	if err != nil {
		return err
	}
	listed, err := readEquivalents(o.equivalents)
	if err != nil {
		return err
	}
	if strangers := listed.markIn(source.mutants); len(strangers) > 0 {
		return fmt.Errorf("%s lists what is no mutant any more: %q", o.equivalents, strangers)
	}
	work, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	tests, err := source.compile(ctx, work)
	if err != nil {
		return err
	}
	chosen := o.choose(source.mutants, only)
	if err := tests.try(ctx, chosen, o); err != nil {
		return err
	}
	return report(chosen, out)
}

// choose returns the mutants to try, in the order of the source.
func (o options) choose(all []*mutant, only *regexp.Regexp) []*mutant {
	chosen := slices.DeleteFunc(slices.Clone(all), func(m *mutant) bool { return !only.MatchString(m.String()) })
	if o.sample <= 0 || o.sample >= len(chosen) {
		return chosen
	}
	chance := rand.New(rand.NewPCG(o.seed, 0))
	chance.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
	chosen = chosen[:o.sample]
	slices.SortFunc(chosen, func(a, b *mutant) int { return a.id - b.id })
	return chosen
}

// report prints the survivors and the figures. A mutant that is listed as equivalent
// but was killed is an error: it does change something.
func report(tried []*mutant, out io.Writer) error {
	var killed, equivalent, wrong int
	for _, m := range tried {
		switch {
		case m.killed && m.reason != "":
			wrong++
			fmt.Fprintf(out, "NOT EQUIVALENT %s (%s)\n", m, m.killer)
		case m.killed:
			killed++
		case m.reason != "":
			equivalent++
		default:
			fmt.Fprintf(out, "SURVIVED %s\n", m)
		}
	}
	n := len(tried)
	survived := n - killed - equivalent - wrong
	fmt.Fprintf(out, "%d mutants: %d killed, %d equivalent, %d survived: %.1f %% killed, %.1f %% of those that change something\n",
		n, killed, equivalent, survived, percent(killed, n), percent(killed, n-equivalent))
	if wrong > 0 {
		return fmt.Errorf("%d mutants listed as equivalent were killed: they change something", wrong)
	}
	return nil
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(max(1, whole)) }

package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fairshare/cmd/internal/world"
)

const seed = 1

// calculation measures the arithmetic on a company in memory: from arrays of rows
// and sales, checked, to what every cell is paid in minor units. The other sides
// begin with the same arrays and end with a float64 for every party.
func (b *bench) calculation(ctx context.Context, size world.Size) error {
	w := world.New(size, world.Options{Seed: seed})
	exact := func() (time.Duration, error) {
		return timed(func() error { _, err := settle(w); return err })
	}
	float := func() (time.Duration, error) {
		return timed(func() error { payouts(w); return nil })
	}
	p := &peers{}
	if b.python != "" {
		var err error
		if p, err = startPeers(ctx, b.python, w); err != nil {
			return err
		}
		defer p.stop()
	}
	measures := []func() (time.Duration, error){exact, float}
	if slices.Contains(p.names, sciPy) {
		measures = append(measures, func() (time.Duration, error) { return p.payouts(sciPy, total(w.Lines)) })
	}
	took, rounds, err := b.plan.inTurn(measures...)
	if err != nil {
		return err
	}
	b.calculated = took[0]
	if len(took) > 2 {
		b.add(ratio("P3", "exact calculation ÷ SciPy's float64 power series", size.Name, rounds, took[0], took[2], 1))
	} else {
		b.say("SKIPPED: P3, the comparison with SciPy: no -python with SciPy was given")
	}
	b.add(ratio("P4", "exact calculation ÷ our own float64", size.Name, rounds, took[0], took[1], 2))
	return b.others(w, exact, p)
}

// others compares the calculation with libraries that no target names. One that is
// slow, or needs much memory for each credit, is not asked at the largest sizes.
func (b *bench) others(w *world.World, exact func() (time.Duration, error), p *peers) error {
	for _, name := range p.names {
		what, known := otherPeers[name]
		if !known || name == "networkx" && len(w.Scheme.Credits) > pageRankCredits {
			continue
		}
		took, rounds, err := b.plan.inTurn(exact, func() (time.Duration, error) { return p.payouts(name, total(w.Lines)) })
		if err != nil {
			return err
		}
		b.add(peer("exact calculation ÷ "+what, w.Size.Name, rounds, took[0], took[1]))
	}
	return nil
}

// pageRankCredits is how many credits are given to NetworkX, which keeps a
// dictionary for each.
const pageRankCredits = 200_000

// history compares a year in which much changes with one in which nothing does, for
// a year with some changes and for one with so many that there is one for every sale.
func (b *bench) history(size world.Size) error {
	still := world.New(size, world.Options{Seed: seed})
	for _, changes := range []world.Changes{world.Some, world.Many} {
		moving := world.New(size, world.Options{Seed: seed, Changes: changes})
		took, rounds, err := b.plan.inTurn(
			func() (time.Duration, error) {
				return timed(func() error { _, err := settle(moving); return err })
			},
			func() (time.Duration, error) {
				return timed(func() error { _, err := settle(still); return err })
			})
		if err != nil {
			return err
		}
		what := fmt.Sprintf("a year of %d changes by exact instants ÷ one snapshot", moving.Changed())
		b.add(ratio("P9", what, size.Name, rounds, took[0], took[1], 150))
	}
	return nil
}

// exactness counts what must never differ.
func (b *bench) exactness(size world.Size) error {
	w := world.New(size, world.Options{Seed: seed})
	wrong, err := wrongUnits(w)
	if err != nil {
		return err
	}
	b.add(line{"P12", "minor units other than by fractions", size.Name, 1, fmt.Sprint(wrong), "big.Rat", float64(wrong), 0, ""})
	differ, err := differences(w)
	if err != nil {
		return err
	}
	b.add(line{"P12", "cells that depend on row order or GOMAXPROCS", size.Name, 1, fmt.Sprint(differ), "", float64(differ), 0, ""})
	return nil
}

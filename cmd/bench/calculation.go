package main

import (
	"context"
	"fmt"
	"time"

	"fairshare/cmd/internal/world"
)

const seed = 1

// calculation measures the arithmetic on a company in memory.
func (b *bench) calculation(ctx context.Context, size world.Size) error {
	w := world.New(size, world.Options{Seed: seed})
	exact := func() (time.Duration, error) {
		return timed(func() error { _, err := settle(w); return err })
	}
	float := func() (time.Duration, error) {
		return timed(func() error { payouts(w); return nil })
	}
	measures := []func() (time.Duration, error){exact, float}
	if b.python != "" {
		s, err := startSciPy(ctx, b.python, w)
		if err != nil {
			return err
		}
		defer s.stop()
		measures = append(measures, func() (time.Duration, error) { return s.payouts(total(w.Lines)) })
	}
	took, rounds, err := b.plan.inTurn(measures...)
	if err != nil {
		return err
	}
	b.calculated = took[0]
	if b.python != "" {
		b.add(ratio("P3", "exact calculation ÷ SciPy's float64 power series", size.Name, rounds, took[0], took[2], 1))
	} else {
		b.say("SKIPPED: P3, the comparison with SciPy: no -python with SciPy was given")
	}
	b.add(ratio("P4", "exact calculation ÷ our own float64", size.Name, rounds, took[0], took[1], 2))
	return nil
}

// history compares a year in which much changes with one in which nothing does.
func (b *bench) history(size world.Size) error {
	still, moving := world.New(size, world.Options{Seed: seed}), world.New(size, world.Options{Seed: seed, History: true})
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
	b.add(ratio("P9", "a year of changes by exact instants ÷ one snapshot", size.Name, rounds, took[0], took[1], 150))
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

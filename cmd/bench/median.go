package main

import (
	"slices"
	"time"
)

// timed is how long something took.
func timed(do func() error) (time.Duration, error) {
	began := time.Now()
	err := do()
	return time.Since(began), err
}

// plan says how often things are measured: some rounds, but no more than fit the
// budget of time, and at least one.
type plan struct {
	rounds int
	budget time.Duration
}

// inTurn measures several things one after another, some rounds of all of them,
// so that whatever disturbs the machine meanwhile disturbs each of them, and
// returns the medians and how many rounds there were.
func (p plan) inTurn(measure ...func() (time.Duration, error)) (medians []time.Duration, rounds int, err error) {
	all := make([][]time.Duration, len(measure))
	for began := time.Now(); rounds < p.rounds && (rounds == 0 || time.Since(began) < p.budget); rounds++ {
		for i, m := range measure {
			took, err := m()
			if err != nil {
				return nil, 0, err
			}
			all[i] = append(all[i], took)
		}
	}
	for _, took := range all {
		slices.Sort(took)
		medians = append(medians, took[len(took)/2])
	}
	return medians, rounds, nil
}

package calc

import "fmt"

// Distribute divides lines of income by the scheme: every line by what held at its
// own instant, to the fine unit. A row counts at t when From <= t < Thru, a credit
// when At <= t; so a change counts for the lines of its own instant.
//
// The scheme is completed with retained accounts (see Complete); it fails only
// when the scheme or the lines break their contract, or when the result would not
// conserve the money, which no input can bring about.
func Distribute(s *Scheme, lines []Line) (*Outcome, error) {
	return divideAll(s, lines, nil)
}

// divideAll is Distribute; the book, if there is one, is told what passes between
// activities.
func divideAll(s *Scheme, lines []Line, links linkBook) (*Outcome, error) {
	if err := prepare(s); err != nil {
		return nil, fmt.Errorf("distribute: %w", err)
	}
	in, err := s.incomeOf(lines)
	if err != nil {
		return nil, fmt.Errorf("distribute: %w", err)
	}
	if len(lines) == 0 {
		return &Outcome{}, nil
	}
	w := newSweep(newState(s, in.span))
	w.links = links
	w.tellFacadeCosts(in)
	if w.moving {
		w.walk(epochsOf(eventsIn(s, in.span), lines), lines)
	} else {
		w.parkAll(in)
	}
	w.finish()
	return w.checked(in.total)
}

// walk goes through time, from one stretch of time to the next.
func (w *sweep) walk(epochs []epoch, lines []Line) {
	for _, e := range epochs {
		if len(e.events) > 0 {
			w.change(e.events)
		}
		w.park(lines, e.lines)
	}
}

// checked hands the outcome out if it conserves the money.
func (w *sweep) checked(total Minor) (*Outcome, error) {
	outcome := w.outcome()
	if err := outcome.check(total, len(w.scheme.Activities)); err != nil {
		return nil, fmt.Errorf("distribute: %w", err)
	}
	return outcome, nil
}

func prepare(s *Scheme) error {
	if err := s.Validate(); err != nil {
		return err
	}
	s.Complete()
	return nil
}

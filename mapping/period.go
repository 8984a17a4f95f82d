package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// period is the instants from ≤ t < thru.
type period struct{ from, thru calc.Instant }

func (p period) holds(t calc.Instant) bool { return p.from <= t && t < p.thru }

// periods are sorted and apart: overlapping and touching ones are joined by add,
// so that who is a member twice is a member once.
type periods []period

func (ps periods) add(p period) periods {
	all := append(ps, p)
	slices.SortFunc(all, func(a, b period) int { return cmp.Compare(a.from, b.from) })
	joined := all[:1]
	for _, next := range all[1:] {
		last := &joined[len(joined)-1]
		if next.from <= last.thru {
			last.thru = max(last.thru, next.thru)
		} else {
			joined = append(joined, next)
		}
	}
	return joined
}

func (ps periods) hold(t calc.Instant) bool {
	return slices.ContainsFunc(ps, func(p period) bool { return p.holds(t) })
}

package calc

import (
	"cmp"
	"slices"
)

// problems collects what is wrong, each thing once.
type problems struct {
	list []Problem
	told map[problemKey]bool
}

type problemKey struct {
	code               ProblemCode
	activity, facility int32
}

// tell notes a problem of an activity as of the last change of its rules or credits.
func (s *state) tell(p Problem) {
	if p.Code != ProblemNegativeCredit {
		p.Facility = -1
	}
	if p.Code != ProblemCycle {
		p.At = s.since[p.Activity]
	}
	key := problemKey{p.Code, p.Activity, p.Facility}
	if !s.problems.told[key] {
		s.problems.told[key] = true
		s.problems.list = append(s.problems.list, p)
	}
}

// sorted returns the problems by instant, activity, code and facility.
func (p *problems) sorted() []Problem {
	slices.SortFunc(p.list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Activity, b.Activity),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Facility, b.Facility))
	})
	return p.list
}

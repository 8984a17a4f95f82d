package calc

import (
	"cmp"
	"slices"
)

// problems collects what is wrong. A problem of an activity waits until money
// reaches the activity (or everything is looked at), and is then told, once: what
// was wrong for an hour in which nothing was earned stops no settlement.
type problems struct {
	list    []Problem
	told    map[problemKey]bool
	waiting map[int32][]Problem // per activity, as of its last judgement
	cycles  map[int32]Problem   // per group of a cycle's activities
}

type problemKey struct {
	code               ProblemCode
	activity, facility int32
}

func newProblems() problems {
	return problems{told: map[problemKey]bool{}, waiting: map[int32][]Problem{}, cycles: map[int32]Problem{}}
}

// note lets a problem of an activity wait, as of the last change of its rules or credits.
func (s *state) note(p Problem) {
	if p.Code != ProblemNegativeCredit {
		p.Facility = -1
	}
	p.At = s.since[p.Activity]
	s.problems.waiting[p.Activity] = append(s.problems.waiting[p.Activity], p)
}

// tell tells what is wrong with an activity.
func (s *state) tell(a int32) {
	if len(s.problems.waiting)+len(s.problems.cycles) == 0 {
		return
	}
	for _, p := range s.problems.waiting[a] {
		s.problems.add(p)
	}
	if p, bad := s.problems.cycles[s.cycles.group[a]]; bad {
		s.problems.add(p)
	}
}

// tellAll tells what is wrong with any activity. A FACADE none of whose components
// is live yet, or any more, is only wrong when money reaches it.
func (s *state) tellAll() {
	for _, a := range s.everything() {
		if s.scheme.Activities[a].Basis != Facade || s.total[a] != (wide{}) || s.formulas.hasRows(a) {
			s.tell(a)
		}
	}
}

func (p *problems) add(problem Problem) {
	key := problemKey{problem.Code, problem.Activity, problem.Facility}
	if !p.told[key] {
		p.told[key] = true
		p.list = append(p.list, problem)
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

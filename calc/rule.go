package calc

import "fmt"

// rule is how an activity divides what reaches it, at an instant: a component with
// weight b gets b/whole, the activity keeps own/whole; together they are the whole.
// A refused activity passes nothing on and divides nothing.
type rule struct {
	whole, own uint64
	refused    Reason
}

// allOwn is the rule of an activity without components.
var allOwn = rule{whole: 1, own: 1}

// hundred is 100 %, as a weight.
const hundred = 100 * uint64(QuantityOne)

// judgeAll works out the rules of all activities.
func (s *state) judgeAll() {
	all := s.everything()
	s.workOut(all)
	for _, a := range all {
		s.judge(a)
	}
	if !s.peel() {
		s.findCycles(all)
	}
}

// judge works out an activity's rule and credits anew after something changed, and
// notes what is wrong with them.
func (s *state) judge(a int32) {
	delete(s.problems.waiting, a)
	fits := s.sumCredits(a)
	s.rules[a] = s.ruleOf(a)
	if !fits {
		s.note(Problem{Code: ProblemOverflow, Activity: a, Detail: "credits"})
		if s.rules[a].refused == "" {
			s.rules[a].refused = RuleRefused
		}
	}
	s.judgeCredits(a)
}

func (s *state) ruleOf(a int32) rule {
	activity := &s.scheme.Activities[a]
	if activity.Refused != "" {
		return rule{refused: activity.Refused}
	}
	if reason := leastReason(s.refusals[a]); reason != "" {
		return rule{refused: reason}
	}
	if s.formulas.weighs(a) {
		return s.formulaRule(a)
	}
	total := s.total[a]
	if activity.Basis == Weight {
		total = total.add(wide{0, uint64(activity.OwnWeight)})
	}
	if !total.fits63() {
		s.note(Problem{Code: ProblemOverflow, Activity: a, Detail: "weights"})
		return rule{refused: RuleRefused}
	}
	components := s.total[a].lo - s.self[a]
	switch activity.Basis {
	case Percent:
		return s.percentRule(a, total.lo, components)
	case Facade:
		return s.facadeRule(a, total.lo)
	}
	return s.weightRule(a, total.lo, components)
}

func (s *state) weightRule(a int32, total, components uint64) rule {
	if components == 0 {
		return allOwn
	}
	from, thru := s.edges.rowOf(a)
	for edge := from; edge < thru; edge++ {
		w := s.weight[edge]
		// w/total > 99.99 % without overflow; alone it is no misprint.
		if w < total && (wide{0, total - w}).mul64(10_000).less(wide{0, total}) {
			s.note(Problem{Code: ProblemDominantWeight, Activity: a, Detail: fmt.Sprintf("%s of %s", Quantity(w), Quantity(total))})
		}
	}
	return rule{whole: total, own: total - components}
}

// percentRule counts a row of the activity to itself in the sum, although what it
// says is no more than what own credits get anyway.
func (s *state) percentRule(a int32, total, components uint64) rule {
	switch {
	case total > hundred:
		s.note(Problem{Code: ProblemPercentOver, Activity: a, Detail: Quantity(total).String()})
		return rule{refused: RuleRefused}
	case components == 0:
		return allOwn
	}
	return rule{whole: hundred, own: hundred - components}
}

// facadeRule refuses a row of the facade to itself: it would have to keep.
func (s *state) facadeRule(a int32, total uint64) rule {
	if total != hundred || s.self[a] > 0 {
		s.note(Problem{Code: ProblemFacadeSum, Activity: a, Detail: Quantity(total - s.self[a]).String()})
		return rule{refused: RuleRefused}
	}
	return rule{whole: hundred}
}

// sumCredits adds up what counts as credit in an activity; false if it is too much.
func (s *state) sumCredits(a int32) bool {
	from, thru := s.holdings.rowOf(a)
	if sum, fits := plainSum(s.pieces[from:thru]); fits && s.plain() {
		s.credits[a] = sum
		return true
	}
	var sum wide
	for h := from; h < thru; h++ {
		if s.stock(h).Sign() < 0 {
			s.note(Problem{Code: ProblemNegativeCredit, Activity: a, Facility: s.holdings.column[h], Detail: quantityText(s.stock(h))})
			continue
		}
		if !s.heldByItself(h) {
			sum = sum.add(s.stock(h).abs())
		}
	}
	if !sum.fits63() {
		s.credits[a] = 0
		return false
	}
	s.credits[a] = sum.lo
	return true
}

// plainSum adds up what nearly all credits are; false if one is negative or the sum
// too much.
func plainSum(pieces []int64) (sum uint64, fits bool) {
	for _, p := range pieces {
		if sum += uint64(p); p < 0 || sum > max63 {
			return 0, false
		}
	}
	return sum, true
}

// judgeCredits tells of credits that earn nothing of what reaches their activity.
// With the direct method they do earn what comes from users.
func (s *state) judgeCredits(a int32) {
	switch r := s.rules[a]; {
	case s.credits[a] == 0 && r.own > 0 && r.refused == "" && s.holdsItself(a):
		s.note(Problem{Code: ProblemClosedCycle, Activity: a, Path: []int32{a}})
	case s.credits[a] == 0 || r.refused != "" && s.scheme.Activities[a].Basis != Facade:
	case s.scheme.Activities[a].Basis == Facade:
		s.note(Problem{Code: ProblemFacadeCredits, Activity: a, Detail: Quantity(s.credits[a]).String()})
	case r.own == 0 && s.scheme.Method == Recursive:
		s.note(Problem{Code: ProblemIdleCredits, Activity: a, Detail: Quantity(s.credits[a]).String()})
	}
}

// leastReason picks one of several reasons, the same one every time.
func leastReason(counts map[Reason]int) Reason {
	least := Reason("")
	for reason, count := range counts {
		if count > 0 && (least == "" || reason < least) {
			least = reason
		}
	}
	return least
}

// retains says why an activity passes nothing on and divides nothing; "" if it does.
func (s *state) retains(a int32) Reason {
	if reason := s.rules[a].refused; reason != "" {
		return reason
	}
	if s.cycles.retain(a) {
		return InCycle
	}
	return ""
}

// delegates reports whether an activity's live components are edges of the graph.
func (s *state) delegates(a int32) bool { return s.rules[a].refused == "" }

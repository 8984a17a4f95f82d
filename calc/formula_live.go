package calc

import (
	"fmt"
	"math/big"
	"slices"
)

// formulaResult is what the rows of an activity with formulas weigh at present.
type formulaResult struct {
	rows    []int32 // the live ones
	weights []*big.Rat
	failure string // why there are none, naming the row
}

// workOut works out the formulas of those of the activities that have some, from the
// rows that are live and the credits that count.
func (s *state) workOut(activities []int32) {
	if s.formulas == nil {
		return
	}
	var users []int32
	for _, a := range activities {
		if s.formulas.weighs(a) {
			users = append(users, a)
		}
	}
	live := s.formulas.liveRows(users)
	weights, failures := ResolveFormulas(s.scheme.Activities, s.formulaRows(live), s.exactCredits)
	s.enterResults(users, live, weights, failures)
}

func (s *state) formulaRows(live []int32) []FormulaRow {
	rows := make([]FormulaRow, len(live))
	for place, i := range live {
		c := &s.scheme.Components[i]
		rows[place] = FormulaRow{User: c.User, Used: c.Used, Weight: c.Weight, Formula: c.Formula()}
		if reason := c.Refused(); reason != "" {
			rows[place].Err = fmt.Errorf("the row was refused (%s)", reason)
		}
	}
	return rows
}

// enterResults keeps what was found for the users, which are in order; of several
// failures the first by the order of the rows.
func (s *state) enterResults(users, live []int32, weights []*big.Rat, failures []*FormulaRowError) {
	for _, u := range users {
		s.formulas.results[u] = formulaResult{}
	}
	for place, i := range live {
		u := s.scheme.Components[i].User
		if _, asked := slices.BinarySearch(users, u); asked {
			r := s.formulas.results[u]
			r.rows, r.weights = append(r.rows, i), append(r.weights, weights[place])
			s.formulas.results[u] = r
		}
	}
	for _, failure := range failures {
		u := s.scheme.Components[live[failure.Row]].User
		_, asked := slices.BinarySearch(users, u)
		if r := s.formulas.results[u]; r.failure == "" && asked {
			r.failure = failure.Error()
			s.formulas.results[u] = r
		}
	}
}

// exactCredits answers the sum of all credits that count in an activity, in pieces.
func (s *state) exactCredits(a int32) (*big.Rat, error) {
	var sum wide
	from, thru := s.holdings.rowOf(a)
	for h := from; h < thru; h++ {
		if s.stock(h).Sign() > 0 && !s.heldByItself(h) {
			sum = sum.add(s.stock(h).abs())
		}
	}
	return new(big.Rat).SetFrac(sum.big(), big.NewInt(int64(QuantityOne))), nil
}

// formulaRule is ruleOf for an activity with formulas: the weights, and what is left
// for its own credits, are scaled together to whole millionths.
func (s *state) formulaRule(a int32) rule {
	s.clearWeights(a)
	r := s.formulas.results[a]
	if r.failure != "" {
		s.note(Problem{Code: ProblemFormula, Activity: a, Detail: r.failure})
		return rule{refused: RuleRefused}
	}
	rest, fine := s.ownPart(a, r)
	if !fine {
		return rule{refused: RuleRefused}
	}
	scaled, ok := ScaleWeights(append([]*big.Rat{rest}, r.weights...))
	if !ok {
		s.note(Problem{Code: ProblemOverflow, Activity: a, Detail: "weights"})
		return rule{refused: RuleRefused}
	}
	for place, i := range r.rows {
		weight := uint64(scaled[1+place])
		if edge := s.edgeOf(int(i)); edge == noPair {
			s.self[a] += weight
		} else {
			s.weight[edge] += weight
		}
		s.total[a] = s.total[a].add(wide{0, weight})
	}
	total, components := uint64(scaled[0])+s.total[a].lo, s.total[a].lo-s.self[a]
	switch {
	case s.scheme.Activities[a].Basis == Weight:
		return s.weightRule(a, total, components)
	case components == 0:
		return allOwn
	}
	return rule{whole: total, own: total - components}
}

func (s *state) clearWeights(a int32) {
	from, thru := s.edges.rowOf(a)
	clear(s.weight[from:thru])
	s.self[a], s.total[a] = 0, wide{}
}

// ownPart returns what is left for own credits: the own weight, or the rest to 100 %.
// It reports false if the percentages are too many, or not as many as a facade needs.
func (s *state) ownPart(a int32, r formulaResult) (*big.Rat, bool) {
	activity := &s.scheme.Activities[a]
	if activity.Basis == Weight {
		return big.NewRat(int64(activity.OwnWeight), int64(QuantityOne)), true
	}
	sum, self := new(big.Rat), new(big.Rat)
	for place, i := range r.rows {
		sum.Add(sum, r.weights[place])
		if s.scheme.Components[i].Used == a {
			self.Add(self, r.weights[place])
		}
	}
	rest := new(big.Rat).Sub(big.NewRat(100, 1), sum)
	switch {
	case activity.Basis == Percent && rest.Sign() < 0:
		s.note(Problem{Code: ProblemPercentOver, Activity: a, Detail: trimmed(sum.FloatString(6))})
		return nil, false
	case activity.Basis == Facade && (rest.Sign() != 0 || self.Sign() > 0):
		s.note(Problem{Code: ProblemFacadeSum, Activity: a, Detail: trimmed(sum.Sub(sum, self).FloatString(6))})
		return nil, false
	}
	return rest, true
}

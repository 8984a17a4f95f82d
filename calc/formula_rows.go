package calc

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
)

// FormulaRow is one row of a BOM that is live at the instant in question, with its
// plain weight or the formula that stands in its place.
type FormulaRow struct {
	User, Used int32    // indices of activities, as in Component
	Weight     Quantity // >= 0; counts when Formula and Err are nil
	Formula    *Formula
	Err        error // why the row has no weight whatever the others say, e.g. that its formula does not parse
}

// ResolveFormulas computes the weights of the rows of one instant, in pieces, every
// formula once and after those it refers to. Rows of one pair add up for who refers
// to the pair; a pair without a row is an unknown reference, not zero. The activities
// are sorted by id (as in Scheme); credits answers the sum of all credits in an
// activity, in pieces, zero if there are none. Rows that no formula refers to may be
// left out.
//
// weights is parallel to rows, and nil where a row failed. failures are sorted by row.
// A row fails if its own formula does, if it lies on a cycle, or if it needs a row that
// failed. The order of the rows makes no difference to that, nor to the cycles named.
func ResolveFormulas(activities []Activity, rows []FormulaRow, credits func(activity int32) (*big.Rat, error)) (weights []*big.Rat, failures []*FormulaRowError) {
	s := formulaSheet{activities: activities, rows: rows, credits: credits,
		weights: make([]*big.Rat, len(rows)), pairs: pairsOf(rows)}
	for i := range s.pairs {
		if s.pairs[i].state == pairUnseen {
			s.resolve(int32(i))
		}
	}
	slices.SortFunc(s.failures, func(a, b *FormulaRowError) int { return cmp.Compare(a.Row, b.Row) })
	return s.weights, s.failures
}

// formulaSheet is the work of one ResolveFormulas.
type formulaSheet struct {
	activities []Activity
	rows       []FormulaRow
	credits    func(activity int32) (*big.Rat, error)

	pairs    []formulaPair // sorted by used, then user
	open     []int32       // the way of the depth-first search: each pair needs the next
	weights  []*big.Rat
	failures []*FormulaRowError
}

// formulaPair is b(used, user): the sum of its rows.
type formulaPair struct {
	used, user int32
	rows       []int32 // in ascending order
	state      pairState

	needs  []int32 // the pairs its formulas refer to, ascending, each once
	passed int     // how many of them the search has been to
	depth  int     // its place in open

	sum     *big.Rat // of the rows, once done
	failure error    // why there is none: mostly a *FormulaRowError or a *FormulaCycleError
	cycle   *FormulaCycleError
	onward  int32 // the next pair of the cycle
}

type pairState uint8

const (
	pairUnseen pairState = iota
	pairOpen             // on the way of the search
	pairDone
)

// pairsOf groups the rows.
func pairsOf(rows []FormulaRow) []formulaPair {
	order := make([]int32, len(rows))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(rows[a].Used, rows[b].Used), cmp.Compare(rows[a].User, rows[b].User))
	})
	var pairs []formulaPair
	for len(order) > 0 {
		first, n := rows[order[0]], 1
		for n < len(order) && rows[order[n]].Used == first.Used && rows[order[n]].User == first.User {
			n++
		}
		pairs = append(pairs, formulaPair{used: first.Used, user: first.User, rows: order[:n]})
		order = order[n:]
	}
	return pairs
}

// resolve finishes a pair and all that it needs. The search keeps its way in a slice:
// a chain of formulas may be as long as the BOM has rows.
func (s *formulaSheet) resolve(start int32) {
	s.enter(start)
	for len(s.open) > 0 {
		top := s.open[len(s.open)-1]
		pair := &s.pairs[top]
		if pair.passed == len(pair.needs) {
			s.add(pair)
			pair.state = pairDone
			s.open = s.open[:len(s.open)-1]
			continue
		}
		need := pair.needs[pair.passed]
		pair.passed++
		switch s.pairs[need].state {
		case pairUnseen:
			s.enter(need)
		case pairOpen:
			s.closeCycle(need)
		}
	}
}

// enter puts a pair on the way.
func (s *formulaSheet) enter(i int32) {
	pair := &s.pairs[i]
	pair.state, pair.depth = pairOpen, len(s.open)
	s.open = append(s.open, i)
	for _, row := range pair.rows {
		if s.rows[row].Formula == nil || s.rows[row].Err != nil {
			continue
		}
		weights, _ := s.rows[row].Formula.References()
		for _, reference := range weights {
			if need, err := s.find(reference); err == nil { // else the evaluation tells
				pair.needs = append(pair.needs, need)
			}
		}
	}
	slices.Sort(pair.needs)
	pair.needs = slices.Compact(pair.needs)
}

// add computes the rows of a pair whose needs are all known.
func (s *formulaSheet) add(pair *formulaPair) {
	sum := new(big.Rat)
	for _, row := range pair.rows {
		weight, err := s.weigh(pair, row)
		if err != nil {
			s.fail(pair, row, err)
			continue
		}
		s.weights[row] = weight
		if !isTooLong(sum) {
			sum.Add(sum, weight)
		}
	}
	if isTooLong(sum) && pair.failure == nil {
		pair.failure = fmt.Errorf("%s: the sum of its rows becomes too long to calculate with", s.name(pair))
	}
	pair.sum = sum
}

// weigh computes one row.
func (s *formulaSheet) weigh(pair *formulaPair, row int32) (*big.Rat, error) {
	r := s.rows[row]
	switch {
	case r.Err != nil:
		return nil, r.Err
	case r.Formula == nil:
		return big.NewRat(int64(r.Weight), int64(QuantityOne)), nil
	}
	return r.Formula.Evaluate(pairValues{s, pair})
}

// fail notes a failure; the first one of a pair is what those who need it are told.
func (s *formulaSheet) fail(pair *formulaPair, row int32, err error) {
	failure := &FormulaRowError{Row: int(row), Pair: s.name(pair), Err: err}
	s.failures = append(s.failures, failure)
	if pair.failure == nil {
		pair.failure = failure.beginning()
	}
}

package calc

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
)

// pairValues answers the formulas of one pair.
type pairValues struct {
	sheet *formulaSheet
	pair  *formulaPair
}

// Weight answers the sum of a pair's rows. That the pair is done, or fails, is what
// the order of the search is for.
func (v pairValues) Weight(component, activity ActivityID) (*big.Rat, error) {
	reference := WeightReference{component, activity}
	i, err := v.sheet.find(reference)
	if err != nil {
		return nil, err
	}
	needed := &v.sheet.pairs[i]
	switch {
	case v.pair.cycle != nil && v.pair.onward == i:
		return nil, v.pair.cycle
	case needed.failure != nil:
		return nil, &dependencyError{reference, needed.failure}
	}
	return needed.sum, nil
}

// Credits answers the sum of all credits in an activity.
func (v pairValues) Credits(activity ActivityID) (*big.Rat, error) {
	i, err := v.sheet.activity(activity)
	if err != nil {
		return nil, fmt.Errorf("unknown reference credits(%s): %w", formulaID(activity), err)
	}
	return v.sheet.credits(i)
}

// find returns the pair's index, or why the reference is unknown.
func (s *formulaSheet) find(r WeightReference) (int32, error) {
	used, err := s.activity(r.Component)
	if err != nil {
		return 0, fmt.Errorf("unknown reference %s: %w", r, err)
	}
	user, err := s.activity(r.Activity)
	if err != nil {
		return 0, fmt.Errorf("unknown reference %s: %w", r, err)
	}
	i, ok := slices.BinarySearchFunc(s.pairs, [2]int32{used, user}, func(p formulaPair, key [2]int32) int {
		return cmp.Or(cmp.Compare(p.used, key[0]), cmp.Compare(p.user, key[1]))
	})
	if !ok {
		return 0, fmt.Errorf("unknown reference %s: %s has no component %s at that time",
			r, formulaID(r.Activity), formulaID(r.Component))
	}
	return int32(i), nil
}

func (s *formulaSheet) activity(id ActivityID) (int32, error) {
	i, ok := slices.BinarySearchFunc(s.activities, id, func(a Activity, id ActivityID) int {
		return cmp.Compare(a.ID, id)
	})
	if !ok {
		return 0, fmt.Errorf("there is no activity %s", formulaID(id))
	}
	return int32(i), nil
}

// name writes a pair as formulas refer to it.
func (s *formulaSheet) name(pair *formulaPair) WeightReference {
	return WeightReference{s.activities[pair.used].ID, s.activities[pair.user].ID}
}

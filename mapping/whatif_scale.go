package mapping

import (
	"errors"
	"math/big"
	"slices"

	"fairshare/calc"
)

// Why the other components can't give way.
var (
	errScaleFormula = errors.New("a weight of the activity is a formula, which can't be scaled; write out the weights of all its components")
	errScaleNobody  = errors.New("the activity has no other component at that time that could give way, or make up for it")
	errScaleTooMuch = errors.New("the weight is more than all components together have; write out the weights of all of them")
)

// scaleOthers scales the weights of an activity's other components for the time of a
// share that is to be, so that they add up to what they do now, to the millionth.
func (c *Company) scaleOthers(fresh calc.Component) error {
	if fresh.Formula() != nil {
		return errScaleFormula
	}
	cuts := []calc.Instant{fresh.From, fresh.Thru}
	for _, row := range c.Scheme.Components {
		for _, at := range []calc.Instant{row.From, row.Thru} {
			if row.User == fresh.User && fresh.From < at && at < fresh.Thru {
				cuts = append(cuts, at)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	rows := c.Scheme.Components
	for i, from := range cuts[:len(cuts)-1] {
		scaled, err := scaledOthers(c.Scheme.Components, fresh, from, cuts[i+1])
		if err != nil {
			return err
		}
		for _, row := range scaled {
			rows = append(cutOut(rows, row), row)
		}
	}
	c.Scheme.Components = rows
	return nil
}

// scaledOthers are the other components' rows in a time in which nothing changes; none
// where the activity has no components then.
func scaledOthers(rows []calc.Component, fresh calc.Component, from, thru calc.Instant) ([]calc.Component, error) {
	var others []calc.Component
	total, sum := new(big.Int), new(big.Int) // of all, and of the others
	for _, row := range rows {
		if row.User != fresh.User || row.Used == fresh.User || row.From > from || row.Thru <= from {
			continue
		}
		if row.Formula() != nil || row.Refused() != "" {
			return nil, errScaleFormula
		}
		total.Add(total, big.NewInt(int64(row.Weight)))
		if row.Used == fresh.Used {
			continue
		}
		sum.Add(sum, big.NewInt(int64(row.Weight)))
		same := func(other calc.Component) bool { return other.Used == row.Used }
		if twice := slices.IndexFunc(others, same); twice >= 0 {
			others[twice].Weight += row.Weight // both count
		} else {
			others = append(others, row)
		}
	}
	rest := new(big.Int).Sub(total, big.NewInt(int64(fresh.Weight)))
	switch {
	case total.Sign() == 0:
		return nil, nil
	case sum.Sign() == 0:
		return nil, errScaleNobody
	case rest.Sign() < 0:
		return nil, errScaleTooMuch
	}
	return cutWeights(others, rest, sum, from, thru), nil
}

// cutWeights divides a rest in proportion to weights, in the order of the components, by
// cumulative floor: the parts add up to the rest.
func cutWeights(others []calc.Component, rest, sum *big.Int, from, thru calc.Instant) []calc.Component {
	slices.SortFunc(others, func(a, b calc.Component) int { return int(a.Used - b.Used) })
	before, done := new(big.Int), int64(0)
	for i := range others {
		before.Add(before, big.NewInt(int64(others[i].Weight)))
		upTo := new(big.Int).Mul(rest, before)
		upTo.Quo(upTo, sum)
		others[i].Weight, done = calc.Quantity(upTo.Int64()-done), upTo.Int64()
		others[i].From, others[i].Thru = from, thru
	}
	return others
}

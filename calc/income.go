package calc

import "fmt"

// income is what one look at the lines tells: when they came in, and how much on
// each activity. Where nothing changes meanwhile, no line is looked at again.
type income struct {
	span
	sales   []Minor // per activity
	costs   []Minor // per activity; nil without costs
	touched []bool  // per activity: it has lines of other than nothing
	total   Minor
	facades map[int32]Instant // those with direct costs, since when
}

// incomeOf also checks the lines and bounds their sum, so that no Fine can overflow.
func (s *Scheme) incomeOf(lines []Line) (*income, error) {
	n := len(s.Activities)
	in := &income{span: span{Never, Ever}, sales: make([]Minor, n), touched: make([]bool, n), facades: map[int32]Instant{}}
	var size wide
	for i := range lines {
		line := &lines[i]
		if !within(line.Activity, n) {
			return nil, fmt.Errorf("line %d: activity %d is unknown", i, line.Activity)
		}
		in.include(line.At)
		size = size.add(wide{0, magnitude(int64(line.Amount))})
		switch {
		case line.Amount == 0:
			continue
		case line.Cost:
			in.addCost(s, line)
		default:
			in.sales[line.Activity] += line.Amount
		}
		in.touched[line.Activity] = true
		in.total += line.Amount
	}
	if !size.fits63() {
		return nil, fmt.Errorf("the lines add up to more than 63 bits of minor units")
	}
	return in, nil
}

func (in *income) addCost(s *Scheme, line *Line) {
	if in.costs == nil {
		in.costs = make([]Minor, len(in.sales))
	}
	in.costs[line.Activity] += line.Amount
	if s.Activities[line.Activity].Basis == Facade {
		at, known := in.facades[line.Activity]
		if !known || line.At < at {
			in.facades[line.Activity] = line.At
		}
	}
}

// tellFacadeCosts tells of facades with direct costs. The costs flow as income does.
func (w *sweep) tellFacadeCosts(in *income) {
	for a, at := range in.facades { // the problems are sorted in the end
		w.problems.add(Problem{Code: ProblemFacadeCosts, Activity: a, Facility: -1, At: at})
	}
}

// parkAll takes in all lines at once. What founders get of the sum of several sales
// is the sum of what they get of each, because no part of a sale is rounded.
func (w *sweep) parkAll(in *income) {
	for i, touched := range in.touched {
		if !touched {
			continue
		}
		a, amount := int32(i), Fine{}
		if sales := in.sales[a]; sales != 0 {
			w.flows[a].Income = sales
			amount = w.payFounders(a, FineOf(sales))
		}
		if in.costs != nil {
			w.flows[a].Costs = in.costs[a]
			amount = amount.Add(FineOf(in.costs[a]))
		}
		w.parkOn(a, amount)
	}
}

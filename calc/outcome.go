package calc

import (
	"fmt"
	"slices"
)

// outcome collects the cells, flows and problems of a finished sweep.
func (w *sweep) outcome() *Outcome {
	o := &Outcome{Problems: w.problems.sorted()}
	o.Cells = joined(w.cells, len(w.scheme.Accounts), len(w.scheme.Activities))
	for a := range w.flows {
		if w.touched[a] {
			w.flows[a].Activity = int32(a)
			o.Flows = append(o.Flows, w.flows[a])
		}
	}
	return o
}

// joined sums cells by account and activity, in this order, without the zero ones.
// Counting sorts keep it linear: there are as many cells as there are credits.
func joined(cells []Cell, accounts, activities int) []Cell {
	order, account, activity := make([]int32, len(cells)), make([]int32, len(cells)), make([]int32, len(cells))
	for i, c := range cells {
		order[i], account[i], activity[i] = int32(i), c.Account, c.Activity
	}
	order, _ = bucket(order, activity, activities)
	order, _ = bucket(order, account, accounts)
	sums := make([]Cell, 0, len(cells))
	for _, i := range order {
		if last := len(sums) - 1; last >= 0 && sums[last].Account == account[i] && sums[last].Activity == activity[i] {
			sums[last].Earned = sums[last].Earned.Add(cells[i].Earned)
		} else {
			sums = append(sums, cells[i])
		}
	}
	return slices.DeleteFunc(sums, func(c Cell) bool { return c.Earned.IsZero() })
}

// check holds an outcome against the laws of conservation. They cannot fail unless
// this package is wrong; then nothing may be paid.
func (o *Outcome) check(lines []Line, activities int) error {
	var off Fine
	for _, line := range lines {
		off = off.Sub(FineOf(line.Amount))
	}
	kept := make([]Fine, activities)
	for _, c := range o.Cells {
		off = off.Add(c.Earned)
		kept[c.Activity] = kept[c.Activity].Add(c.Earned)
	}
	if !off.IsZero() {
		return fmt.Errorf("the cells add up to %s fine units more than the lines", off)
	}
	for _, f := range o.Flows {
		if FineOf(f.Income).Add(f.Received) != f.Delegated.Add(f.Kept) || f.Kept != kept[f.Activity] {
			return fmt.Errorf("activity %d does not add up: %+v, its cells %s", f.Activity, f, kept[f.Activity])
		}
		kept[f.Activity] = Fine{}
	}
	for a, rest := range kept {
		if !rest.IsZero() {
			return fmt.Errorf("activity %d has cells of %s fine units and no flow", a, rest)
		}
	}
	return nil
}

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
	byActivity := func(a, b Cell) int { return int(a.Activity) - int(b.Activity) }
	if !slices.IsSortedFunc(cells, byActivity) {
		cells = bucketCells(cells, activities, func(c *Cell) int32 { return c.Activity })
	}
	cells = bucketCells(cells, accounts, func(c *Cell) int32 { return c.Account })
	sums := cells[:0]
	for i := range cells {
		if last := len(sums) - 1; last >= 0 && sums[last].Account == cells[i].Account && sums[last].Activity == cells[i].Activity {
			sums[last].Earned = sums[last].Earned.Add(cells[i].Earned)
		} else {
			sums = append(sums, cells[i])
		}
	}
	return slices.DeleteFunc(sums, func(c Cell) bool { return c.Earned.IsZero() })
}

// bucketCells is bucket for whole cells.
func bucketCells(cells []Cell, n int, key func(*Cell) int32) []Cell {
	next := make([]int32, n+1)
	for i := range cells {
		next[key(&cells[i])+1]++
	}
	for k := range n {
		next[k+1] += next[k]
	}
	ordered := make([]Cell, len(cells))
	for i := range cells {
		k := key(&cells[i])
		ordered[next[k]] = cells[i]
		next[k]++
	}
	return ordered
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
		if FineOf(f.Income).Add(FineOf(f.Costs)).Add(f.Received) != f.Founders.Add(f.Delegated).Add(f.Kept) || f.Kept != kept[f.Activity] {
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

package calc

import "fmt"

// outcome collects the cells, flows and problems of a finished sweep.
func (w *sweep) outcome() *Outcome {
	w.edges, w.weight = pairs{}, nil // all money has gone its way; the cells need the room
	o := &Outcome{Cells: w.collect(), Flows: w.flows[:0], Problems: w.problems.sorted()}
	for a := range w.flows {
		if w.touched[a] || !w.delegated[a].IsZero() {
			w.flows[a].Activity, w.flows[a].Received = int32(a), w.flows[a].Received.Add(w.delegated[a])
			o.Flows = append(o.Flows, w.flows[a])
		}
	}
	return o
}

// check holds an outcome against the laws of conservation. They cannot fail unless
// this package is wrong; then nothing may be paid.
func (o *Outcome) check(total Minor, activities int) error {
	off := FineOf(total).Neg()
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

package calc

// Part is what a component gets of an activity's income: Weight of Whole.
type Part struct {
	Used          int32
	Weight, Whole uint64
}

// Parts says how an activity's income is divided between its components, by their
// order; nothing where it retains all of it.
func (p *Picture) Parts(activity int32) (parts []Part) {
	if p.retains(activity) != "" {
		return nil
	}
	from, thru := p.edges.rowOf(activity)
	for edge := from; edge < thru; edge++ {
		if p.weight[edge] > 0 {
			parts = append(parts, Part{p.edges.column[edge], p.weight[edge], p.rules[activity].whole})
		}
	}
	return parts
}

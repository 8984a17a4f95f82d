package calc

import "slices"

// change applies what happened since the last line: first all money that the
// changed activities have to do with is moved on by the old rules, then the
// changes are made, then the new rules are worked out.
func (w *sweep) change(events []event) {
	judged := w.changedBy(events)
	w.settle(distinct(append(w.heldIn(events), judged...)))
	structural := w.apply(events)
	w.workOut(judged)
	for _, a := range judged {
		delegated := w.delegates(a)
		w.judge(a)
		if w.delegates(a) != delegated || w.cycles.group[a] != 0 || w.formulas.weighs(a) {
			structural = append(structural, a)
		}
	}
	if len(structural) > 0 {
		w.findCycles(distinct(structural))
	}
}

// changedBy lists the activities whose rules or credits the events change: their
// own, and those whose formulas look at these.
func (w *sweep) changedBy(events []event) []int32 {
	var activities []int32
	for _, e := range events {
		before := len(activities)
		switch e.kind {
		case componentStarts, componentEnds:
			a := w.scheme.Components[e.index].User
			activities = append(append(activities, a), w.formulas.onRowOf(e.index)...)
		case creditChanges:
			a := w.scheme.Credits[e.index].Activity
			activities = append(append(activities, a), w.formulas.onCreditsOf(a)...)
		case tenureStarts, tenureEnds:
			if a := w.holderIn(&w.scheme.Tenures[e.index]); a != nobody { // its pieces of itself begin or cease to count
				activities = append(append(activities, a), w.formulas.onCreditsOf(a)...)
			}
		}
		for _, a := range activities[before:] {
			w.since[a] = max(w.since[a], e.at)
		}
	}
	return distinct(activities)
}

// heldIn lists the activities with credits in the facilities that change hands.
func (w *sweep) heldIn(events []event) []int32 {
	var activities []int32
	for _, e := range events {
		if e.kind != tenureStarts && e.kind != tenureEnds {
			continue
		}
		holdings, in := w.holdings.columnOf(w.scheme.Tenures[e.index].Facility)
		for i, a := range in {
			if w.counted(holdings[i]) > 0 {
				activities = append(activities, a)
			}
		}
	}
	return activities
}

// apply makes the changes and returns the activities that gained or lost an edge.
func (w *sweep) apply(events []event) (structural []int32) {
	for _, e := range events {
		i := int(e.index)
		switch e.kind {
		case componentStarts:
			w.addComponent(i, w.edgeOf(i))
			structural = append(structural, w.scheme.Components[i].User)
		case componentEnds:
			w.dropComponent(i, w.edgeOf(i))
			structural = append(structural, w.scheme.Components[i].User)
		case creditChanges:
			c := &w.scheme.Credits[i]
			holding := w.holdings.find(c.Activity, c.Facility)
			w.addCredit(holding, c.Change)
			if w.holderOf(holding) != nobody {
				structural = append(structural, c.Activity)
			}
		case tenureEnds:
			w.handOver(w.scheme.Tenures[i].Facility, w.retained[NoParty])
			structural = append(structural, w.owingTo(e)...)
		case tenureStarts:
			w.handOver(w.scheme.Tenures[i].Facility, w.scheme.Tenures[i].Account)
			structural = append(structural, w.owingTo(e)...)
		}
	}
	w.changeFounders(events)
	return structural
}

// owingTo lists the activities with credits in the facility of an activity's tenure.
func (w *sweep) owingTo(e event) (activities []int32) {
	tenure := &w.scheme.Tenures[e.index]
	if w.holderIn(tenure) == nobody {
		return nil
	}
	_, activities = w.holdings.columnOf(tenure.Facility)
	return activities
}

// handOver books what a facility's credits earned so far to its holder until now.
func (w *sweep) handOver(facility, account int32) {
	holdings, _ := w.holdings.columnOf(facility)
	for _, holding := range holdings {
		w.book(holding)
	}
	w.entrust(facility, account)
}

func distinct(activities []int32) []int32 {
	slices.Sort(activities)
	return slices.Compact(activities)
}

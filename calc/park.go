package calc

// park takes in the lines of an epoch.
func (w *sweep) park(lines []Line, which []int32) {
	for _, i := range which {
		line := &lines[i]
		if line.Amount == 0 {
			continue
		}
		amount := FineOf(line.Amount)
		if line.Cost {
			w.flows[line.Activity].Costs += line.Amount
		} else {
			w.flows[line.Activity].Income += line.Amount
			amount = w.payFounders(line.Activity, amount)
		}
		w.parkOn(line.Activity, amount)
	}
}

// parkOn parks an amount where it came in.
func (w *sweep) parkOn(a int32, amount Fine) {
	w.touched[a] = true
	w.parked[a] = w.parked[a].Add(amount)
}

// payFounders parks the founders' parts of a sale on their activities and returns
// the rest. If they are to get more than all of it, nobody gets anything.
func (w *sweep) payFounders(a int32, amount Fine) Fine {
	if len(w.founders.parts) == 0 {
		return amount
	}
	if w.founders.problem != nil {
		w.problems.add(*w.founders.problem)
		w.retain(a, RuleRefused, amount)
		return Fine{}
	}
	rest := w.cutFounders(amount, func(founder int32, part Fine) {
		w.flows[founder].Received = w.flows[founder].Received.Add(part)
		w.links.add(a, founder, part)
		w.parkOn(founder, part)
	})
	w.flows[a].Founders = w.flows[a].Founders.Add(amount.Sub(rest))
	return rest
}

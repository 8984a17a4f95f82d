package calc

// sweep moves a state through time with the money on it. Money is parked where it
// came in and moved on only when a rule that it is under is about to change, so
// that what lies between two changes is added up first:
//
//	parked  what reached an activity and was not divided by its rule yet
//	held    what the activity kept of that and did not divide among its credits yet
//	earned  what a holding got under the present holder of its facility; nil until one does
//	cells   what is final, but for what collect finds in the end
type sweep struct {
	*state
	parked, held []Fine // per activity
	delegated    []Fine // per activity: what users passed on to it, beside its flow
	earned       []Fine // per holding, or nil
	cells        []Cell // in no order, several of a pair
	flows        []Flow
	touched      []bool // per activity: its flow counts
	climb        climb
	links        linkBook // nil unless somebody asks for them
}

func newSweep(s *state) *sweep {
	n := len(s.scheme.Activities)
	return &sweep{
		state: s, parked: make([]Fine, n), held: make([]Fine, n), delegated: make([]Fine, n),
		flows: make([]Flow, n), touched: make([]bool, n),
		climb: climb{marked: make([]bool, n)},
	}
}

// settle moves all money that can reach the targets on: through the rules of
// everything upstream and of the targets, and what the targets keep to their
// credit holders.
func (w *sweep) settle(targets []int32) {
	for _, a := range w.upstream(targets) {
		w.moveOn(a)
	}
	for _, a := range targets {
		w.divideHeld(a)
	}
}

// finish moves everything on. What activities hold is divided when the cells are
// collected.
func (w *sweep) finish() {
	for _, a := range w.usersFirst() {
		w.moveOn(a)
	}
}

// moveOn moves on what is parked on an activity, or on the circle that it leads.
func (w *sweep) moveOn(a int32) {
	if ring := w.cycles.circleOf(a); ring != nil {
		w.goRound(ring)
		return
	}
	w.push(a)
}

// push moves what is parked on an activity on by its rule.
func (w *sweep) push(a int32) {
	reached := w.parked[a]
	if reached.IsZero() {
		return
	}
	w.parked[a] = Fine{}
	w.tell(a)
	if reason := w.retains(a); reason != "" {
		w.retain(a, reason, reached)
		return
	}
	kept := w.passOn(a, reached)
	if w.links != nil {
		w.delegate(a, reached, func(used int32, part Fine) { w.links.add(a, used, part) })
	}
	w.flows[a].Delegated = w.flows[a].Delegated.Add(reached.Sub(kept))
	w.hold(a, kept)
}

// passOn gives the components their parts and returns what is left. Nearly all money
// moves here, so the parts are parked without a call for each.
func (w *sweep) passOn(a int32, reached Fine) Fine {
	if w.scheme.Method == Direct {
		return w.delegate(a, reached, w.receive)
	}
	r := &w.rules[a]
	if r.own == r.whole {
		return reached
	}
	kept, cutter := reached, cut(reached, r.whole)
	from, thru := w.edges.rowOf(a)
	weights := w.weight[from:thru]
	for i, used := range w.edges.column[from:thru] {
		if weights[i] == 0 {
			continue
		}
		part := cutter.next(weights[i])
		kept = kept.Sub(part)
		w.parked[used] = w.parked[used].Add(part)
		w.delegated[used] = w.delegated[used].Add(part)
	}
	return kept
}

// receive takes in what a user delegated. With the direct method it stays there.
func (w *sweep) receive(a int32, part Fine) {
	w.flows[a].Received = w.flows[a].Received.Add(part)
	w.touched[a] = w.touched[a] || !part.IsZero()
	if w.scheme.Method == Recursive {
		w.parked[a] = w.parked[a].Add(part)
		return
	}
	if !part.IsZero() {
		w.tell(a)
	}
	if reason := w.retains(a); reason != "" {
		w.retain(a, reason, part)
	} else {
		w.hold(a, part)
	}
}

// hold keeps an amount for the activity's credit holders. Where activities are
// among them it is divided at once: their part is on its way.
func (w *sweep) hold(a int32, part Fine) {
	if w.owes(a) {
		w.divide(a, part, func(holding int32, part Fine) { w.earn(a, holding, part) })
		return
	}
	w.flows[a].Kept = w.flows[a].Kept.Add(part)
	w.held[a] = w.held[a].Add(part)
}

// earn books what a holding earned.
func (w *sweep) earn(a, holding int32, part Fine) {
	if holder := w.holderOf(holding); holder != nobody {
		w.flows[a].Delegated = w.flows[a].Delegated.Add(part)
		w.links.add(a, holder, part)
		w.receive(holder, part)
		return
	}
	w.flows[a].Kept = w.flows[a].Kept.Add(part)
	w.keepEarned()
	w.earned[holding] = w.earned[holding].Add(part)
}

// retain keeps an amount for the company.
func (w *sweep) retain(a int32, reason Reason, part Fine) {
	w.flows[a].Kept = w.flows[a].Kept.Add(part)
	w.addCell(w.retained[reason], a, part)
}

// divideHeld divides what an activity holds among its credits.
func (w *sweep) divideHeld(a int32) {
	held := w.held[a]
	if held.IsZero() {
		return
	}
	w.held[a] = Fine{}
	if w.credits[a] == 0 {
		w.addCell(w.retained[NoCredits], a, held)
		return
	}
	w.keepEarned()
	w.divide(a, held, func(holding int32, part Fine) { w.earned[holding] = w.earned[holding].Add(part) })
}

// keepEarned makes room for what holdings earn before the end.
func (w *sweep) keepEarned() {
	if w.earned == nil {
		w.earned = make([]Fine, len(w.pieces))
	}
}

// book turns what a holding earned into the cell of its present holder.
func (w *sweep) book(holding int32) {
	if w.earned == nil || w.earned[holding].IsZero() {
		return
	}
	w.addCell(w.account[w.holdings.column[holding]], w.holdings.row(holding), w.earned[holding])
	w.earned[holding] = Fine{}
}

func (w *sweep) addCell(account, activity int32, part Fine) {
	w.cells = append(w.cells, Cell{account, activity, part})
}

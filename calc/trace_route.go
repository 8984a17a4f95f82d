package calc

// hop is how money comes from one activity to the next: one step, or two where it
// is kept first and then divided among credits. A step not made has no Whole.
type hop struct {
	from, to int32
	steps    [2]Step
}

// reduced is what a hop leaves of an amount.
func (h *hop) reduced(s size) size {
	for i := range h.steps {
		if step := &h.steps[i]; step.Whole > 0 {
			s = s.times(step.Part, step.Whole)
		}
	}
	return s
}

// routes reads the ways of money from a state at an instant, in either direction:
// the transcript of what push, delegate and divide do with it.
type routes struct{ *state }

// onward tells everywhere that money goes on to from an activity.
func (r *routes) onward(a int32, tell func(h hop)) {
	rule := &r.rules[a]
	if r.retains(a) != "" {
		return
	}
	if rule.own != rule.whole {
		from, thru := r.edges.rowOf(a)
		for edge := from; edge < thru; edge++ {
			if r.weight[edge] > 0 {
				tell(r.delegation(edge))
			}
		}
	}
	if !r.lends || rule.own == 0 {
		return
	}
	from, thru := r.holdings.rowOf(a)
	for holding := from; holding < thru; holding++ {
		if r.holderOf(holding) != nobody && r.counted(holding) > 0 {
			tell(r.dividend(holding))
		}
	}
}

// back tells everywhere that money comes from to an activity.
func (r *routes) back(a int32, tell func(h hop)) {
	edges, users := r.edges.columnOf(a)
	for i, user := range users {
		edge := edges[i]
		if rule := &r.rules[user]; r.weight[edge] > 0 && rule.own != rule.whole && r.retains(user) == "" {
			tell(r.delegation(edge))
		}
	}
	for _, facility := range r.owned[a] {
		holdings, users := r.holdings.columnOf(facility)
		for i, user := range users {
			holding := holdings[i]
			if r.counted(holding) > 0 && r.rules[user].own > 0 && r.retains(user) == "" {
				tell(r.dividend(holding))
			}
		}
	}
}

func (r *routes) delegation(edge int32) hop {
	user, used := r.edges.row(edge), r.edges.column[edge]
	return hop{user, used, [2]Step{{}, {ToComponent, used, r.weight[edge], r.rules[user].whole}}}
}

// dividend is what an activity gets for the credits it holds in another one.
func (r *routes) dividend(holding int32) hop {
	from, to := r.holdings.row(holding), r.holderOf(holding)
	return hop{from, to, [2]Step{r.keeping(from), {ToHolder, to, r.counted(holding), r.credits[from]}}}
}

// keeping is the step to what an activity keeps; none where it keeps all.
func (r *routes) keeping(a int32) Step {
	if rule := &r.rules[a]; rule.own != rule.whole {
		return Step{Keep, a, rule.own, rule.whole}
	}
	return Step{}
}

// landing is how what reaches an activity becomes the account's; with the direct
// method what was received from a user is kept as a whole. False if it doesn't.
func (r *routes) landing(a, account int32, received bool) (hop, bool) {
	h := hop{from: a, to: a}
	reason := r.retains(a)
	if reason == "" && !received {
		if r.rules[a].own == 0 {
			return h, false
		}
		h.steps[0] = r.keeping(a)
	}
	if reason == "" && r.credits[a] == 0 {
		reason = NoCredits
	}
	if reason != "" {
		h.steps[1] = Step{ToRetained, a, 1, 1}
		return h, r.retained[reason] == account
	}
	h.steps[1] = Step{ToCredit, a, r.piecesOf(a, account), r.credits[a]}
	return h, h.steps[1].Part > 0
}

// piecesOf adds up what counts of an account's pieces in an activity.
func (r *routes) piecesOf(a, account int32) uint64 {
	var pieces uint64
	from, thru := r.holdings.rowOf(a)
	for holding := from; holding < thru; holding++ {
		if r.account[r.holdings.column[holding]] == account {
			pieces += r.counted(holding)
		}
	}
	return pieces
}

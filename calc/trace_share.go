package calc

// wholeMinor is one whole of income as minor units, so that an amount in fine units
// is a share in the units of Share's mass.
const wholeMinor Minor = 1_000_000_000_000_000_000

// Trace explains what an account gets of one whole of an activity's income, as
// TraceOf explains money: Earned and the amounts are shares of which a whole is
// 10^36, and ShareText writes them. The item's Activity is the one whose income is
// divided; its paths end at any credits of the account.
func (p *Picture) Trace(activity, account int32, paths int) TraceItem {
	item := TraceItem{Activity: activity}
	for _, share := range p.Shares(activity) {
		if share.Account == account {
			item.Earned = share.mass
		}
	}
	if item.Earned.IsZero() {
		return item
	}
	found := p.tracer(activity, account, paths).lookAtAll()
	found.conclude(&item, TraceOptions{Paths: paths}.limit())
	return item
}

// tracer has one whole come in at an activity.
func (p *Picture) tracer(activity, account int32, paths int) *tracer {
	return &tracer{
		sweep: &sweep{state: p.state}, routes: routes{p.state},
		account: account, limit: TraceOptions{Paths: paths}.limit(), from: Ever,
		flood: newFlood(len(p.scheme.Activities)), groups: []group{{activity: activity, income: wholeMinor}},
	}
}

// lookAtAll finds the paths to all of the account's credits together.
func (t *tracer) lookAtAll() *trail {
	t.letIn(Never)
	t.flood.run(&t.routes, t.inOrder())
	var found trail
	for a := range t.scheme.Activities {
		found.total = pathsAnd(found.total, t.pathsTo(int32(a)))
	}
	for _, path := range t.largest(t.everything(), Never) {
		found.add(path)
	}
	return &found
}

// ShareText writes an amount of Picture.Trace as Share.Text writes a share.
func ShareText(amount Fine) string { return Share{mass: amount}.Text() }

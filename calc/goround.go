package calc

import "math/big"

// widestReach bounds what may go round in a circle and be written down in flows: 2^120
// fine units, 10^18 minor units.
const widestReach = 120

// goRound moves on what is parked on the members of a circle, as if it had gone
// round for ever.
func (w *sweep) goRound(c *circle) {
	in, any := make([]*big.Int, len(c.members)), false
	for i, a := range c.members {
		in[i] = w.parked[a].Big()
		any = any || !w.parked[a].IsZero()
		w.parked[a] = Fine{}
	}
	if !any {
		return
	}
	t := w.turn(c, in)
	r := roundBooks{sweep: w, net: map[int32]Fine{}}
	for i, a := range c.members {
		w.tell(a)
		r.tooWide = r.tooWide || t.reached[i].BitLen() > widestReach
		r.net[a] = wrapped(in[i])
	}
	for i, a := range c.members {
		w.split(a, t.reached[i],
			func(used int32, part *big.Int) { r.passOn(a, used, part) },
			func(holding int32, part *big.Int) { r.letOut(a, holding, part) })
	}
	r.bookRest(t)
	r.bookNet(c)
}

// roundBooks keeps the books of a circle. Where a leak is so tiny that what goes
// round is too much to be written down, the flows inside it are only counted net.
type roundBooks struct {
	*sweep
	tooWide bool
	net     map[int32]Fine // per member: what came in and did not leave there
}

// passOn books what a member hands on; what stays in the circle is on its way already.
func (r *roundBooks) passOn(a, used int32, part *big.Int) {
	switch inside := r.together(a, used); {
	case !inside:
		p := wrapped(part)
		r.net[a] = r.net[a].Sub(p)
		r.flows[a].Delegated = r.flows[a].Delegated.Add(p)
		r.links.add(a, used, p)
		r.receive(used, p)
	case !r.tooWide:
		p := wrapped(part)
		r.flows[a].Delegated = r.flows[a].Delegated.Add(p)
		r.links.add(a, used, p)
		r.flows[used].Received = r.flows[used].Received.Add(p)
		r.touched[used] = r.touched[used] || !p.IsZero()
	}
}

// letOut books what a member keeps for credits.
func (r *roundBooks) letOut(a, holding int32, part *big.Int) {
	p := wrapped(part)
	r.net[a] = r.net[a].Sub(p)
	if holding == noHolding {
		r.hold(a, p)
		return
	}
	r.earn(a, holding, p)
}

// bookRest lets the dust out, or retains what is more than that.
func (r *roundBooks) bookRest(t *turning) {
	if t.isSettled() {
		r.spill(t, func(a, used int32, part *big.Int) { r.passOn(a, used, part) }, func(a int32, part *big.Int) {
			r.firstOut(a, func(used int32) { r.passOn(a, used, part) }, func(holding int32) { r.letOut(a, holding, part) })
		})
		return
	}
	for i, a := range t.members {
		p := wrapped(t.rest[i])
		r.net[a] = r.net[a].Sub(p)
		r.retain(a, BelowEpsilon, p)
	}
	if t.restSize() > t.epsilon { // as good as nothing gets out
		group := r.cycles.group[t.members[0]]
		r.noteCycle(ProblemClosedCycle, group, t.members)
		r.tell(t.members[0])
		delete(r.problems.cycles, group)
	}
}

// bookNet books what each member passed to the others, less what it got from them.
func (r *roundBooks) bookNet(c *circle) {
	for _, a := range c.members {
		r.touched[a] = true
		switch net := r.net[a]; {
		case !r.tooWide:
		case net.Sign() > 0:
			r.flows[a].Delegated = r.flows[a].Delegated.Add(net)
		default:
			r.flows[a].Received = r.flows[a].Received.Sub(net)
		}
	}
}

// wrapped returns an amount that fits.
func wrapped(n *big.Int) Fine {
	f, _ := fineOfBig(n)
	return f
}

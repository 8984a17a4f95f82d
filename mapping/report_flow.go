package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// FlowPicture is how the money of a settlement went from activity to activity and to
// those who got it. It is made to be drawn, columns from left to right. For every
// activity, and for all others of a column together,
//
//	Own + Σ bands to it + BackIn = Spent + Σ bands from it + BackOut
//
// to the fine unit: nothing is left out but what is in Back.
type FlowPicture struct {
	Nodes   []FlowNode // by column, the largest first
	Bands   []FlowBand
	Columns int
}

// FlowKind is what a node stands for.
type FlowKind int

// The kinds of nodes.
const (
	FlowActivity FlowKind = iota
	FlowOthers            // all smaller activities of a column
	FlowParty
	FlowOtherParties
	FlowRetained // by the company
)

// FlowNode is an activity or a party. Only the first and third kind have names.
type FlowNode struct {
	Kind       FlowKind
	Name       string
	Column     int
	Amount     string    // what came to it, as money
	Own, Spent calc.Fine // of activities: own sales; direct costs, and returns beyond the sales
	BackIn     calc.Fine // what runs the other way, below zero or round a circle
	BackOut    calc.Fine

	id     string
	size   calc.Fine  // what came to it
	booked calc.Minor // to a party
}

// FlowBand is what goes from one node to another.
type FlowBand struct {
	From, To int // places in Nodes
	Amount   calc.Fine
	Text     string // as money
}

// How many people can still tell apart, on a page.
const (
	activitiesAtMost = 14
	partiesAtMost    = 9
	columnsAtMost    = 6
)

// FlowOf draws up the picture of a plan, whose links have to be known.
func FlowOf(plan *Plan, links []FlowLink, names Names) FlowPicture {
	f := &flowDrawer{plan: plan, names: names, graph: newFlowGraph(plan.Flows, links), nodeOf: map[flowKey]int{}, bands: map[[2]int]calc.Fine{}}
	f.pick()
	f.activities()
	f.links()
	f.parties()
	return f.picture()
}

// flowKey is what a node is made for: an activity, or all others of a column; a party,
// or all other ones, or nobody.
type flowKey struct {
	kind   FlowKind
	id     string
	column int
}

type flowDrawer struct {
	plan   *Plan
	names  Names
	graph  *flowGraph
	picked []bool // per activity of the graph
	column []int
	last   int // the number of columns of activities
	nodes  []FlowNode
	nodeOf map[flowKey]int
	bands  map[[2]int]calc.Fine
}

// pick chooses the largest activities, and fewer of them where their chain is too
// long for the page.
func (f *flowDrawer) pick() {
	through := make([]calc.Fine, len(f.graph.ids))
	for _, flow := range f.plan.Flows {
		at, _ := slices.BinarySearch(f.graph.ids, flow.Activity)
		through[at] = calc.FineOf(max(flow.Income, 0)).Add(size(flow.Received))
	}
	largest := make([]int, len(f.graph.ids))
	for i := range largest {
		largest[i] = i
	}
	slices.SortStableFunc(largest, func(a, b int) int { return through[b].Cmp(through[a]) })
	count := len(largest)
	if count > activitiesAtMost {
		count = activitiesAtMost - 2 // the others need room too
	}
	for ; ; count-- {
		f.picked = make([]bool, len(largest))
		for _, at := range largest[:count] {
			f.picked[at] = true
		}
		if f.column, f.last = f.graph.columns(f.picked); f.last <= columnsAtMost || count == 0 {
			return
		}
	}
}

func (f *flowDrawer) node(key flowKey, name string) int {
	at, known := f.nodeOf[key]
	if !known {
		at = len(f.nodes)
		f.nodeOf[key] = at
		f.nodes = append(f.nodes, FlowNode{Kind: key.kind, Name: name, Column: key.column, id: key.id})
	}
	return at
}

// activityNode is the node of an activity of the graph.
func (f *flowDrawer) activityNode(at int) int {
	if !f.picked[at] {
		return f.node(flowKey{FlowOthers, "", f.column[at]}, "")
	}
	id := f.graph.ids[at]
	return f.node(flowKey{FlowActivity, string(id), f.column[at]}, f.names.activity(id).Name)
}

// activities makes their nodes with what they sold and spent themselves.
func (f *flowDrawer) activities() {
	for _, flow := range f.plan.Flows {
		at, _ := slices.BinarySearch(f.graph.ids, flow.Activity)
		node := &f.nodes[f.activityNode(at)]
		for _, own := range []calc.Minor{flow.Income, flow.Costs} {
			if own > 0 {
				node.Own = node.Own.Add(calc.FineOf(own))
			} else {
				node.Spent = node.Spent.Add(calc.FineOf(-own))
			}
		}
	}
}

func (f *flowDrawer) links() {
	for _, l := range f.graph.links {
		from, to := f.activityNode(l.from), f.activityNode(l.to)
		if from == to {
			continue
		}
		f.pass(from, to, l.amount, l.back)
	}
}

// pass books what goes from one node to another: as a band, or beside the picture.
func (f *flowDrawer) pass(from, to int, amount calc.Fine, back bool) {
	switch {
	case amount.Sign() < 0:
		f.nodes[from].BackIn = f.nodes[from].BackIn.Sub(amount)
		f.nodes[to].BackOut = f.nodes[to].BackOut.Sub(amount)
	case back:
		f.nodes[from].BackOut = f.nodes[from].BackOut.Add(amount)
		f.nodes[to].BackIn = f.nodes[to].BackIn.Add(amount)
	case amount.Sign() > 0:
		f.bands[[2]int{from, to}] = f.bands[[2]int{from, to}].Add(amount)
	}
}

// parties get what the activities kept.
func (f *flowDrawer) parties() {
	sums := map[calc.PartyID]calc.Fine{}
	for entry := range f.plan.Ledger.All() {
		if entry.Account.Party != "" && entry.Earned.Sign() > 0 {
			sums[entry.Account.Party] = sums[entry.Account.Party].Add(entry.Earned)
		}
	}
	shown := largestParties(sums)
	for entry := range f.plan.Ledger.All() {
		if key, name := f.taker(entry, shown); entry.Earned.Sign() > 0 {
			f.node(key, name)
		}
	}
	for entry := range f.plan.Ledger.All() {
		key, _ := f.taker(entry, shown)
		to, gets := f.nodeOf[key]
		if gets {
			f.nodes[to].booked += entry.Amount
		}
		at, known := slices.BinarySearch(f.graph.ids, entry.Activity)
		switch {
		case !known: // rounding alone: no money reached the activity this time
		case gets:
			f.pass(f.activityNode(at), to, entry.Earned, false)
		default:
			from := f.activityNode(at)
			f.nodes[from].BackIn = f.nodes[from].BackIn.Sub(entry.Earned)
		}
	}
}

// taker is whose node an entry of the ledger goes to.
func (f *flowDrawer) taker(entry LedgerEntry, shown map[calc.PartyID]bool) (flowKey, string) {
	switch party := entry.Account.Party; {
	case party == "":
		return flowKey{FlowRetained, "", f.last}, ""
	case shown[party]:
		return flowKey{FlowParty, string(party), f.last}, f.names.party(party).Name
	}
	return flowKey{FlowOtherParties, "", f.last}, ""
}

// largestParties are those with a node of their own.
func largestParties(sums map[calc.PartyID]calc.Fine) map[calc.PartyID]bool {
	var ids []calc.PartyID
	for id := range sums {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b calc.PartyID) int { return cmp.Or(sums[b].Cmp(sums[a]), cmp.Compare(a, b)) })
	if len(ids) > partiesAtMost+1 {
		ids = ids[:partiesAtMost]
	}
	shown := map[calc.PartyID]bool{}
	for _, id := range ids {
		shown[id] = true
	}
	return shown
}

// picture puts all in order and the amounts into words. What came to an activity is
// its own sales and what it received; to a party, what its account says.
func (f *flowDrawer) picture() FlowPicture {
	for i := range f.nodes {
		n := &f.nodes[i]
		n.size = n.Own.Add(n.BackIn)
		for between, amount := range f.bands {
			if between[1] == i {
				n.size = n.size.Add(amount)
			}
		}
		n.Amount = n.size.Text(f.plan.Settlement.Decimals)
		if n.Kind >= FlowParty {
			n.Amount = n.booked.Text(f.plan.Settlement.Decimals)
		}
	}
	place := f.sortNodes()
	picture := FlowPicture{Nodes: f.nodes, Columns: f.last + 1}
	for between, amount := range f.bands {
		picture.Bands = append(picture.Bands, FlowBand{place[between[0]], place[between[1]], amount, amount.Text(f.plan.Settlement.Decimals)})
	}
	slices.SortFunc(picture.Bands, func(a, b FlowBand) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return picture
}

// sortNodes says where each node has gone.
func (f *flowDrawer) sortNodes() []int {
	order := make([]int, len(f.nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := f.nodes[a], f.nodes[b]
		return cmp.Or(cmp.Compare(x.Column, y.Column), cmp.Compare(x.standing(), y.standing()), y.size.Cmp(x.size), cmp.Compare(x.id, y.id))
	})
	place, sorted := make([]int, len(order)), make([]FlowNode, len(order))
	for to, from := range order {
		place[from], sorted[to] = to, f.nodes[from]
	}
	f.nodes = sorted
	return place
}

// standing puts all others under those that have names, and the company last.
func (n FlowNode) standing() int {
	switch n.Kind {
	case FlowOthers, FlowOtherParties:
		return 1
	case FlowRetained:
		return 2
	}
	return 0
}

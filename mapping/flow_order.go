package mapping

import (
	"slices"

	"fairshare/calc"
)

// flowGraph is the links that can be drawn from left to right: those above zero, by
// the places of their activities.
type flowGraph struct {
	ids   []calc.ActivityID // sorted
	out   [][]int           // per activity: its links
	links []drawnLink
	order []int // of the activities: those that pass on before those that get it
}

type drawnLink struct {
	from, to int
	amount   calc.Fine
	back     bool // it closes a circle, or is below zero: no band shows it
}

func newFlowGraph(flows []ActivityFlow, links []FlowLink) *flowGraph {
	g := &flowGraph{}
	for _, f := range flows {
		g.ids = append(g.ids, f.Activity)
	}
	slices.Sort(g.ids)
	g.out = make([][]int, len(g.ids))
	for _, l := range links {
		from, known := slices.BinarySearch(g.ids, l.From)
		to, knownToo := slices.BinarySearch(g.ids, l.To)
		if !known || !knownToo || from == to {
			continue
		}
		g.out[from] = append(g.out[from], len(g.links))
		g.links = append(g.links, drawnLink{from, to, l.Amount, l.Amount.Sign() < 0})
	}
	g.sort()
	return g
}

// sort puts the activities in order, depth first, and marks what leads back to an
// activity that is still open. It has its own stack, for long chains.
func (g *flowGraph) sort() {
	const unseen, open, closed = 0, 1, 2
	state, next := make([]int, len(g.ids)), make([]int, len(g.ids))
	for root := range g.ids {
		if state[root] != unseen {
			continue
		}
		state[root] = open
		for path := []int{root}; len(path) > 0; {
			at := path[len(path)-1]
			if next[at] == len(g.out[at]) {
				state[at] = closed
				g.order = append(g.order, at)
				path = path[:len(path)-1]
				continue
			}
			link := &g.links[g.out[at][next[at]]]
			next[at]++
			switch {
			case link.back:
			case state[link.to] == open:
				link.back = true
			case state[link.to] == unseen:
				state[link.to] = open
				path = append(path, link.to)
			}
		}
	}
	slices.Reverse(g.order)
}

// columns gives every activity a column, so that money goes to the right: those that
// are picked stand for themselves; the others between two of them share a column,
// inside which what they pass to each other is not seen. Those that pass nothing on
// stand in the last one. It returns the number of columns too.
func (g *flowGraph) columns(picked []bool) ([]int, int) {
	level, last := make([]int, len(g.ids)), 0 // even: picked ones, odd: the others
	for _, at := range g.order {
		if level[at]%2 == 0 != picked[at] {
			level[at]++
		}
		last = max(last, level[at])
		for _, l := range g.out[at] {
			link := g.links[l]
			if link.back {
				continue
			}
			behind := level[at]
			if picked[link.to] || picked[at] {
				behind++
			}
			level[link.to] = max(level[link.to], behind)
		}
	}
	used := map[int]bool{}
	for at := range g.ids {
		if !slices.ContainsFunc(g.out[at], func(l int) bool { return !g.links[l].back }) {
			level[at] = last
		}
		used[level[at]] = true
	}
	return ranked(level, used), len(used)
}

// ranked numbers the levels that are used.
func ranked(level []int, used map[int]bool) []int {
	var sorted []int
	for l := range used {
		sorted = append(sorted, l)
	}
	slices.Sort(sorted)
	column := make([]int, len(level))
	for at, l := range level {
		column[at], _ = slices.BinarySearch(sorted, l)
	}
	return column
}

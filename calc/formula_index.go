package calc

import "slices"

// formulaIndex is what a formulaBook is made from. Whether a row is live is left out
// of account: what may be looked at some time counts as looked at.
type formulaIndex struct {
	*Scheme
	in      span
	users   map[int32]bool
	weights map[int32][]componentPair // per component with a formula: the pairs it names
	credits map[int32][]int32         // and the activities whose credits it names
	rows    map[componentPair][]int32 // per pair that is named: its components
	own     map[int32][]int32         // per user: its components
}

type componentPair struct{ used, user int32 }

// newFormulaBook reads all formulas that matter in a span.
func newFormulaBook(s *Scheme, in span) *formulaBook {
	x := formulaIndex{Scheme: s, in: in, users: map[int32]bool{}, weights: map[int32][]componentPair{},
		credits: map[int32][]int32{}, rows: map[componentPair][]int32{}, own: map[int32][]int32{}}
	for i := range s.Components {
		if c := &s.Components[i]; c.Formula() != nil && in.touches(c.From, c.Thru) {
			x.users[c.User] = true
			x.read(int32(i), c.Formula())
		}
	}
	if len(x.users) == 0 {
		return nil
	}
	b := &formulaBook{live: make([]bool, len(s.Components)), needs: map[int32][]int32{},
		results: map[int32]formulaResult{}, onRow: map[int32][]int32{}, onCredits: map[int32][]int32{}}
	place := x.listRows(b)
	users := make([]int32, 0, len(x.users))
	for u := range x.users {
		users = append(users, u)
	}
	slices.Sort(users)
	for _, u := range users {
		x.follow(b, u, place)
	}
	return b
}

// read notes what a formula names.
func (x *formulaIndex) read(component int32, f *Formula) {
	weights, credits := f.References()
	for _, r := range weights {
		used, known := findActivity(x.Activities, r.Component)
		user, knownToo := findActivity(x.Activities, r.Activity)
		if known && knownToo {
			pair := componentPair{used, user}
			x.weights[component] = append(x.weights[component], pair)
			x.rows[pair] = nil
		}
	}
	for _, id := range credits {
		if a, known := findActivity(x.Activities, id); known {
			x.credits[component] = append(x.credits[component], a)
		}
	}
}

// listRows collects the components that formulas stand beside or look at, and
// returns their places in the book. Those that ended before the span are among them:
// their end may be since when a formula has its value.
func (x *formulaIndex) listRows(b *formulaBook) map[int32]int32 {
	for i := range x.Components {
		c := &x.Components[i]
		if c.From >= c.Thru || c.From > x.in.last {
			continue
		}
		list, named := x.rows[componentPair{c.Used, c.User}]
		if named {
			x.rows[componentPair{c.Used, c.User}] = append(list, int32(i))
		}
		if x.users[c.User] {
			x.own[c.User] = append(x.own[c.User], int32(i))
		}
		if named || x.users[c.User] {
			b.rows = append(b.rows, int32(i))
		}
	}
	slices.SortFunc(b.rows, func(i, j int32) int { return compareRows(&x.Components[i], &x.Components[j]) })
	place := make(map[int32]int32, len(b.rows))
	for p, i := range b.rows {
		place[i] = int32(p)
	}
	return place
}

// follow finds everything that the formulas of an activity look at, by way of others
// too.
func (x *formulaIndex) follow(b *formulaBook, user int32, place map[int32]int32) {
	seen, looks := map[int32]bool{}, map[int32]bool{}
	queue := slices.Clone(x.own[user])
	for len(queue) > 0 {
		row := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if seen[row] {
			continue
		}
		seen[row] = true
		b.needs[user] = append(b.needs[user], place[row])
		b.onRow[row] = append(b.onRow[row], user)
		for _, pair := range x.weights[row] {
			queue = append(queue, x.rows[pair]...)
		}
		for _, a := range x.credits[row] {
			if !looks[a] {
				looks[a] = true
				b.onCredits[a] = append(b.onCredits[a], user)
			}
		}
	}
}

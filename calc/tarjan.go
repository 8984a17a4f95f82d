package calc

// tarjan finds strongly connected components (R. Tarjan, Depth-first search and
// linear graph algorithms, 1972), with its own stack, so that a chain of a million
// activities needs no deep recursion.
type tarjan struct {
	place  []int32 // 0: not seen in this run; -1: its component is closed; else 1 + when seen
	low    []int32 // the earliest place reachable, while open
	open   []int32 // seen, component not closed yet
	path   []visit
	number int32   // of activities seen
	order  []int32 // those whose component is closed: used ones before their users
	groups [][]int32
}

// visit is an activity on the path and how far its edges were followed.
type visit struct {
	activity, cursor int32
}

const closed = -1

// run returns the components of more than one activity that the roots reach, and
// all activities seen, those of a component together and components before those
// that use them.
func (t *tarjan) run(s *state, roots []int32) (groups [][]int32, order []int32) {
	t.groups, t.number, t.order = nil, 0, make([]int32, 0, len(roots))
	for _, root := range roots {
		if t.place[root] == 0 {
			t.enter(s, root)
		}
		for len(t.path) > 0 {
			t.step(s)
		}
	}
	for _, a := range t.order {
		t.place[a] = 0
	}
	return t.groups, t.order
}

func (t *tarjan) enter(s *state, a int32) {
	t.number++
	t.place[a] = t.number
	t.low[a] = t.place[a]
	t.open = append(t.open, a)
	t.path = append(t.path, visit{activity: a})
}

// step follows one edge of the last activity on the path, or leaves it.
func (t *tarjan) step(s *state) {
	top := &t.path[len(t.path)-1]
	used, found := s.follow(top.activity, &top.cursor)
	if !found {
		t.leave()
		return
	}
	switch t.place[used] {
	case 0:
		t.enter(s, used)
	case closed:
	default:
		t.low[top.activity] = min(t.low[top.activity], t.place[used])
	}
}

// leave goes back to the user; an activity that reaches nothing earlier than itself
// closes its component.
func (t *tarjan) leave() {
	a := t.path[len(t.path)-1].activity
	t.path = t.path[:len(t.path)-1]
	if len(t.path) > 0 {
		user := t.path[len(t.path)-1].activity
		t.low[user] = min(t.low[user], t.low[a])
	}
	if t.low[a] != t.place[a] {
		return
	}
	first := len(t.open) - 1
	for t.open[first] != a {
		first--
	}
	for _, member := range t.open[first:] {
		t.place[member] = closed
	}
	t.order = append(t.order, t.open[first:]...)
	if len(t.open)-first > 1 {
		t.groups = append(t.groups, append([]int32(nil), t.open[first:]...))
	}
	t.open = t.open[:first]
}

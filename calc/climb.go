package calc

// climb goes from activities up to their users, depth first.
type climb struct {
	seen  []bool
	order []int32
	path  []ascent
	users []int32 // of the activities on the path, those still to be looked at
}

// ascent is an activity on the path, or the leader of a circle.
type ascent struct {
	activity int32
	start    int // of its users
}

// upstream lists the targets and every activity whose money can reach them, users
// before what they use; of a circle only the leader. A user that is not charged has
// no money on it or above it and is passed over, with all that is above.
func (w *sweep) upstream(targets []int32) []int32 {
	c := &w.climb
	c.order = c.order[:0]
	if w.scheme.Method == Direct {
		return w.oneLevelUp(targets)
	}
	for _, target := range targets {
		w.enter(w.cycles.leader(target))
		for len(c.path) > 0 {
			w.climbStep()
		}
	}
	for _, a := range c.order {
		c.seen[a] = false
	}
	return c.order
}

// enter puts an activity on the path, with its users or those of all its circle.
func (w *sweep) enter(a int32) {
	c := &w.climb
	if c.seen[a] {
		return
	}
	c.seen[a] = true
	c.path = append(c.path, ascent{a, len(c.users)})
	ring := w.cycles.circleOf(a)
	if ring == nil {
		c.users = w.appendUsers(c.users, a)
		return
	}
	for _, member := range ring.members {
		c.users = w.appendUsers(c.users, member)
	}
}

// climbStep looks at one more user of the last activity on the path, or leaves it.
func (w *sweep) climbStep() {
	c := &w.climb
	top := &c.path[len(c.path)-1]
	if len(c.users) == top.start {
		c.order = append(c.order, top.activity)
		c.path = c.path[:len(c.path)-1]
		return
	}
	user := c.users[len(c.users)-1]
	c.users = c.users[:len(c.users)-1]
	if w.charged[user] {
		w.enter(w.cycles.leader(user))
	}
}

// oneLevelUp lists the targets and their users, in any order: with the direct
// method money is never moved on twice.
func (w *sweep) oneLevelUp(targets []int32) []int32 {
	c := &w.climb
	c.order = append(c.order, targets...)
	for _, target := range targets {
		for _, edge := range w.edges.columnOf(target) {
			c.order = append(c.order, w.edges.row[edge])
		}
	}
	c.order = distinct(c.order)
	return c.order
}

package calc

// climb goes from activities up to their users, depth first.
type climb struct {
	seen  []bool
	order []int32
	path  []visit // edge counts the users looked at
}

// upstream lists the targets and every activity whose money can reach them, users
// before what they use. A user that is not among the charged ones has no money on
// it or above it and is passed over, with all that is above; nil looks at all.
func (w *sweep) upstream(targets []int32, charged []bool) []int32 {
	c := &w.climb
	c.order = c.order[:0]
	if w.scheme.Method == Direct {
		return w.oneLevelUp(targets)
	}
	for _, target := range targets {
		c.enter(target)
		for len(c.path) > 0 {
			w.climbStep(charged)
		}
	}
	for _, a := range c.order {
		c.seen[a] = false
	}
	return c.order
}

func (c *climb) enter(a int32) {
	if !c.seen[a] {
		c.seen[a] = true
		c.path = append(c.path, visit{activity: a})
	}
}

// climbStep looks at one more user of the last activity on the path, or leaves it.
func (w *sweep) climbStep(charged []bool) {
	c := &w.climb
	top := &c.path[len(c.path)-1]
	users := w.edges.columnOf(top.activity)
	if int(top.edge) == len(users) {
		c.order = append(c.order, top.activity)
		c.path = c.path[:len(c.path)-1]
		return
	}
	edge := users[top.edge]
	top.edge++
	user := w.edges.row[edge]
	if w.weight[edge] > 0 && w.delegates(user) && (charged == nil || charged[user]) {
		c.enter(user)
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

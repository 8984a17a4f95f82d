package calc

// tracer follows the money of one account through time. It lets the same state do
// the same changes as Distribute, and between two changes that matter to the
// account it looks for the largest paths of what came in meanwhile.
type tracer struct {
	*sweep
	routes   routes
	lines    []Line
	account  int32
	limit    int
	items    map[int32]*trail
	concerns concerns

	groups  []group   // of the present stretch of time
	groupOf [][]int32 // per activity: its groups
	from    Instant   // since when nothing changed that matters
	flood   flood
}

// group is the lines of one activity in a stretch of time. Costs stay apart: the
// founders take no part in them.
type group struct {
	activity int32
	cost     bool
	lines    []int32
	income   Minor
}

func newTracer(s *Scheme, lines []Line, account int32, limit int) *tracer {
	t := &tracer{
		sweep: newSweep(newState(s, spanOf(lines))), lines: lines, account: account, limit: limit, items: map[int32]*trail{},
		groupOf: make([][]int32, len(s.Activities)), from: Ever, flood: newFlood(len(s.Activities)),
	}
	t.routes = routes{t.state}
	t.concerns = concernsOf(t.state, account)
	return t
}

// walk goes through time once.
func (t *tracer) walk() {
	for _, e := range epochsOf(eventsIn(t.scheme, t.span), t.lines) {
		if len(e.events) > 0 {
			if first, last, found := t.concerns.between(e.events); found {
				t.look(first)
				t.from = last
			}
			t.change(e.events)
		}
		for _, i := range e.lines {
			t.collect(i)
		}
	}
	t.look(Never)
}

func (t *tracer) collect(i int32) {
	line := &t.lines[i]
	for _, g := range t.groupOf[line.Activity] {
		if group := &t.groups[g]; group.cost == line.Cost {
			group.lines, group.income = append(group.lines, i), group.income+line.Amount
			return
		}
	}
	t.groupOf[line.Activity] = append(t.groupOf[line.Activity], int32(len(t.groups)))
	t.groups = append(t.groups, group{line.Activity, line.Cost, []int32{i}, line.Amount})
}

// look finds the paths of the stretch of time that ends at thru.
func (t *tracer) look(thru Instant) {
	t.letIn(thru)
	t.flood.run(&t.routes, t.inOrder())
	for a, trail := range t.items {
		trail.total = pathsAnd(trail.total, t.pathsTo(a))
		for _, path := range t.largest([]int32{a}, thru) {
			trail.add(path)
		}
		trail.thin(t.limit)
	}
	for _, g := range t.groups {
		t.groupOf[g.activity] = t.groupOf[g.activity][:0]
	}
	t.groups = t.groups[:0]
	t.flood.clear()
}

// letIn lets the groups into the scheme, after the founders took their parts.
func (t *tracer) letIn(thru Instant) {
	for i, g := range t.groups {
		in := arrival{group: int32(i), size: sizeOf(magnitude(int64(g.income)))}
		switch {
		case g.cost || len(t.founders.parts) == 0:
		case t.founders.problem != nil:
			t.refuse(&g, thru)
			continue
		default:
			for _, f := range t.founders.parts {
				in.step = Step{ToFounders, f.activity, f.percent, hundred}
				t.flood.arrive(f.activity, in)
			}
			in.step = Step{PastFounders, g.activity, hundred - t.founders.total, hundred}
		}
		t.flood.arrive(g.activity, in)
	}
}

// refuse leaves sales where they are, because the founders would get more than all.
func (t *tracer) refuse(g *group, thru Instant) {
	if trail := t.items[g.activity]; trail != nil && t.retained[RuleRefused] == t.account && g.income != 0 {
		trail.total = pathsAnd(trail.total, 1)
		path := Path{Source: g.source(t.from, thru), Steps: []Step{{ToRetained, g.activity, 1, 1}}}
		path.Amount = amountOf(g.income, path.Steps)
		trail.add(path)
	}
}

func (g *group) source(from, thru Instant) Source {
	return Source{Activity: g.activity, Cost: g.cost, Lines: g.lines, Income: g.income, From: from, Thru: thru}
}

// inOrder lists all activities, users before what they use, those of a circle
// together.
func (t *tracer) inOrder() []int32 {
	var order []int32
	for _, a := range t.usersFirst() {
		if ring := t.cycles.circleOf(a); ring != nil {
			order = append(order, ring.members...)
		} else {
			order = append(order, a)
		}
	}
	return order
}

// pathsTo counts the paths that end at the account's credits in an activity.
func (t *tracer) pathsTo(a int32) uint64 {
	if _, lands := t.routes.landing(a, t.account, t.scheme.Method == Direct); !lands {
		return 0
	}
	return t.flood.paths[a]
}

// largest finds the largest paths that end at the account's credits in some
// activities.
func (t *tracer) largest(activities []int32, thru Instant) []Path {
	s := search{routes: &t.routes, flood: &t.flood}
	for _, a := range activities {
		s.start(a, t.account)
	}
	var paths []Path
	for len(paths) < t.limit {
		first, more := s.pop()
		if !more {
			break
		}
		g := &t.groups[first.in.group]
		path := Path{Source: g.source(t.from, thru), Steps: s.steps(first)}
		path.Amount = amountOf(g.income, path.Steps)
		if path.Amount.IsZero() {
			break // the rest are not larger
		}
		paths = append(paths, path)
	}
	return paths
}

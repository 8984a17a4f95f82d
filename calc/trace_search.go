package calc

import "container/heap"

// search finds the largest paths that end at an account, from their ends: it goes
// on with whatever can still become the largest one. The flood says how large that
// is, so no way is gone that does not lead to a path listed, or to an equal one.
type search struct {
	routes *routes
	flood  *flood
	leads  []lead
	queue  leadQueue
}

// lead is the end of a path, from an activity to the account.
type lead struct {
	at         int32
	hop        hop   // out of the activity
	next       int32 // the lead that the hop leads to, or -1
	left       size  // what the way leaves of one unit
	bound      size  // what the largest path with this end brings
	in         *arrival
	takes, ups bool // whether lines of the activity itself, or its users', are looked at
}

// start begins with the ways in which money becomes the account's in an activity.
func (s *search) start(a, account int32) {
	if way, lands := s.routes.landing(a, account, false); lands {
		s.push(lead{at: a, hop: way, next: -1, takes: true, ups: s.routes.scheme.Method == Recursive})
	}
	if s.routes.scheme.Method == Direct {
		if way, lands := s.routes.landing(a, account, true); lands {
			s.push(lead{at: a, hop: way, next: -1, ups: true})
		}
	}
}

// bind works out what a lead can bring; false for nothing.
func (s *search) bind(l *lead) bool {
	l.left = sizeOf(1)
	if l.next >= 0 {
		l.left = s.leads[l.next].left
	}
	if l.in != nil {
		l.bound = l.in.size.by(l.left) // the founders' part is off
	} else {
		l.left = l.hop.reduced(l.left)
		l.bound = s.flood.peak[l.at].by(l.left)
	}
	return l.bound.mantissa != 0
}

// push puts a lead in the queue, if it can bring anything.
func (s *search) push(l lead) {
	if s.bind(&l) {
		s.leads = append(s.leads, l)
		heap.Push(&s.queue, queued{l.bound, int32(len(s.leads) - 1)})
	}
}

// pop gives the next largest path as its first lead; false when there is no more.
// From the best lead it follows the best one at every step without looking back:
// where a million paths are equally large, one of them is found at once.
func (s *search) pop() (*lead, bool) {
	for len(s.queue) > 0 {
		i := heap.Pop(&s.queue).(queued).lead
		guessed := s.leads[i].in == nil && s.routes.scheme.Method == Direct
		for i >= 0 && s.leads[i].in == nil {
			i = s.lengthen(i)
		}
		switch {
		case i < 0: // a dead end
		case guessed: // with the direct method the flood knows too much
			heap.Push(&s.queue, queued{s.leads[i].bound, i})
		default:
			return &s.leads[i], true
		}
	}
	return nil, false
}

// lengthen gives the best lead of all that can come before one, or -1; the others
// are queued.
func (s *search) lengthen(i int32) int32 {
	best := lead{}
	s.before(i, func(l lead) {
		if s.bind(&l) && l.bound.compare(best.bound) > 0 {
			best, l = l, best
		}
		if l.bound.mantissa != 0 {
			s.push(l)
		}
	})
	if best.bound.mantissa == 0 {
		return -1
	}
	s.leads = append(s.leads, best)
	return int32(len(s.leads) - 1)
}

// before tells everything that can come before a lead.
func (s *search) before(i int32, tell func(l lead)) {
	at, takes, ups := s.leads[i].at, s.leads[i].takes, s.leads[i].ups
	if takes {
		for k := range s.flood.arrivals[at] {
			in := &s.flood.arrivals[at][k]
			tell(lead{at: at, hop: hop{from: at, to: at, steps: [2]Step{in.step}}, next: i, in: in})
		}
	}
	if ups {
		s.routes.back(at, func(h hop) {
			tell(lead{at: h.from, hop: h, next: i, takes: true, ups: s.routes.scheme.Method == Recursive})
		})
	}
}

// steps lists what happens on the way of a lead.
func (s *search) steps(l *lead) []Step {
	var steps []Step
	for {
		for _, step := range l.hop.steps {
			if step.Whole > 0 {
				steps = append(steps, step)
			}
		}
		if l.next < 0 {
			return steps
		}
		l = &s.leads[l.next]
	}
}

// queued orders leads by their bounds, the largest first, then by age.
type queued struct {
	bound size
	lead  int32
}

type leadQueue []queued

func (q leadQueue) Len() int { return len(q) }
func (q leadQueue) Less(i, j int) bool {
	if order := q[i].bound.compare(q[j].bound); order != 0 {
		return order > 0
	}
	return q[i].lead < q[j].lead
}
func (q leadQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *leadQueue) Push(x any)   { *q = append(*q, x.(queued)) }
func (q *leadQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

package calc

import "slices"

// flood is how far the money of a stretch of time comes: per activity the largest
// amount that any single path brings there, and how many paths there are.
type flood struct {
	peak     []size
	paths    []uint64
	arrivals [][]arrival // per activity: the groups that come in there
}

// arrival is how a group of lines enters the scheme.
type arrival struct {
	group int32
	step  Step // PastFounders or ToFounders, or none
	size  size
}

func newFlood(activities int) flood {
	return flood{make([]size, activities), make([]uint64, activities), make([][]arrival, activities)}
}

func (f *flood) clear() {
	clear(f.peak)
	clear(f.paths)
	for a := range f.arrivals {
		f.arrivals[a] = f.arrivals[a][:0]
	}
}

// arrive lets a group in at an activity.
func (f *flood) arrive(a int32, in arrival) {
	if in.step.Whole > 0 {
		in.size = in.size.times(in.step.Part, in.step.Whole)
	}
	if in.size.mantissa == 0 {
		return
	}
	f.arrivals[a] = append(f.arrivals[a], in)
	f.raise(a, in.size)
	f.paths[a] = pathsAnd(f.paths[a], 1)
}

func (f *flood) raise(a int32, s size) bool {
	if s.compare(f.peak[a]) <= 0 {
		return false
	}
	f.peak[a] = s
	return true
}

// run lets what came in go on, users before what they use. On cycles it goes on
// until nothing grows: going round makes no path larger.
func (f *flood) run(r *routes, order []int32) {
	if r.scheme.Method == Direct {
		f.runOneLevel(r)
		return
	}
	f.count(r, order)
	for grown := true; grown; {
		grown = false
		for _, a := range order {
			if f.peak[a].mantissa != 0 {
				r.onward(a, func(h hop) { grown = f.raise(h.to, h.reduced(f.peak[a])) || grown })
			}
		}
	}
}

func (f *flood) count(r *routes, order []int32) {
	for _, a := range order {
		if ring := r.cycles.circleOf(a); ring != nil && a == ring.members[0] {
			f.goRound(ring.members)
		}
		if f.paths[a] == 0 {
			continue
		}
		r.onward(a, func(h hop) { f.paths[h.to] = pathsAnd(f.paths[h.to], f.paths[a]) })
	}
}

// goRound counts the paths to activities whose money goes round and round.
func (f *flood) goRound(members []int32) {
	if slices.ContainsFunc(members, func(a int32) bool { return f.paths[a] > 0 }) {
		for _, a := range members {
			f.paths[a] = ManyPaths
		}
	}
}

// runOneLevel lets what came in go on once; what stays counts only where an
// activity keeps something.
func (f *flood) runOneLevel(r *routes) {
	peak, paths := slices.Clone(f.peak), slices.Clone(f.paths)
	for a := range paths {
		if r.retains(int32(a)) == "" && r.rules[a].own == 0 {
			f.paths[a] -= paths[a]
		}
		if paths[a] > 0 {
			r.onward(int32(a), func(h hop) {
				f.raise(h.to, h.reduced(peak[a]))
				f.paths[h.to] = pathsAnd(f.paths[h.to], paths[a])
			})
		}
	}
}

// pathsAnd adds numbers of paths, as far as that can be counted.
func pathsAnd(a, b uint64) uint64 {
	if a+b < a {
		return ManyPaths
	}
	return a + b
}

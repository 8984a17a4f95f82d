package calc

// elimination solves y = x + W·y for a circle by taking out one member after the
// other: what reached it is handed to the members left, in proportion. Divisors are
// sums of what leaves a member, never 1 − w, so nothing cancels and a leak of 10^-15
// is no worse than one of a half (W. Grassmann, M. Taksar, D. Heyman, Regenerative
// analysis and steady state distributions for Markov chains, 1985).
//
// Every product is rounded by a conversion of its own. The language lets a compiler
// fuse x*y + z otherwise, and the guess would depend on the machine.
type elimination struct {
	n      int
	share  []float64 // n×n: row k holds what k hands to those left, column k what they hand to k
	leaves []float64 // per member: what leaves it for those left, and the circle
}

func (c *circle) eliminate() *elimination {
	n := len(c.members)
	e := &elimination{n: n, share: make([]float64, n*n), leaves: make([]float64, n)}
	leak := append([]float64(nil), c.leak...)
	for i := range n {
		for edge := c.start[i]; edge < c.start[i+1]; edge++ {
			e.share[i*n+int(c.to[edge])] += c.share[edge]
		}
	}
	for k := n - 1; k >= 0; k-- {
		e.takeOut(k, leak)
	}
	return e
}

func (e *elimination) takeOut(k int, leak []float64) {
	mine := e.share[k*e.n : k*e.n+k]
	e.leaves[k] = leak[k]
	for _, share := range mine {
		e.leaves[k] += share
	}
	for i := range k {
		through := e.share[i*e.n+k] / e.leaves[k]
		if through == 0 {
			continue
		}
		row := e.share[i*e.n : i*e.n+k]
		for j, share := range mine {
			row[j] += float64(through * share)
		}
		leak[i] += float64(through * leak[k])
	}
}

// reach turns what came in at each member into what reaches it altogether.
func (e *elimination) reach(x []float64) {
	for k := e.n - 1; k >= 0; k-- {
		x[k] /= e.leaves[k]
		for j, share := range e.share[k*e.n : k*e.n+k] {
			x[j] += float64(x[k] * share)
		}
	}
	// x[k] now lacks what those left hand to k.
	for i := range e.n {
		if x[i] == 0 {
			continue
		}
		for k := i + 1; k < e.n; k++ {
			x[k] += float64(x[i]*e.share[i*e.n+k]) / e.leaves[k]
		}
	}
}

// worth turns what a whole earns on leaving each member into what it earns at last.
func (e *elimination) worth(x []float64) {
	for k := e.n - 1; k >= 0; k-- {
		x[k] /= e.leaves[k]
		for i := range k {
			x[i] += float64(e.share[i*e.n+k] * x[k])
		}
	}
	for k := range e.n {
		sum := 0.0
		for j, share := range e.share[k*e.n : k*e.n+k] {
			sum += float64(share * x[j])
		}
		x[k] += sum / e.leaves[k]
	}
}

package calc

import "math"

// Large circles are solved by steps: every member in turn hands on what reached it
// (Gauss-Seidel). A sweep is as fast as the circle has edges, and leaves about what
// does not leak.
const (
	sweepsPerGuess = 300
	guessPrecision = 0x1p-50
)

// relaxReach does what elimination.reach does, as far as some sweeps go.
func (c *circle) relaxReach(x []float64) {
	reached := make([]float64, len(x))
	enough := float64(magnitudes(x) * guessPrecision)
	for range sweepsPerGuess {
		for slot := range x {
			rest := x[slot]
			if rest == 0 {
				continue
			}
			x[slot] = 0
			reached[slot] += rest
			for edge := c.start[slot]; edge < c.start[slot+1]; edge++ {
				x[c.to[edge]] += float64(rest * c.share[edge])
			}
		}
		if magnitudes(x) <= enough {
			break
		}
	}
	copy(x, reached)
}

// relaxWorth does what elimination.worth does.
func (c *circle) relaxWorth(x []float64) {
	own := append([]float64(nil), x...)
	enough := float64(magnitudes(x) * guessPrecision)
	for range sweepsPerGuess {
		change := 0.0
		for slot := len(x) - 1; slot >= 0; slot-- { // worth comes from behind
			worth := own[slot]
			for edge := c.start[slot]; edge < c.start[slot+1]; edge++ {
				worth += float64(c.share[edge] * x[c.to[edge]])
			}
			change += math.Abs(worth - x[slot])
			x[slot] = worth
		}
		if change <= enough {
			break
		}
	}
}

// magnitudes adds up the magnitudes.
func magnitudes(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += math.Abs(v)
	}
	return sum
}

// How many members a circle may have to be solved by elimination, whose work grows
// with their third power: at once, and where steps get nowhere.
const (
	eliminateAtOnce = 200
	eliminateAtMost = 1500
)

// solver guesses solutions for a circle.
type solver struct {
	*circle
	steps bool // not by elimination
}

func newSolver(c *circle) *solver {
	return &solver{c, len(c.members) > eliminateAtOnce && c.factors == nil}
}

// giveUpSteps goes over to elimination, and reports whether it may.
func (s *solver) giveUpSteps() bool {
	if !s.steps || len(s.members) > eliminateAtMost {
		return false
	}
	s.steps = false
	return true
}

func (s *solver) guess(x []float64, byElimination func(*elimination, []float64), bySteps func([]float64)) {
	if s.steps {
		bySteps(x)
		return
	}
	if s.factors == nil {
		s.factors = s.eliminate()
	}
	byElimination(s.factors, x)
}

func (s *solver) reach(x []float64) { s.guess(x, (*elimination).reach, s.relaxReach) }
func (s *solver) worth(x []float64) { s.guess(x, (*elimination).worth, s.relaxWorth) }

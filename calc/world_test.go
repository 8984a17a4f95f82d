package calc

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// worlds is how many random worlds a test looks at; FAIRSHARE_WORLDS multiplies it,
// by less than one for mutants, of which the first few worlds find nearly all.
func worlds(n int) int {
	if factor, err := strconv.ParseFloat(os.Getenv("FAIRSHARE_WORLDS"), 64); err == nil {
		return max(1, int(float64(n)*factor))
	}
	return n
}

// world is a small random company with its income.
type world struct {
	*rand.Rand
	scheme Scheme
	lines  []Line
}

const worldEnds Instant = 60

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 7))}
	s := &w.scheme
	s.Method = Method(w.IntN(4) / 3) // mostly recursive
	for i := range 2 + w.IntN(9) {
		s.Activities = append(s.Activities, Activity{ID: ActivityID(fmt.Sprintf("A%02d", i)), Basis: Basis(w.IntN(3)), OwnWeight: w.sometimes(3, w.weight())})
	}
	for i := range 1 + w.IntN(6) {
		s.Accounts = append(s.Accounts, Account{Party: PartyID(fmt.Sprintf("P%d", i))})
	}
	if w.IntN(3) == 0 {
		for _, a := range w.Perm(len(s.Activities))[:1+w.IntN(2)] {
			s.Accounts = append(s.Accounts, Account{Activity: s.Activities[a].ID})
		}
	}
	if w.IntN(3) == 0 {
		s.Cycles = SolveCycles
	}
	if w.IntN(2) == 0 {
		s.Accounts = append(s.Accounts, Account{Retained: NotMember}, Account{Retained: NoCredits})
	}
	w.addComponents()
	w.addCredits()
	if w.IntN(3) == 0 {
		w.addFormulas()
	}
	if w.IntN(3) == 0 {
		w.addFounders()
	}
	if w.IntN(12) == 0 {
		s.Activities[w.IntN(len(s.Activities))].Refused = NoProduct
	}
	for range 1 + w.IntN(20) {
		amount := Minor(w.IntN(2_000_000) - 400_000)
		if w.IntN(20) == 0 {
			amount *= 1_000_000_000
		}
		w.lines = append(w.lines, Line{Activity: int32(w.IntN(len(s.Activities))), At: Instant(w.IntN(int(worldEnds))), Amount: amount, Cost: w.IntN(5) == 0})
	}
	return w
}

func (w *world) sometimes(oneIn int, q Quantity) Quantity {
	if w.IntN(oneIn) == 0 {
		return q
	}
	return 0
}

// weight is a small whole number, or something tiny or huge.
func (w *world) weight() Quantity {
	switch w.IntN(12) {
	case 0:
		return 0
	case 1:
		return 1 + Quantity(w.IntN(3))
	case 2:
		return 1_000_000_000_000 * QuantityOne
	case 3:
		return Quantity(w.IntN(50_000_000))
	}
	return Quantity(1+w.IntN(10)) * QuantityOne
}

// validity has bounds inside the world, or none.
func (w *world) validity() (from, thru Instant) {
	from, thru = Ever, Never
	if w.IntN(3) == 0 {
		from = Instant(w.IntN(int(worldEnds)))
	}
	if w.IntN(3) == 0 {
		thru = Instant(w.IntN(int(worldEnds)))
	}
	return from, thru
}

// addComponents draws rows from lower to higher ranks, some back; facades and
// percentages get rows that often add up.
func (w *world) addComponents() {
	n := int32(len(w.scheme.Activities))
	rank := w.Perm(int(n))
	for user := range n {
		for range w.IntN(4) {
			used := w.Int32N(n)
			if rank[used] < rank[user] && w.IntN(12) > 6*int(w.scheme.Cycles) {
				user, used = used, user
			}
			c := Component{User: user, Used: used, Weight: w.weight()}
			c.From, c.Thru = w.validity()
			if w.IntN(40) == 0 {
				c.Refuse([]Reason{RuleRefused, "TOO_ODD"}[w.IntN(2)])
			}
			w.scheme.Components = append(w.scheme.Components, c)
		}
	}
	for a := range n {
		if w.scheme.Activities[a].Basis != Weight && w.IntN(5) > 0 {
			w.fillToHundred(a)
		}
	}
}

// addFormulas puts formulas in the place of some weights.
func (w *world) addFormulas() {
	s := &w.scheme
	for range 1 + w.IntN(4) {
		if len(s.Components) == 0 {
			return
		}
		c := &s.Components[w.IntN(len(s.Components))]
		other := s.Components[w.IntN(len(s.Components))]
		weight := WeightReference{s.Activities[other.Used].ID, s.Activities[other.User].ID}.String()
		credits := fmt.Sprintf("credits(%s)", s.Activities[w.IntN(len(s.Activities))].ID)
		text := []string{"= %[1]s / 2 + 5", "= %[1]s", "= min(%[2]s, 7) / 3", "= %[1]s - 1", "= 6 / %[2]s", "= 20 + %[2]s / 1000000000000",
			"= 100 - %[1]s", "= 100/3", "= max(%[1]s, %[2]s, 1) * 0.1"}[w.IntN(9)]
		if strings.Contains(text, "[1]") != strings.Contains(text, "[2]") {
			text = strings.ReplaceAll(text, "%[2]s", "%[1]s")
			if strings.Contains(text, "/ %") || strings.Contains(text, "min") || strings.Contains(text, "20 +") {
				weight = credits
			}
			text = fmt.Sprintf(text, weight)
		} else if strings.Contains(text, "%") {
			text = fmt.Sprintf(text, weight, credits)
		}
		formula, err := ParseFormula(text)
		if err != nil {
			panic(err)
		}
		c.SetFormula(formula)
	}
}

// addFounders draws founders who now and then want more than there is.
func (w *world) addFounders() {
	for range 1 + w.IntN(3) {
		f := Founder{Activity: w.Int32N(int32(len(w.scheme.Activities))), Percent: Quantity(w.IntN(45_000_000))}
		f.From, f.Thru = w.validity()
		w.scheme.Founders = append(w.scheme.Founders, f)
	}
}

// fillToHundred replaces the rows of an activity by such that add up to 100 %,
// or to less where that is allowed.
func (w *world) fillToHundred(a int32) {
	own := func(c Component) bool { return c.User == a && c.Used != a && c.Refused() == "" }
	used := map[int32]bool{}
	for _, c := range w.scheme.Components {
		if own(c) {
			used[c.Used] = true
		}
	}
	w.scheme.Components = slices.DeleteFunc(w.scheme.Components, func(c Component) bool { return c.User == a && c.Refused() == "" })
	rest := 100 * QuantityOne
	if w.scheme.Activities[a].Basis == Percent && w.IntN(3) > 0 {
		rest = Quantity(w.IntN(100_000_000))
	}
	cut := w.validityCut()
	for t := range int32(len(w.scheme.Activities)) {
		if !used[t] {
			continue
		}
		delete(used, t)
		part := rest
		if len(used) > 0 {
			part = Quantity(w.Int64N(int64(rest) + 1))
		}
		rest -= part
		w.scheme.Components = append(w.scheme.Components,
			Component{User: a, Used: t, From: Ever, Thru: cut, Weight: part},
			Component{User: a, Used: t, From: cut, Thru: Never, Weight: part})
	}
}

func (w *world) validityCut() Instant {
	if w.IntN(2) == 0 {
		return Never
	}
	return Instant(w.IntN(int(worldEnds)))
}

// addCredits gives each facility up to three holders one after another and credits
// that go up and down, now and then below zero.
func (w *world) addCredits() {
	s := &w.scheme
	for f := range 1 + w.Int32N(6) {
		s.Facilities = append(s.Facilities, FacilityID(fmt.Sprintf("F%d", f)))
		from := Ever
		for range w.IntN(4) {
			thru := Never
			if from < worldEnds && w.IntN(2) == 0 {
				thru = max(from, 0) + Instant(w.IntN(30))
			}
			if from < thru && w.IntN(5) > 0 {
				s.Tenures = append(s.Tenures, Tenure{f, w.Int32N(int32(len(s.Accounts))), from, thru})
			}
			from = thru
		}
	}
	for range w.IntN(8 * len(s.Activities)) {
		change := CreditChange{w.Int32N(int32(len(s.Activities))), w.Int32N(int32(len(s.Facilities))), Instant(w.IntN(int(worldEnds))), w.weight()}
		if w.IntN(2) == 0 {
			change.At = Ever
		}
		if w.IntN(4) == 0 {
			change.Change = -change.Change
		}
		s.Credits = append(s.Credits, change)
	}
}

// shuffled is the same world with every row in another place.
func (w *world) shuffled() (Scheme, []Line) {
	s := w.scheme
	s.Accounts, s.Components, s.Tenures, s.Credits = slices.Clone(s.Accounts), slices.Clone(s.Components), slices.Clone(s.Tenures), slices.Clone(s.Credits)
	lines := slices.Clone(w.lines)
	w.Shuffle(len(s.Components), func(i, j int) { s.Components[i], s.Components[j] = s.Components[j], s.Components[i] })
	w.Shuffle(len(s.Tenures), func(i, j int) { s.Tenures[i], s.Tenures[j] = s.Tenures[j], s.Tenures[i] })
	w.Shuffle(len(s.Credits), func(i, j int) { s.Credits[i], s.Credits[j] = s.Credits[j], s.Credits[i] })
	s.Founders = slices.Clone(s.Founders)
	w.Shuffle(len(s.Founders), func(i, j int) { s.Founders[i], s.Founders[j] = s.Founders[j], s.Founders[i] })
	w.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return s, lines
}

// total adds up lines.
func total(lines []Line) Minor {
	var sum Minor
	for _, line := range lines {
		sum += line.Amount
	}
	return sum
}

// distribute fails the test on an error.
func distribute(t testing.TB, s *Scheme, lines []Line) *Outcome {
	t.Helper()
	outcome, err := Distribute(s, lines)
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

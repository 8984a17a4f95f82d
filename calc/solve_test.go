package calc

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// knot is a circle of n activities with some components each, that leaks what the
// leakers keep of what reaches them.
func knot(n, components int, leakers int, own, weight Quantity) (*Scheme, []Line) {
	r := rand.New(rand.NewPCG(uint64(n), 5))
	s := &Scheme{Cycles: SolveCycles, Facilities: []FacilityID{"F"}, Accounts: []Account{{Party: "P"}}, Tenures: []Tenure{{0, 0, Ever, Never}}}
	for a := range n {
		activity := Activity{ID: ActivityID(fmt.Sprintf("A%05d", a))}
		if a < leakers {
			activity.OwnWeight = own
		}
		s.Activities = append(s.Activities, activity)
		s.Components = append(s.Components, Component{User: int32(a), Used: int32((a + 1) % n), From: Ever, Thru: Never, Weight: weight})
		for range components - 1 {
			if used := r.IntN(n); used != a {
				s.Components = append(s.Components, Component{User: int32(a), Used: int32(used), From: Ever, Thru: Never, Weight: weight})
			}
		}
		s.Credits = append(s.Credits, CreditChange{int32(a), 0, 0, QuantityOne})
	}
	lines := make([]Line, n)
	for i := range lines {
		lines[i] = Line{Activity: int32(i), At: 1, Amount: Minor(r.IntN(1_000_000))}
	}
	return s, lines
}

// BenchmarkCircle is a circle of 1000 activities that leaks 5 % everywhere.
func BenchmarkCircle(b *testing.B) {
	s, lines := knot(1000, 10, 1000, 5*QuantityOne, 95*QuantityOne/10)
	for b.Loop() {
		if _, err := Distribute(s, lines); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCirclePicture asks for the shares in it.
func BenchmarkCirclePicture(b *testing.B) {
	s, _ := knot(1000, 10, 1000, 5*QuantityOne, 95*QuantityOne/10)
	picture, err := At(s, 1)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Shares", func(b *testing.B) {
		for b.Loop() {
			picture.Shares(7)
		}
	})
	b.Run("SharesOf", func(b *testing.B) {
		for b.Loop() {
			picture.SharesOf(0)
		}
	})
}

// TestCirclesExactly holds circles that are solved by elimination against fractions.
func TestCirclesExactly(t *testing.T) {
	for _, own := range []Quantity{5 * QuantityOne, 1} {
		s, lines := knot(14, 3, 2, own, 1000*QuantityOne)
		s.Facilities = append(s.Facilities, "G")
		s.Accounts = append(s.Accounts, Account{Party: "Q"})
		s.Tenures = append(s.Tenures, Tenure{1, 1, Ever, Never})
		for a := range int32(14) {
			s.Credits = append(s.Credits, CreditChange{a, 1, 0, Quantity(1 + a)})
		}
		checkPictures(t, s, []Line{{At: 1}})
		w := &world{scheme: *s, lines: lines}
		outcome, exact := distribute(t, &w.scheme, lines), oracleCells(s, lines)
		compareCells(t, 0, w, outcome, exact)
		compareSettlement(t, 0, w, outcome, exact)
	}
}

// TestStepsAgreeWithElimination solves one large circle both ways.
func TestStepsAgreeWithElimination(t *testing.T) {
	s, lines := knot(eliminateAtOnce+50, 5, 200, 20*QuantityOne, 10*QuantityOne)
	in := spanOf(lines)
	s.Complete()
	cells := map[bool]map[Cell]Fine{}
	for _, eliminated := range []bool{false, true} {
		w := newSweep(newState(s, in))
		ring := w.cycles.circleOf(0)
		if eliminated {
			ring.factors = ring.eliminate()
		}
		w.park(lines, w.everything())
		w.finish()
		if (ring.factors != nil) != eliminated {
			t.Errorf("solved the wrong way")
		}
		cells[eliminated] = map[Cell]Fine{}
		for _, c := range w.outcome().Cells {
			cells[eliminated][Cell{Account: c.Account, Activity: c.Activity}] = c.Earned
		}
	}
	if len(cells[true]) != 200 {
		t.Errorf("%d cells", len(cells[true]))
	}
	for key, earned := range cells[true] {
		if off := earned.Sub(cells[false][key]).abs(); !off.less(wide{0, 10 * uint64(len(s.Components))}) {
			t.Errorf("%v: off by %s", key, off.big())
		}
	}
}

// TestStepsInPictures asks a large circle for its shares both ways, before and after
// it went over to elimination.
func TestStepsInPictures(t *testing.T) {
	for _, leakers := range []int{3, 200} {
		s, _ := knot(eliminateAtOnce+50, 5, leakers, 20*QuantityOne, 10*QuantityOne)
		s.Accounts = append(s.Accounts, Account{Party: "Q"})
		s.Tenures = append(s.Tenures, Tenure{1, 1, Ever, Never})
		s.Facilities = append(s.Facilities, "G")
		s.Credits = append(s.Credits, CreditChange{0, 1, 0, QuantityOne})
		picture, err := At(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		of := [][]Share{picture.SharesOf(0), picture.SharesOf(1)}
		for a := range 10 {
			for i, share := range picture.Shares(int32(a)) {
				if share.Text() != of[i][a].Text() {
					t.Errorf("account %d has %s of activity %d one way and %s the other", i, share.Text(), a, of[i][a].Text())
				}
			}
		}
	}
}

// TestSharesWhereGuessesAreSlow has a leak so tiny that guesses come nearer by a few
// digits at a time: they don't stop before the digits that are told are right.
func TestSharesWhereGuessesAreSlow(t *testing.T) {
	random := rand.New(rand.NewPCG(73, 3))
	weights := []Quantity{1, 7, QuantityOne, 1000 * QuantityOne, 1_000_000_000_000 * QuantityOne}
	s, _ := knot(8, 2, 1, 1, QuantityOne)
	for i := range s.Components {
		s.Components[i].Weight = weights[random.IntN(len(weights))]
	}
	picture, err := At(s, 1)
	if err != nil {
		t.Fatal(err)
	}
	shares := picture.SharesOf(0)
	if len(shares) != 8 {
		t.Errorf("%d shares", len(shares))
	}
	for _, share := range shares {
		if share.Text() != "1.000000000000" {
			t.Errorf("activity %d: %s", share.Activity, share.Text())
		}
	}
}

// TestTinyLeakOfMany needs elimination, because steps get nowhere.
func TestTinyLeakOfMany(t *testing.T) {
	s, lines := knot(eliminateAtMost/2, 1, 1, 1, QuantityOne)
	outcome := distribute(t, s, lines)
	if len(outcome.Cells) != 1 || outcome.Cells[0].Earned != FineOf(total(lines)) || outcome.Cells[0].Activity != 0 {
		t.Errorf("%v", outcome.Cells)
	}
	picture, err := At(s, 1)
	if err != nil {
		t.Fatal(err)
	}
	if shares := picture.Shares(5); len(shares) != 1 || shares[0].Text() != "1.000000000000" {
		t.Errorf("%v", shares)
	}
	if shares := picture.SharesOf(0); len(shares) != len(lines) || shares[9].Text() != "1.000000000000" {
		t.Errorf("%v", shares[9].Text())
	}
}

// TestBelowEpsilon has too many activities for elimination and a leak too tiny for
// steps: what is left over is retained, not lost.
func TestBelowEpsilon(t *testing.T) {
	for epsilon, rounds := range map[Quantity]bool{0: true, QuantityOne: false} {
		s, lines := knot(eliminateAtMost+1, 1, 1, 3000, QuantityOne)
		s.Epsilon = epsilon
		outcome := distribute(t, s, lines)
		var paid, left Fine
		for _, c := range outcome.Cells {
			switch s.Accounts[c.Account] {
			case Account{Party: "P"}:
				paid = paid.Add(c.Earned)
			case Account{Retained: BelowEpsilon}:
				left = left.Add(c.Earned)
			default:
				t.Errorf("%+v", c)
			}
		}
		if paid.Add(left) != FineOf(total(lines)) || left.Sign() <= 0 || paid.Sign() <= 0 {
			t.Errorf("paid %s, left over %s", paid, left)
		}
		if small := left.Round() < total(lines)/1000; small != rounds {
			t.Errorf("epsilon %s: %s of %d is left over", epsilon, left.Text(0), total(lines))
		}
		picture, err := At(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		if shares := picture.Shares(5); len(shares) != 2 {
			t.Errorf("%v", shares)
		}
		if share := picture.SharesOf(0)[5]; epsilon == 0 && share.Text() < "0.99" {
			t.Errorf("%s", share.Text())
		}
	}
}

// TestLeakBeyondNumbers has a way out so narrow that float64 can't tell it.
func TestLeakBeyondNumbers(t *testing.T) {
	s := &Scheme{Cycles: SolveCycles}
	n := int32(20)
	for a := range n {
		s.Activities = append(s.Activities, Activity{ID: ActivityID(fmt.Sprintf("A%02d", a)), OwnWeight: Quantity(a / (n - 1))})
		back := Component{User: a, Used: 0, From: Ever, Thru: Never, Weight: 1_000_000_000_000 * QuantityOne}
		if a == 0 {
			back.Used = 1
		} else if a+1 < n {
			s.Components = append(s.Components, Component{User: a, Used: a + 1, From: Ever, Thru: Never, Weight: 1})
		}
		s.Components = append(s.Components, back)
	}
	outcome := distribute(t, s, []Line{{Amount: 100}})
	got := append(written(s, outcome.Cells), told(s, outcome.Problems)...)
	if !slices.Contains(got, "BELOW_EPSILON A00 1.00") || !slices.Contains(got, "CLOSED_CYCLE A00 A00>A01") {
		t.Errorf("%v", got)
	}
}

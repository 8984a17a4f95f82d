package calc

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// bigCompany has, at size M, 10 000 parties and activities, 10 components an
// activity in layers, 20 holders an activity, 100 000 lines within a year.
func bigCompany(parties, activities, lines int) (*Scheme, []Line) {
	r := rand.New(rand.NewPCG(1, 2))
	s := &Scheme{}
	for a := range activities {
		s.Activities = append(s.Activities, Activity{ID: ActivityID(fmt.Sprintf("A%07d", a)), OwnWeight: QuantityOne})
	}
	for p := range parties {
		s.Facilities = append(s.Facilities, FacilityID(fmt.Sprintf("F%07d", p)))
		s.Accounts = append(s.Accounts, Account{Party: PartyID(fmt.Sprintf("P%07d", p))})
		s.Tenures = append(s.Tenures, Tenure{int32(p), int32(p), Ever, Never})
	}
	layer := activities / 6
	for a := range activities {
		for range 10 {
			if used := (a/layer+1)*layer + r.IntN(layer); used < activities {
				s.Components = append(s.Components, Component{User: int32(a), Used: int32(used), From: Ever, Thru: Never, Weight: Quantity(1+r.IntN(50)) * QuantityOne})
			}
		}
		for range 20 {
			s.Credits = append(s.Credits, CreditChange{int32(a), int32(r.IntN(parties)), 0, Quantity(1+r.IntN(1000)) * QuantityOne / 10})
		}
	}
	income := make([]Line, lines)
	for i := range income {
		income[i] = Line{Activity: int32(r.IntN(activities)), At: 1 + Instant(r.IntN(int(year))), Amount: Minor(r.IntN(1_000_000))}
	}
	return s, income
}

const year = Instant(365 * 24 * 3600 * 1000)

// BenchmarkSnapshot is a settlement in whose time nothing changes.
func BenchmarkSnapshot(b *testing.B) {
	s, lines := bigCompany(10_000, 10_000, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Distribute(s, lines); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkYearOfHistory has 5000 changes in the same company: credits, replaced
// rows, facilities that change hands.
func BenchmarkYearOfHistory(b *testing.B) {
	s, lines := bigCompany(10_000, 10_000, 100_000)
	addHistory(s, 5000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Distribute(s, lines); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkYearOfFormulas has a formula in every tenth row, each on another row's
// weight and on credits.
func BenchmarkYearOfFormulas(b *testing.B) {
	s, lines := bigCompany(10_000, 10_000, 100_000)
	addHistory(s, 5000)
	addFormulas(b, s)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Distribute(s, lines); err != nil {
			b.Fatal(err)
		}
	}
}

func addFormulas(b *testing.B, s *Scheme) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := 0; i < len(s.Components); i += 10 {
		other := s.Components[r.IntN(len(s.Components))]
		if i%100 == 0 {
			s.Components[i].SetFormula(nil)
			continue
		}
		text := fmt.Sprintf("= weight(%s, %s) / 2 + min(credits(%s), 5)",
			s.Activities[other.Used].ID, s.Activities[other.User].ID, s.Activities[r.IntN(len(s.Activities))].ID)
		formula, err := ParseFormula(text)
		if err != nil {
			b.Fatal(err)
		}
		s.Components[i].SetFormula(formula)
	}
}

func addHistory(s *Scheme, changes int) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range changes {
		at := 1 + Instant(r.IntN(int(year)))
		switch i % 10 {
		case 0:
			c := &s.Components[r.IntN(len(s.Components))]
			if c.Thru == Never {
				c.Thru = at
				s.Components = append(s.Components, Component{User: c.User, Used: c.Used, From: at, Thru: Never, Weight: c.Weight + QuantityOne})
			}
		case 1:
			t := &s.Tenures[r.IntN(len(s.Facilities))]
			if t.Thru == Never {
				t.Thru = at
				s.Tenures = append(s.Tenures, Tenure{t.Facility, int32(r.IntN(len(s.Facilities))), at, Never})
			}
		default:
			s.Credits = append(s.Credits, CreditChange{int32(r.IntN(len(s.Activities))), int32(r.IntN(len(s.Facilities))), at, QuantityOne})
		}
	}
}

// BenchmarkSettle brings the cells of the company to minor units.
func BenchmarkSettle(b *testing.B) {
	s, lines := bigCompany(10_000, 10_000, 100_000)
	outcome := distribute(b, s, lines)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Settle(s, outcome.Cells, nil, total(lines)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkShares freezes the company and asks for one activity and one party.
func BenchmarkShares(b *testing.B) {
	s, _ := bigCompany(10_000, 10_000, 0)
	picture, err := At(s, year)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("At", func(b *testing.B) {
		for b.Loop() {
			_, _ = At(s, year)
		}
	})
	b.Run("Shares", func(b *testing.B) {
		for b.Loop() {
			picture.Shares(7)
		}
	})
	b.Run("SharesOf", func(b *testing.B) {
		for b.Loop() {
			picture.SharesOf(7)
		}
	})
}

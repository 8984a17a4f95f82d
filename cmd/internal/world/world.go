package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"fairshare/calc"
)

// World is a company: its scheme and what it sold.
type World struct {
	Size
	Scheme calc.Scheme
	Lines  []calc.Line

	random *rand.Rand
}

// Options choose a company.
type Options struct {
	Seed    uint64
	Changes Changes
}

// Changes says how much changes during the year: one in so many credits is earned
// then, one in so many components is agreed upon anew; 0 is none.
type Changes struct{ Credits, Components int }

// The years there are. At size M, with 10 000 products and 250 working days, Some is
// about twenty changes a working day. Many is more than four hundred: four for every
// hundred products, and one for every sale.
var (
	None = Changes{}
	Some = Changes{Credits: 40, Components: 200}
	Many = Changes{Credits: 2, Components: 20}
)

// The year in which all sales are made, and when everything else began.
var (
	YearBegins = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	YearEnds   = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	Founded    = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
)

// New makes a company.
func New(size Size, options Options) *World {
	w := &World{Size: size, random: rand.New(rand.NewPCG(options.Seed, 1))}
	w.addIDs()
	w.addComponents(options.Changes.Components)
	w.addCredits(options.Changes.Credits)
	w.addLines()
	return w
}

// addIDs numbers everything, so that the order of the numbers is that of the ids,
// and gives every party its facility.
func (w *World) addIDs() {
	s := &w.Scheme
	for a := range w.Activities {
		s.Activities = append(s.Activities, calc.Activity{ID: calc.ActivityID(fmt.Sprintf("A%07d", a)), Basis: calc.Percent})
	}
	for p := range w.Parties {
		s.Accounts = append(s.Accounts, calc.Account{Party: calc.PartyID(fmt.Sprintf("P%07d", p))})
		s.Facilities = append(s.Facilities, calc.FacilityID(fmt.Sprintf("F%07d", p)))
		s.Tenures = append(s.Tenures, calc.Tenure{Facility: int32(p), Account: int32(p), From: instant(Founded), Thru: calc.Never})
	}
}

// addComponents gives each activity up to Components others, of 1 to 8 % each.
func (w *World) addComponents(oneIn int) {
	for user := range w.Activities {
		above := w.Activities - user - 1
		for _, offset := range w.distinct(min(w.Components, above), above) {
			c := calc.Component{
				User: int32(user), Used: int32(user + 1 + offset),
				From: instant(Founded), Thru: calc.Never, Weight: w.percent(),
			}
			if oneIn > 0 && w.random.IntN(oneIn) == 0 {
				w.replace(c)
				continue
			}
			w.Scheme.Components = append(w.Scheme.Components, c)
		}
	}
}

// replace ends a component in the course of the year and begins it anew.
func (w *World) replace(c calc.Component) {
	later := c
	c.Thru = w.inYear()
	later.From, later.Weight = c.Thru, w.percent()
	w.Scheme.Components = append(w.Scheme.Components, c, later)
}

func (w *World) percent() calc.Quantity { return calc.Quantity(1+w.random.IntN(8)) * calc.QuantityOne }

// addCredits gives each activity its holders, with up to a hundred pieces each, in
// quarters of a piece.
func (w *World) addCredits(oneIn int) {
	for activity := range w.Activities {
		for _, facility := range w.distinct(min(w.Holders, w.Parties), w.Parties) {
			c := calc.CreditChange{
				Activity: int32(activity), Facility: int32(facility),
				At: instant(Founded), Change: calc.Quantity(1+w.random.IntN(400)) * calc.QuantityOne / 4,
			}
			if oneIn > 0 && w.random.IntN(oneIn) == 0 {
				c.At = w.inYear()
			}
			w.Scheme.Credits = append(w.Scheme.Credits, c)
		}
	}
}

// addLines sells activities at random for up to 1000.00.
func (w *World) addLines() {
	w.Lines = make([]calc.Line, w.Size.Lines)
	for i := range w.Lines {
		w.Lines[i] = calc.Line{Activity: int32(w.random.IntN(w.Activities)), At: w.inYear(), Amount: calc.Minor(1 + w.random.IntN(100_000))}
	}
}

// Changed counts what changes during the year: credits that are earned, and components
// that end and begin anew.
func (w *World) Changed() (count int) {
	for i := range w.Scheme.Credits {
		if w.Scheme.Credits[i].At > instant(YearBegins) {
			count++
		}
	}
	for i := range w.Scheme.Components {
		if w.Scheme.Components[i].From > instant(YearBegins) {
			count++
		}
	}
	return count
}

// distinct draws some different numbers below n, in ascending order.
func (w *World) distinct(count, n int) []int {
	drawn := make([]int, 0, count)
	for len(drawn) < count {
		if number := w.random.IntN(n); !slices.Contains(drawn, number) {
			drawn = append(drawn, number)
		}
	}
	slices.Sort(drawn)
	return drawn
}

func (w *World) inYear() calc.Instant {
	return instant(YearBegins) + calc.Instant(w.random.Int64N(int64(instant(YearEnds)-instant(YearBegins))))
}

func instant(t time.Time) calc.Instant { return calc.Instant(t.UnixMilli()) }

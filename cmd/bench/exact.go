package main

import (
	"cmp"
	"math/big"
	"math/rand/v2"
	"runtime"
	"slices"

	"fairshare/calc"
	"fairshare/cmd/internal/world"
)

// settle is the calculation: shares of all income, brought to minor units.
func settle(w *world.World) (*calc.Settled, error) {
	outcome, err := calc.Distribute(&w.Scheme, w.Lines)
	if err != nil {
		return nil, err
	}
	return calc.SettleCells(&w.Scheme, outcome.Cells, nil, total(w.Lines))
}

func total(lines []calc.Line) calc.Minor {
	var sum calc.Minor
	for _, line := range lines {
		sum += line.Amount
	}
	return sum
}

// wrongUnits counts the cells whose minor units differ from those of fractions.
func wrongUnits(w *world.World) (wrong int, err error) {
	settled, err := settle(w)
	if err != nil {
		return 0, err
	}
	want := settledInFractions(w)
	for i := range settled.Len() {
		e := settled.Entry(i)
		key := [2]int32{e.Account, e.Activity}
		if want[key] != e.Amount {
			wrong++
		}
		delete(want, key)
	}
	return wrong + len(want), nil
}

// settledInFractions is the scheme in math/big.Rat, slow and plain: it relies on
// the activities of package world using only those of higher numbers, and on every
// activity having holders.
func settledInFractions(w *world.World) map[[2]int32]calc.Minor {
	reached := make([]*big.Rat, w.Activities)
	for a := range reached {
		reached[a] = new(big.Rat)
	}
	for _, line := range w.Lines {
		reached[line.Activity].Add(reached[line.Activity], big.NewRat(int64(line.Amount), 1))
	}
	components := map[int32][]calc.Component{}
	for _, c := range w.Scheme.Components {
		components[c.User] = append(components[c.User], c)
	}
	kept := make([]*big.Rat, w.Activities)
	for a := range reached {
		kept[a] = new(big.Rat).Set(reached[a])
		for _, c := range components[int32(a)] {
			part := big.NewRat(int64(c.Weight), int64(100*calc.QuantityOne))
			part.Mul(part, reached[a])
			kept[a].Sub(kept[a], part)
			reached[c.Used].Add(reached[c.Used], part)
		}
	}
	return largestRemainders(dividedInFractions(w, kept), total(w.Lines))
}

type fraction struct {
	cell  [2]int32 // account, activity
	units calc.Minor
	rest  int64 // in 10⁻⁹ of a unit
}

// dividedInFractions floors every cell, after rounding it to 10⁻⁹ of a unit.
func dividedInFractions(w *world.World, kept []*big.Rat) []fraction {
	credits := make([]int64, w.Activities)
	for _, c := range w.Scheme.Credits {
		credits[c.Activity] += int64(c.Change)
	}
	var cells []fraction
	for _, c := range w.Scheme.Credits {
		part := big.NewRat(int64(c.Change), credits[c.Activity])
		part.Mul(part, kept[c.Activity]).Mul(part, big.NewRat(1_000_000_000, 1))
		if steps := nearest(part); steps.Sign() > 0 {
			whole, rest := new(big.Int).DivMod(steps, big.NewInt(1_000_000_000), new(big.Int))
			cells = append(cells, fraction{[2]int32{c.Facility, c.Activity}, calc.Minor(whole.Int64()), rest.Int64()})
		}
	}
	return cells
}

// nearest is a fraction that is not negative as a whole number, halves up.
func nearest(r *big.Rat) *big.Int {
	doubled := new(big.Int).Lsh(r.Num(), 1)
	doubled.Add(doubled, r.Denom())
	return doubled.Quo(doubled, new(big.Int).Lsh(r.Denom(), 1))
}

func largestRemainders(cells []fraction, left calc.Minor) map[[2]int32]calc.Minor {
	slices.SortFunc(cells, func(a, b fraction) int {
		return cmp.Or(cmp.Compare(b.rest, a.rest), cmp.Compare(a.cell[0], b.cell[0]), cmp.Compare(a.cell[1], b.cell[1]))
	})
	for _, c := range cells {
		left -= c.units
	}
	settled := make(map[[2]int32]calc.Minor, len(cells))
	for i, c := range cells {
		if calc.Minor(i) < left {
			c.units++
		}
		settled[c.cell] = c.units
	}
	return settled
}

// differences counts the entries that change when the rows come in another order
// or on another number of processors.
func differences(w *world.World) (count int, err error) {
	want, err := settle(w)
	if err != nil {
		return 0, err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, processors := range []int{1, 2, 4} {
		runtime.GOMAXPROCS(processors)
		got, err := settle(shuffled(w, uint64(processors)))
		if err != nil {
			return 0, err
		}
		count += max(got.Len()-want.Len(), want.Len()-got.Len())
		for i := range min(got.Len(), want.Len()) {
			if got.Entry(i) != want.Entry(i) {
				count++
			}
		}
	}
	return count, nil
}

// shuffled is the same company with every row in another place.
func shuffled(w *world.World, seed uint64) *world.World {
	random := rand.New(rand.NewPCG(seed, 2))
	s := &world.World{Size: w.Size, Scheme: w.Scheme, Lines: slices.Clone(w.Lines)}
	s.Scheme.Components, s.Scheme.Credits, s.Scheme.Tenures = slices.Clone(w.Scheme.Components), slices.Clone(w.Scheme.Credits), slices.Clone(w.Scheme.Tenures)
	mix(random, s.Lines)
	mix(random, s.Scheme.Components)
	mix(random, s.Scheme.Credits)
	mix(random, s.Scheme.Tenures)
	return s
}

func mix[T any](random *rand.Rand, rows []T) {
	random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
}

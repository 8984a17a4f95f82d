package calc

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// circleFor makes the circle of a knot whose leakers keep a part of what comes.
func circleFor(t *testing.T, n, components, leakers int, own, weight Quantity) (*state, *circle) {
	t.Helper()
	s, lines := knot(n, components, leakers, own, weight)
	if err := prepare(s); err != nil {
		t.Fatal(err)
	}
	state := newState(s, spanOf(lines))
	c := state.cycles.circleOf(0)
	if c == nil || len(c.members) != n {
		t.Fatalf("no circle of %d", n)
	}
	return state, c
}

var circlesToGuess = []struct {
	n, components, leakers int
	own, weight            Quantity
}{
	{2, 1, 1, QuantityOne, QuantityOne},
	{3, 3, 3, 7 * QuantityOne, QuantityOne},
	{40, 4, 40, 5 * QuantityOne, 3 * QuantityOne},
	{60, 5, 60, QuantityOne, QuantityOne},
	{120, 2, 60, 50 * QuantityOne, QuantityOne},
}

// TestGuessesSolveCircles puts both ways to guess into the equations: what reaches a
// member is what came in there and what the others hand it; what a whole is worth at
// a member is what it keeps and what the others make of their parts.
func TestGuessesSolveCircles(t *testing.T) {
	for _, of := range circlesToGuess {
		_, c := circleFor(t, of.n, of.components, of.leakers, of.own, of.weight)
		random := rand.New(rand.NewPCG(uint64(of.n), 9))
		in := make([]float64, of.n)
		for i := range in {
			if i%3 != 1 { // nothing comes in at some
				in[i] = (random.Float64() - 0.25) * 1e18
			}
		}
		e := c.eliminate()
		for name, guess := range map[string]func([]float64){"eliminated": e.reach, "by steps": c.relaxReach} {
			y := append([]float64(nil), in...)
			guess(y)
			want := append([]float64(nil), in...)
			for slot := range y {
				for edge := c.start[slot]; edge < c.start[slot+1]; edge++ {
					want[c.to[edge]] += y[slot] * c.share[edge]
				}
			}
			nearly(t, name+" reach", of.n, y, want)
		}
		for name, guess := range map[string]func([]float64){"eliminated": e.worth, "by steps": c.relaxWorth} {
			y := append([]float64(nil), in...)
			guess(y)
			want := append([]float64(nil), in...)
			for slot := range y {
				for edge := c.start[slot]; edge < c.start[slot+1]; edge++ {
					want[slot] += c.share[edge] * y[c.to[edge]]
				}
			}
			nearly(t, name+" worth", of.n, y, want)
		}
	}
}

func nearly(t *testing.T, what string, n int, got, want []float64) {
	t.Helper()
	largest, off := 0.0, 0.0
	for i := range got {
		largest, off = max(largest, math.Abs(want[i])), max(off, math.Abs(got[i]-want[i]))
	}
	if !(off <= largest*1e-13) || largest == 0 {
		t.Errorf("%s in a circle of %d misses by %g of %g", what, n, off, largest)
	}
}

// TestTurnsSettle puts what reaches the members of a circle into the equations, in
// whole units: they miss by the rest, which is dust, a unit an edge.
func TestTurnsSettle(t *testing.T) {
	for _, of := range circlesToGuess {
		s, c := circleFor(t, of.n, of.components, of.leakers, of.own, of.weight)
		in, miss := make([]*big.Int, of.n), make([]*big.Rat, of.n)
		for i := range in {
			in[i] = new(big.Int).Mul(big.NewInt(int64(i*i)-3), big.NewInt(finePerMinor))
		}
		turned := s.turn(c, in)
		for i := range miss {
			miss[i] = new(big.Rat).SetInt(new(big.Int).Sub(in[i], turned.reached[i]))
		}
		for i, a := range c.members {
			from, thru := s.edges.rowOf(a)
			for edge := from; edge < thru; edge++ {
				part := big.NewRat(int64(s.weight[edge]), int64(s.rules[a].whole))
				part.Mul(part, new(big.Rat).SetInt(turned.reached[i]))
				to := miss[c.slotOf(t, s.edges.column[edge])]
				to.Add(to, part)
			}
		}
		dust := int64(2 * (len(c.to) + of.n))
		for i := range miss {
			off, _ := new(big.Rat).Sub(miss[i], new(big.Rat).SetInt(turned.rest[i])).Float64()
			if math.Abs(off) > float64(len(c.to)) || turned.rest[i].CmpAbs(big.NewInt(dust)) > 0 {
				t.Errorf("a circle of %d: member %d misses by %s, and has a rest of %s", of.n, i, miss[i].FloatString(1), turned.rest[i])
			}
		}
		if !turned.isSettled() {
			t.Errorf("a circle of %d is not settled", of.n)
		}
	}
}

func (c *circle) slotOf(t *testing.T, a int32) int {
	t.Helper()
	for slot, member := range c.members {
		if member == a {
			return slot
		}
	}
	t.Fatalf("%d is not in the circle", a)
	return 0
}

// TestSharesInCirclesToTheUnit holds shares in circles, both ways, against fractions:
// there the dust is let out somewhere, here nothing is off by more than a unit.
func TestSharesInCirclesToTheUnit(t *testing.T) {
	for _, own := range []Quantity{5 * QuantityOne, 1000 * QuantityOne, 1} {
		s, _ := knot(9, 3, 2, own, 100*QuantityOne)
		s.Facilities = append(s.Facilities, "G")
		s.Accounts = append(s.Accounts, Account{Party: "Q"}, Account{Activity: s.Activities[5].ID})
		s.Tenures = append(s.Tenures, Tenure{1, 1, Ever, Never})
		for a := range int32(9) {
			s.Credits = append(s.Credits, CreditChange{a, 1, 0, Quantity(1+a) * 300_000})
		}
		picture, err := At(s, 1)
		if err != nil {
			t.Fatal(err)
		}
		o, dust := oracleAt(s, 1), big.NewRat(int64(2*(len(s.Components)+len(s.Activities))), 1)
		for account := range int32(2) {
			exact := make([]*big.Rat, len(s.Activities))
			for a := range exact {
				exact[a] = new(big.Rat)
				for at, part := range o.ofSale(int32(a)) {
					if at.account == s.Accounts[account] {
						exact[a].Add(exact[a], part)
					}
				}
				exact[a].Mul(exact[a], new(big.Rat).SetInt(one.Big()))
			}
			for _, share := range picture.SharesOf(account) {
				nearUnit(t, share, exact[share.Activity], big.NewRat(1, 1))
				exact[share.Activity] = nil
			}
			for a, left := range exact {
				if left != nil {
					t.Errorf("account %d has nothing of %d", account, a)
				}
			}
		}
		for a := range int32(len(s.Activities)) {
			for _, share := range picture.Shares(a) {
				exact := new(big.Rat)
				for at, part := range o.ofSale(a) {
					if at.account == s.Accounts[share.Account] {
						exact.Add(exact, part)
					}
				}
				nearUnit(t, share, exact.Mul(exact, new(big.Rat).SetInt(one.Big())), dust)
			}
		}
	}
}

func nearUnit(t *testing.T, share Share, exact, allowed *big.Rat) {
	t.Helper()
	off := new(big.Rat).Sub(new(big.Rat).SetInt(share.mass.Big()), exact)
	if off.Abs(off).Cmp(allowed) > 0 {
		t.Errorf("account %d has %s of activity %d, off by %s units", share.Account, share.mass, share.Activity, off.FloatString(1))
	}
}

// TestCirclesOfWorlds looks at every circle of random worlds: what a member hands to
// the others and what leaves is all there is, and the ways out are the shortest.
func TestCirclesOfWorlds(t *testing.T) {
	found := 0
	eachWorld(t, func(t *testing.T, w *world) {
		w.scheme.Cycles, w.scheme.Method = SolveCycles, Recursive
		if err := prepare(&w.scheme); err != nil {
			t.Fatal(err)
		}
		for at := range worldEnds / 4 {
			s := newState(&w.scheme, span{4 * at, 4 * at})
			for _, c := range s.cycles.circles {
				found++
				checkCircle(t, c)
			}
		}
	})
	if worlds(300) >= 300 && found < 300 {
		t.Errorf("only %d circles", found)
	}
}

func checkCircle(t *testing.T, c *circle) {
	t.Helper()
	n := len(c.members)
	ways := make([]int, n) // how many steps each member needs to get out
	for slot := range ways {
		ways[slot] = n + 1
		whole := c.leak[slot]
		for edge := c.start[slot]; edge < c.start[slot+1]; edge++ {
			whole += c.share[edge]
		}
		if math.Abs(whole-1) > 1e-12 || c.leak[slot] < 0 {
			t.Errorf("member %d hands on %g of one, and %g leaves", slot, whole-c.leak[slot], c.leak[slot])
		}
	}
	for range n { // Bellman and Ford
		for slot := range ways {
			if c.leak[slot] > 0 {
				ways[slot] = 1
			}
			for edge := c.start[slot]; edge < c.start[slot+1]; edge++ {
				ways[slot] = min(ways[slot], 1+ways[c.to[edge]])
			}
		}
	}
	placed := make([]bool, n)
	for place, slot := range c.order {
		if placed[slot] || place > 0 && ways[c.order[place-1]] < ways[slot] {
			t.Errorf("member %d stands at %d, with a way of %d steps", slot, place, ways[slot])
		}
		placed[slot] = true
		if next := c.next[slot]; next == out && ways[slot] != 1 || next != out && !c.leadsTo(slot, next) || next != out && ways[next]+1 != ways[slot] {
			t.Errorf("member %d of %d steps goes on to %d", slot, ways[slot], next)
		}
	}
}

func (c *circle) leadsTo(from, to int32) bool {
	for edge := c.start[from]; edge < c.start[from+1]; edge++ {
		if c.to[edge] == to && c.share[edge] > 0 {
			return true
		}
	}
	return false
}

// TestGuessesBeyondFloats add nothing, with either sign.
func TestGuessesBeyondFloats(t *testing.T) {
	n := big.NewInt(7)
	for _, f := range []float64{math.Inf(1), math.Inf(-1), math.NaN(), -0.5, 2.5} {
		addFloat(n, f)
	}
	if n.Cmp(big.NewInt(9)) != 0 {
		t.Errorf("%s", n)
	}
}

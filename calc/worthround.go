package calc

import (
	"math"
	"math/big"
)

// finerBits is how much finer than a mass the worths in a circle are reckoned: units
// that are lost on the way go round, too.
const finerBits = 64

// worthsRound works out what an account gets of a whole that comes in at each member
// of a circle, g = k + W·g, by guesses that are put right as in turn.
func (p *Picture) worthsRound(c *circle, kept, got []Fine) {
	worth, rest := make([]*big.Int, len(c.members)), make([]*big.Int, len(c.members))
	for i := range worth {
		worth[i], rest[i] = new(big.Int), new(big.Int)
	}
	solver := newSolver(c)
	before := math.Inf(1)
	for round := range c.rounds() {
		size := p.measureWorth(c, kept, got, worth, rest)
		if size <= float64(2*(len(c.to)+len(c.members))) || round > patientRounds && size > before/2 && !solver.steps {
			break
		}
		if size > before/1000 {
			solver.giveUpSteps()
		}
		before = size
		guess := make([]float64, len(rest))
		for i := range rest {
			guess[i], _ = new(big.Float).SetInt(rest[i]).Float64()
		}
		solver.worth(guess)
		for i, g := range guess {
			addFloat(worth[i], g)
		}
	}
	half := new(big.Int).Lsh(big.NewInt(1), finerBits-1)
	for i, a := range c.members {
		got[a] = wrapped(worth[i].Rsh(worth[i].Add(worth[i], half), finerBits))
	}
}

// measureWorth works out what g misses k + W·g by, and returns the size of it.
func (p *Picture) measureWorth(c *circle, kept, got []Fine, worth, rest []*big.Int) float64 {
	size := 0.0
	for i, a := range c.members {
		rest[i].Sub(p.worthOf(a, kept[a], got, worth), worth[i])
		f, _ := new(big.Float).SetInt(rest[i]).Float64()
		size += math.Abs(f)
	}
	return size
}

// worthOf is shareIn for a member of a circle.
func (p *Picture) worthOf(a int32, kept Fine, got []Fine, worth []*big.Int) *big.Int {
	of := func(used int32) *big.Int {
		if p.cycles.group[used] == p.cycles.group[a] {
			return worth[p.cycles.slot[used]]
		}
		return finer(got[used])
	}
	r := &p.rules[a]
	own := finer(kept)
	for from, thru := p.holdings.rowOf(a); from < thru && p.owes(a); from++ {
		if holder := p.holderOf(from); holder != nobody {
			own.Add(own, bigPart(of(holder), p.counted(from), p.credits[a]))
		}
	}
	sum := bigPart(own, r.own, r.whole)
	from, thru := p.edges.rowOf(a)
	for edge := from; edge < thru; edge++ {
		if p.weight[edge] > 0 {
			sum.Add(sum, bigPart(of(p.edges.column[edge]), p.weight[edge], r.whole))
		}
	}
	return sum
}

func finer(f Fine) *big.Int { return new(big.Int).Lsh(f.Big(), finerBits) }

// bigPart returns amount·weight/whole, rounded down.
func bigPart(amount *big.Int, weight, whole uint64) *big.Int {
	part := new(big.Int).Mul(amount, new(big.Int).SetUint64(weight))
	return part.Div(part, new(big.Int).SetUint64(whole))
}

package calc

import (
	"math/big"
	"testing"
)

// exactFlow is a Flow in fractions of minor units.
type exactFlow struct{ received, founders, delegated, kept *big.Rat }

// TestFlowsOfWorlds holds every activity's account against the oracle: what reached it
// altogether, by y = x + W·y, is what came in there and what it received.
func TestFlowsOfWorlds(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		flows := distribute(t, &w.scheme, w.lines).Flows
		exact := oracleFlows(w)
		dust := new(big.Rat).SetFrac(dustOf(w), big.NewInt(finePerMinor))
		for _, f := range flows {
			e := exact[f.Activity]
			exact[f.Activity] = nil
			for _, part := range []struct {
				what  string
				got   Fine
				exact *big.Rat
			}{
				{"founders", f.Founders, e.founders}, {"kept", f.Kept, e.kept},
				{"received net", f.Received.Sub(f.Delegated), new(big.Rat).Sub(e.received, e.delegated)},
				{"received", f.Received, e.received}, {"delegated", f.Delegated, e.delegated},
			} {
				if (part.what == "received" || part.what == "delegated") && wide120(e) {
					continue // counted net
				}
				off := new(big.Rat).SetFrac(part.got.Big(), big.NewInt(finePerMinor))
				allowed := new(big.Rat).Mul(new(big.Rat).Abs(part.exact), big.NewRat(1, 1_000_000_000_000_000))
				if off.Sub(off, part.exact); off.Abs(off).Cmp(allowed.Add(allowed, dust)) > 0 {
					t.Errorf("activity %d: %s is %s instead of %s", f.Activity, part.what, part.got.Text(4), part.exact.FloatString(4))
				}
			}
		}
		for a, e := range exact {
			if e != nil && e.kept.Cmp(dust) > 0 {
				t.Errorf("activity %d has no flow and should keep %s", a, e.kept.FloatString(4))
			}
		}
	})
}

// wide120 tells that what goes round may be too much to be written down.
func wide120(e *exactFlow) bool {
	return new(big.Rat).Abs(e.received).Cmp(big.NewRat(1e17, 1)) > 0
}

// oracleFlows follows every line on its own.
func oracleFlows(w *world) []*exactFlow {
	flows := make([]*exactFlow, len(w.scheme.Activities))
	for a := range flows {
		flows[a] = &exactFlow{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)}
	}
	known := map[Instant]*oracle{}
	for _, line := range w.lines {
		if known[line.At] == nil {
			known[line.At] = oracleAt(&w.scheme, line.At)
		}
		o, amount, rest := known[line.At], big.NewRat(int64(line.Amount), 1), big.NewRat(1, 1)
		came := map[int32]*big.Rat{}
		for _, f := range w.scheme.Founders {
			if part := quotient(ratOf(f.Percent), big.NewRat(100, 1)); !line.Cost && f.From <= line.At && line.At < f.Thru {
				rest.Sub(rest, part)
				came[f.Activity] = sum(part, orZero(came[f.Activity]))
			}
		}
		own := flows[line.Activity]
		if rest.Sign() < 0 {
			own.kept.Add(own.kept, amount)
			continue
		}
		own.founders.Add(own.founders, new(big.Rat).Mul(amount, new(big.Rat).Sub(big.NewRat(1, 1), rest)))
		for a, part := range came {
			flows[a].received.Add(flows[a].received, new(big.Rat).Mul(part, amount))
			o.flow(flows, a, new(big.Rat).Mul(part, amount))
		}
		o.flow(flows, line.Activity, new(big.Rat).Mul(rest, amount))
	}
	return flows
}

func orZero(r *big.Rat) *big.Rat {
	if r == nil {
		return new(big.Rat)
	}
	return r
}

// flow adds what becomes of an amount that comes in at an activity.
func (o *oracle) flow(flows []*exactFlow, start int32, amount *big.Rat) {
	move := func(a int32, reached, came *big.Rat) {
		flows[a].received.Add(flows[a].received, new(big.Rat).Sub(reached, came))
		left := new(big.Rat).Set(reached)
		if !o.inCycle(a) {
			for used, part := range o.onward(a) {
				if o.s.Method == Direct {
					passed := new(big.Rat).Mul(part, reached)
					flows[used].received.Add(flows[used].received, passed)
					flows[used].kept.Add(flows[used].kept, passed)
				}
				left.Sub(left, new(big.Rat).Mul(part, reached))
			}
		}
		flows[a].kept.Add(flows[a].kept, left)
		flows[a].delegated.Add(flows[a].delegated, new(big.Rat).Sub(reached, left))
	}
	if o.s.Method == Direct {
		move(start, amount, amount)
		return
	}
	for a, y := range o.reach(start) {
		came := new(big.Rat)
		if int32(a) == start {
			came = amount
		}
		move(int32(a), new(big.Rat).Mul(y, amount), came)
	}
}

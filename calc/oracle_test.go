package calc

import (
	"math"
	"math/big"
	"slices"
)

// oracle is the scheme as the design words it, in fractions, slow and obvious: one
// look at all rows for every question, no state, no sweep. It shares nothing with
// the calculation but the types.
type oracle struct {
	s    *Scheme
	at   Instant
	memo map[int32]map[place]*big.Rat
}

// place is where money ends: an account and the activity it is credited for.
type place struct {
	account  Account
	activity int32
}

func oracleAt(s *Scheme, at Instant) *oracle {
	return &oracle{s, at, map[int32]map[place]*big.Rat{}}
}

func ratOf(q Quantity) *big.Rat { return big.NewRat(int64(q), 1_000_000) }

func sum(terms ...*big.Rat) *big.Rat {
	total := new(big.Rat)
	for _, t := range terms {
		total.Add(total, t)
	}
	return total
}

func quotient(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// b is the sum of the live rows of user P to used T.
func (o *oracle) b(used, user int32) *big.Rat {
	total := new(big.Rat)
	for _, c := range o.s.Components {
		if c.User == user && c.Used == used && c.From <= o.at && o.at < c.Thru && c.Refused == "" {
			total.Add(total, ratOf(c.Weight))
		}
	}
	return total
}

// c is the credit in activity T that lies in a facility; below zero it is none.
func (o *oracle) c(facility, activity int32) *big.Rat {
	total := new(big.Rat)
	for _, change := range o.s.Credits {
		if change.Facility == facility && change.Activity == activity && change.At <= o.at {
			total.Add(total, ratOf(change.Change))
		}
	}
	if total.Sign() < 0 {
		return new(big.Rat)
	}
	return total
}

func (o *oracle) holder(facility int32) Account {
	for _, t := range o.s.Tenures {
		if t.Facility == facility && t.From <= o.at && o.at < t.Thru {
			return o.s.Accounts[t.Account]
		}
	}
	return Account{Retained: NoParty}
}

// w returns w(T,P) for every T, r(P), and why P is refused, if it is.
func (o *oracle) w(user int32) (w map[int32]*big.Rat, r *big.Rat, refused Reason) {
	activity := o.s.Activities[user]
	if activity.Refused != "" {
		return nil, nil, activity.Refused
	}
	var reasons []Reason
	for _, c := range o.s.Components {
		if c.User == user && c.From <= o.at && o.at < c.Thru && c.Refused != "" {
			reasons = append(reasons, c.Refused)
		}
	}
	if len(reasons) > 0 {
		return nil, nil, slices.Min(reasons)
	}
	self, components := o.b(user, user), new(big.Rat)
	w = map[int32]*big.Rat{}
	for used := range o.s.Activities {
		if b := o.b(int32(used), user); b.Sign() > 0 && int32(used) != user {
			w[int32(used)] = b
			components.Add(components, b)
		}
	}
	hundred := big.NewRat(100, 1)
	all := sum(components, self)
	whole := hundred
	switch activity.Basis {
	case Weight:
		whole = sum(all, ratOf(activity.OwnWeight))
	case Percent:
		if all.Cmp(hundred) > 0 {
			return nil, nil, RuleRefused
		}
	case Facade:
		if all.Cmp(hundred) != 0 || self.Sign() > 0 {
			return nil, nil, RuleRefused
		}
	}
	if whole.Cmp(ratOf(math.MaxInt64)) > 0 {
		return nil, nil, RuleRefused
	}
	if components.Sign() == 0 {
		return w, big.NewRat(1, 1), ""
	}
	r = big.NewRat(1, 1)
	for used, b := range w {
		w[used] = quotient(b, whole)
		r.Sub(r, w[used])
	}
	return w, r, ""
}

// inCycle looks whether an activity comes back to itself.
func (o *oracle) inCycle(start int32) bool {
	seen := map[int32]bool{}
	var reach func(a int32) bool
	reach = func(a int32) bool {
		w, _, _ := o.w(a)
		for used := range w {
			if used == start {
				return true
			}
			if !seen[used] {
				seen[used] = true
				if reach(used) {
					return true
				}
			}
		}
		return false
	}
	return o.s.Method == Recursive && reach(start)
}

// own says where what stays at an activity goes.
func (o *oracle) own(activity int32) map[place]*big.Rat {
	got := map[place]*big.Rat{}
	total := new(big.Rat)
	for f := range o.s.Facilities {
		c := o.c(int32(f), activity)
		at := place{o.holder(int32(f)), activity}
		if got[at] == nil {
			got[at] = new(big.Rat)
		}
		got[at].Add(got[at], c)
		total.Add(total, c)
	}
	if total.Sign() == 0 {
		return map[place]*big.Rat{{Account{Retained: NoCredits}, activity}: big.NewRat(1, 1)}
	}
	for at := range got {
		got[at] = quotient(got[at], total)
	}
	return got
}

func whole(at place) map[place]*big.Rat { return map[place]*big.Rat{at: big.NewRat(1, 1)} }

// kept is own, for activities that may divide at all.
func (o *oracle) kept(activity int32) map[place]*big.Rat {
	if _, _, refused := o.w(activity); refused != "" {
		return whole(place{Account{Retained: refused}, activity})
	}
	if o.inCycle(activity) {
		return whole(place{Account{Retained: InCycle}, activity})
	}
	return o.own(activity)
}

// shares says where one whole of an activity's income ends.
func (o *oracle) shares(activity int32) map[place]*big.Rat {
	if known := o.memo[activity]; known != nil {
		return known
	}
	w, r, refused := o.w(activity)
	got := map[place]*big.Rat{}
	if refused != "" || o.inCycle(activity) {
		got = o.kept(activity)
	} else {
		addScaled(got, o.own(activity), r)
		for used, part := range w {
			below := o.shares
			if o.s.Method == Direct {
				below = o.kept
			}
			addScaled(got, below(used), part)
		}
	}
	o.memo[activity] = got
	return got
}

func addScaled(sums, terms map[place]*big.Rat, factor *big.Rat) {
	for at, value := range terms {
		if sums[at] == nil {
			sums[at] = new(big.Rat)
		}
		sums[at].Add(sums[at], new(big.Rat).Mul(value, factor))
	}
}

// oracleCells divides lines, each on its own, in minor units.
func oracleCells(s *Scheme, lines []Line) map[place]*big.Rat {
	cells := map[place]*big.Rat{}
	known := map[Instant]*oracle{}
	for _, line := range lines {
		if known[line.At] == nil {
			known[line.At] = oracleAt(s, line.At)
		}
		addScaled(cells, known[line.At].shares(line.Activity), big.NewRat(int64(line.Amount), 1))
	}
	return cells
}

// oracleSettle is section 3 of the design in fractions: one amount per cell.
func oracleSettle(cells map[place]*big.Rat, total Minor) map[place]Minor {
	order := make([]place, 0, len(cells))
	for at := range cells {
		order = append(order, at)
	}
	slices.SortFunc(order, comparePlaces)
	grid := big.NewRat(1_000_000_000, 1)
	amounts, rest := map[place]Minor{}, map[place]*big.Rat{}
	left := total
	var takers []place
	for _, at := range order {
		value := quotient(new(big.Rat).SetInt(roundHalfAway(new(big.Rat).Mul(cells[at], grid))), grid)
		floor := new(big.Int).Div(value.Num(), value.Denom()) // Euclidean: floor for a positive denominator
		amounts[at] = Minor(floor.Int64())
		rest[at] = new(big.Rat).Sub(value, new(big.Rat).SetInt(floor))
		left -= amounts[at]
		if value.Sign() != 0 {
			takers = append(takers, at)
		}
	}
	slices.SortStableFunc(takers, func(a, b place) int { return rest[b].Cmp(rest[a]) })
	for _, at := range takers[:left] {
		amounts[at]++
	}
	return amounts
}

func roundHalfAway(r *big.Rat) *big.Int {
	twice := new(big.Int).Abs(r.Num())
	twice.Mul(twice, big.NewInt(2)).Add(twice, r.Denom())
	n := twice.Quo(twice, new(big.Int).Mul(big.NewInt(2), r.Denom()))
	if r.Sign() < 0 {
		n.Neg(n)
	}
	return n
}

func comparePlaces(a, b place) int {
	switch {
	case a.account.Retained != b.account.Retained: // "" first: parties
		return compareText(string(a.account.Retained), string(b.account.Retained))
	case a.account.Party != b.account.Party:
		return compareText(string(a.account.Party), string(b.account.Party))
	}
	return int(a.activity - b.activity)
}

func compareText(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

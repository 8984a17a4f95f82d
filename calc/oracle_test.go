package calc

import (
	"errors"
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

	open   map[*Component]bool
	edges  map[int32]map[int32]*big.Rat
	system [][]*big.Rat
}

// place is where money ends: an account and the activity it is credited for.
type place struct {
	account  Account
	activity int32
}

func oracleAt(s *Scheme, at Instant) *oracle {
	return &oracle{s: s, at: at, memo: map[int32]map[place]*big.Rat{}, open: map[*Component]bool{}, edges: map[int32]map[int32]*big.Rat{}}
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

// b is the sum of the live rows of user P to used T; false if a formula fails.
func (o *oracle) b(used, user int32) (*big.Rat, bool) {
	total, ok := new(big.Rat), true
	for i := range o.s.Components {
		if c := &o.s.Components[i]; c.User == user && c.Used == used && o.live(c) && c.Refused() == "" {
			weight, err := o.weigh(c)
			if err != nil {
				ok = false
				continue
			}
			total.Add(total, weight)
		}
	}
	return total, ok
}

func (o *oracle) live(c *Component) bool { return c.From <= o.at && o.at < c.Thru }

func (o *oracle) weigh(c *Component) (*big.Rat, error) {
	switch {
	case c.Refused() != "":
		return nil, errors.New("refused")
	case c.Formula() == nil:
		return ratOf(c.Weight), nil
	case o.open[c]:
		return nil, errors.New("round and round")
	}
	o.open[c] = true
	defer delete(o.open, c)
	return c.Formula().Evaluate(o)
}

// Weight and Credits answer formulas.
func (o *oracle) Weight(component, activity ActivityID) (*big.Rat, error) {
	total, found := new(big.Rat), false
	for i := range o.s.Components {
		c := &o.s.Components[i]
		if o.s.Activities[c.Used].ID == component && o.s.Activities[c.User].ID == activity && o.live(c) {
			weight, err := o.weigh(c)
			if err != nil {
				return nil, err
			}
			total.Add(total, weight)
			found = true
		}
	}
	if !found {
		return nil, errors.New("unknown")
	}
	return total, nil
}

func (o *oracle) Credits(activity ActivityID) (*big.Rat, error) {
	total := new(big.Rat)
	a, _ := findActivity(o.s.Activities, activity)
	for f := range o.s.Facilities {
		total.Add(total, o.c(int32(f), a))
	}
	return total, nil
}

// c is the credit in activity T that lies in a facility; below zero, or held by T
// itself, it is none.
func (o *oracle) c(facility, activity int32) *big.Rat {
	if o.holder(facility).Activity == o.s.Activities[activity].ID {
		return new(big.Rat)
	}
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
			if account := o.s.Accounts[t.Account]; account.Activity == "" || o.s.Method == Recursive {
				return account
			}
			return Account{Retained: NotMember}
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
		if c.User == user && c.From <= o.at && o.at < c.Thru && c.Refused() != "" {
			reasons = append(reasons, c.Refused())
		}
	}
	if len(reasons) > 0 {
		return nil, nil, slices.Min(reasons)
	}
	self, fine := o.b(user, user)
	components := new(big.Rat)
	w = map[int32]*big.Rat{}
	for used := range o.s.Activities {
		b, ok := o.b(int32(used), user)
		fine = fine && ok
		if b.Sign() > 0 && int32(used) != user {
			w[int32(used)] = b
			components.Add(components, b)
		}
	}
	if !fine {
		return nil, nil, RuleRefused
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
	if !o.fits(user, whole, all) {
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

// fits looks whether weights can be whole numbers below 2^63: as they are, or with
// formulas after scaling.
func (o *oracle) fits(user int32, whole, all *big.Rat) bool {
	terms, formulas := []*big.Rat{new(big.Rat).Sub(whole, all)}, false
	for i := range o.s.Components {
		if c := &o.s.Components[i]; c.User == user && o.live(c) {
			weight, _ := o.weigh(c)
			terms, formulas = append(terms, weight), formulas || c.Formula() != nil
		}
	}
	// Once a formula was live or will be, the activity is scaled.
	for _, c := range o.s.Components {
		formulas = formulas || c.User == user && c.Formula() != nil && c.From < c.Thru
	}
	if formulas {
		_, ok := ScaleWeights(terms)
		return ok
	}
	return whole.Cmp(ratOf(math.MaxInt64)) <= 0
}

// onward says what part of a whole that reaches an activity goes on to which others.
func (o *oracle) onward(a int32) map[int32]*big.Rat {
	if o.edges[a] != nil {
		return o.edges[a]
	}
	w, r, refused := o.w(a)
	next := map[int32]*big.Rat{}
	o.edges[a] = next
	if refused != "" {
		return next
	}
	for used, part := range w {
		next[used] = part
	}
	for at, part := range o.own(a) {
		if holder, ok := findActivity(o.s.Activities, at.account.Activity); ok && at.account.Activity != "" && part.Sign() > 0 && r.Sign() > 0 {
			part = new(big.Rat).Mul(part, r)
			if next[holder] != nil {
				part.Add(part, next[holder])
			}
			next[holder] = part
		}
	}
	return next
}

// reaches looks whether money on one activity comes to another.
func (o *oracle) reaches(start, end int32) bool {
	seen := map[int32]bool{}
	var reach func(a int32) bool
	reach = func(a int32) bool {
		for used := range o.onward(a) {
			if used == end {
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
	return reach(start)
}

// inCycle looks whether an activity comes back to itself and must retain therefore.
func (o *oracle) inCycle(start int32) bool {
	if o.s.Method != Recursive || !o.reaches(start, start) {
		return false
	}
	return o.s.Cycles == RefuseCycles || o.closed(start)
}

// closed looks whether nothing leaves the cycle of an activity.
func (o *oracle) closed(start int32) bool {
	for a := range int32(len(o.s.Activities)) {
		if a != start && !(o.reaches(start, a) && o.reaches(a, start)) {
			continue
		}
		inside := new(big.Rat)
		for used, part := range o.onward(a) {
			if o.reaches(used, start) {
				inside.Add(inside, part)
			}
		}
		if inside.Cmp(big.NewRat(1, 1)) != 0 {
			return false
		}
	}
	return true
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

// lands says what of a whole that reaches an activity ends there.
func (o *oracle) lands(a int32) map[place]*big.Rat {
	_, r, refused := o.w(a)
	if refused != "" || o.inCycle(a) {
		return o.kept(a)
	}
	got := map[place]*big.Rat{}
	for at, part := range o.own(a) {
		if at.account.Activity == "" {
			addScaled(got, map[place]*big.Rat{at: part}, r)
		}
	}
	return got
}

// shares says where one whole of an activity's income ends.
func (o *oracle) shares(activity int32) map[place]*big.Rat {
	if known := o.memo[activity]; known != nil {
		return known
	}
	got := map[place]*big.Rat{}
	if o.s.Method == Direct {
		if w, r, refused := o.w(activity); refused != "" {
			got = o.kept(activity)
		} else {
			addScaled(got, o.own(activity), r)
			for used, part := range w {
				addScaled(got, o.kept(used), part)
			}
		}
	} else {
		for a, y := range o.reach(activity) {
			if y.Sign() > 0 {
				addScaled(got, o.lands(int32(a)), y)
			}
		}
	}
	o.memo[activity] = got
	return got
}

// reach solves y = x + W·y for one whole that comes in at an activity, by elimination.
func (o *oracle) reach(start int32) []*big.Rat {
	n := len(o.s.Activities)
	if o.system == nil {
		for a := range n {
			row := make([]*big.Rat, n)
			for b := range row {
				row[b] = new(big.Rat)
				if share := o.onward(int32(a))[int32(b)]; share != nil && !o.inCycle(int32(a)) {
					row[b] = share
				}
			}
			o.system = append(o.system, row)
		}
	}
	m := make([][]*big.Rat, n) // of b: y(b) − Σ w(b,a)·y(a) = x(b)
	for b := range m {
		m[b] = make([]*big.Rat, n+1)
		for a := range n {
			m[b][a] = new(big.Rat).Neg(o.system[a][b])
		}
		m[b][b].Add(m[b][b], big.NewRat(1, 1))
		m[b][n] = new(big.Rat)
	}
	m[start][n].SetInt64(1)
	product := new(big.Rat)
	for k := range n {
		for i := range n {
			if i == k || m[i][k].Sign() == 0 {
				continue
			}
			factor := quotient(m[i][k], m[k][k])
			for j := k; j <= n; j++ {
				if m[k][j].Sign() != 0 {
					m[i][j].Sub(m[i][j], product.Mul(factor, m[k][j]))
				}
			}
		}
	}
	y := make([]*big.Rat, n)
	for k := range n {
		y[k] = quotient(m[k][n], m[k][k])
	}
	return y
}

// ofSale is shares after the founders got theirs.
func (o *oracle) ofSale(activity int32) map[place]*big.Rat {
	got, rest := map[place]*big.Rat{}, big.NewRat(1, 1)
	for _, f := range o.s.Founders {
		if f.From <= o.at && o.at < f.Thru {
			part := quotient(ratOf(f.Percent), big.NewRat(100, 1))
			rest.Sub(rest, part)
			addScaled(got, o.shares(f.Activity), part)
		}
	}
	if rest.Sign() < 0 {
		return whole(place{Account{Retained: RuleRefused}, activity})
	}
	addScaled(got, o.shares(activity), rest)
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
		shares := known[line.At].ofSale
		if line.Cost {
			shares = known[line.At].shares
		}
		addScaled(cells, shares(line.Activity), big.NewRat(int64(line.Amount), 1))
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

package calc

import (
	"math/big"
	"slices"
	"testing"
)

// way is one way of a whole that comes in at an activity, by the oracle: which part of
// it ends where.
type way struct {
	end  place
	part *big.Rat
}

// ways lists every way of a sale's or a cost's money, one by one; false where money
// goes round, so that they have no end.
func (o *oracle) ways(activity int32, cost bool) (list []way, ends bool) {
	for a := range int32(len(o.s.Activities)) {
		if o.s.Method == Recursive && o.reaches(a, a) && !o.inCycle(a) {
			return nil, false
		}
	}
	rest := big.NewRat(1, 1)
	for a := range int32(len(o.s.Activities)) {
		part := new(big.Rat) // of all founders' rows of an activity
		for _, f := range o.s.Founders {
			if !cost && f.Activity == a && f.From <= o.at && o.at < f.Thru {
				part.Add(part, quotient(ratOf(f.Percent), big.NewRat(100, 1)))
			}
		}
		rest.Sub(rest, part)
		list = o.waysOn(list, a, part, true)
	}
	if rest.Sign() < 0 {
		return []way{{place{Account{Retained: RuleRefused}, activity}, big.NewRat(1, 1)}}, true
	}
	return o.waysOn(list, activity, rest, true), true
}

// waysOn follows a part that reached an activity; with the direct method only a first
// one goes on.
func (o *oracle) waysOn(list []way, a int32, part *big.Rat, first bool) []way {
	if part.Sign() == 0 {
		return list
	}
	w, r, refused := o.w(a)
	stays := refused != "" || o.inCycle(a)
	kept := o.kept(a)
	if !stays && (first || o.s.Method == Recursive) {
		for used, share := range w {
			list = o.waysOn(list, used, new(big.Rat).Mul(part, share), false)
		}
		part = new(big.Rat).Mul(part, r)
	}
	if !stays {
		total := new(big.Rat)
		for f := range o.s.Facilities {
			total.Add(total, o.c(int32(f), a))
		}
		for f := range o.s.Facilities {
			if holder, ok := findActivity(o.s.Activities, o.holder(int32(f)).Activity); ok && o.c(int32(f), a).Sign() > 0 {
				list = o.waysOn(list, holder, new(big.Rat).Mul(part, quotient(o.c(int32(f), a), total)), false)
			}
		}
	}
	for at, share := range kept {
		if all := new(big.Rat).Mul(part, share); at.account.Activity == "" && all.Sign() > 0 {
			list = append(list, way{at, all})
		}
	}
	return list
}

// TestPictureTraceListsEveryWay compares the paths of shares with the ways that the
// oracle goes one by one: as many, as large, the largest first.
func TestPictureTraceListsEveryWay(t *testing.T) {
	compared := 0
	eachWorld(t, func(t *testing.T, w *world) {
		picture, err := At(&w.scheme, worldEnds/2)
		if err != nil {
			t.Fatal(err)
		}
		o := oracleAt(&w.scheme, worldEnds/2)
		for a := range int32(len(w.scheme.Activities)) {
			ways, ends := o.ways(a, false)
			for account := range int32(len(w.scheme.Accounts)) {
				if !ends {
					continue
				}
				var want []*big.Int
				ways := slices.DeleteFunc(slices.Clone(ways), func(v way) bool { return v.end.account != w.scheme.Accounts[account] })
				for _, v := range ways {
					if floor := floorOfPart(v.part); floor.Sign() > 0 {
						want = append(want, floor)
					}
				}
				slices.SortFunc(want, func(a, b *big.Int) int { return b.Cmp(a) })
				compared += len(want)
				compareWays(t, picture, a, account, len(ways), want)
			}
		}
	})
	if worlds(300) >= 300 && compared < 3000 {
		t.Errorf("only %d ways", compared)
	}
}

func compareWays(t *testing.T, picture *Picture, a, account int32, all int, want []*big.Int) {
	t.Helper()
	for _, limit := range []int{1, 3, 10_000} {
		item := picture.Trace(a, account, limit)
		if len(item.Paths) != min(limit, len(want)) || len(want) > 0 && uint64(len(item.Paths))+item.OtherPaths != uint64(all) {
			t.Errorf("activity %d, account %d: %d paths and %d others instead of %d and all %d", a, account, len(item.Paths), item.OtherPaths, len(want), all)
			return
		}
		for i, path := range item.Paths {
			if path.Amount.Big().Cmp(want[i]) != 0 {
				t.Errorf("activity %d, account %d: path %d brings %s instead of %s", a, account, i, path.Amount, want[i])
			}
		}
	}
}

// floorOfPart is a part of a whole of shares, rounded down.
func floorOfPart(part *big.Rat) *big.Int {
	whole := new(big.Int).Mul(big.NewInt(int64(wholeMinor)), big.NewInt(finePerMinor))
	return new(big.Int).Quo(whole.Mul(whole, part.Num()), part.Denom())
}

// TestTraceListsEveryWay follows every line of random worlds one by one: it is in as
// many paths as the oracle finds ways for it, and the steps of a path bring what they
// say from the first to the last instant of its time.
func TestTraceListsEveryWay(t *testing.T) {
	compared := 0
	eachWorld(t, func(t *testing.T, w *world) {
		waysOf := historyOf(w)
		if waysOf == nil {
			return
		}
		for account := range int32(len(w.scheme.Accounts)) {
			traced := trace(t, &w.scheme, w.lines, account, TraceOptions{Paths: 3000})
			for i := range traced.Items {
				item := &traced.Items[i]
				waysTo := func(at Instant, activity int32, cost bool) []way {
					end := place{w.scheme.Accounts[account], item.Activity}
					return slices.DeleteFunc(slices.Clone(waysOf(at, activity, cost)), func(v way) bool { return v.end != end })
				}
				checkTimes(t, w, item, waysTo)
				compared += checkLines(t, w, item, waysTo)
			}
		}
	})
	if worlds(300) >= 300 && compared < 1500 {
		t.Errorf("only %d ways", compared)
	}
}

// waysAt lists the ways of what an activity earned or spent at an instant.
type waysAt func(at Instant, activity int32, cost bool) []way

// historyOf makes the lines such that nothing cancels out, and lists their ways; nil
// where money goes round at some time.
func historyOf(w *world) waysAt {
	known := map[Instant]*oracle{}
	for at := range worldEnds {
		known[at] = oracleAt(&w.scheme, at)
	}
	for i := range w.lines {
		line := &w.lines[i]
		line.Amount = Minor(magnitude(int64(line.Amount))) + 1
		if _, ends := known[line.At].ways(line.Activity, line.Cost); !ends {
			return nil
		}
	}
	return func(at Instant, activity int32, cost bool) []way {
		list, _ := known[at].ways(activity, cost)
		return list
	}
}

// checkTimes looks whether there are paths with these steps at both ends of their time,
// as far as there are lines.
func checkTimes(t *testing.T, w *world, item *TraceItem, ways waysAt) {
	t.Helper()
	in := spanOf(w.lines)
	for _, path := range item.Paths {
		part := big.NewRat(1, 1)
		for _, step := range path.Steps {
			part.Mul(part, new(big.Rat).SetFrac(new(big.Int).SetUint64(step.Part), new(big.Int).SetUint64(step.Whole)))
		}
		for _, at := range []Instant{max(path.Source.From, in.first), min(path.Source.Thru-1, in.last)} {
			if !slices.ContainsFunc(ways(at, path.Source.Activity, path.Source.Cost), func(v way) bool { return v.part.Cmp(part) == 0 }) {
				t.Errorf("at %d there is no path %+v", at, path)
			}
		}
	}
}

// checkLines counts the paths that every line is in.
func checkLines(t *testing.T, w *world, item *TraceItem, ways waysAt) (compared int) {
	t.Helper()
	listed := make([]int, len(w.lines))
	for _, path := range item.Paths {
		for _, i := range path.Source.Lines {
			listed[i]++
		}
	}
	least := big.NewRat(1, finePerMinor) // less than that may come to nothing
	for i, line := range w.lines {
		all := ways(line.At, line.Activity, line.Cost)
		if !slices.ContainsFunc(all, func(v way) bool { return v.part.Cmp(least) < 0 }) && len(item.Paths) < 3000 {
			if compared += len(all); listed[i] != len(all) {
				t.Errorf("activity %d: line %d is in %d paths instead of %d", item.Activity, i, listed[i], len(all))
			}
		}
	}
	return compared
}

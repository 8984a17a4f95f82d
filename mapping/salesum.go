package mapping

import (
	"slices"

	"fairshare/calc"
)

// summedLines are the lines of the sales as the calculation needs them: those of an
// activity between two changes of the scheme are one, since all of them are divided
// alike. Income and costs, and what goes up and what goes down, are summed apart, so
// that nothing cancels out before it was seen.
func summedLines(scheme *calc.Scheme, sales Rows[Sale]) []calc.Line {
	first, last := calc.Never, calc.Ever
	for sale := range sales.All() {
		first, last = min(first, sale.At), max(last, sale.At)
	}
	changes := changesWithin(scheme, first, last)
	var lines []calc.Line
	place := map[lineKey]int32{}
	for sale := range sales.All() {
		epoch, _ := slices.BinarySearch(changes, sale.At+1) // a change counts for its own instant
		key := lineKey{sale.Activity, int32(epoch), sale.Source.IsCost(), sale.Amount < 0}
		n, known := place[key]
		if !known || overflows(lines[n].Amount, sale.Amount) {
			n = int32(len(lines))
			place[key] = n
			lines = append(lines, calc.Line{Activity: sale.Activity, At: sale.At, Cost: key.cost})
		}
		lines[n].At = min(lines[n].At, sale.At)
		lines[n].Amount += sale.Amount
	}
	return lines
}

type lineKey struct {
	activity, epoch int32
	cost, negative  bool
}

// overflows reports whether the sum of two amounts of one sign does not fit; calc
// refuses such income, and says so.
func overflows(a, b calc.Minor) bool { return (a+b < a) != (b < 0) && b != 0 }

// changesWithin are the instants after the first line and not after the last at
// which anything of the scheme begins, ends or is earned, each once.
func changesWithin(scheme *calc.Scheme, first, last calc.Instant) []calc.Instant {
	var changes []calc.Instant
	add := func(instants ...calc.Instant) {
		for _, at := range instants {
			if first < at && at <= last {
				changes = append(changes, at)
			}
		}
	}
	for i := range scheme.Components {
		add(scheme.Components[i].From, scheme.Components[i].Thru)
	}
	for _, t := range scheme.Tenures {
		add(t.From, t.Thru)
	}
	for _, c := range scheme.Credits {
		add(c.At)
	}
	for _, f := range scheme.Founders {
		add(f.From, f.Thru)
	}
	slices.Sort(changes)
	return slices.Compact(changes)
}

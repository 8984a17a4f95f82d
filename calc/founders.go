package calc

import (
	"cmp"
	"slices"
)

// founders are those who get their part of every sale now.
type founders struct {
	live  []int32 // rows of the scheme
	parts []founderPart
	total uint64  // what they get together, in millionths of a percent
	since Instant // the last change
	// problem is set while they would get more than there is.
	problem *Problem
}

// founderPart is what one founders-activity gets, several rows of it added up.
type founderPart struct {
	activity int32
	percent  uint64
}

// openFounders finds the founders as the span begins.
func (s *state) openFounders() {
	f := &s.founders
	f.since = Ever
	for i := range s.scheme.Founders {
		row := &s.scheme.Founders[i]
		for _, at := range []Instant{row.From, row.Thru} {
			if row.From < row.Thru && at <= s.span.first {
				f.since = max(f.since, at)
			}
		}
		s.moving = s.moving || s.span.moves(row.From, row.Thru)
		if s.span.opens(row.From, row.Thru) {
			f.live = append(f.live, int32(i))
		}
	}
	s.countFounders()
}

// changeFounders lets rows begin and end. Nothing is parked that it matters to: the
// founders' part is taken when money comes in.
func (s *state) changeFounders(events []event) {
	changed := false
	for _, e := range events {
		switch e.kind {
		case founderStarts:
			s.founders.live = append(s.founders.live, e.index)
		case founderEnds:
			s.founders.live = slices.DeleteFunc(s.founders.live, func(i int32) bool { return i == e.index })
		default:
			continue
		}
		s.founders.since, changed = e.at, true
	}
	if changed {
		s.countFounders()
	}
}

// countFounders adds the live rows up by activity.
func (s *state) countFounders() {
	f := &s.founders
	f.parts, f.problem = f.parts[:0], nil
	slices.SortFunc(f.live, func(a, b int32) int {
		return cmp.Compare(s.scheme.Founders[a].Activity, s.scheme.Founders[b].Activity)
	})
	var total wide
	for _, i := range f.live {
		row := &s.scheme.Founders[i]
		total = total.add(wide{0, uint64(row.Percent)})
		if last := len(f.parts) - 1; last >= 0 && f.parts[last].activity == row.Activity {
			f.parts[last].percent += uint64(row.Percent)
		} else if row.Percent > 0 {
			f.parts = append(f.parts, founderPart{row.Activity, uint64(row.Percent)})
		}
	}
	f.total = total.lo
	if (wide{0, hundred}).less(total) {
		f.problem = &Problem{Code: ProblemFoundersOver, Activity: f.parts[0].activity, Facility: -1, At: f.since,
			Detail: quantityText(signed(false, total))}
	}
}

// cutFounders takes the founders' parts off an amount and returns what is left. In
// fine units, of which a minor unit has 10^18, the parts of a sale come out even.
func (s *state) cutFounders(amount Fine, give func(activity int32, part Fine)) Fine {
	rest, cutter := amount, cut(amount, hundred)
	for _, f := range s.founders.parts {
		part := cutter.next(f.percent)
		rest = rest.Sub(part)
		give(f.activity, part)
	}
	return rest
}

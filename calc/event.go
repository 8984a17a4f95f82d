package calc

import (
	"cmp"
	"slices"
)

// event is one change of the scheme while money comes in.
type event struct {
	at    Instant
	kind  eventKind
	index int32 // in the scheme's components, tenures, credits or founders
}

type eventKind uint8

// At one instant tenures end before others begin; all else adds up in any order.
const (
	componentStarts eventKind = iota
	componentEnds
	creditChanges
	tenureEnds
	tenureStarts
	founderStarts
	founderEnds
)

// eventsIn lists what happens to a scheme after a span began, in order of time.
func eventsIn(s *Scheme, in span) []event {
	var events []event
	add := func(at Instant, kind eventKind, index int) {
		if in.changesAt(at) {
			events = append(events, event{at, kind, int32(index)})
		}
	}
	for i := range s.Components {
		if c := &s.Components[i]; in.touches(c.From, c.Thru) {
			add(c.From, componentStarts, i)
			add(c.Thru, componentEnds, i)
		}
	}
	for i := range s.Tenures {
		if t := &s.Tenures[i]; in.touches(t.From, t.Thru) {
			add(t.From, tenureStarts, i)
			add(t.Thru, tenureEnds, i)
		}
	}
	for i := range s.Credits {
		add(s.Credits[i].At, creditChanges, i)
	}
	for i := range s.Founders {
		if f := &s.Founders[i]; in.touches(f.From, f.Thru) {
			add(f.From, founderStarts, i)
			add(f.Thru, founderEnds, i)
		}
	}
	slices.SortFunc(events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind), cmp.Compare(a.index, b.index))
	})
	return events
}

// epoch is a stretch of time with lines in which nothing changes: its lines, and
// the events since the last such stretch.
type epoch struct {
	events []event
	lines  []int32
}

// epochsOf cuts a span at its events; stretches without lines are joined with the
// next one, so that what changes while no money comes in is applied at once. An
// event counts for the lines of its own instant.
func epochsOf(events []event, lines []Line) []epoch {
	key, all := make([]int32, len(lines)), make([]int32, len(lines))
	for i := range lines {
		past, _ := slices.BinarySearchFunc(events, lines[i].At, func(e event, at Instant) int {
			if e.at <= at {
				return -1
			}
			return 1
		})
		key[i], all[i] = int32(past), int32(i)
	}
	ordered, start := bucket(all, key, len(events)+1)
	var epochs []epoch
	applied := 0
	for past := range len(events) + 1 {
		if from, thru := start[past], start[past+1]; from < thru {
			epochs = append(epochs, epoch{events[applied:past], ordered[from:thru]})
			applied = past
		}
	}
	return epochs
}

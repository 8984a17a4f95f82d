package mapping

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairshare/calc"
)

// turn is one thing that changes in a scheme at an instant: the weight of a component,
// who holds a facility, the pieces in it, or a founder's percentage.
type turn struct {
	at   calc.Instant
	kind turnKind
	a, b int32 // user and used; facility; activity and facility; activity
}

type turnKind uint8

const (
	weightTurns turnKind = iota
	holderTurns
	creditTurns
	founderTurns
)

func compareTurns(a, b turn) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind), cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b))
}

// turnsOf are what changes in a scheme after an instant, up to and with another one, in
// the order of time.
func turnsOf(s *calc.Scheme, after, upTo calc.Instant) []turn {
	var turns []turn
	add := func(at calc.Instant, kind turnKind, a, b int32) {
		if after < at && at <= upTo && at != calc.Never {
			turns = append(turns, turn{at, kind, a, b})
		}
	}
	for _, c := range s.Components {
		add(c.From, weightTurns, c.User, c.Used)
		add(c.Thru, weightTurns, c.User, c.Used)
	}
	for _, t := range s.Tenures {
		add(t.From, holderTurns, t.Facility, 0)
		add(t.Thru, holderTurns, t.Facility, 0)
	}
	for _, c := range s.Credits {
		add(c.At, creditTurns, c.Activity, c.Facility)
	}
	for _, f := range s.Founders {
		add(f.From, founderTurns, f.Activity, 0)
		add(f.Thru, founderTurns, f.Activity, 0)
	}
	slices.SortFunc(turns, compareTurns)
	return slices.Compact(turns)
}

// retimed is a scheme in which some turns come at another instant: calc.Never where
// they are not to come at all.
func retimed(s *calc.Scheme, when map[turn]calc.Instant) *calc.Scheme {
	moved := func(t turn) calc.Instant {
		if at, other := when[t]; other {
			return at
		}
		return t.at
	}
	after := *s
	after.Components, after.Tenures, after.Credits, after.Founders = nil, nil, nil, nil
	for _, c := range s.Components {
		c.From, c.Thru = moved(turn{c.From, weightTurns, c.User, c.Used}), moved(turn{c.Thru, weightTurns, c.User, c.Used})
		if c.From < c.Thru {
			after.Components = append(after.Components, c)
		}
	}
	for _, t := range s.Tenures {
		t.From, t.Thru = moved(turn{t.From, holderTurns, t.Facility, 0}), moved(turn{t.Thru, holderTurns, t.Facility, 0})
		if t.From < t.Thru {
			after.Tenures = append(after.Tenures, t)
		}
	}
	for _, c := range s.Credits {
		if c.At = moved(turn{c.At, creditTurns, c.Activity, c.Facility}); c.At != calc.Never {
			after.Credits = append(after.Credits, c)
		}
	}
	for _, f := range s.Founders {
		f.From, f.Thru = moved(turn{f.From, founderTurns, f.Activity, 0}), moved(turn{f.Thru, founderTurns, f.Activity, 0})
		if f.From < f.Thru {
			after.Founders = append(after.Founders, f)
		}
	}
	return &after
}

// allAt moves turns to an instant.
func allAt(turns []turn, at calc.Instant) map[turn]calc.Instant {
	when := make(map[turn]calc.Instant, len(turns))
	for _, t := range turns {
		when[t] = at
	}
	return when
}

// Cause is a change for which something else comes out: which row of OFBiz, and what
// it does.
type Cause struct {
	Change int    `json:"change"` // its number in the document
	At     string `json:"at"`     // "": of no moment
	Entity string `json:"entity"`
	Key    string `json:"key"`
	Text   string `json:"text"`
}

// causesAtMost bounds how many steps a difference is taken apart into: each of them
// is a calculation of its own.
const causesAtMost = 250

// inSteps gathers turns into at most so many steps, neighbours in time together. The
// rows of a FACADE that change at one instant are one step: with one of them alone it
// would not be 100 %. Of another activity's, those that take away come first, so that it
// is never over 100 % on the way.
func inSteps(s *calc.Scheme, turns []turn, most int) (steps [][]turn) {
	gains := gainsOf(s)
	slices.SortStableFunc(turns, func(a, b turn) int {
		if a.at != b.at || a.kind != weightTurns || b.kind != weightTurns || a.a != b.a {
			return compareTurns(a, b)
		}
		return cmp.Or(cmp.Compare(gains[a], gains[b]), compareTurns(a, b))
	})
	for i := 0; i < len(turns); {
		n := i + 1
		for n < len(turns) && inOneStep(s, turns[i], turns[n]) {
			n++
		}
		steps, i = append(steps, turns[i:n]), n
	}
	size, merged := max(1, (len(steps)+most-1)/most), [][]turn{}
	for some := range slices.Chunk(steps, size) {
		merged = append(merged, slices.Concat(some...))
	}
	return merged
}

func inOneStep(s *calc.Scheme, a, b turn) bool {
	return a.kind == weightTurns && b.kind == weightTurns && a.at == b.at && a.a == b.a && s.Activities[a.a].Basis == calc.Facade
}

// gainsOf are by how much turns raise a weight; formulas count as nothing.
func gainsOf(s *calc.Scheme) map[turn]calc.Quantity {
	gains := make(map[turn]calc.Quantity, 2*len(s.Components))
	for _, c := range s.Components {
		gains[turn{c.From, weightTurns, c.User, c.Used}] += c.Weight
		gains[turn{c.Thru, weightTurns, c.User, c.Used}] -= c.Weight
	}
	return gains
}

// namedAtMost is how many turns of a step are named.
const namedAtMost = 6

// causeOf names the rows behind a step; of many, the first, and how many they are.
func causeOf(s *calc.Scheme, turns []turn, zone *time.Location) Cause {
	var keys, texts []string
	cause := Cause{At: timeOf(turns[0].at).In(zone).Format(time.RFC3339)}
	for i, t := range turns[:min(len(turns), namedAtMost)] {
		entity, key, text := describe(s, t, zone)
		if i == 0 || len(turns) <= namedAtMost {
			keys, texts = append(keys, key), append(texts, text)
		}
		if i == 0 {
			cause.Entity = entity
		}
	}
	cause.Key, cause.Text = strings.Join(keys, "; "), strings.Join(texts, "; ")
	if more := len(turns) - 1; len(turns) > namedAtMost {
		cause.Text += fmt.Sprintf("; and %d more until %s", more, stampIn(turns[more].at, zone))
	}
	return cause
}

func describe(s *calc.Scheme, t turn, zone *time.Location) (entity, key, text string) {
	at := stampIn(t.at, zone)
	switch t.kind {
	case weightTurns:
		user, used := string(s.Activities[t.a].ID), string(s.Activities[t.b].ID)
		row := calc.Never // of a row that ends, its own beginning is the key
		for _, c := range s.Components {
			if c.User == t.a && c.Used == t.b && (c.From == t.at || c.Thru == t.at && row != t.at) {
				row = c.From
			}
		}
		return "ProductAssoc", strings.Join([]string{user, used, "ENGINEER_COMPONENT", stampIn(row, zone)}, ", "),
			fmt.Sprintf("weight of %s in %s: %s → %s", used, user, weightAt(s, t, t.at-1), weightAt(s, t, t.at))
	case holderTurns:
		before, now := holderAt(s, t.a, t.at-1), holderAt(s, t.a, t.at)
		facility := string(s.Facilities[t.a])
		if before.Retained == calc.NotMember || now.Retained == calc.NotMember {
			party := cmp.Or(string(now.Party), string(before.Party), facility)
			return "PartyRelationship", party + ", " + at, fmt.Sprintf("membership: facility %s: %s → %s", facility, holderText(before), holderText(now))
		}
		return "FacilityParty", facility + ", " + at, fmt.Sprintf("facility %s: %s → %s", facility, holderText(before), holderText(now))
	case creditTurns:
		activity, facility := string(s.Activities[t.a].ID), string(s.Facilities[t.b])
		var pieces calc.Quantity
		for _, c := range s.Credits {
			if c.Activity == t.a && c.Facility == t.b && c.At == t.at {
				pieces += c.Change
			}
		}
		sign := ""
		if pieces > 0 {
			sign = "+"
		}
		return "InventoryItemDetail", strings.Join([]string{activity, facility, at}, ", "),
			fmt.Sprintf("credit of %s in %s (%s): %s%s", holderText(holderAt(s, t.b, t.at)), activity, facility, sign, pieces)
	}
	return "founders", string(s.Activities[t.a].ID), "founders' percentage: " + founderAt(s, t.a, t.at-1) + " → " + founderAt(s, t.a, t.at)
}

// stampIn is an instant as OFBiz's screens show it.
func stampIn(at calc.Instant, zone *time.Location) string {
	if at == calc.Ever || at == calc.Never {
		return "ever"
	}
	return timeOf(at).In(zone).Format("2006-01-02 15:04:05.000")
}

func weightAt(s *calc.Scheme, t turn, at calc.Instant) string {
	var texts []string
	for _, c := range s.Components {
		switch {
		case c.User != t.a || c.Used != t.b || at < c.From || c.Thru <= at:
		case c.Refused() != "":
			texts = append(texts, "refused")
		case c.Formula() != nil:
			texts = append(texts, c.Formula().String())
		default:
			texts = append(texts, c.Weight.String())
		}
	}
	if texts == nil {
		return "none"
	}
	return strings.Join(texts, " + ")
}

func holderAt(s *calc.Scheme, facility int32, at calc.Instant) calc.Account {
	for _, t := range s.Tenures {
		if t.Facility == facility && t.From <= at && at < t.Thru {
			return s.Accounts[t.Account]
		}
	}
	return calc.Account{Retained: calc.NoParty}
}

func holderText(a calc.Account) string {
	return cmp.Or(string(a.Party), string(a.Activity), string(a.Retained))
}

func founderAt(s *calc.Scheme, activity int32, at calc.Instant) string {
	var sum calc.Quantity
	for _, f := range s.Founders {
		if f.Activity == activity && f.From <= at && at < f.Thru {
			sum += f.Percent
		}
	}
	return sum.String() + " %"
}

package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// PastSettlement is an earlier settlement of the same currency and its accounts.
type PastSettlement struct {
	Settlement Settlement
	Accounts   []Account
}

// HistoryLine is what one settlement came to for a party.
type HistoryLine struct {
	Settlement string
	Until      string // LastDay
	Earned     calc.Minor
	Invoiced   calc.Minor
}

// History is what earlier settlements came to for each party, and this one, oldest
// first. Parties that had no account in a settlement have no line of it.
type History map[calc.PartyID][]HistoryLine

// HistoryOf puts the past, oldest first, and a plan together by party.
func HistoryOf(past []PastSettlement, plan *Plan) History {
	history := History{}
	for _, one := range append(slices.Clip(past), PastSettlement{plan.Settlement, plan.Accounts}) {
		until := LastDay(one.Settlement)
		for _, a := range one.Accounts {
			history[a.Party] = append(history[a.Party], HistoryLine{one.Settlement.ID, until, a.Earned, a.Invoiced})
		}
	}
	return history
}

// Comparison holds a settlement against the one before it in its currency.
type Comparison struct {
	Before  Settlement
	Changes []ChangeLine // the largest first
}

// ChangeLine is how much more or less a party earned than in the settlement before.
type ChangeLine struct {
	Party  Party
	Before calc.Minor
	Now    calc.Minor
}

// Difference is what the party earned more.
func (c ChangeLine) Difference() calc.Minor { return c.Now - c.Before }

// Against holds a plan against the last of the past; nil where there is none.
func Against(past []PastSettlement, plan *Plan, names Names) *Comparison {
	if len(past) == 0 {
		return nil
	}
	last := past[len(past)-1]
	lines := map[calc.PartyID]*ChangeLine{}
	of := func(party calc.PartyID) *ChangeLine {
		if lines[party] == nil {
			lines[party] = &ChangeLine{Party: names.party(party)}
		}
		return lines[party]
	}
	for _, a := range last.Accounts {
		of(a.Party).Before += a.Earned
	}
	for _, a := range plan.Accounts {
		of(a.Party).Now += a.Earned
	}
	comparison := &Comparison{Before: last.Settlement}
	for _, line := range lines {
		if line.Difference() != 0 {
			comparison.Changes = append(comparison.Changes, *line)
		}
	}
	slices.SortFunc(comparison.Changes, func(a, b ChangeLine) int {
		return cmp.Or(cmp.Compare(magnitude(b.Difference()), magnitude(a.Difference())), cmp.Compare(a.Party.ID, b.Party.ID))
	})
	return comparison
}

func magnitude(m calc.Minor) calc.Minor { return max(m, -m) }

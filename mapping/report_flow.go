package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// FlowPicture is where the money of a settlement came in, which activities kept it,
// and who got it. Only what is above zero is in it: it is made to be drawn.
type FlowPicture struct {
	In    []FlowBar
	Kept  []FlowBar
	Out   []FlowBar
	Parts []FlowPart // from what was kept to who got it
}

// FlowBar is an activity or a party; with neither Rest nor Retained set it has a name.
type FlowBar struct {
	Name     string
	Amount   calc.Minor
	Rest     bool // all smaller ones together
	Retained bool // by the company
}

// FlowPart is what one of Out got from one of Kept.
type FlowPart struct {
	Kept, Out int // places in FlowPicture
	Amount    calc.Minor
}

// barsAtMost is how many bars people can still tell apart.
const barsAtMost = 9

// flowOf draws up the picture of a plan.
func flowOf(plan *Plan, names Names) FlowPicture {
	in := map[calc.ActivityID]calc.Minor{}
	for _, flow := range plan.Flows {
		in[flow.Activity] += flow.Income + flow.Costs
	}
	kept, out := map[calc.ActivityID]calc.Minor{}, map[calc.PartyID]calc.Minor{}
	for entry := range plan.Ledger.All() {
		if entry.Amount > 0 {
			kept[entry.Activity] += entry.Amount
			out[entry.Account.Party] += entry.Amount // "" is what the company retains
		}
	}
	activity := func(id calc.ActivityID) FlowBar { return FlowBar{Name: names.activity(id).Name} }
	party := func(id calc.PartyID) FlowBar {
		if id == "" {
			return FlowBar{Retained: true}
		}
		return FlowBar{Name: names.party(id).Name}
	}
	var picture FlowPicture
	picture.In, _ = barsOf(in, activity)
	var keptAt map[calc.ActivityID]int
	var outAt map[calc.PartyID]int
	picture.Kept, keptAt = barsOf(kept, activity)
	picture.Out, outAt = barsOf(out, party)
	parts := map[[2]int]calc.Minor{}
	for entry := range plan.Ledger.All() {
		if entry.Amount > 0 {
			parts[[2]int{keptAt[entry.Activity], outAt[entry.Account.Party]}] += entry.Amount
		}
	}
	for between, amount := range parts {
		picture.Parts = append(picture.Parts, FlowPart{between[0], between[1], amount})
	}
	slices.SortFunc(picture.Parts, func(a, b FlowPart) int { return cmp.Or(cmp.Compare(a.Kept, b.Kept), cmp.Compare(a.Out, b.Out)) })
	return picture
}

// barsOf makes bars of amounts, the largest first, the smallest ones put together,
// and says at which place each is.
func barsOf[ID ~string](amounts map[ID]calc.Minor, name func(ID) FlowBar) ([]FlowBar, map[ID]int) {
	var ids []ID
	for id, amount := range amounts {
		if amount > 0 {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b ID) int { return cmp.Or(cmp.Compare(amounts[b], amounts[a]), cmp.Compare(a, b)) })
	var bars []FlowBar
	at := make(map[ID]int, len(ids))
	for i, id := range ids {
		if i >= barsAtMost && len(ids) > barsAtMost+1 {
			if i == barsAtMost {
				bars = append(bars, FlowBar{Rest: true})
			}
			at[id] = barsAtMost
			bars[barsAtMost].Amount += amounts[id]
			continue
		}
		bar := name(id)
		bar.Amount = amounts[id]
		at[id] = len(bars)
		bars = append(bars, bar)
	}
	return bars, at
}

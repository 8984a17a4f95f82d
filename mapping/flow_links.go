package mapping

import (
	"cmp"
	"fmt"
	"slices"

	"fairshare/calc"
)

// FlowLink is what one activity passed on to another in a settlement (calc.Link with
// its ids).
type FlowLink struct {
	From, To calc.ActivityID
	Amount   calc.Fine
}

// Links works out again what activities passed on to each other in a settlement. The
// journal keeps only their sums, which are held against it: where the input comes to
// other flows than were settled, nobody knows the links, and known is false.
func (in *Input) Links(plan *Plan) (links []FlowLink, known bool, err error) {
	outcome, found, err := calc.DistributeLinks(&in.Scheme, summedLines(&in.Scheme, in.Sales))
	if err != nil {
		return nil, false, fmt.Errorf("work out the flows of settlement %s again: %w", plan.Settlement.ID, err)
	}
	again := &Plan{}
	again.addFlows(&in.Scheme, outcome.Flows)
	if !slices.Equal(again.Flows, plan.Flows) {
		return nil, false, nil
	}
	activities := in.Scheme.Activities
	for _, l := range found {
		links = append(links, FlowLink{activities[l.From].ID, activities[l.To].ID, l.Amount})
	}
	return links, true, nil
}

// LinkLine is a link of the finance report. The last one of a long list has no
// activities: it is all smaller ones together.
type LinkLine struct {
	From, To Product
	Amount   string // money with the currency's digits
}

// IsRest says that a line is all smaller links together.
func (l LinkLine) IsRest() bool { return l.From.ID == "" && l.To.ID == "" }

// linksAtMost is how many links people read; few companies have more.
const linksAtMost = 50

// linkLines are the links, the largest first.
func linkLines(s Settlement, links []FlowLink, names Names) []LinkLine {
	sorted := slices.Clone(links)
	slices.SortFunc(sorted, func(a, b FlowLink) int {
		return cmp.Or(largerFirst(a.Amount, b.Amount), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	var lines []LinkLine
	var rest calc.Fine
	for i, l := range sorted {
		if i >= linksAtMost {
			rest = rest.Add(l.Amount)
			continue
		}
		lines = append(lines, LinkLine{names.activity(l.From), names.activity(l.To), l.Amount.Text(s.Decimals)})
	}
	if len(sorted) > linksAtMost {
		lines = append(lines, LinkLine{Amount: rest.Text(s.Decimals)})
	}
	return lines
}

// largerFirst compares amounts by their size, whatever their sign.
func largerFirst(a, b calc.Fine) int { return size(b).Cmp(size(a)) }

func size(f calc.Fine) calc.Fine {
	if f.Sign() < 0 {
		return f.Neg()
	}
	return f
}

package nightly

import (
	"context"

	"fairshare/adapter/database/journal"
	"fairshare/mapping"
)

// drawnAtMost is how many activities a settlement may have if the money between them is
// to be told. With more nobody reads a drawing, and working it out again takes as much
// memory as the settlement did.
const drawnAtMost = 5000

// Finance is the finance report of a plan: compared with the last of the past, and with
// the money that went between activities. That is worked out again from the input,
// which is read from the journal where it is not at hand.
func Finance(ctx context.Context, j *journal.Journal, plan *mapping.Plan, input *mapping.Input, names mapping.Names, past []mapping.PastSettlement) (mapping.Finance, error) {
	report := mapping.FinanceOf(plan, names, OrganizationName(names, plan))
	report.Comparison = mapping.Against(past, plan, names)
	if len(plan.Flows) > drawnAtMost {
		return report, nil
	}
	if input == nil {
		var err error
		if input, err = Input(ctx, j, plan); err != nil {
			return report, err
		}
	}
	if input == nil {
		return report, nil
	}
	links, known, err := input.Links(plan)
	if err == nil && known {
		report.AddLinks(plan, links, names)
	}
	return report, err
}

// Input is what a settlement was worked out from; nil where none was stored or it was
// damaged, of which Verify tells.
func Input(ctx context.Context, j *journal.Journal, plan *mapping.Plan) (*mapping.Input, error) {
	content, err := j.Input(ctx, plan.Settlement.ID)
	if err != nil || len(content) == 0 {
		return nil, err
	}
	input, err := mapping.OpenInput(content, plan.Settlement.StoredDigest)
	if err != nil {
		return nil, nil // a report without the flow is better than none
	}
	return input, nil
}

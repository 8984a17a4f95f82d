package nightly

import (
	"context"

	"fairshare/adapter/database/journal"
	"fairshare/mapping"
)

// pastAtMost is how many settlements a report looks back to.
const pastAtMost = 12

// Past is the settlements of the same currency before a plan's, oldest first. Those
// that were taken back are not in it.
func Past(ctx context.Context, j *journal.Journal, plan *mapping.Plan) ([]mapping.PastSettlement, error) {
	settlements, err := j.Settlements(ctx)
	if err != nil {
		return nil, err
	}
	var past []mapping.PastSettlement
	for _, s := range settlements {
		if s.ID == plan.Settlement.ID {
			break // they come in the order in which they were made
		}
		if s.Currency == plan.Settlement.Currency && s.State != mapping.Void {
			past = append(past, mapping.PastSettlement{Settlement: s})
		}
	}
	past = past[max(0, len(past)-pastAtMost):]
	for i := range past {
		if past[i].Accounts, err = j.Accounts(ctx, past[i].Settlement.ID); err != nil {
			return nil, err
		}
	}
	return past, nil
}

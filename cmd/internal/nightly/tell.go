package nightly

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/calc"
	"fairshare/mapping"
)

// reportAndTell makes the reports, and then tells finance that they are there.
func (j *Job) reportAndTell(ctx context.Context, lease *journal.Lease, plan *mapping.Plan) error {
	if err := j.report(ctx, lease, plan); err != nil || j.Finance == "" {
		return err
	}
	reports, err := j.financeReports(ctx, plan)
	if err != nil {
		return err
	}
	message := mapping.FinanceMessage(plan, j.Finance, reports)
	return j.transact(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := lease.Check(ctx, tx); err != nil {
			return err
		}
		return ofbiz.Tell(ctx, tx, message, ofbiz.Writing{Zone: j.Rules.Zone})
	})
}

// financeReports are the ones that hang on the organization.
func (j *Job) financeReports(ctx context.Context, plan *mapping.Plan) (reports []mapping.AttachedReport, err error) {
	documents, err := j.Journal.Documents(ctx, plan.Settlement.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range documents {
		if d.Party == calc.PartyID(plan.Settlement.Organization) && d.State == journal.DocumentAttached {
			reports = append(reports, mapping.AttachedReport{Name: d.Name, ContentID: d.ContentID})
		}
	}
	return reports, nil
}

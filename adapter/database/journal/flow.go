package journal

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// A row is one activity's account as cost and profit centre in one settlement.
const insertFlow = `
INSERT INTO FAIRSHARE_FLOW (SETTLEMENT_ID, ACTIVITY, INCOME_MINOR, COSTS_MINOR, FOUNDERS_FINE, RECEIVED_FINE, DELEGATED_FINE, KEPT_FINE)`

// In primary-key order.
const selectFlows = `
SELECT ACTIVITY, INCOME_MINOR, COSTS_MINOR, FOUNDERS_FINE, RECEIVED_FINE, DELEGATED_FINE, KEPT_FINE
FROM FAIRSHARE_FLOW WHERE SETTLEMENT_ID = ? ORDER BY ACTIVITY`

type flowRow struct {
	Activity  string     `db:"ACTIVITY"`
	Income    int64      `db:"INCOME_MINOR"`
	Costs     int64      `db:"COSTS_MINOR"`
	Founders  fineColumn `db:"FOUNDERS_FINE"`
	Received  fineColumn `db:"RECEIVED_FINE"`
	Delegated fineColumn `db:"DELEGATED_FINE"`
	Kept      fineColumn `db:"KEPT_FINE"`
}

func (r flowRow) flow() mapping.ActivityFlow {
	return mapping.ActivityFlow{
		Activity: calc.ActivityID(r.Activity), Income: calc.Minor(r.Income), Costs: calc.Minor(r.Costs), Founders: r.Founders.Fine,
		Received: r.Received.Fine, Delegated: r.Delegated.Fine, Kept: r.Kept.Fine,
	}
}

func (j *Journal) insertFlows(ctx context.Context, tx *sqlx.Tx, p *mapping.Plan) error {
	return j.insert(ctx, tx, insertFlow, len(p.Flows), func(in *database.Insertion, i int) {
		f := &p.Flows[i]
		in.Text(p.Settlement.ID)
		in.Text(string(f.Activity))
		in.Number(int64(f.Income))
		in.Number(int64(f.Costs))
		for _, amount := range []calc.Fine{f.Founders, f.Received, f.Delegated, f.Kept} {
			in.Text(amount.String())
		}
	})
}

func (j *Journal) loadFlows(ctx context.Context, q sqlx.QueryerContext, p *mapping.Plan) error {
	return load(ctx, q, j.qualify(selectFlows), p.Settlement.ID, func(r flowRow) error {
		p.Flows = append(p.Flows, r.flow())
		return nil
	})
}

package journal

import (
	"context"
	"fmt"

	"fairshare/calc"
	"fairshare/mapping"
)

// A row is what one settlement took for an activity. The settlements by the index on
// the organization, their flows by the primary key.
const selectActivityFlows = `
SELECT f.SETTLEMENT_ID, f.INCOME_MINOR, f.COSTS_MINOR FROM FAIRSHARE_SETTLEMENT s
JOIN FAIRSHARE_FLOW f ON f.SETTLEMENT_ID = s.SETTLEMENT_ID AND f.ACTIVITY = ?
WHERE s.ORGANIZATION = ?`

// A row is a line that a settlement took for an activity. The settlement's lines are
// read by SALE_LINE and the others left out: it has no index on the activity, which
// nothing but a page asks for.
const selectActivitySales = `
SELECT SOURCE, DOCUMENT_ID, ITEM_SEQ_ID, REVISION, ACTIVITY, AT_MILLIS, AMOUNT_MINOR
FROM FAIRSHARE_SALE WHERE SETTLEMENT_ID = ? AND ACTIVITY = ? ORDER BY AT_MILLIS DESC, LINE_NO LIMIT ?`

// ActivityTaken is what a settlement took for an activity.
type ActivityTaken struct {
	Settlement    mapping.Settlement
	Income, Costs calc.Minor
}

// ActivityTaken lists what the settlements took for an activity, the newest first.
// Void ones took nothing.
func (j *Journal) ActivityTaken(ctx context.Context, activity calc.ActivityID) ([]ActivityTaken, error) {
	var rows []struct {
		Settlement string `db:"SETTLEMENT_ID"`
		Income     int64  `db:"INCOME_MINOR"`
		Costs      int64  `db:"COSTS_MINOR"`
	}
	if err := j.DB.SelectContext(ctx, &rows, j.qualify(selectActivityFlows), string(activity), j.Organization); err != nil {
		return nil, fmt.Errorf("read what was settled for %s: %w", activity, orMigrate(err))
	}
	settlements, err := j.Settlements(ctx)
	if err != nil {
		return nil, err
	}
	var taken []ActivityTaken
	for i := len(settlements) - 1; i >= 0; i-- {
		for _, row := range rows {
			if s := settlements[i]; row.Settlement == s.ID && s.State != mapping.Void && (row.Income != 0 || row.Costs != 0) {
				taken = append(taken, ActivityTaken{s, calc.Minor(row.Income), calc.Minor(row.Costs)})
			}
		}
	}
	return taken, nil
}

// ActivitySales are lines that a settlement took for an activity, the newest first, at
// most so many.
func (j *Journal) ActivitySales(ctx context.Context, settlement string, activity calc.ActivityID, most int) ([]mapping.PlannedSale, error) {
	var rows []saleRow
	if err := j.DB.SelectContext(ctx, &rows, j.qualify(selectActivitySales), settlement, string(activity), most); err != nil {
		return nil, fmt.Errorf("read the lines of %s in settlement %s: %w", activity, settlement, orMigrate(err))
	}
	sales := make([]mapping.PlannedSale, len(rows))
	for i, row := range rows {
		sales[i] = row.sale()
	}
	return sales, nil
}

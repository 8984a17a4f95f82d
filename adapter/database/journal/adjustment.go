package journal

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// A row is what a person, or a voided settlement, changes about a party's balance.
// The same id again is the same adjustment: repeating it is harmless.
const insertAdjustment = `
INSERT IGNORE INTO FAIRSHARE_ADJUSTMENT (ADJUSTMENT_ID, ORGANIZATION, PARTY_ID, CURRENCY, AMOUNT_MINOR, REASON, MADE_BY, MADE_AT)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

const adjustmentColumns = `a.ADJUSTMENT_ID, a.PARTY_ID, a.CURRENCY, a.AMOUNT_MINOR, a.REASON, a.MADE_BY, a.MADE_AT`

// All adjustments with the settlement in force that took them. Few rows, by the
// index on ORGANIZATION and the primary key of FAIRSHARE_ADJUSTMENT_TAKEN.
const selectAdjustments = `
SELECT ` + adjustmentColumns + `, COALESCE((SELECT MAX(t.SETTLEMENT_ID) FROM FAIRSHARE_ADJUSTMENT_TAKEN t
  JOIN FAIRSHARE_SETTLEMENT s ON s.SETTLEMENT_ID = t.SETTLEMENT_ID
  WHERE t.ADJUSTMENT_ID = a.ADJUSTMENT_ID AND s.STATE <> 'void'), '') AS SETTLEMENT_ID
FROM FAIRSHARE_ADJUSTMENT a WHERE a.ORGANIZATION = ? ORDER BY a.ADJUSTMENT_ID`

// Those that one settlement took, by its unique index.
const selectTakenAdjustments = `
SELECT ` + adjustmentColumns + `, t.SETTLEMENT_ID FROM FAIRSHARE_ADJUSTMENT_TAKEN t
JOIN FAIRSHARE_ADJUSTMENT a ON a.ADJUSTMENT_ID = t.ADJUSTMENT_ID
WHERE t.SETTLEMENT_ID = ? ORDER BY a.ADJUSTMENT_ID`

// Taken only where every settlement that took it before was voided; the sum is
// NULL where there is none.
const takeAdjustment = `
INSERT INTO FAIRSHARE_ADJUSTMENT_TAKEN (ADJUSTMENT_ID, REVISION, SETTLEMENT_ID)
SELECT ?, COUNT(*), ? FROM FAIRSHARE_ADJUSTMENT_TAKEN t
JOIN FAIRSHARE_SETTLEMENT s ON s.SETTLEMENT_ID = t.SETTLEMENT_ID
WHERE t.ADJUSTMENT_ID = ? HAVING COALESCE(SUM(s.STATE <> 'void'), 0) = 0`

type adjustmentRow struct {
	ID         string       `db:"ADJUSTMENT_ID"`
	Party      string       `db:"PARTY_ID"`
	Currency   string       `db:"CURRENCY"`
	Amount     int64        `db:"AMOUNT_MINOR"`
	Reason     string       `db:"REASON"`
	By         string       `db:"MADE_BY"`
	At         database.UTC `db:"MADE_AT"`
	Settlement string       `db:"SETTLEMENT_ID"`
}

func (r adjustmentRow) adjustment() mapping.Adjustment {
	return mapping.Adjustment{
		ID: r.ID, Party: calc.PartyID(r.Party), Currency: r.Currency, Amount: calc.Minor(r.Amount),
		Reason: r.Reason, By: r.By, At: r.At.Time, Settlement: r.Settlement,
	}
}

// Adjust records an adjustment by its id, which the caller chooses, so that
// repeating it after an answer was lost adds nothing.
func (j *Journal) Adjust(ctx context.Context, a mapping.Adjustment) error {
	var err error
	for range 3 {
		err = database.InTransaction(ctx, j.DB, func(ctx context.Context, tx *sqlx.Tx) error {
			return j.RecordAdjustment(ctx, tx, a)
		})
		if !errors.Is(err, database.ErrAmbiguous) {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("record the adjustment of %s: %w", a.Party, orMigrate(err))
	}
	return nil
}

// RecordAdjustment is Adjust in the caller's transaction.
func (j *Journal) RecordAdjustment(ctx context.Context, tx *sqlx.Tx, a mapping.Adjustment) error {
	if a.ID == "" || a.Party == "" || a.Currency == "" || a.Amount == 0 || a.Reason == "" || a.By == "" {
		return fmt.Errorf("adjustment %q of party %q: an id, a party, a currency, an amount that is not 0, a reason and who makes it are needed", a.ID, a.Party)
	}
	_, err := tx.ExecContext(ctx, j.qualify(insertAdjustment), a.ID, j.Organization, string(a.Party), a.Currency,
		int64(a.Amount), a.Reason, a.By, millis(a.At))
	return err
}

// Adjustments lists all adjustments of the organization by id, which begins with
// their time; Settlement is empty in those that none in force took.
func (j *Journal) Adjustments(ctx context.Context, q sqlx.QueryerContext) ([]mapping.Adjustment, error) {
	var rows []adjustmentRow
	if err := sqlx.SelectContext(ctx, q, &rows, j.qualify(selectAdjustments), j.Organization); err != nil {
		return nil, fmt.Errorf("list the adjustments of %s: %w", j.Organization, orMigrate(err))
	}
	adjustments := make([]mapping.Adjustment, len(rows))
	for i, row := range rows {
		adjustments[i] = row.adjustment()
	}
	return adjustments, nil
}

// openAdjustments are those that the next settlement of their currency takes.
func (j *Journal) openAdjustments(ctx context.Context, q sqlx.QueryerContext) (open []mapping.Adjustment, err error) {
	all, err := j.Adjustments(ctx, q)
	for _, a := range all {
		if a.Settlement == "" {
			open = append(open, a)
		}
	}
	return open, err
}

// takeAdjustments marks the plan's adjustments as taken; one that another
// settlement has taken since refuses the plan.
func (j *Journal) takeAdjustments(ctx context.Context, tx *sqlx.Tx, p *mapping.Plan) error {
	for _, a := range p.Adjustments {
		rows, err := j.change(ctx, tx, takeAdjustment, a.ID, p.Settlement.ID, a.ID)
		if err != nil {
			return err
		}
		if rows == 0 {
			return fmt.Errorf("adjustment %s was taken by another settlement already: read OFBiz again and plan anew", a.ID)
		}
	}
	return nil
}

func (j *Journal) loadAdjustments(ctx context.Context, q sqlx.QueryerContext, p *mapping.Plan) error {
	return load(ctx, q, j.qualify(selectTakenAdjustments), p.Settlement.ID, func(r adjustmentRow) error {
		p.Adjustments = append(p.Adjustments, r.adjustment())
		return nil
	})
}

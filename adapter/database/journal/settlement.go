package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

const settlementColumns = `SETTLEMENT_ID, ORGANIZATION, CURRENCY, CUTOFF, DECIMALS, ZONE, SNAPSHOT_AT, STATE,
  CONFIG_DIGEST, INPUT_DIGEST, VERSION, SALE_LINES, INCOME_MINOR, EARNED_MINOR, RETAINED_MINOR, INVOICED_MINOR, STORED_DIGEST`

const insertSettlement = `
INSERT INTO FAIRSHARE_SETTLEMENT (` + settlementColumns + `, ORDINAL, LEASE_TERM, PLANNED_AT, CHANGED_AT)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`

const selectSettlement = `SELECT ` + settlementColumns + ` FROM FAIRSHARE_SETTLEMENT WHERE SETTLEMENT_ID = ? AND ORGANIZATION = ?`

const selectSettlements = `SELECT ` + settlementColumns + ` FROM FAIRSHARE_SETTLEMENT
WHERE ORGANIZATION = ? ORDER BY CUTOFF, CURRENCY, ORDINAL`

const selectUnfinished = `SELECT ` + settlementColumns + ` FROM FAIRSHARE_SETTLEMENT
WHERE ORGANIZATION = ? AND STATE IN ('planned', 'writing', 'exported', 'verified', 'voiding') ORDER BY CUTOFF, CURRENCY, ORDINAL`

const selectOrdinal = `SELECT COALESCE(MAX(ORDINAL), 0) + 1 FROM FAIRSHARE_SETTLEMENT
WHERE ORGANIZATION = ? AND CURRENCY = ? AND CUTOFF = ?`

type settlementRow struct {
	ID           string       `db:"SETTLEMENT_ID"`
	Organization string       `db:"ORGANIZATION"`
	Currency     string       `db:"CURRENCY"`
	Cutoff       database.UTC `db:"CUTOFF"`
	Decimals     int          `db:"DECIMALS"`
	Zone         string       `db:"ZONE"`
	SnapshotAt   database.UTC `db:"SNAPSHOT_AT"`
	State        string       `db:"STATE"`
	ConfigDigest string       `db:"CONFIG_DIGEST"`
	InputDigest  string       `db:"INPUT_DIGEST"`
	Version      string       `db:"VERSION"`
	Lines        int          `db:"SALE_LINES"`
	Income       int64        `db:"INCOME_MINOR"`
	Earned       int64        `db:"EARNED_MINOR"`
	Retained     int64        `db:"RETAINED_MINOR"`
	Invoiced     int64        `db:"INVOICED_MINOR"`
	StoredDigest string       `db:"STORED_DIGEST"`
}

func (r settlementRow) settlement() mapping.Settlement {
	return mapping.Settlement{
		ID: r.ID, Organization: r.Organization, Currency: r.Currency, Decimals: r.Decimals,
		Until: r.Cutoff.Time, Zone: r.Zone, SnapshotAt: r.SnapshotAt.Time, State: mapping.State(r.State),
		ConfigDigest: r.ConfigDigest, InputDigest: r.InputDigest, Version: r.Version, Lines: r.Lines,
		Income: calc.Minor(r.Income), Earned: calc.Minor(r.Earned),
		Retained: calc.Minor(r.Retained), Invoiced: calc.Minor(r.Invoiced), StoredDigest: r.StoredDigest,
	}
}

// Settlement finds a settlement by its id; the error is a *NotFoundError where
// there is none.
func (j *Journal) Settlement(ctx context.Context, id string) (mapping.Settlement, error) {
	return j.settlement(ctx, j.DB, id)
}

func (j *Journal) settlement(ctx context.Context, q sqlx.QueryerContext, id string) (mapping.Settlement, error) {
	var row settlementRow
	err := sqlx.GetContext(ctx, q, &row, j.qualify(selectSettlement), id, j.Organization)
	if errors.Is(err, sql.ErrNoRows) {
		return mapping.Settlement{}, &NotFoundError{id}
	}
	if err != nil {
		return mapping.Settlement{}, fmt.Errorf("read settlement %s: %w", id, orMigrate(err))
	}
	return row.settlement(), nil
}

// Settlements lists all settlements of the organization, oldest cut-off first.
func (j *Journal) Settlements(ctx context.Context) ([]mapping.Settlement, error) {
	return j.listSettlements(ctx, selectSettlements)
}

// Unfinished lists the settlements that a run has to finish before it plans a new
// one: planned, writing, exported, verified or voiding, oldest cut-off first.
func (j *Journal) Unfinished(ctx context.Context) ([]mapping.Settlement, error) {
	return j.listSettlements(ctx, selectUnfinished)
}

func (j *Journal) listSettlements(ctx context.Context, query string) ([]mapping.Settlement, error) {
	var rows []settlementRow
	if err := j.DB.SelectContext(ctx, &rows, j.qualify(query), j.Organization); err != nil {
		return nil, fmt.Errorf("list the settlements of %s: %w", j.Organization, orMigrate(err))
	}
	settlements := make([]mapping.Settlement, len(rows))
	for i, row := range rows {
		settlements[i] = row.settlement()
	}
	return settlements, nil
}

// NextOrdinal is the number that the next settlement of a cut-off gets: 1, or more
// where one was voided or late lines are settled again up to the same cut-off. The
// caller makes the settlement's id of it, so that ids stay unique.
func (j *Journal) NextOrdinal(ctx context.Context, q sqlx.QueryerContext, currency string, until time.Time) (int, error) {
	var ordinal int
	if err := sqlx.GetContext(ctx, q, &ordinal, j.qualify(selectOrdinal), j.Organization, currency, millis(until)); err != nil {
		return 0, fmt.Errorf("number the settlement of %s in %s: %w", j.Organization, currency, err)
	}
	return ordinal, nil
}

// insertSettlement writes the head with the next ordinal of its cut-off.
func (j *Journal) insertSettlement(ctx context.Context, tx *sqlx.Tx, s mapping.Settlement, leaseTerm int64) error {
	ordinal, err := j.NextOrdinal(ctx, tx, s.Currency, s.Until)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, j.qualify(insertSettlement),
		s.ID, s.Organization, s.Currency, millis(s.Until), s.Decimals, s.Zone, millis(s.SnapshotAt), string(s.State),
		s.ConfigDigest, s.InputDigest, s.Version, s.Lines, int64(s.Income), int64(s.Earned),
		int64(s.Retained), int64(s.Invoiced), s.StoredDigest, ordinal, leaseTerm)
	return err
}

package ofbiz

import (
	"context"
	"database/sql"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

const (
	// A row is a party that manages an activity, or will. By the primary key.
	selectManagers = `SELECT PARTY_ID, FROM_DATE, THRU_DATE FROM PRODUCT_ROLE
		WHERE PRODUCT_ID = ? AND ROLE_TYPE_ID = ? AND (THRU_DATE IS NULL OR THRU_DATE > ?) ORDER BY FROM_DATE, PARTY_ID`
	// A row is a share of one activity in another that is valid now. By the primary key.
	selectShares = `SELECT PRODUCT_ID_TO, COALESCE(QUANTITY, '') AS QUANTITY, COALESCE(INSTRUCTION, '') AS INSTRUCTION FROM PRODUCT_ASSOC
		WHERE PRODUCT_ID = ? AND PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT'
		AND FROM_DATE <= ? AND (THRU_DATE IS NULL OR THRU_DATE > ?) ORDER BY PRODUCT_ID_TO, FROM_DATE`
)

// Managers lists who manages an activity at a moment, or will after it.
func (p People) Managers(ctx context.Context, db sqlx.QueryerContext, productID string, at time.Time) ([]mapping.Manager, error) {
	var rows []struct {
		Party string                 `db:"PARTY_ID"`
		From  database.UTC           `db:"FROM_DATE"` // naive, in OFBiz's zone
		Thru  sql.Null[database.UTC] `db:"THRU_DATE"`
	}
	w := Writing{p.Zone}
	if err := sqlx.SelectContext(ctx, db, &rows, selectManagers, productID, p.ManagerRole, naive(at, w.zone())); err != nil {
		return nil, database.ReadError("read the managers of "+productID, err)
	}
	var managers []mapping.Manager
	for _, row := range rows {
		managers = append(managers, mapping.Manager{Party: row.Party, From: inZone(row.From.Time, w.zone()), Thru: inZoneOrZero(row.Thru, w)})
	}
	return managers, nil
}

// LiveShares are the shares of an activity at a moment as changes that would give
// them to another activity from then on.
func LiveShares(ctx context.Context, db sqlx.QueryerContext, productID string, at time.Time, w Writing) ([]mapping.ShareChange, error) {
	var rows []struct {
		Component   string `db:"PRODUCT_ID_TO"`
		Quantity    string `db:"QUANTITY"`
		Instruction string `db:"INSTRUCTION"`
	}
	now := naive(at, w.zone())
	if err := sqlx.SelectContext(ctx, db, &rows, selectShares, productID, now, now); err != nil {
		return nil, database.ReadError("read the shares of "+productID, err)
	}
	var shares []mapping.ShareChange
	for _, row := range rows {
		shares = append(shares, mapping.NewShareChange(row.Component, row.Quantity, row.Instruction, at))
	}
	return shares, nil
}

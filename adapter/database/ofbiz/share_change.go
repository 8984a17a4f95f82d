package ofbiz

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

const (
	// A row is a share of one activity in another, at some time. FOR UPDATE lets one
	// change of a pair wait for another. By the primary key.
	lockShares = `SELECT FROM_DATE, THRU_DATE, QUANTITY, INSTRUCTION FROM PRODUCT_ASSOC
		WHERE PRODUCT_ID = ? AND PRODUCT_ID_TO = ? AND PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT' ORDER BY FROM_DATE FOR UPDATE`
	endShare = `UPDATE PRODUCT_ASSOC SET THRU_DATE = ?, LAST_UPDATED_STAMP = ?, LAST_UPDATED_TX_STAMP = ?
		WHERE PRODUCT_ID = ? AND PRODUCT_ID_TO = ? AND PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT' AND FROM_DATE = ?`
	reweighShare = `UPDATE PRODUCT_ASSOC SET QUANTITY = ?, INSTRUCTION = ?, LAST_UPDATED_STAMP = ?, LAST_UPDATED_TX_STAMP = ?
		WHERE PRODUCT_ID = ? AND PRODUCT_ID_TO = ? AND PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT' AND FROM_DATE = ?`
	insertShare = `INSERT INTO PRODUCT_ASSOC (PRODUCT_ID, PRODUCT_ID_TO, PRODUCT_ASSOC_TYPE_ID, FROM_DATE, THRU_DATE, QUANTITY, INSTRUCTION` + stampColumns + `)
		VALUES (?, ?, 'ENGINEER_COMPONENT', ?, ?, ?, ?, ?, ?, ?, ?)`
)

// ChangeShares carries out changes of shares, all or none, in the caller's
// transaction, and tells what was done to the rows of each. The same change a
// second time only gives the row the weight that it has. Refusals are a
// *mapping.ShareError.
func ChangeShares(ctx context.Context, tx *sqlx.Tx, changes []mapping.ShareChange, w Writing) ([]mapping.ShareEdit, error) {
	clock, err := newStamps(ctx, tx, w)
	if err != nil {
		return nil, err
	}
	var edits []mapping.ShareEdit
	for _, change := range changes {
		rows, err := shareRows(ctx, tx, change, w)
		if err != nil {
			return nil, err
		}
		edit, err := change.Edit(rows)
		if err != nil {
			return nil, err
		}
		if err := editShare(ctx, tx, change, edit, clock); err != nil {
			return nil, database.Explain("change the share of "+change.Component+" in "+change.Activity, err)
		}
		edits = append(edits, edit)
	}
	return edits, nil
}

// EditShares makes the rows of pairs as they shall be, in the caller's transaction.
// Where they are no longer what the pairs begin with it is a *mapping.ShareError.
func EditShares(ctx context.Context, tx *sqlx.Tx, pairs []mapping.SharePair, w Writing) error {
	clock, err := newStamps(ctx, tx, w)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		change := pair.Change()
		rows, err := shareRows(ctx, tx, change, w)
		if err != nil {
			return err
		}
		if !pair.Same(rows) {
			return &mapping.ShareError{Activity: pair.Activity, Component: pair.Component, Text: "somebody changed it at the same time and nothing was done; look at it and try again"}
		}
		for _, edit := range pair.Edits() {
			err := editShare(ctx, tx, change, edit, clock)
			if database.Classify(err) == database.Conflict {
				return &mapping.ShareError{Activity: pair.Activity, Component: pair.Component, Text: "a row that is never valid begins at the same time as one of the file's: delete it in OFBiz, or choose another time"}
			}
			if err != nil {
				return database.Explain("change the share of "+pair.Component+" in "+pair.Activity, err)
			}
		}
	}
	return nil
}

func shareRows(ctx context.Context, tx *sqlx.Tx, change mapping.ShareChange, w Writing) ([]mapping.ShareRow, error) {
	var found []struct {
		From        database.UTC           `db:"FROM_DATE"` // naive, in OFBiz's zone
		Thru        sql.Null[database.UTC] `db:"THRU_DATE"`
		Quantity    sql.NullString         `db:"QUANTITY"`
		Instruction sql.NullString         `db:"INSTRUCTION"`
	}
	if err := tx.SelectContext(ctx, &found, lockShares, change.Activity, change.Component); err != nil {
		return nil, database.ReadError("read the share of "+change.Component+" in "+change.Activity, err)
	}
	var rows []mapping.ShareRow
	for _, f := range found {
		row := mapping.ShareRow{From: inZone(f.From.Time, w.zone()), Weight: f.Quantity.String}
		if f.Thru.Valid {
			row.Thru = inZone(f.Thru.V.Time, w.zone())
		}
		if instruction := strings.TrimSpace(f.Instruction.String); strings.HasPrefix(instruction, "=") {
			row.Formula = instruction
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// inZone reads the clock of a naive DATETIME as that of a zone.
func inZone(naive time.Time, zone *time.Location) time.Time {
	y, m, d := naive.Date()
	return time.Date(y, m, d, naive.Hour(), naive.Minute(), naive.Second(), naive.Nanosecond(), zone)
}

func editShare(ctx context.Context, tx *sqlx.Tx, change mapping.ShareChange, edit mapping.ShareEdit, clock *stamps) error {
	key := func(from time.Time) []any { return []any{change.Activity, change.Component, naive(from, clock.zone)} }
	if end := edit.End; end != nil {
		if err := updateShare(ctx, tx, change, endShare, append([]any{thruDate(end.Thru, clock), clock.now(), clock.now()}, key(end.From)...)); err != nil {
			return err
		}
	}
	if row := edit.Reweigh; row != nil {
		values := append([]any{orNull(row.Weight), orNull(row.Formula), clock.now(), clock.now()}, key(row.From)...)
		if err := updateShare(ctx, tx, change, reweighShare, values); err != nil {
			return err
		}
	}
	row := edit.New
	if row == nil {
		return nil
	}
	values := append(key(row.From), thruDate(row.Thru, clock), orNull(row.Weight), orNull(row.Formula))
	_, err := tx.ExecContext(ctx, insertShare, append(values, clock.next()...)...)
	return err
}

// thruDate is NULL where there is no end.
func thruDate(thru time.Time, clock *stamps) sql.NullString {
	return sql.NullString{String: naive(thru, clock.zone), Valid: !thru.IsZero()}
}

// updateShare changes one row, which was locked when it was read. It is not found
// where its date is a local time that never was.
func updateShare(ctx context.Context, tx *sqlx.Tx, change mapping.ShareChange, query string, values []any) error {
	result, err := tx.ExecContext(ctx, query, values...)
	if err != nil {
		return err
	}
	if found, err := result.RowsAffected(); err != nil || found == 1 {
		return err
	}
	return &mapping.ShareError{Activity: change.Activity, Component: change.Component,
		Text: fmt.Sprintf("the row from %v is no longer there under that date; look at it in OFBiz", values[len(values)-1])}
}

func orNull(text string) sql.NullString { return sql.NullString{String: text, Valid: text != ""} }

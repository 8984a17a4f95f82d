package ofbiz

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

const (
	// A row is a party that exists. By the primary key.
	selectPartyID = `SELECT PARTY_ID FROM PARTY WHERE PARTY_ID = ?`
	// A row is a product that exists. By the primary key.
	selectProductID = `SELECT PRODUCT_ID FROM PRODUCT WHERE PRODUCT_ID = ?`
	// A row is a role that a party has. FOR UPDATE lets one appointment of a party
	// wait for another. By the primary key.
	lockRole   = `SELECT ROLE_TYPE_ID FROM PARTY_ROLE WHERE PARTY_ID = ? AND ROLE_TYPE_ID = ? FOR UPDATE`
	insertRole = `INSERT INTO PARTY_ROLE (PARTY_ID, ROLE_TYPE_ID` + stampColumns + `) VALUES (?, ?, ?, ?, ?, ?)`

	// A row is when a party began to manage an activity that it manages or will. By
	// the primary key.
	selectAppointment = `SELECT FROM_DATE FROM PRODUCT_ROLE
		WHERE PRODUCT_ID = ? AND PARTY_ID = ? AND ROLE_TYPE_ID = ? AND (THRU_DATE IS NULL OR THRU_DATE > ?) ORDER BY FROM_DATE`
	insertAppointment = `INSERT INTO PRODUCT_ROLE (PRODUCT_ID, PARTY_ID, ROLE_TYPE_ID, FROM_DATE` + stampColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	endAppointment    = `UPDATE PRODUCT_ROLE SET THRU_DATE = ?, LAST_UPDATED_STAMP = ?, LAST_UPDATED_TX_STAMP = ?
		WHERE PRODUCT_ID = ? AND PARTY_ID = ? AND ROLE_TYPE_ID = ? AND FROM_DATE <= ? AND (THRU_DATE IS NULL OR THRU_DATE > ?)`
)

// AppointError says what can't be done about an activity's managers, and what can.
type AppointError struct{ Activity, Party, Text string }

func (e *AppointError) Error() string {
	return fmt.Sprintf("appoint %s for %s: %s", e.Party, e.Activity, e.Text)
}

// PartyID is a party's id as OFBiz spells it, or a *mapping.UnknownError.
func PartyID(ctx context.Context, db sqlx.QueryerContext, id string) (string, error) {
	return spelled(ctx, db, "Party", selectPartyID, id)
}

// ProductID is a product's id as OFBiz spells it, or a *mapping.UnknownError.
func ProductID(ctx context.Context, db sqlx.QueryerContext, id string) (string, error) {
	return spelled(ctx, db, "Product", selectProductID, id)
}

func spelled(ctx context.Context, db sqlx.QueryerContext, entity, query, id string) (string, error) {
	var found string
	err := sqlx.GetContext(ctx, db, &found, query, id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", &mapping.UnknownError{Entity: entity, ID: id}
	}
	return found, database.ReadError("look for "+entity+" "+id, err)
}

// Appoint makes a party manager of an activity from now on: a ProductRole, and the
// PartyRole that it needs, if it is missing. It tells whether anything was written:
// who manages the activity already goes on doing so. The ids are spelled as OFBiz's.
func Appoint(ctx context.Context, tx *sqlx.Tx, productID, partyID, roleTypeID string, w Writing) (bool, error) {
	clock, err := newStamps(ctx, tx, w)
	if err != nil {
		return false, err
	}
	if err := ensureRole(ctx, tx, partyID, roleTypeID, clock); err != nil {
		return false, err
	}
	if clock, err = newStamps(ctx, tx, w); err != nil { // the lock may have been waited for
		return false, err
	}
	var since []database.UTC
	if err := tx.SelectContext(ctx, &since, selectAppointment, productID, partyID, roleTypeID, clock.now()); err != nil {
		return false, database.ReadError("read the managers of "+productID, err)
	}
	if len(since) > 0 {
		return false, alreadyAppointed(productID, partyID, inZone(since[0].Time, clock.zone), clock.last)
	}
	values := []any{productID, partyID, roleTypeID, clock.now()}
	_, err = tx.ExecContext(ctx, insertAppointment, append(values, clock.next()...)...)
	return err == nil, database.Explain("appoint "+partyID+" for "+productID, err)
}

// alreadyAppointed is an error for somebody whose appointment only begins later.
func alreadyAppointed(productID, partyID string, from, now time.Time) error {
	if !from.After(now) {
		return nil
	}
	return &AppointError{productID, partyID, "an appointment begins on " + from.Format(time.DateOnly) + " already; change its date in OFBiz"}
}

// EndAppointment ends now what Appoint or OFBiz's screens began. It tells whether
// anything was written.
func EndAppointment(ctx context.Context, tx *sqlx.Tx, productID, partyID, roleTypeID string, w Writing) (bool, error) {
	clock, err := newStamps(ctx, tx, w)
	if err != nil {
		return false, err
	}
	now := clock.now()
	result, err := tx.ExecContext(ctx, endAppointment, now, now, now, productID, partyID, roleTypeID, now, now)
	if err != nil {
		return false, database.Explain("end the appointment of "+partyID+" for "+productID, err)
	}
	ended, err := result.RowsAffected()
	return ended > 0, err
}

// ensureRole gives a party a role and locks it. One that another transaction gives
// at the same time is as good.
func ensureRole(ctx context.Context, tx *sqlx.Tx, partyID, roleTypeID string, clock *stamps) error {
	var found []string
	if err := tx.SelectContext(ctx, &found, lockRole, partyID, roleTypeID); err != nil || len(found) > 0 {
		return database.ReadError("read the roles of "+partyID, err)
	}
	_, err := tx.ExecContext(ctx, insertRole, append([]any{partyID, roleTypeID}, clock.next()...)...)
	if database.Classify(err) == database.Conflict {
		err = tx.SelectContext(ctx, &found, lockRole, partyID, roleTypeID)
	}
	return database.Explain("give "+partyID+" the role "+roleTypeID, err)
}

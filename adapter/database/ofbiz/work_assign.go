package ofbiz

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

const (
	// A row is a job. FOR UPDATE lets one change of its assignments wait for
	// another. By the primary key.
	lockWork         = `SELECT WORK_EFFORT_ID FROM WORK_EFFORT WHERE WORK_EFFORT_ID = ? FOR UPDATE`
	insertAssignment = `INSERT INTO WORK_EFFORT_PARTY_ASSIGNMENT (WORK_EFFORT_ID, PARTY_ID, ROLE_TYPE_ID, FROM_DATE, STATUS_ID, STATUS_DATE_TIME` + stampColumns + `)
		VALUES (?, ?, ?, ?, 'PRTYASGN_OFFERED', ?, ?, ?, ?, ?)`
	// A row is the role in which a party is a member of the party group now. By the
	// primary key.
	selectMembership = `SELECT ROLE_TYPE_ID_TO FROM PARTY_RELATIONSHIP
		WHERE PARTY_ID_FROM = ? AND PARTY_ID_TO = ? AND PARTY_RELATIONSHIP_TYPE_ID = ? AND ? IN ('', ROLE_TYPE_ID_TO)
		AND FROM_DATE <= ? AND (THRU_DATE IS NULL OR THRU_DATE > ?) ORDER BY FROM_DATE, ROLE_TYPE_ID_TO`
	acceptAssignment = `UPDATE WORK_EFFORT_PARTY_ASSIGNMENT SET STATUS_ID = 'PRTYASGN_ASSIGNED', STATUS_DATE_TIME = ?, ASSIGNED_BY_USER_LOGIN_ID = ?,
		LAST_UPDATED_STAMP = ?, LAST_UPDATED_TX_STAMP = ?
		WHERE WORK_EFFORT_ID = ? AND PARTY_ID = ? AND ROLE_TYPE_ID = ? AND FROM_DATE = ? AND STATUS_ID = 'PRTYASGN_OFFERED'`
)

// LockWork reads a job and keeps others from changing who applied for it until the
// end of the transaction.
func LockWork(ctx context.Context, tx *sqlx.Tx, workEffortID string, w Writing) (*mapping.Work, error) {
	clock, err := newStamps(ctx, tx, w)
	if err != nil {
		return nil, err
	}
	var id string
	err = tx.GetContext(ctx, &id, lockWork, workEffortID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &mapping.UnknownError{Entity: "WorkEffort of an activity", ID: workEffortID}
	}
	if err != nil {
		return nil, database.ReadError("lock job "+workEffortID, err)
	}
	return OneWork(ctx, tx, id, clock.last, w)
}

// Apply offers a party for a job in the role in which it is a member of the party
// group: a WorkEffortPartyAssignment as OFBiz makes it, offered. The job is from
// LockWork. It tells whether anything was written: who applied already, or has the
// job, is not offered again.
func Apply(ctx context.Context, tx *sqlx.Tx, work *mapping.Work, partyID string, rules mapping.Rules, w Writing) (bool, error) {
	if err := work.Open(); err != nil {
		return false, err
	}
	if work.Of(partyID) != nil {
		return false, nil
	}
	clock, err := newStamps(ctx, tx, w)
	if err != nil {
		return false, err
	}
	var roles []string
	now := clock.now()
	if err := tx.SelectContext(ctx, &roles, selectMembership, rules.Group, partyID, rules.RelationshipType, rules.MemberRole, now, now); err != nil {
		return false, database.ReadError("read the membership of "+partyID, err)
	}
	if len(roles) == 0 {
		return false, &mapping.WorkError{WorkEffortID: work.ID, Text: partyID + " is no member of the party group " + rules.Group + " now; add the relationship in the Party Manager"}
	}
	values := []any{work.ID, partyID, roles[0], now, now}
	_, err = tx.ExecContext(ctx, insertAssignment, append(values, clock.next()...)...)
	return err == nil, database.Explain("apply for job "+work.ID, err)
}

// Accept assigns a job to a party that applied. The job is from LockWork. It tells
// whether anything was written: who has the job already keeps it.
func Accept(ctx context.Context, tx *sqlx.Tx, work *mapping.Work, partyID, byUserLogin string, w Writing) (bool, error) {
	offered, err := work.Accept(partyID)
	if err != nil || offered == nil {
		return false, err
	}
	clock, err := newStamps(ctx, tx, w)
	if err != nil {
		return false, err
	}
	result, err := tx.ExecContext(ctx, acceptAssignment, clock.now(), byUserLogin, clock.now(), clock.now(),
		work.ID, offered.Party, offered.Role, naive(offered.From, clock.zone))
	if err != nil {
		return false, database.Explain("accept "+partyID+" for job "+work.ID, err)
	}
	if found, err := result.RowsAffected(); err != nil || found == 1 {
		return err == nil, err
	}
	return false, &mapping.WorkError{WorkEffortID: work.ID, Text: "the application of " + partyID + " was changed in OFBiz meanwhile; look at `fairshare job list`"}
}

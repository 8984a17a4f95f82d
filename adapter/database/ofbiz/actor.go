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

// People says where OFBiz keeps who may do what.
type People struct {
	Zone        *time.Location // of OFBiz's JVM; nil is UTC
	ManagerRole string         // roleTypeId of a ProductRole that makes its party the activity's manager
	NoDigests   bool           // Login leaves the passwords' digests alone: OFBiz is asked instead
}

// UnknownLoginError says that there is no such UserLogin.
type UnknownLoginError struct{ UserLoginID string }

func (e *UnknownLoginError) Error() string {
	return fmt.Sprintf("there is no login %q in OFBiz: create it on the party's profile in the Party Manager", e.UserLoginID)
}

const (
	// A row is a login of OFBiz. By the primary key.
	selectLogin = `SELECT USER_LOGIN_ID, COALESCE(PARTY_ID, '') AS PARTY_ID, COALESCE(ENABLED, 'Y') <> 'N' AS ENABLED FROM USER_LOGIN WHERE USER_LOGIN_ID = ?`
	// A row is a permission that one of the login's groups gives it now. By the
	// primary keys of both tables.
	selectPermissions = `SELECT DISTINCT p.PERMISSION_ID FROM USER_LOGIN_SECURITY_GROUP g
		JOIN SECURITY_GROUP_PERMISSION p ON p.GROUP_ID = g.GROUP_ID
		WHERE g.USER_LOGIN_ID = ? AND g.FROM_DATE <= ? AND (g.THRU_DATE IS NULL OR g.THRU_DATE > ?)
		AND p.PERMISSION_ID LIKE 'FAIRSHARE\_%' AND p.FROM_DATE <= ? AND (p.THRU_DATE IS NULL OR p.THRU_DATE > ?) ORDER BY 1`
	// A row is an activity that the party manages now. By PRODUCT_ROLE's index on the party.
	selectManaged = `SELECT DISTINCT PRODUCT_ID FROM PRODUCT_ROLE
		WHERE PARTY_ID = ? AND ROLE_TYPE_ID = ? AND FROM_DATE <= ? AND (THRU_DATE IS NULL OR THRU_DATE > ?) ORDER BY 1`
	// A row is an activity that one of those uses now. By PRODUCT_ASSOC's primary key.
	selectAppointed = `SELECT DISTINCT a.PRODUCT_ID_TO FROM PRODUCT_ROLE r
		JOIN PRODUCT_ASSOC a ON a.PRODUCT_ID = r.PRODUCT_ID AND a.PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT'
		WHERE r.PARTY_ID = ? AND r.ROLE_TYPE_ID = ? AND r.FROM_DATE <= ? AND (r.THRU_DATE IS NULL OR r.THRU_DATE > ?)
		AND a.FROM_DATE <= ? AND (a.THRU_DATE IS NULL OR a.THRU_DATE > ?) ORDER BY 1`
)

// Actor reads who a login is and what it may do at a moment. It asks OFBiz's tables
// each time, so that a right that was taken away is gone at once. An unknown login
// is an *UnknownLoginError.
func (p People) Actor(ctx context.Context, db sqlx.QueryerContext, userLoginID string, at time.Time) (*mapping.Actor, error) {
	var login struct {
		UserLoginID string `db:"USER_LOGIN_ID"`
		PartyID     string `db:"PARTY_ID"`
		Enabled     bool   `db:"ENABLED"`
	}
	err := sqlx.GetContext(ctx, db, &login, selectLogin, userLoginID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &UnknownLoginError{userLoginID}
	}
	if err != nil {
		return nil, database.ReadError("read the login "+userLoginID, err)
	}
	actor := &mapping.Actor{UserLoginID: login.UserLoginID, PartyID: login.PartyID, Enabled: login.Enabled}
	now := naive(at, Writing{p.Zone}.zone())
	for _, list := range []struct {
		into  any
		query string
		args  []any
	}{
		{&actor.Permissions, selectPermissions, []any{login.UserLoginID, now, now, now, now}},
		{&actor.Manages, selectManaged, []any{login.PartyID, p.ManagerRole, now, now}},
		{&actor.Appoints, selectAppointed, []any{login.PartyID, p.ManagerRole, now, now, now, now}},
	} {
		if err := sqlx.SelectContext(ctx, db, list.into, list.query, list.args...); err != nil {
			return nil, database.ReadError("read what the login "+userLoginID+" may do", err)
		}
	}
	return actor, nil
}

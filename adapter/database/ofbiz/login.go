package ofbiz

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is what a login needs to get in. By the primary key.
const (
	selectPassword = `SELECT USER_LOGIN_ID, COALESCE(ENABLED, 'Y') <> 'N' AS ENABLED,
	COALESCE(REQUIRE_PASSWORD_CHANGE, 'N') = 'Y' AS MUST_CHANGE, COALESCE(CURRENT_PASSWORD, '') AS CURRENT_PASSWORD
	FROM USER_LOGIN WHERE USER_LOGIN_ID = ?` // #nosec G101 -- it asks for a digest and holds none
	selectNoPassword = `SELECT USER_LOGIN_ID, COALESCE(ENABLED, 'Y') <> 'N' AS ENABLED,
	COALESCE(REQUIRE_PASSWORD_CHANGE, 'N') = 'Y' AS MUST_CHANGE, '' AS CURRENT_PASSWORD
	FROM USER_LOGIN WHERE USER_LOGIN_ID = ?` // #nosec G101 -- it asks for none
)

// Login reads what is needed to let somebody in; an unknown login is an
// *UnknownLoginError.
func (p People) Login(ctx context.Context, db sqlx.QueryerContext, userLoginID string) (mapping.Login, error) {
	var row struct {
		UserLoginID string `db:"USER_LOGIN_ID"`
		Enabled     bool   `db:"ENABLED"`
		MustChange  bool   `db:"MUST_CHANGE"`
		Password    string `db:"CURRENT_PASSWORD"`
	}
	query := selectPassword
	if p.NoDigests {
		query = selectNoPassword
	}
	err := sqlx.GetContext(ctx, db, &row, query, userLoginID)
	if errors.Is(err, sql.ErrNoRows) {
		return mapping.Login{}, &UnknownLoginError{userLoginID}
	}
	if err != nil {
		return mapping.Login{}, database.ReadError("read the login "+userLoginID, err)
	}
	return mapping.Login{UserLoginID: row.UserLoginID, Enabled: row.Enabled, MustChange: row.MustChange, PasswordDigest: row.Password}, nil
}

package ofbiz

import (
	"context"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// A row is a party whose e-mail address it is now. By CONTACT_MECH's index on
// INFO_STRING and PARTY_CONTACT_MECH's on the address.
const selectByEmail = `
SELECT p.PARTY_ID, m.INFO_STRING FROM CONTACT_MECH m JOIN PARTY_CONTACT_MECH p ON p.CONTACT_MECH_ID = m.CONTACT_MECH_ID
WHERE m.INFO_STRING = ? AND m.CONTACT_MECH_TYPE_ID = 'EMAIL_ADDRESS' AND p.FROM_DATE <= ? AND (p.THRU_DATE IS NULL OR p.THRU_DATE > ?) ORDER BY 1`

// PartiesByEmail are the parties that have an e-mail address now. Case doesn't count;
// accents do, although OFBiz's tables take them for one.
func PartiesByEmail(ctx context.Context, q sqlx.QueryerContext, email string, w Writing) (parties []string, err error) {
	at, err := Now(ctx, q)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Party string `db:"PARTY_ID"`
		Email string `db:"INFO_STRING"`
	}
	now := naive(at, w.zone())
	if err := sqlx.SelectContext(ctx, q, &rows, selectByEmail, email, now, now); err != nil {
		return nil, database.ReadError("look for the party with the e-mail address "+email, err)
	}
	for _, row := range rows {
		if strings.EqualFold(row.Email, email) {
			parties = append(parties, row.Party)
		}
	}
	return slices.Compact(parties), nil
}

package ofbiz

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
)

// A row is an e-mail address that a party has now, for a purpose that it has now. By
// the purpose's index on its type, and the primary keys.
const selectAddresses = `
SELECT DISTINCT u.PARTY_ID, m.INFO_STRING FROM PARTY_CONTACT_MECH_PURPOSE u
JOIN PARTY_CONTACT_MECH p ON p.PARTY_ID = u.PARTY_ID AND p.CONTACT_MECH_ID = u.CONTACT_MECH_ID
JOIN CONTACT_MECH m ON m.CONTACT_MECH_ID = u.CONTACT_MECH_ID
WHERE u.CONTACT_MECH_PURPOSE_TYPE_ID = ? AND m.CONTACT_MECH_TYPE_ID = 'EMAIL_ADDRESS' AND m.INFO_STRING IS NOT NULL
  AND u.FROM_DATE <= ? AND (u.THRU_DATE IS NULL OR u.THRU_DATE > ?)
  AND p.FROM_DATE <= ? AND (p.THRU_DATE IS NULL OR p.THRU_DATE > ?) ORDER BY 1, 2`

// Address is where a party wants to be written to.
type Address struct {
	Party calc.PartyID `db:"PARTY_ID"`
	Email string       `db:"INFO_STRING"`
}

// Addresses are the e-mail addresses that parties have now for a purpose.
func Addresses(ctx context.Context, q sqlx.QueryerContext, purpose string, w Writing) (addresses []Address, err error) {
	at, err := Now(ctx, q)
	if err != nil {
		return nil, err
	}
	now := naive(at, w.zone())
	err = sqlx.SelectContext(ctx, q, &addresses, selectAddresses, purpose, now, now, now, now)
	return addresses, database.ReadError("read the parties' e-mail addresses of the purpose "+purpose, err)
}

// RightsToMail are what the parties' addresses need on top of the other rights.
func RightsToMail() []database.Right {
	return []database.Right{
		{Table: "CONTACT_MECH", Privilege: "SELECT", Columns: []string{"CONTACT_MECH_ID", "CONTACT_MECH_TYPE_ID", "INFO_STRING"}, ToWrite: true},
		{Table: "PARTY_CONTACT_MECH", Privilege: "SELECT", Columns: []string{"PARTY_ID", "CONTACT_MECH_ID", "FROM_DATE", "THRU_DATE"}, ToWrite: true},
		{Table: "PARTY_CONTACT_MECH_PURPOSE", Privilege: "SELECT", Columns: []string{"PARTY_ID", "CONTACT_MECH_ID", "CONTACT_MECH_PURPOSE_TYPE_ID", "FROM_DATE", "THRU_DATE"}, ToWrite: true},
	}
}

package ofbiz

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is a facility that the party claims now, the first one first: by a row of
// FACILITY_PARTY, or as the owner of one that has no such row. CLAIMS is how many
// parties claim it. By FACILITY_PARTY's and FACILITY's indexes on the party.
const selectPlaces = `
SELECT f.FACILITY_ID, COALESCE(f.OWNER_PARTY_ID, ?) AS OWNER_PARTY_ID, GREATEST(1, (SELECT COUNT(DISTINCT p.PARTY_ID) FROM FACILITY_PARTY p
    WHERE p.FACILITY_ID = f.FACILITY_ID AND (? = '' OR p.ROLE_TYPE_ID = ?) AND p.FROM_DATE <= ? AND (p.THRU_DATE IS NULL OR p.THRU_DATE > ?))) AS CLAIMS
FROM (SELECT p.FACILITY_ID, p.FROM_DATE AS SINCE FROM FACILITY_PARTY p
    WHERE p.PARTY_ID = ? AND (? = '' OR p.ROLE_TYPE_ID = ?) AND p.FROM_DATE <= ? AND (p.THRU_DATE IS NULL OR p.THRU_DATE > ?)
  UNION ALL SELECT o.FACILITY_ID, '0001-01-01' FROM FACILITY o
    WHERE o.OWNER_PARTY_ID = ? AND NOT EXISTS (SELECT 1 FROM FACILITY_PARTY p WHERE p.FACILITY_ID = o.FACILITY_ID AND (? = '' OR p.ROLE_TYPE_ID = ?))) mine
JOIN FACILITY f ON f.FACILITY_ID = mine.FACILITY_ID
WHERE NOT EXISTS (SELECT 1 FROM FACILITY_ATTRIBUTE a WHERE a.FACILITY_ID = f.FACILITY_ID AND a.ATTR_NAME = 'CREDIT_ACTIVITY')
ORDER BY mine.SINCE, mine.FACILITY_ID`

type place struct {
	Facility string `db:"FACILITY_ID"`
	Owner    string `db:"OWNER_PARTY_ID"`
	Claims   int    `db:"CLAIMS"`
}

// placeOf is the facility that holds a party's credits now: where what is put there
// is counted as the party's.
func placeOf(ctx context.Context, tx *sqlx.Tx, party, now string, c Crediting) (place, error) {
	role := c.FacilityRole
	var places []place
	err := tx.SelectContext(ctx, &places, selectPlaces, party, role, role, now, now, party, role, role, now, now, party, role, role)
	if err != nil {
		return place{}, database.ReadError("look for the facility of "+party, err)
	}
	places = slices.DeleteFunc(places, func(p place) bool {
		return slices.ContainsFunc(c.IgnoreFacilities, func(id string) bool { return mapping.SameID(id, p.Facility) })
	})
	switch {
	case mapping.SameID(party, c.Organization):
		return place{}, &mapping.CreditError{Text: party + " is the company that pays; it earns no credit with itself"}
	case len(places) == 0:
		return place{}, &mapping.CreditError{Text: party + " has no facility for credits: make one in OFBiz's Facility Manager with " + party + " as owner" + roleHint(role)}
	case places[0].Claims > 1:
		return place{}, &mapping.CreditError{Text: "facility " + places[0].Facility + " of " + party + " is claimed by other parties too, so its credits are nobody's: end their rows under Roles of the facility in OFBiz"}
	}
	return places[0], nil
}

func roleHint(role string) string {
	if role == "" {
		return ""
	}
	return ", or with it under Roles as " + role
}

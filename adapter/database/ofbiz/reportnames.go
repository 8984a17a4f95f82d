package ofbiz

import (
	"cmp"
	"context"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/calc"
	"fairshare/mapping"
)

// A row is a party with its name, a group's or a person's. By three primary keys.
const selectPartyNames = `
SELECT P.PARTY_ID, P.PREFERRED_CURRENCY_UOM_ID, P.STATUS_ID, G.GROUP_NAME, H.FIRST_NAME, H.LAST_NAME
FROM PARTY P
LEFT JOIN PARTY_GROUP G ON G.PARTY_ID = P.PARTY_ID
LEFT JOIN PERSON H ON H.PARTY_ID = P.PARTY_ID`

// A row is a product with its name. Read whole.
const selectProductNames = `SELECT PRODUCT_ID, PRODUCT_NAME, INTERNAL_NAME FROM PRODUCT`

// Names reads what reports call parties and activities. It is for the reports of
// settlements that were made before; a run has the names in its company.
func Names(ctx context.Context, q sqlx.QueryerContext) (mapping.Names, error) {
	names := mapping.Names{Parties: map[calc.PartyID]mapping.Party{}, Products: map[calc.ActivityID]mapping.Product{}}
	err := eachText(ctx, q, "read the names of parties", selectPartyNames, 6, nil, func(f []string) {
		id := calc.PartyID(f[0])
		names.Parties[id] = mapping.Party{
			ID: id, Currency: f[1], Disabled: f[2] == "PARTY_DISABLED",
			Name: cmp.Or(strings.TrimSpace(f[4]+" "+f[5]), f[3], f[0]),
		}
	})
	if err != nil {
		return mapping.Names{}, err
	}
	err = eachText(ctx, q, "read the names of products", selectProductNames, 3, nil, func(f []string) {
		id := calc.ActivityID(f[0])
		names.Products[id] = mapping.Product{ID: id, Name: cmp.Or(f[1], f[2], f[0])}
	})
	return names, err
}

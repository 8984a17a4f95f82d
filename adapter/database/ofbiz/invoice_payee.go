package ofbiz

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// By the primary key.
const (
	selectPayee    = `SELECT PARTY_ID FROM PARTY WHERE PARTY_ID = ?`
	selectCurrency = `SELECT UOM_ID FROM UOM WHERE UOM_ID = ? AND UOM_TYPE_ID = 'CURRENCY_MEASURE'`
)

// Payee finds a party that money may be booked for, and a currency, both as OFBiz
// spells them.
func Payee(ctx context.Context, q sqlx.QueryerContext, party, currency string) (partyID, currencyID string, err error) {
	if partyID, err = one(ctx, q, selectPayee, "party", party); err != nil {
		return "", "", err
	}
	currencyID, err = one(ctx, q, selectCurrency, "currency", currency)
	return partyID, currencyID, err
}

func one(ctx context.Context, q sqlx.QueryerContext, query, what, id string) (found string, err error) {
	err = eachText(ctx, q, "look for "+what+" "+id, query, 1, []string{id}, func(f []string) { found = f[0] })
	if err == nil && found == "" {
		err = fmt.Errorf("there is no %s %q in OFBiz; ids are spelled as on its screens", what, id)
	}
	return found, err
}

package ofbiz

import (
	"context"
	"database/sql"
	"strconv"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// RecordCredit writes a credit that counts from its moment on, in the caller's
// transaction: an inventory item that was never on hold, for whoever may approve it.
// It lies where a proposal of the party would lie; that the credit names another
// facility is a *mapping.CreditError. The item's id comes back.
func RecordCredit(ctx context.Context, tx *sqlx.Tx, credit mapping.ImportCredit, n CreditNumbers, c Crediting) (string, error) {
	clock, err := newStamps(ctx, tx, c.Writing)
	if err != nil {
		return "", err
	}
	at, err := placeOf(ctx, tx, credit.Party, clock.now(), c)
	if err != nil {
		return "", err
	}
	if at.Facility != credit.Facility {
		return "", &mapping.CreditError{Text: "the credits of " + credit.Party + " in " + credit.Activity + " lie in facility " + at.Facility + " now, the file says " + credit.Facility + ": name the former"}
	}
	item, effective, quantity := strconv.FormatInt(n.Item, 10), naive(credit.At, clock.zone), credit.Quantity.String()
	none := sql.NullString{}
	for _, row := range []struct {
		insert string
		values []any
	}{
		{insertCredit, []any{item, credit.Activity, at.Owner, none, effective, at.Facility, mapping.ImportedCreditText, quantity, quantity, none}},
		{insertCreditDetail, []any{item, strconv.FormatInt(n.Detail, 10), effective, quantity, quantity, "0", none, mapping.ImportedCreditText}},
	} {
		if _, err := tx.ExecContext(ctx, row.insert, append(row.values, clock.next()...)...); err != nil {
			return "", database.Explain("record credit in "+credit.Activity, err)
		}
	}
	return item, nil
}

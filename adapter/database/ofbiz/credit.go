package ofbiz

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// What OFBiz's createInventoryItem and createInventoryItemDetail write, and what the
// entity action on the detail adds: the item's totals are the sums of its details.
// An item on hold keeps its totals; OFBiz leaves it out by its status. Credit has no
// value in stock, so there is no cost, and nothing for the ledger.
const (
	// A row is a credit: pieces of an activity in somebody's facility.
	insertCredit = `
INSERT INTO INVENTORY_ITEM (INVENTORY_ITEM_ID, INVENTORY_ITEM_TYPE_ID, PRODUCT_ID, OWNER_PARTY_ID, STATUS_ID, DATETIME_RECEIVED, FACILITY_ID, COMMENTS,
  QUANTITY_ON_HAND_TOTAL, AVAILABLE_TO_PROMISE_TOTAL, ACCOUNTING_QUANTITY_TOTAL, SOFT_IDENTIFIER` + stampColumns + `)
VALUES (?, 'NON_SERIAL_INV_ITEM', ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)`
	// A row is a change of the item's quantity.
	insertCreditDetail = `
INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF,
  AVAILABLE_TO_PROMISE_DIFF, ACCOUNTING_QUANTITY_DIFF, WORK_EFFORT_ID, DESCRIPTION` + stampColumns + `)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	// A row says since when the item has a status, and who gave it.
	insertCreditStatus = `
INSERT INTO INVENTORY_ITEM_STATUS (INVENTORY_ITEM_ID, STATUS_ID, STATUS_DATETIME, CHANGE_BY_USER_LOGIN_ID, OWNER_PARTY_ID, PRODUCT_ID` + stampColumns + `)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

// By the primary keys, and by the unique index on SOFT_IDENTIFIER.
const (
	selectActivity    = `SELECT PRODUCT_ID FROM PRODUCT WHERE PRODUCT_ID = ?`
	selectWorkEffort  = `SELECT WORK_EFFORT_ID FROM WORK_EFFORT WHERE WORK_EFFORT_ID = ?`
	selectCreditByKey = `SELECT INVENTORY_ITEM_ID FROM INVENTORY_ITEM WHERE SOFT_IDENTIFIER = ?`
)

// CreditNumbers are the ids of a new credit's rows, taken before its transaction.
type CreditNumbers struct{ Item, Detail int64 }

// TakeCreditNumbers takes ids for n credits, as OFBiz takes them.
func TakeCreditNumbers(ctx context.Context, db *sqlx.DB, n int) ([]CreditNumbers, error) {
	item, err := Sequence(ctx, db, "InventoryItem", n)
	if err != nil {
		return nil, err
	}
	detail, err := Sequence(ctx, db, "InventoryItemDetail", n)
	if err != nil {
		return nil, err
	}
	numbers := make([]CreditNumbers, n)
	for i := range numbers {
		numbers[i] = CreditNumbers{item + int64(i), detail + int64(i)}
	}
	return numbers, nil
}

// CreditByKey finds what was proposed with a key; nil where nothing was.
func CreditByKey(ctx context.Context, q sqlx.QueryerContext, key string, c Crediting) (*mapping.ProposedCredit, error) {
	var id string
	err := sqlx.GetContext(ctx, q, &id, selectCreditByKey, creditKeyPrefix+key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, database.ReadError("look for the credit with key "+key, err)
	}
	credit, err := ReadCredit(ctx, q, id, c)
	return &credit, err
}

// ProposeCredit writes a credit on hold in the caller's transaction, in the name of
// a login that may. What was proposed with the key already is found and left alone
// (made is false); another proposal under that key is a *mapping.CreditError, as is
// all else that OFBiz does not know.
func ProposeCredit(ctx context.Context, tx *sqlx.Tx, p mapping.CreditProposal, userLoginID string, n CreditNumbers, c Crediting) (credit mapping.ProposedCredit, made bool, err error) {
	if err := p.Check(); err != nil {
		return credit, false, err
	}
	if known, err := CreditByKey(ctx, tx, p.Key, c); err != nil || known != nil {
		return sameProposal(p, known, err)
	}
	if n.Item == 0 {
		return credit, false, &mapping.CreditError{Text: "credit with key " + p.Key + " was there a moment ago and is gone: try again"}
	}
	at, err := placeCredit(ctx, tx, &p, c)
	if err != nil {
		return credit, false, err
	}
	clock, err := newStamps(ctx, tx, c.Writing)
	if err != nil {
		return credit, false, err
	}
	if err := insertProposal(ctx, tx, p, at, userLoginID, n, clock); err != nil {
		return credit, false, database.Explain("propose credit in "+p.Activity, err)
	}
	credit, err = ReadCredit(ctx, tx, strconv.FormatInt(n.Item, 10), c)
	return credit, true, err
}

// PlaceCredit says where a credit goes that OFBiz itself shall write, and spells its
// ids as OFBiz does. What was proposed with the key already is known, and refused as
// ProposeCredit refuses it.
func PlaceCredit(ctx context.Context, tx *sqlx.Tx, p *mapping.CreditProposal, c Crediting) (facility string, known *mapping.ProposedCredit, err error) {
	if known, err = CreditByKey(ctx, tx, p.Key, c); err != nil || known != nil {
		_, _, err = sameProposal(*p, known, err)
		return "", known, err
	}
	at, err := placeCredit(ctx, tx, p, c)
	return at.Facility, nil, err
}

func placeCredit(ctx context.Context, tx *sqlx.Tx, p *mapping.CreditProposal, c Crediting) (place, error) {
	if err := spellProposal(ctx, tx, p); err != nil {
		return place{}, err
	}
	now, err := Now(ctx, tx)
	if err != nil {
		return place{}, err
	}
	return placeOf(ctx, tx, p.Party, naive(now, c.zone()), c)
}

// CreditKey is the softIdentifier of what is proposed with a key.
func CreditKey(key string) string { return creditKeyPrefix + key }

// sameProposal holds what was proposed with a key against what is asked with it.
func sameProposal(p mapping.CreditProposal, known *mapping.ProposedCredit, err error) (mapping.ProposedCredit, bool, error) {
	if err != nil {
		return mapping.ProposedCredit{}, false, err
	}
	if !mapping.SameID(known.Activity, p.Activity) || !mapping.SameID(known.Party, p.Party) || known.Quantity != p.Quantity {
		return *known, false, &mapping.CreditError{Text: "the key " + p.Key + " is that of credit " + known.ID + " already, " +
			known.Quantity.String() + " of " + known.Activity + " for " + known.Party + ": choose another key"}
	}
	return *known, false, nil
}

// spellProposal looks the ids up and spells them as OFBiz does.
func spellProposal(ctx context.Context, tx *sqlx.Tx, p *mapping.CreditProposal) error {
	for _, known := range []struct {
		query, what string
		id          *string
	}{
		{selectActivity, "activity", &p.Activity}, {selectPayee, "party", &p.Party}, {selectWorkEffort, "work effort", &p.WorkEffort},
	} {
		if *known.id == "" && known.query == selectWorkEffort {
			continue
		}
		err := tx.GetContext(ctx, known.id, known.query, *known.id)
		if errors.Is(err, sql.ErrNoRows) {
			return &mapping.CreditError{Text: "there is no " + known.what + " " + *known.id + " in OFBiz; ids are spelled as on its screens"}
		}
		if err != nil {
			return database.ReadError("look for "+known.what+" "+*known.id, err)
		}
	}
	return nil
}

func insertProposal(ctx context.Context, tx *sqlx.Tx, p mapping.CreditProposal, at place, userLoginID string, n CreditNumbers, clock *stamps) error {
	now, effective := clock.now(), clock.now()
	if !p.Effective.IsZero() {
		effective = naive(p.Effective, clock.zone)
	}
	item, quantity, reason := strconv.FormatInt(n.Item, 10), p.Quantity.String(), orNull(mapping.ColumnText(p.Reason, descriptionLength))
	for _, row := range []struct {
		insert string
		values []any
	}{
		{insertCredit, []any{item, p.Activity, at.Owner, mapping.StatusOnHold, effective, at.Facility, reason, quantity, quantity, creditKeyPrefix + p.Key}},
		{insertCreditDetail, []any{item, strconv.FormatInt(n.Detail, 10), effective, quantity, quantity, "0", orNull(p.WorkEffort), reason}},
		{insertCreditStatus, []any{item, mapping.StatusOnHold, now, userLoginID, at.Owner, p.Activity}},
	} {
		if _, err := tx.ExecContext(ctx, row.insert, append(row.values, clock.next()...)...); err != nil {
			return err
		}
	}
	return nil
}

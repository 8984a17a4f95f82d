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

// CreditDecision is what a person decided about a proposed credit.
type CreditDecision struct {
	Approve     bool
	Reason      string // of a rejection
	UserLoginID string
	Detail      int64 // a number of sequence InventoryItemDetail; for a rejection
}

// State is what a credit is when it was decided so.
func (d CreditDecision) State() mapping.CreditState {
	if d.Approve {
		return mapping.CreditApproved
	}
	return mapping.CreditRejected
}

// Open says whether there is anything to decide: not where the same was decided
// before. Another decision is a *mapping.CreditError.
func (d CreditDecision) Open(credit mapping.ProposedCredit) (bool, error) {
	if credit.State == mapping.CreditProposed || credit.State == d.State() {
		return credit.State == mapping.CreditProposed, nil
	}
	return false, &mapping.CreditError{Text: "credit " + credit.ID + " was " + string(credit.State) + " already by " + credit.DecidedBy + "; correct it in OFBiz with a physical inventory, or propose it anew"}
}

const (
	// The item's lock lets one decision wait for another. By the primary key.
	lockCredit = `SELECT INVENTORY_ITEM_ID FROM INVENTORY_ITEM WHERE INVENTORY_ITEM_ID = ? FOR UPDATE`
	// What the details add up to: the item's totals, as OFBiz computes them. By the
	// primary key. (Together with the update, as one statement, it would need rights on
	// every table that refers to the item.)
	sumCredit = `SELECT COALESCE(SUM(QUANTITY_ON_HAND_DIFF), 0) AS QOH, COALESCE(SUM(AVAILABLE_TO_PROMISE_DIFF), 0) AS ATP,
  COALESCE(SUM(ACCOUNTING_QUANTITY_DIFF), 0) AS ACC FROM INVENTORY_ITEM_DETAIL WHERE INVENTORY_ITEM_ID = ?`
	updateCredit = `UPDATE INVENTORY_ITEM SET STATUS_ID = ?, QUANTITY_ON_HAND_TOTAL = ?, AVAILABLE_TO_PROMISE_TOTAL = ?, ACCOUNTING_QUANTITY_TOTAL = ?,
  LAST_UPDATED_STAMP = ?, LAST_UPDATED_TX_STAMP = ? WHERE INVENTORY_ITEM_ID = ?`
	endCreditStatus = `
UPDATE INVENTORY_ITEM_STATUS SET STATUS_END_DATETIME = ?, LAST_UPDATED_STAMP = ?, LAST_UPDATED_TX_STAMP = ?
WHERE INVENTORY_ITEM_ID = ? AND STATUS_END_DATETIME IS NULL`
	// By the primary key.
	countHolds = `SELECT COUNT(*) FROM INVENTORY_ITEM_STATUS WHERE INVENTORY_ITEM_ID = ? AND STATUS_ID = 'INV_NS_ON_HOLD'`
	// What takes the item's pieces away again.
	insertCounterDetail = `
INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF,
  AVAILABLE_TO_PROMISE_DIFF, ACCOUNTING_QUANTITY_DIFF, DESCRIPTION` + stampColumns + `)
SELECT INVENTORY_ITEM_ID, ?, ?, -SUM(QUANTITY_ON_HAND_DIFF), -SUM(AVAILABLE_TO_PROMISE_DIFF), -SUM(ACCOUNTING_QUANTITY_DIFF), ?, ?, ?, ?, ?
FROM INVENTORY_ITEM_DETAIL WHERE INVENTORY_ITEM_ID = ? GROUP BY INVENTORY_ITEM_ID`
)

// LockCredit reads a credit that nobody else decides on until the transaction ends.
func LockCredit(ctx context.Context, tx *sqlx.Tx, id string, c Crediting) (mapping.ProposedCredit, error) {
	var locked string
	err := tx.GetContext(ctx, &locked, lockCredit, id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return mapping.ProposedCredit{}, database.ReadError("lock the credit "+id, err)
	}
	return ReadCredit(ctx, tx, id, c) // which tells of one that is not there
}

// DecideCredit approves or rejects a credit that LockCredit locked; changed is false
// where the same was decided before.
//
// An approved item has no status, and counts from the instant of the decision, which
// InventoryItemStatus tells. A rejected one gets a detail that takes its pieces away,
// so that nothing is deleted and no total differs, and is defective: OFBiz's screens
// then list neither as on hold, and nobody releases it by mistake.
func DecideCredit(ctx context.Context, tx *sqlx.Tx, credit mapping.ProposedCredit, d CreditDecision, c Crediting) (changed bool, err error) {
	if open, err := d.Open(credit); err != nil || !open {
		return false, err
	}
	clock, err := newStamps(ctx, tx, c.Writing)
	if err != nil {
		return false, err
	}
	if err := decide(ctx, tx, credit, d, clock); err != nil {
		return false, database.Explain("decide on credit "+credit.ID, err)
	}
	return true, nil
}

func decide(ctx context.Context, tx *sqlx.Tx, credit mapping.ProposedCredit, d CreditDecision, clock *stamps) error {
	now := clock.now()
	noted, status := "INV_AVAILABLE", any(nil) // an item that counts has no status
	if !d.Approve {
		noted, status = mapping.StatusDefective, mapping.StatusDefective
		text := mapping.ColumnText(rejectedBy(d.UserLoginID)+d.Reason, descriptionLength)
		values := append([]any{strconv.FormatInt(d.Detail, 10), now, text}, clock.next()...)
		if _, err := tx.ExecContext(ctx, insertCounterDetail, append(values, credit.ID)...); err != nil {
			return err
		}
	}
	if err := noteHold(ctx, tx, credit, now, clock); err != nil {
		return err
	}
	var totals struct {
		QOH, ATP, ACC string
	}
	if err := tx.QueryRowxContext(ctx, sumCredit, credit.ID).Scan(&totals.QOH, &totals.ATP, &totals.ACC); err != nil {
		return err
	}
	for _, step := range []struct {
		query string
		args  []any
	}{
		{endCreditStatus, []any{now, now, now, credit.ID}},
		{insertCreditStatus, append([]any{credit.ID, noted, now, d.UserLoginID, nil, credit.Activity}, clock.next()...)},
		{updateCredit, []any{status, totals.QOH, totals.ATP, totals.ACC, now, now, credit.ID}},
	} {
		if _, err := tx.ExecContext(ctx, step.query, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// noteHold writes down that the item was on hold where OFBiz did not, since without
// that its pieces would count from a day in the past.
func noteHold(ctx context.Context, tx *sqlx.Tx, credit mapping.ProposedCredit, now string, clock *stamps) error {
	var holds int
	if err := tx.GetContext(ctx, &holds, countHolds, credit.ID); err != nil || holds > 0 {
		return err
	}
	_, err := tx.ExecContext(ctx, insertCreditStatus, append([]any{credit.ID, mapping.StatusOnHold, now, nil, nil, credit.Activity}, clock.next()...)...)
	return err
}

// rejectedBy begins the description of the detail that takes a rejected credit away.
func rejectedBy(userLoginID string) string { return "rejected by " + userLoginID + ": " }

package resttest

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strings"
)

var quantityText = regexp.MustCompile(`^[0-9]{1,9}([.][0-9]{1,6})?$`)

// A row is a credit with its first detail.
const selectCredit = `
SELECT I.PRODUCT_ID, I.FACILITY_ID, COALESCE(I.SOFT_IDENTIFIER, ''), COALESCE(D.WORK_EFFORT_ID, ''), D.QUANTITY_ON_HAND_DIFF, D.INVENTORY_ITEM_DETAIL_SEQ_ID, I.STATUS_ID
FROM INVENTORY_ITEM I JOIN INVENTORY_ITEM_DETAIL D ON D.INVENTORY_ITEM_ID = I.INVENTORY_ITEM_ID
WHERE I.INVENTORY_ITEM_ID = ? ORDER BY D.INVENTORY_ITEM_DETAIL_SEQ_ID LIMIT 1`

// proposeCredit is fairshareProposeCredit.
func (o *OFBiz) proposeCredit(ctx context.Context, tx *sql.Tx, p parameters) (map[string]any, error) {
	id := p.text("inventoryItemId")
	owner, wrong := "", ""
	err := tx.QueryRowContext(ctx, "SELECT OWNER_PARTY_ID FROM FACILITY WHERE FACILITY_ID = ?", p.text("facilityId")).Scan(&owner)
	switch {
	case !quantityText.MatchString(p.text("quantity")) || rat(p.text("quantity")).Sign() == 0:
		wrong = `quantity must be a text such as "2.5", and more than 0`
	case strings.ContainsAny(p.text("softIdentifier")+p.text("comments"), "<>"):
		wrong = "softIdentifier must be a text of at most 255 characters without < and >"
	case err != nil:
		wrong = "facility " + p.text("facilityId") + " is not there or has no owner"
	}
	if wrong != "" {
		return nil, refuse("credit %s: %s", id, wrong)
	}
	by, err := o.acting(ctx, tx, id, p)
	if err != nil {
		return nil, err
	}
	if may, err := by.mayPropose(ctx, tx, p.text("productId"), p.text("facilityId")); err != nil || !may {
		return nil, errors.Join(err, refuseIf(err == nil, "credit %s: %s may not propose it: it takes FAIRSHARE_CREDIT and an own facility, the manager of %s, or FAIRSHARE_ADMIN", id, by.login, p.text("productId")))
	}
	var product, facility, key, work, quantity, seq string
	var status sql.NullString
	err = tx.QueryRowContext(ctx, selectCredit, id).Scan(&product, &facility, &key, &work, &quantity, &seq, &status)
	created := "N"
	switch {
	case errors.Is(err, sql.ErrNoRows):
		created, status.String = "Y", "INV_NS_ON_HOLD"
		if seq, err = o.createCredit(ctx, tx, p, owner, by.login); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	case product != p.text("productId") || facility != p.text("facilityId") || key != p.text("softIdentifier") || work != p.text("workEffortId") || rat(quantity).Cmp(rat(p.text("quantity"))) != 0:
		return nil, refuse("credit %s is there with other content", id)
	}
	return withStatus(map[string]any{"inventoryItemId": id, "inventoryItemDetailSeqId": seq, "created": created}, status.String), nil
}

func refuseIf(refused bool, format string, args ...any) error {
	if !refused {
		return nil
	}
	return refuse(format, args...)
}

// withStatus leaves out what is null, as OFBiz does.
func withStatus(data map[string]any, status string) map[string]any {
	if status != "" {
		data["statusId"] = status
	}
	return data
}

func (o *OFBiz) createCredit(ctx context.Context, tx *sql.Tx, p parameters, owner, login string) (seq string, err error) {
	id, quantity, now := p.text("inventoryItemId"), p.text("quantity"), o.now()
	effective := now
	if given := p.text("effectiveDate"); given != "" {
		effective = given
	}
	err = o.insert(ctx, tx, "INVENTORY_ITEM", "INVENTORY_ITEM_ID, INVENTORY_ITEM_TYPE_ID, PRODUCT_ID, FACILITY_ID, OWNER_PARTY_ID, STATUS_ID, DATETIME_RECEIVED, SOFT_IDENTIFIER, COMMENTS, QUANTITY_ON_HAND_TOTAL, AVAILABLE_TO_PROMISE_TOTAL, ACCOUNTING_QUANTITY_TOTAL",
		id, "NON_SERIAL_INV_ITEM", p.text("productId"), p.text("facilityId"), owner, "INV_NS_ON_HOLD", effective, p.text("softIdentifier"), orNull(p.text("comments")), quantity, quantity, "0")
	if err != nil {
		return "", err
	}
	err = o.insert(ctx, tx, "INVENTORY_ITEM_STATUS", "INVENTORY_ITEM_ID, STATUS_ID, STATUS_DATETIME, CHANGE_BY_USER_LOGIN_ID, OWNER_PARTY_ID, PRODUCT_ID", id, "INV_NS_ON_HOLD", now, login, owner, p.text("productId"))
	if err != nil {
		return "", err
	}
	return o.insertDetail(ctx, tx, id, effective, quantity, quantity, "0", orNull(p.text("workEffortId")), orNull(p.text("comments")))
}

func (o *OFBiz) insertDetail(ctx context.Context, tx *sql.Tx, id, effective, onHand, promised, accounted string, work, description any) (seq string, err error) {
	if err := tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(CAST(INVENTORY_ITEM_DETAIL_SEQ_ID AS UNSIGNED)), 10000) + 1 FROM INVENTORY_ITEM_DETAIL").Scan(&seq); err != nil {
		return "", err
	}
	return seq, o.insert(ctx, tx, "INVENTORY_ITEM_DETAIL", "INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF, AVAILABLE_TO_PROMISE_DIFF, ACCOUNTING_QUANTITY_DIFF, WORK_EFFORT_ID, DESCRIPTION",
		id, seq, effective, onHand, promised, accounted, work, description)
}

// decideCredit is fairshareDecideCredit.
func (o *OFBiz) decideCredit(ctx context.Context, tx *sql.Tx, p parameters) (map[string]any, error) {
	id := p.text("inventoryItemId")
	item, err := lockCredit(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	by, err := o.acting(ctx, tx, id, p)
	if err != nil {
		return nil, err
	}
	switch may, own, err := by.mayDecide(ctx, tx, item); {
	case err != nil:
		return nil, err
	case own:
		return nil, refuse("credit %s: nobody decides on credit for themselves, and it lies in a facility of %s's party", id, by.login)
	case !may:
		return nil, refuse("credit %s: %s may not decide: only the manager of %s or FAIRSHARE_ADMIN may", id, by.login, item.product)
	}
	decision, changed := p.text("decision"), "N"
	switch state := item.state(); {
	case state == "PROPOSED":
		changed, item.status = "Y", map[string]string{"REJECTED": "INV_NS_DEFECTIVE"}[decision]
		if err := o.storeDecision(ctx, tx, item, by.login, p.text("reason")); err != nil {
			return nil, err
		}
	case state != decision:
		return nil, refuse("credit %s was %s already: correct it with a physical inventory, or propose it anew", id, strings.ToLower(state))
	}
	return withStatus(map[string]any{"inventoryItemId": id, "changed": changed}, item.status), nil
}

// creditItem is a credit that somebody decides on.
type creditItem struct{ id, product, facility, owner, status string }

func (i creditItem) state() string {
	switch i.status {
	case "INV_NS_ON_HOLD":
		return "PROPOSED"
	case "INV_NS_DEFECTIVE":
		return "REJECTED"
	}
	return "APPROVED"
}

func lockCredit(ctx context.Context, tx *sql.Tx, id string) (item creditItem, err error) {
	item.id = id
	err = tx.QueryRowContext(ctx, `SELECT PRODUCT_ID, FACILITY_ID, COALESCE(OWNER_PARTY_ID, ''), COALESCE(STATUS_ID, '') FROM INVENTORY_ITEM I
		WHERE INVENTORY_ITEM_ID = ? AND INVENTORY_ITEM_TYPE_ID = 'NON_SERIAL_INV_ITEM' AND (STATUS_ID = 'INV_NS_ON_HOLD' OR EXISTS
		(SELECT 1 FROM INVENTORY_ITEM_STATUS S WHERE S.INVENTORY_ITEM_ID = I.INVENTORY_ITEM_ID AND S.STATUS_ID = 'INV_NS_ON_HOLD')) FOR UPDATE`, id).
		Scan(&item.product, &item.facility, &item.owner, &item.status)
	if errors.Is(err, sql.ErrNoRows) {
		err = refuse("credit %s: there is no proposed credit of that id", id)
	}
	return item, err
}

func (o *OFBiz) storeDecision(ctx context.Context, tx *sql.Tx, item creditItem, login, reason string) error {
	now, noted := o.now(), "INV_AVAILABLE"
	if item.status != "" {
		noted = item.status
		var onHand, promised, accounted string
		err := tx.QueryRowContext(ctx, `SELECT -SUM(QUANTITY_ON_HAND_DIFF), -SUM(AVAILABLE_TO_PROMISE_DIFF), -SUM(COALESCE(ACCOUNTING_QUANTITY_DIFF, 0)) FROM INVENTORY_ITEM_DETAIL WHERE INVENTORY_ITEM_ID = ?`, item.id).
			Scan(&onHand, &promised, &accounted)
		if err != nil {
			return err
		}
		if _, err := o.insertDetail(ctx, tx, item.id, now, onHand, promised, accounted, nil, "rejected by "+login+": "+reason); err != nil {
			return err
		}
	}
	held, err := exists(ctx, tx, "INVENTORY_ITEM_STATUS WHERE INVENTORY_ITEM_ID = ? AND STATUS_ID = 'INV_NS_ON_HOLD'", item.id)
	if err == nil && !held {
		err = o.insert(ctx, tx, "INVENTORY_ITEM_STATUS", "INVENTORY_ITEM_ID, STATUS_ID, STATUS_DATETIME, PRODUCT_ID", item.id, "INV_NS_ON_HOLD", now, item.product)
	}
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE INVENTORY_ITEM_STATUS SET STATUS_END_DATETIME = ?, LAST_UPDATED_STAMP = ? WHERE INVENTORY_ITEM_ID = ? AND STATUS_END_DATETIME IS NULL", now, now, item.id); err != nil {
		return err
	}
	if err := o.insert(ctx, tx, "INVENTORY_ITEM_STATUS", "INVENTORY_ITEM_ID, STATUS_ID, STATUS_DATETIME, CHANGE_BY_USER_LOGIN_ID, PRODUCT_ID", item.id, noted, now, login, item.product); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE INVENTORY_ITEM SET STATUS_ID = ?, LAST_UPDATED_STAMP = ?, LAST_UPDATED_TX_STAMP = ?,
		QUANTITY_ON_HAND_TOTAL = (SELECT SUM(QUANTITY_ON_HAND_DIFF) FROM INVENTORY_ITEM_DETAIL D WHERE D.INVENTORY_ITEM_ID = INVENTORY_ITEM.INVENTORY_ITEM_ID),
		AVAILABLE_TO_PROMISE_TOTAL = (SELECT SUM(AVAILABLE_TO_PROMISE_DIFF) FROM INVENTORY_ITEM_DETAIL D WHERE D.INVENTORY_ITEM_ID = INVENTORY_ITEM.INVENTORY_ITEM_ID),
		ACCOUNTING_QUANTITY_TOTAL = (SELECT COALESCE(SUM(ACCOUNTING_QUANTITY_DIFF), 0) FROM INVENTORY_ITEM_DETAIL D WHERE D.INVENTORY_ITEM_ID = INVENTORY_ITEM.INVENTORY_ITEM_ID)
		WHERE INVENTORY_ITEM_ID = ?`, orNull(item.status), now, now, item.id)
	return err
}

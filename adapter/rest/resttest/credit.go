package resttest

import (
	"context"
	"database/sql"
	"errors"
)

// receiveCredit is fairshareReceiveCredit, for an account that may only propose.
func (o *OFBiz) receiveCredit(ctx context.Context, tx *sql.Tx, p parameters) (map[string]any, error) {
	id := p.text("inventoryItemId")
	if p.text("proposed") != "Y" {
		return nil, refuse("credit %s: only FAIRSHARE_ADMIN receives credit that counts at once: propose it", id)
	}
	var product, facility, quantity, seq string
	err := tx.QueryRowContext(ctx, `SELECT I.PRODUCT_ID, I.FACILITY_ID, D.QUANTITY_ON_HAND_DIFF, D.INVENTORY_ITEM_DETAIL_SEQ_ID
		FROM INVENTORY_ITEM I JOIN INVENTORY_ITEM_DETAIL D ON D.INVENTORY_ITEM_ID = I.INVENTORY_ITEM_ID WHERE I.INVENTORY_ITEM_ID = ? ORDER BY 4 LIMIT 1`, id).Scan(&product, &facility, &quantity, &seq)
	created := "N"
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if seq, err = o.createCredit(ctx, tx, p); err != nil {
			return nil, err
		}
		created = "Y"
	case err != nil:
		return nil, err
	case product != p.text("productId") || facility != p.text("facilityId") || rat(quantity).Cmp(rat(p.text("quantity"))) != 0:
		return nil, refuse("credit %s is there with other content", id)
	}
	return map[string]any{"inventoryItemId": id, "inventoryItemDetailSeqId": seq, "statusId": "INV_NS_ON_HOLD", "created": created}, nil
}

func (o *OFBiz) createCredit(ctx context.Context, tx *sql.Tx, p parameters) (seq string, err error) {
	id, quantity, now := p.text("inventoryItemId"), p.text("quantity"), o.now()
	var owner string
	if err := tx.QueryRowContext(ctx, "SELECT OWNER_PARTY_ID FROM FACILITY WHERE FACILITY_ID = ?", p.text("facilityId")).Scan(&owner); err != nil {
		return "", refuse("credit %s: facility %s is not there or has no owner", id, p.text("facilityId"))
	}
	err = o.insert(ctx, tx, "INVENTORY_ITEM", "INVENTORY_ITEM_ID, INVENTORY_ITEM_TYPE_ID, PRODUCT_ID, FACILITY_ID, OWNER_PARTY_ID, STATUS_ID, DATETIME_RECEIVED, QUANTITY_ON_HAND_TOTAL, AVAILABLE_TO_PROMISE_TOTAL",
		id, "NON_SERIAL_INV_ITEM", p.text("productId"), p.text("facilityId"), owner, "INV_NS_ON_HOLD", now, quantity, quantity)
	if err != nil {
		return "", err
	}
	if err := o.insert(ctx, tx, "INVENTORY_ITEM_STATUS", "INVENTORY_ITEM_ID, STATUS_ID, STATUS_DATETIME, PRODUCT_ID", id, "INV_NS_ON_HOLD", now, p.text("productId")); err != nil {
		return "", err
	}
	seq = "9" + id[max(0, len(id)-18):]
	return seq, o.insert(ctx, tx, "INVENTORY_ITEM_DETAIL", "INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF, AVAILABLE_TO_PROMISE_DIFF", id, seq, now, quantity, quantity)
}

package ofbiz

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// A row is an item that was ordered and is neither completed nor given up, of an
// order that nobody else sells. By ORDER_ITEM's index on the product and primary keys.
const selectOpenItems = `
SELECT i.ORDER_ID, i.ORDER_ITEM_SEQ_ID, COALESCE(i.STATUS_ID, '') AS STATUS_ID, h.ORDER_DATE
FROM ORDER_ITEM i JOIN ORDER_HEADER h ON h.ORDER_ID = i.ORDER_ID AND h.ORDER_TYPE_ID = 'SALES_ORDER'
WHERE i.PRODUCT_ID = ? AND COALESCE(i.STATUS_ID, '') NOT IN ('ITEM_COMPLETED', 'ITEM_CANCELLED', 'ITEM_REJECTED')
  AND COALESCE(h.STATUS_ID, '') NOT IN ('ORDER_CANCELLED', 'ORDER_REJECTED')
  AND NOT EXISTS (SELECT 1 FROM ORDER_ROLE r WHERE r.ORDER_ID = i.ORDER_ID AND r.ROLE_TYPE_ID = 'BILL_FROM_VENDOR' AND r.PARTY_ID <> ?)
ORDER BY h.ORDER_DATE DESC, i.ORDER_ID, i.ORDER_ITEM_SEQ_ID LIMIT ?`

// OpenItem is an item of a sales order that is not completed yet.
type OpenItem struct {
	Order, Item string
	Status      string // statusId
	Ordered     time.Time
}

// OpenItems lists what was ordered of a product and is not completed, the newest
// first, at most so many.
func OpenItems(ctx context.Context, db sqlx.QueryerContext, productID, organization string, most int, w Writing) ([]OpenItem, error) {
	var rows []struct {
		Order   string       `db:"ORDER_ID"`
		Item    string       `db:"ORDER_ITEM_SEQ_ID"`
		Status  string       `db:"STATUS_ID"`
		Ordered database.UTC `db:"ORDER_DATE"` // naive, in OFBiz's zone
	}
	if err := sqlx.SelectContext(ctx, db, &rows, selectOpenItems, productID, organization, most); err != nil {
		return nil, database.ReadError("read what was ordered of "+productID, err)
	}
	items := make([]OpenItem, len(rows))
	for i, row := range rows {
		items[i] = OpenItem{row.Order, row.Item, row.Status, inZone(row.Ordered.Time, w.zone())}
	}
	return items, nil
}

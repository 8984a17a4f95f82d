package testdata_test

import (
	"testing"

	"fairshare/adapter/embedded/mariadbtest"
)

// laws are queries that find what must not be in the sample company, since an
// OFBiz would not have left it so. Each answers with one line per breach.
var laws = map[string]string{
	"totals of an item are the sums of its details": `
		SELECT CONCAT_WS(' ', i.INVENTORY_ITEM_ID, QUANTITY_ON_HAND_TOTAL, QOH, AVAILABLE_TO_PROMISE_TOTAL, ATP)
		FROM INVENTORY_ITEM i LEFT JOIN (SELECT INVENTORY_ITEM_ID, COUNT(*) AS DETAILS, SUM(QUANTITY_ON_HAND_DIFF) AS QOH, SUM(AVAILABLE_TO_PROMISE_DIFF) AS ATP
			FROM INVENTORY_ITEM_DETAIL GROUP BY INVENTORY_ITEM_ID) d USING (INVENTORY_ITEM_ID)
		WHERE NOT (QUANTITY_ON_HAND_TOTAL <=> QOH AND AVAILABLE_TO_PROMISE_TOTAL <=> ATP AND DETAILS >= 2)`,
	"an order's grand total is that of its items and adjustments": `
		SELECT CONCAT_WS(' ', h.ORDER_ID, h.GRAND_TOTAL, x.TOTAL) FROM ORDER_HEADER h JOIN (
			SELECT ORDER_ID, SUM(AMOUNT) AS TOTAL FROM (
				SELECT ORDER_ID, UNIT_PRICE * (QUANTITY - IFNULL(CANCEL_QUANTITY, 0)) AS AMOUNT FROM ORDER_ITEM
				UNION ALL SELECT ORDER_ID, AMOUNT FROM ORDER_ADJUSTMENT) parts GROUP BY ORDER_ID) x USING (ORDER_ID)
		WHERE h.GRAND_TOTAL <> IF(h.STATUS_ID = 'ORDER_CANCELLED', 0, ROUND(x.TOTAL, 2))`,
	"a completed item has its moment, and only it": `
		SELECT CONCAT_WS(' ', i.ORDER_ID, i.ORDER_ITEM_SEQ_ID, i.STATUS_ID) FROM ORDER_ITEM i
		LEFT JOIN ORDER_STATUS s ON s.ORDER_ID = i.ORDER_ID AND s.ORDER_ITEM_SEQ_ID = i.ORDER_ITEM_SEQ_ID AND s.STATUS_ID = 'ITEM_COMPLETED'
		WHERE (i.STATUS_ID = 'ITEM_COMPLETED') <> (s.ORDER_STATUS_ID IS NOT NULL)`,
	"adjustments of an order say _NA_, those of an item name one": `
		SELECT CONCAT_WS(' ', a.ORDER_ADJUSTMENT_ID, a.ORDER_ID, a.ORDER_ITEM_SEQ_ID) FROM ORDER_ADJUSTMENT a
		LEFT JOIN ORDER_ITEM i ON i.ORDER_ID = a.ORDER_ID AND i.ORDER_ITEM_SEQ_ID = a.ORDER_ITEM_SEQ_ID
		WHERE NOT (a.ORDER_ITEM_SEQ_ID <=> '_NA_') AND i.ORDER_ID IS NULL`,
	"no more comes back than was sold": `
		SELECT CONCAT_WS(' ', r.RETURN_ID, r.RETURN_QUANTITY, i.QUANTITY) FROM RETURN_ITEM r
		LEFT JOIN ORDER_ITEM i USING (ORDER_ID, ORDER_ITEM_SEQ_ID) WHERE i.ORDER_ID IS NULL OR r.RETURN_QUANTITY > i.QUANTITY OR r.PRODUCT_ID <> i.PRODUCT_ID`,
	"components of a facade add up to 100 at every change": `
		SELECT CONCAT_WS(' ', f.PRODUCT_ID, c.FROM_DATE, SUM(b.QUANTITY)) FROM PRODUCT_ATTRIBUTE f
		JOIN PRODUCT_ASSOC c ON c.PRODUCT_ID = f.PRODUCT_ID AND c.PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT'
		JOIN PRODUCT_ASSOC b ON b.PRODUCT_ID = f.PRODUCT_ID AND b.PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT' AND b.PRODUCT_ID_TO <> c.PRODUCT_ID
			AND b.FROM_DATE <= c.FROM_DATE AND (b.THRU_DATE IS NULL OR b.THRU_DATE > c.FROM_DATE)
		WHERE f.ATTR_NAME = 'SHARE_BASIS' AND f.ATTR_VALUE = 'FACADE' GROUP BY f.PRODUCT_ID, c.PRODUCT_ID_TO, c.FROM_DATE HAVING SUM(b.QUANTITY) <> 100`,
	"the next free ids are free": `
		SELECT CONCAT_WS(' ', s.SEQ_NAME, s.SEQ_ID, x.HIGHEST) FROM SEQUENCE_VALUE_ITEM s JOIN (
			SELECT 'InventoryItem' AS NAME, MAX(CAST(INVENTORY_ITEM_ID AS UNSIGNED)) AS HIGHEST FROM INVENTORY_ITEM
			UNION ALL SELECT 'InventoryItemDetail', MAX(CAST(INVENTORY_ITEM_DETAIL_SEQ_ID AS UNSIGNED)) FROM INVENTORY_ITEM_DETAIL
			UNION ALL SELECT 'OrderHeader', MAX(CAST(SUBSTR(ORDER_ID, 2) AS UNSIGNED)) FROM ORDER_HEADER
			UNION ALL SELECT 'OrderAdjustment', MAX(CAST(ORDER_ADJUSTMENT_ID AS UNSIGNED)) FROM ORDER_ADJUSTMENT
			UNION ALL SELECT 'OrderStatus', MAX(CAST(ORDER_STATUS_ID AS UNSIGNED)) FROM ORDER_STATUS
			UNION ALL SELECT 'Invoice', MAX(CAST(INVOICE_ID AS UNSIGNED)) FROM INVOICE) x ON x.NAME = s.SEQ_NAME
		WHERE s.SEQ_ID <= x.HIGHEST`,
}

// TestCompany loads the sample company with foreign keys checked and asks whether
// it holds together.
func TestCompany(t *testing.T) {
	conn := mariadbtest.NewVEMS(t).Open(t)
	for law, query := range laws {
		t.Run(law, func(t *testing.T) {
			for _, breach := range lines(t, conn, query) {
				t.Error(breach)
			}
		})
	}
	stories := []struct{ what, query, want string }{
		{"support earned 6000 EUR in March", `SELECT SUM(i.UNIT_PRICE * i.QUANTITY) FROM ORDER_ITEM i JOIN ORDER_STATUS s USING (ORDER_ID, ORDER_ITEM_SEQ_ID)
			WHERE i.PRODUCT_ID = 'SUPPORT' AND s.STATUS_ID = 'ITEM_COMPLETED' AND s.STATUS_DATETIME BETWEEN '2026-03-01' AND '2026-03-31 23:59:59'`, "6000.000000000"},
		{"and cost 1000", "SELECT SUM(QUANTITY * AMOUNT) FROM INVOICE_ITEM WHERE PRODUCT_ID = 'SUPPORT'", "1000.000000000"},
		{"one credit waits for approval", "SELECT COUNT(*) FROM INVENTORY_ITEM WHERE STATUS_ID = 'INV_NS_ON_HOLD'", "1"},
		{"two currencies", "SELECT GROUP_CONCAT(DISTINCT CURRENCY_UOM ORDER BY 1) FROM ORDER_HEADER", "EUR,USD"},
		{"eight members", "SELECT COUNT(*) FROM PARTY_RELATIONSHIP WHERE PARTY_ID_FROM = 'VEMS_PARTNERS'", "8"},
		{"a hostile name", "SELECT CONCAT(FIRST_NAME, ' ', LAST_NAME) FROM PERSON WHERE PARTY_ID = 'EMIL'", `=HYPERLINK("x") <b>Emil</b> & Söhne`},
	}
	for _, story := range stories {
		t.Run(story.what, func(t *testing.T) {
			if got := lines(t, conn, story.query); len(got) != 1 || got[0] != story.want {
				t.Errorf("%q, want %q", got, story.want)
			}
		})
	}
}

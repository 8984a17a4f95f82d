package ofbiz

// A row is a sale; purchases are orders of another type. By ORDER_HDR_TYPE, in
// whose order the primary key is.
const selectOrderHeader = `
SELECT ORDER_ID, ORDER_TYPE_ID, STATUS_ID, ORDER_DATE, CURRENCY_UOM, PRODUCT_STORE_ID, EXTERNAL_ID
FROM ORDER_HEADER WHERE ORDER_TYPE_ID = 'SALES_ORDER' ORDER BY ORDER_ID`

// A row names the seller of an order. The role is no index's first column, so the
// table is read whole and filtered by the server.
const selectOrderRole = `
SELECT ORDER_ID, PARTY_ID, ROLE_TYPE_ID
FROM ORDER_ROLE WHERE ROLE_TYPE_ID = 'BILL_FROM_VENDOR'`

// A row is a line of an order of any type: the mapping drops those of purchases,
// which is cheaper than a join. Along the primary key.
const selectOrderItem = `
SELECT ORDER_ID, ORDER_ITEM_SEQ_ID, PRODUCT_ID, STATUS_ID, QUANTITY, CANCEL_QUANTITY, UNIT_PRICE
FROM ORDER_ITEM ORDER BY ORDER_ID, ORDER_ITEM_SEQ_ID`

// A row is a discount, tax or charge on an item, or with ORDER_ITEM_SEQ_ID '_NA_'
// on a whole order. Read whole.
const selectOrderAdjustment = `
SELECT ORDER_ADJUSTMENT_ID, ORDER_ADJUSTMENT_TYPE_ID, ORDER_ID, ORDER_ITEM_SEQ_ID, AMOUNT, AMOUNT_ALREADY_INCLUDED
FROM ORDER_ADJUSTMENT`

// A row says when an item or, without one, an order was completed: no other table
// does. By ORDER_STTS_STTS.
const selectOrderStatus = `
SELECT ORDER_STATUS_ID, STATUS_ID, ORDER_ID, ORDER_ITEM_SEQ_ID, STATUS_DATETIME
FROM ORDER_STATUS WHERE STATUS_ID IN ('ITEM_COMPLETED', 'ORDER_COMPLETED')`

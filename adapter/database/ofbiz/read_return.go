package ofbiz

// A row is a return of any type. Along the primary key.
const selectReturnHeader = `
SELECT RETURN_ID, RETURN_HEADER_TYPE_ID, STATUS_ID, ENTRY_DATE, CURRENCY_UOM_ID
FROM RETURN_HEADER ORDER BY RETURN_ID`

// A row is what came back of an order's item. Along the primary key, so that the
// items of a return come together.
const selectReturnItem = `
SELECT RETURN_ID, RETURN_ITEM_SEQ_ID, PRODUCT_ID, ORDER_ID, ORDER_ITEM_SEQ_ID, STATUS_ID, RETURN_QUANTITY, RECEIVED_QUANTITY, RETURN_PRICE
FROM RETURN_ITEM ORDER BY RETURN_ID, RETURN_ITEM_SEQ_ID`

// A row is a discount, tax or charge given back with an item or a whole return.
const selectReturnAdjustment = `
SELECT RETURN_ADJUSTMENT_ID, RETURN_ADJUSTMENT_TYPE_ID, RETURN_ID, RETURN_ITEM_SEQ_ID, ORDER_ADJUSTMENT_ID, AMOUNT
FROM RETURN_ADJUSTMENT`

// A row says when a return or one of its items was completed. By RTN_STTS_STTS.
const selectReturnStatus = `
SELECT RETURN_STATUS_ID, STATUS_ID, RETURN_ID, RETURN_ITEM_SEQ_ID, STATUS_DATETIME
FROM RETURN_STATUS WHERE STATUS_ID = 'RETURN_COMPLETED'`

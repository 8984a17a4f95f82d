package ofbiz

// A row is a lot of pieces of a product in a facility; its total is the sum of
// its details. Along the primary key.
const selectInventoryItem = `
SELECT INVENTORY_ITEM_ID, INVENTORY_ITEM_TYPE_ID, PRODUCT_ID, OWNER_PARTY_ID, STATUS_ID, FACILITY_ID, QUANTITY_ON_HAND_TOTAL
FROM INVENTORY_ITEM ORDER BY INVENTORY_ITEM_ID`

// A row says that an item got a status at some time. Along the primary key.
const selectInventoryItemStatus = `
SELECT INVENTORY_ITEM_ID, STATUS_ID, STATUS_DATETIME, STATUS_END_DATETIME
FROM INVENTORY_ITEM_STATUS ORDER BY INVENTORY_ITEM_ID, STATUS_ID, STATUS_DATETIME`

// A row is a change of an item's quantity; rows are only ever added. This is the
// longest table after the order items, so it is read along the primary key, which
// needs no sorting.
const selectInventoryItemDetail = `
SELECT INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF
FROM INVENTORY_ITEM_DETAIL ORDER BY INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID`

package ofbiz

// A row is a kind of invoice and the kind it is of.
const selectInvoiceType = `
SELECT INVOICE_TYPE_ID, PARENT_TYPE_ID
FROM INVOICE_TYPE`

// A row is a kind of invoice item and the kind it is of.
const selectInvoiceItemType = `
SELECT INVOICE_ITEM_TYPE_ID, PARENT_TYPE_ID
FROM INVOICE_ITEM_TYPE`

// A row is an invoice that is in OFBiz's ledger. By INVOICE_STTSITM or along the
// primary key, as the server sees fit: most invoices are.
const selectInvoice = `
SELECT INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, INVOICE_DATE, CURRENCY_UOM_ID, REFERENCE_NUMBER
FROM INVOICE WHERE STATUS_ID IN ('INVOICE_READY', 'INVOICE_PAID') ORDER BY INVOICE_ID`

// A row is a line of an invoice of any type and status: the mapping drops those of
// the others, which is cheaper than a join. Along the primary key.
const selectInvoiceItem = `
SELECT INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, PRODUCT_ID, PARENT_INVOICE_ITEM_SEQ_ID, QUANTITY, AMOUNT, TAX_AUTH_PARTY_ID, TAX_AUTH_GEO_ID
FROM INVOICE_ITEM ORDER BY INVOICE_ID, INVOICE_ITEM_SEQ_ID`

// A row says which invoice item bills which order item. Along the primary key.
const selectOrderItemBilling = `
SELECT ORDER_ID, ORDER_ITEM_SEQ_ID, INVOICE_ID, INVOICE_ITEM_SEQ_ID
FROM ORDER_ITEM_BILLING ORDER BY ORDER_ID, ORDER_ITEM_SEQ_ID, INVOICE_ID, INVOICE_ITEM_SEQ_ID`

// A row says which item of a return's invoice gives back which returned item.
// Along the primary key.
const selectReturnItemBilling = `
SELECT RETURN_ID, RETURN_ITEM_SEQ_ID, INVOICE_ID, INVOICE_ITEM_SEQ_ID
FROM RETURN_ITEM_BILLING ORDER BY RETURN_ID, RETURN_ITEM_SEQ_ID, INVOICE_ID, INVOICE_ITEM_SEQ_ID`

package ofbiz

// A row is a product, which Fairshare takes for an activity. Along the primary key.
const selectProduct = `
SELECT PRODUCT_ID, PRODUCT_TYPE_ID, PRODUCT_NAME, INTERNAL_NAME, IS_VIRTUAL, IS_VARIANT, SALES_DISCONTINUATION_DATE
FROM PRODUCT ORDER BY PRODUCT_ID`

// A row is a rule for sharing the income of a product; a product's other
// attributes have other names. The primary key begins with the product, so the
// table is read whole and filtered by the server.
const selectProductAttribute = `
SELECT PRODUCT_ID, ATTR_NAME, ATTR_VALUE
FROM PRODUCT_ATTRIBUTE WHERE ATTR_NAME LIKE 'SHARE\_%'`

// A row is a component of an engineering BOM between two dates, or ties a variant
// to its virtual product. By PROD_ASSOC_TYPE.
const selectProductAssoc = `
SELECT PRODUCT_ID, PRODUCT_ID_TO, PRODUCT_ASSOC_TYPE_ID, FROM_DATE, THRU_DATE, QUANTITY, INSTRUCTION
FROM PRODUCT_ASSOC WHERE PRODUCT_ASSOC_TYPE_ID IN ('ENGINEER_COMPONENT', 'PRODUCT_VARIANT')`

package ofbiz

// A row is a place where somebody's credits lie. Along the primary key.
const selectFacility = `
SELECT FACILITY_ID, OWNER_PARTY_ID, FACILITY_NAME
FROM FACILITY ORDER BY FACILITY_ID`

// A row is a named remark on a facility. Along the primary key.
const selectFacilityAttribute = `
SELECT FACILITY_ID, ATTR_NAME, ATTR_VALUE
FROM FACILITY_ATTRIBUTE ORDER BY FACILITY_ID, ATTR_NAME`

// A row says whose the facility is between two dates. Along the primary key.
const selectFacilityParty = `
SELECT FACILITY_ID, PARTY_ID, ROLE_TYPE_ID, FROM_DATE, THRU_DATE
FROM FACILITY_PARTY ORDER BY FACILITY_ID, PARTY_ID, ROLE_TYPE_ID, FROM_DATE`

// A row is a shop: whose it is, and from which facility it sells.
const selectProductStore = `
SELECT PRODUCT_STORE_ID, PAY_TO_PARTY_ID, INVENTORY_FACILITY_ID
FROM PRODUCT_STORE ORDER BY PRODUCT_STORE_ID`

// A row is a further facility from which a shop sells between two dates.
const selectProductStoreFacility = `
SELECT PRODUCT_STORE_ID, FACILITY_ID, FROM_DATE, THRU_DATE
FROM PRODUCT_STORE_FACILITY ORDER BY PRODUCT_STORE_ID, FACILITY_ID, FROM_DATE`

package ofbiz

// A row is a part of what a piece of a product costs, by the company's own estimate,
// between two dates; what single production runs cost is left out. Read whole.
const selectCostComponent = `
SELECT COST_COMPONENT_ID, COST_COMPONENT_TYPE_ID, PRODUCT_ID, PRODUCT_FEATURE_ID, FROM_DATE, THRU_DATE, COST, COST_UOM_ID
FROM COST_COMPONENT WHERE LEFT(COST_COMPONENT_TYPE_ID, 8) = 'EST_STD_'`

// A row is a rate of exchange between two dates. Along the primary key.
const selectUomConversionDated = `
SELECT UOM_ID, UOM_ID_TO, FROM_DATE, THRU_DATE, CONVERSION_FACTOR
FROM UOM_CONVERSION_DATED ORDER BY UOM_ID, UOM_ID_TO, FROM_DATE`

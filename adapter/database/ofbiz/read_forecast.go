package ofbiz

// A row is a span of time, such as a fiscal month. Along the primary key.
const selectCustomTimePeriod = `
SELECT CUSTOM_TIME_PERIOD_ID, FROM_DATE, THRU_DATE
FROM CUSTOM_TIME_PERIOD ORDER BY CUSTOM_TIME_PERIOD_ID`

// A row is a sales forecast of an organization for a span of time. Along the primary key.
const selectSalesForecast = `
SELECT SALES_FORECAST_ID, PARENT_SALES_FORECAST_ID, ORGANIZATION_PARTY_ID, CUSTOM_TIME_PERIOD_ID, CURRENCY_UOM_ID
FROM SALES_FORECAST ORDER BY SALES_FORECAST_ID`

// A row is what a forecast expects of one product. Along the primary key.
const selectSalesForecastDetail = `
SELECT SALES_FORECAST_ID, SALES_FORECAST_DETAIL_ID, AMOUNT, PRODUCT_ID
FROM SALES_FORECAST_DETAIL ORDER BY SALES_FORECAST_ID, SALES_FORECAST_DETAIL_ID`

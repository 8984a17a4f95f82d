package ofbiz

// A row is money that came, or went. By PAYMENT_STTSITM or the whole table, as the
// server sees fit: most payments are such.
const selectPayment = `
SELECT PAYMENT_ID, STATUS_ID, EFFECTIVE_DATE
FROM PAYMENT WHERE STATUS_ID IN ('PMNT_RECEIVED', 'PMNT_SENT', 'PMNT_CONFIRMED')`

// A row says how much of a payment was for which invoice. Read whole.
const selectPaymentApplication = `
SELECT PAYMENT_APPLICATION_ID, PAYMENT_ID, INVOICE_ID, AMOUNT_APPLIED
FROM PAYMENT_APPLICATION`

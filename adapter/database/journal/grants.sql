-- Rights of Fairshare's two accounts, as "fairshare migrate --print-grants" prints them.
-- Run as an administrator, after "fairshare migrate" has made the FAIRSHARE_ tables
-- (migrate itself needs CREATE, ALTER, INDEX, SELECT and INSERT on their database: give
-- it an administrator's account, not one of these).
-- No account may delete, drop, or read anything that is not listed.

-- Choose the passwords yourself and take the -- away.
-- CREATE USER 'fairshare_read'@'localhost' IDENTIFIED BY 'password' WITH MAX_USER_CONNECTIONS 6;
-- CREATE USER 'fairshare'@'localhost' IDENTIFIED BY 'password' WITH MAX_USER_CONNECTIONS 6;

-- OFBiz: products, credits, orders, parties; payout invoices, attached reports, and the numbers these need.
GRANT SELECT ON `ofbiz`.`CONTENT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`CONTENT` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`COST_COMPONENT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`CUSTOM_TIME_PERIOD` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`DATA_RESOURCE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`DATA_RESOURCE` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`ELECTRONIC_TEXT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`ELECTRONIC_TEXT` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`FACILITY` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`FACILITY_ATTRIBUTE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`FACILITY_PARTY` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`INVENTORY_ITEM` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`INVENTORY_ITEM_DETAIL` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`INVENTORY_ITEM_STATUS` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`INVOICE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT, UPDATE (STATUS_ID, PAID_DATE, LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP) ON `ofbiz`.`INVOICE` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`INVOICE_ITEM` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`INVOICE_ITEM` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`INVOICE_ITEM_TYPE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`INVOICE_STATUS` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`INVOICE_TYPE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`ORDER_ADJUSTMENT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`ORDER_ADJUSTMENT_TYPE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`ORDER_HEADER` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`ORDER_ITEM` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`ORDER_ITEM_BILLING` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`ORDER_ROLE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`ORDER_STATUS` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`OTHER_DATA_RESOURCE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`OTHER_DATA_RESOURCE` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PARTY` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`PARTY_CONTENT` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PARTY_GROUP` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PARTY_RELATIONSHIP` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PAYMENT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PAYMENT_APPLICATION` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PERSON` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PRODUCT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PRODUCT_ASSOC` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PRODUCT_ATTRIBUTE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PRODUCT_STORE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PRODUCT_STORE_FACILITY` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`RETURN_ADJUSTMENT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`RETURN_HEADER` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`RETURN_ITEM` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`RETURN_ITEM_BILLING` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`RETURN_STATUS` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`SALES_FORECAST` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`SALES_FORECAST_DETAIL` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT, INSERT, UPDATE (SEQ_ID) ON `ofbiz`.`SEQUENCE_VALUE_ITEM` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`UOM` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`UOM_CONVERSION_DATED` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';

-- Fairshare's own tables; only migrate writes FAIRSHARE_SCHEMA.
GRANT SELECT ON `fairshare`.`FAIRSHARE_SCHEMA` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_LEASE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT, UPDATE (HOLDER, TERM, RENEWALS, ACQUIRED_AT, UNTIL) ON `fairshare`.`FAIRSHARE_LEASE` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_SETTLEMENT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT, UPDATE (STATE, LEASE_TERM, CHANGED_AT) ON `fairshare`.`FAIRSHARE_SETTLEMENT` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_SALE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_SALE` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_LEDGER` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_LEDGER` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_FLOW` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_FLOW` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_ACCOUNT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_ACCOUNT` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_INVOICE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT, UPDATE (STATE) ON `fairshare`.`FAIRSHARE_INVOICE` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_INVOICE_ITEM` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_INVOICE_ITEM` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_FINDING` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_FINDING` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_DOCUMENT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT, UPDATE ON `fairshare`.`FAIRSHARE_DOCUMENT` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_NIGHT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT, UPDATE ON `fairshare`.`FAIRSHARE_NIGHT` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_INSTANCE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_INSTANCE` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_ADJUSTMENT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_ADJUSTMENT` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_ADJUSTMENT_TAKEN` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_ADJUSTMENT_TAKEN` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_INPUT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_INPUT` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_AUDIT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_AUDIT` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_MAIL` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT, UPDATE (STATE, HOLDER, ATTEMPTS, NEXT_AT, ENDED_AT, MESSAGE) ON `fairshare`.`FAIRSHARE_MAIL` TO 'fairshare'@'localhost';
GRANT SELECT ON `fairshare`.`FAIRSHARE_MAIL_HOME` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT ON `fairshare`.`FAIRSHARE_MAIL_HOME` TO 'fairshare'@'localhost';

-- OFBiz: only needed where people propose and approve credit with Fairshare, and decide
-- about shares, managers and jobs (fairshare credit …, activity …, job …). Leave these out
-- if they do so in OFBiz: without them neither a credit nor a share can be forged.
GRANT SELECT (CONTACT_MECH_ID, CONTACT_MECH_TYPE_ID, INFO_STRING) ON `ofbiz`.`CONTACT_MECH` TO 'fairshare'@'localhost';
GRANT INSERT, UPDATE (STATUS_ID, QUANTITY_ON_HAND_TOTAL, AVAILABLE_TO_PROMISE_TOTAL, ACCOUNTING_QUANTITY_TOTAL, LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP) ON `ofbiz`.`INVENTORY_ITEM` TO 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`INVENTORY_ITEM_DETAIL` TO 'fairshare'@'localhost';
GRANT INSERT, UPDATE (STATUS_END_DATETIME, LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP) ON `ofbiz`.`INVENTORY_ITEM_STATUS` TO 'fairshare'@'localhost';
GRANT SELECT (PARTY_ID, CONTACT_MECH_ID, FROM_DATE, THRU_DATE) ON `ofbiz`.`PARTY_CONTACT_MECH` TO 'fairshare'@'localhost';
GRANT SELECT, INSERT ON `ofbiz`.`PARTY_ROLE` TO 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`PRODUCT` TO 'fairshare'@'localhost';
GRANT INSERT, UPDATE (THRU_DATE, QUANTITY, INSTRUCTION, LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP) ON `ofbiz`.`PRODUCT_ASSOC` TO 'fairshare'@'localhost';
GRANT INSERT ON `ofbiz`.`PRODUCT_ATTRIBUTE` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`PRODUCT_ROLE` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT, UPDATE (THRU_DATE, LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP) ON `ofbiz`.`PRODUCT_ROLE` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`SECURITY_GROUP_PERMISSION` TO 'fairshare'@'localhost';
GRANT SELECT (USER_LOGIN_ID, PARTY_ID, ENABLED) ON `ofbiz`.`USER_LOGIN` TO 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`USER_LOGIN_SECURITY_GROUP` TO 'fairshare'@'localhost';
GRANT SELECT (WORK_EFFORT_ID, WORK_EFFORT_TYPE_ID, WORK_EFFORT_NAME, CURRENT_STATUS_ID, ESTIMATED_START_DATE, ESTIMATED_COMPLETION_DATE) ON `ofbiz`.`WORK_EFFORT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`WORK_EFFORT_GOOD_STANDARD` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT SELECT ON `ofbiz`.`WORK_EFFORT_PARTY_ASSIGNMENT` TO 'fairshare_read'@'localhost', 'fairshare'@'localhost';
GRANT INSERT, UPDATE (STATUS_ID, STATUS_DATE_TIME, ASSIGNED_BY_USER_LOGIN_ID, LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP) ON `ofbiz`.`WORK_EFFORT_PARTY_ASSIGNMENT` TO 'fairshare'@'localhost';

-- And for the pages of fairshare serve, where people log in with their passwords of OFBiz: it
-- lets the account read the passwords' digests. Take the dashes away if you want the pages.
-- GRANT SELECT (CURRENT_PASSWORD, REQUIRE_PASSWORD_CHANGE) ON `ofbiz`.`USER_LOGIN` TO 'fairshare'@'localhost';

package main

import (
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// TestWhatABreakInCanDo holds the README's two lists against the server: what
// somebody with the password of the daemon's account can do to the company, and
// what not. Each statement runs in a transaction that is rolled back.
func TestWhatABreakInCanDo(t *testing.T) {
	g := newGranted(t)
	s := g.site(t, g.writer, vems)
	s.must("settle", "--until", "2026-11-01")
	config := mysql.NewConfig()
	config.User, config.Passwd, config.Net, config.Addr, config.DBName = g.writer.User, "s3cret", "unix", g.writer.Socket, g.writer.Name
	thief, err := sqlx.Open("mysql", config.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	defer thief.Close()
	for _, statement := range []string{
		"SELECT FIRST_NAME FROM PERSON",
		"SELECT * FROM ORDER_ITEM",
		"SELECT * FROM PAYMENT",
		"INSERT INTO INVOICE (INVOICE_ID, STATUS_ID) VALUES ('FALSE', 'INVOICE_READY')",
		"UPDATE INVOICE SET STATUS_ID = 'INVOICE_PAID'",
		"UPDATE SEQUENCE_VALUE_ITEM SET SEQ_ID = 1",
		"INSERT INTO ELECTRONIC_TEXT (DATA_RESOURCE_ID, TEXT_DATA) SELECT DATA_RESOURCE_ID, 'false' FROM DATA_RESOURCE D WHERE NOT EXISTS (SELECT 1 FROM ELECTRONIC_TEXT T WHERE T.DATA_RESOURCE_ID = D.DATA_RESOURCE_ID) LIMIT 1",
		"INSERT INTO FAIRSHARE_ADJUSTMENT SELECT 'FALSE', ORGANIZATION, 'MIK', 'EUR', 100, 'false', 'nobody', NOW(3) FROM FAIRSHARE_SETTLEMENT LIMIT 1",
		"UPDATE FAIRSHARE_SETTLEMENT SET STATE = 'void'",
		"SELECT USER_LOGIN_ID, PARTY_ID FROM USER_LOGIN", "SELECT * FROM USER_LOGIN_SECURITY_GROUP", "SELECT INFO_STRING FROM CONTACT_MECH",
		"UPDATE PRODUCT_ASSOC SET QUANTITY = 1", "UPDATE WORK_EFFORT_PARTY_ASSIGNMENT SET STATUS_ID = NULL",
		"INSERT INTO PRODUCT_ROLE (PRODUCT_ID, PARTY_ID, ROLE_TYPE_ID, FROM_DATE) SELECT PRODUCT_ID, PARTY_ID, ROLE_TYPE_ID, NOW(3) FROM PRODUCT_ROLE LIMIT 1",
		"UPDATE INVENTORY_ITEM SET STATUS_ID = NULL, QUANTITY_ON_HAND_TOTAL = 1",
		"INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, QUANTITY_ON_HAND_DIFF) SELECT INVENTORY_ITEM_ID, 'FALSE', 1000 FROM INVENTORY_ITEM LIMIT 1",
		"INSERT INTO FAIRSHARE_AUDIT (ORGANIZATION, CHANGED_AT, USER_LOGIN_ID, WHAT, ENTITY, ENTITY_KEY, BEFORE_TEXT, AFTER_TEXT) VALUES ('Company', NOW(3), 'boss', 'approve credit', 'InventoryItem', 'FALSE', '', '')",
	} {
		if err := attempt(thief, statement); err != nil {
			t.Errorf("%s: %v: then the README is wrong", statement, err)
		}
	}
	for _, statement := range []string{
		"DELETE FROM INVOICE", "DELETE FROM FAIRSHARE_SALE", "TRUNCATE TABLE FAIRSHARE_LEDGER", "DROP TABLE FAIRSHARE_SETTLEMENT", "CREATE TABLE X (A INT)", "ALTER TABLE INVOICE ADD X INT",
		"CREATE TRIGGER X BEFORE INSERT ON INVOICE FOR EACH ROW SET NEW.DESCRIPTION = ''", "CREATE VIEW X AS SELECT 1", "CREATE USER 'x'@'%'", "GRANT SELECT ON PERSON TO CURRENT_USER",
		"UPDATE INVOICE_ITEM SET AMOUNT = 1", "UPDATE INVOICE SET PARTY_ID_FROM = 'MIK'", "UPDATE INVOICE_STATUS SET STATUS_ID = 'X'",
		"UPDATE FAIRSHARE_LEDGER SET AMOUNT_MINOR = 1", "UPDATE FAIRSHARE_ACCOUNT SET CLOSING_MINOR = 1", "UPDATE FAIRSHARE_INVOICE SET TOTAL_MINOR = 1", "UPDATE FAIRSHARE_INVOICE_ITEM SET AMOUNT_MINOR = 1",
		"UPDATE FAIRSHARE_SALE SET SETTLEMENT_ID = 'X'", "UPDATE FAIRSHARE_INPUT SET CONTENT = ''", "UPDATE FAIRSHARE_ADJUSTMENT SET AMOUNT_MINOR = 1", "UPDATE FAIRSHARE_INSTANCE SET FINGERPRINT = ''", "UPDATE FAIRSHARE_SETTLEMENT SET INCOME_MINOR = 1",
		"UPDATE PRODUCT_ASSOC SET PRODUCT_ID_TO = 'X'", "UPDATE PRODUCT SET PRODUCT_NAME = 'X'", "UPDATE PRODUCT_ATTRIBUTE SET ATTR_VALUE = 'FACADE'", "UPDATE PRODUCT_ROLE SET PARTY_ID = 'MIK'", "UPDATE WORK_EFFORT SET CURRENT_STATUS_ID = NULL", "DELETE FROM PRODUCT_ROLE", "UPDATE INVENTORY_ITEM SET FACILITY_ID = 'X'", "UPDATE INVENTORY_ITEM_DETAIL SET QUANTITY_ON_HAND_DIFF = 1", "UPDATE INVENTORY_ITEM_STATUS SET STATUS_DATETIME = NOW(3)", "DELETE FROM INVENTORY_ITEM_DETAIL",
		"INSERT INTO USER_LOGIN_SECURITY_GROUP (GROUP_ID) VALUES ('X')", "UPDATE USER_LOGIN SET CURRENT_PASSWORD = 'X'", "UPDATE FAIRSHARE_AUDIT SET USER_LOGIN_ID = 'X'", "DELETE FROM FAIRSHARE_AUDIT", "UPDATE ORDER_ITEM SET UNIT_PRICE = 1",
		"INSERT INTO PARTY_RELATIONSHIP (PARTY_ID_TO) VALUES ('X')", "UPDATE FACILITY SET OWNER_PARTY_ID = 'MIK'", "INSERT INTO PAYMENT (PAYMENT_ID) VALUES ('X')", "UPDATE PARTY SET STATUS_ID = 'X'",
		"SELECT CURRENT_PASSWORD FROM USER_LOGIN", "SELECT PASSWORD_HINT FROM USER_LOGIN", "SELECT * FROM USER_LOGIN", "SELECT * FROM CREDIT_CARD", "SELECT * FROM EFT_ACCOUNT", "SELECT * FROM CONTACT_MECH", "SELECT * FROM mysql.user",
		"INSERT INTO JOB_SANDBOX (JOB_ID) VALUES ('X')", "SELECT 1 INTO OUTFILE 'x'", "LOAD DATA INFILE '/etc/passwd' INTO TABLE FAIRSHARE_INPUT", "SET GLOBAL read_only = 1", "SHUTDOWN",
	} {
		if err := attempt(thief, statement); database.Classify(err) != database.Grant {
			t.Errorf("%s: %v: the account should lack the right", statement, err)
		}
	}
	if code, stdout, stderr := s.run("settlements", "verify", "Company-EUR-20261101"); code != 0 {
		t.Errorf("something was changed nevertheless: exit %d\n%s%s", code, stdout, stderr)
	}
}

// attempt runs a statement and takes back what it did.
func attempt(db *sqlx.DB, statement string) error {
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if strings.HasPrefix(statement, "SELECT") {
		rows, err := tx.Query(statement)
		if err == nil {
			err = rows.Close()
		}
		return err
	}
	_, err = tx.Exec(statement)
	return err
}

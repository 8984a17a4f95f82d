package ofbiz_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/mapping"
)

// findings checks and leaves out what every test server has: no durability.
func findings(t *testing.T, db *sqlx.DB, zone *time.Location) []mapping.Finding {
	t.Helper()
	all, err := ofbiz.Check(t.Context(), db, zone, everything)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(f mapping.Finding) bool { return f.Code == ofbiz.CodeDurability })
}

func expect(t *testing.T, all []mapping.Finding, code, words string) {
	t.Helper()
	found := slices.ContainsFunc(all, func(f mapping.Finding) bool {
		return f.Code == code && strings.Contains(f.Entity+" "+f.Key+" "+f.Text, words)
	})
	if !found {
		t.Errorf("no %s with %q in %v", code, words, all)
	}
}

func TestCheck(t *testing.T) {
	d := mariadbtest.NewOFBiz(t)
	db := open(t, d)

	t.Run("OK", func(t *testing.T) {
		if all := findings(t, db, budapest); len(all) != 0 {
			t.Errorf("%v", all)
		}
	})
	t.Run("Clock", func(t *testing.T) {
		ahead := time.Now().UTC().Add(2 * time.Hour).Format("2006-01-02 15:04:05.000")
		mustExec(t, db, "INSERT INTO PARTY (PARTY_ID, LAST_UPDATED_TX_STAMP) VALUES ('CLOCK', ?)", ahead)
		expect(t, findings(t, db, time.UTC), ofbiz.CodeClock, "2h0m0s ahead")
		if all := findings(t, db, time.FixedZone("east", 2*3600)); len(all) != 0 {
			t.Errorf("in OFBiz's zone: %v", all)
		}
		mustExec(t, db, "DELETE FROM PARTY WHERE PARTY_ID = 'CLOCK'")
	})
	t.Run("Grants", func(t *testing.T) { testCheckGrants(t, d, db) })
	t.Run("Tables", func(t *testing.T) {
		mustExec(t, db, "DROP TABLE RETURN_STATUS")
		mustExec(t, db, "ALTER TABLE FACILITY_ATTRIBUTE DROP COLUMN ATTR_VALUE, ENGINE=InnoDB")
		all := findings(t, db, budapest)
		expect(t, all, ofbiz.CodeTable, "RETURN_STATUS")
		expect(t, all, ofbiz.CodeTable, "ATTR_VALUE")
	})
}

// An account with all rights but two is told which, and needs no other one: with
// them every statement there is can be prepared, and writing works.
func testCheckGrants(t *testing.T, d mariadbtest.Database, admin *sqlx.DB) {
	mustExec(t, admin, "CREATE OR REPLACE USER 'weak'@'localhost'")
	for _, right := range ofbiz.Rights() {
		mustExec(t, admin, right.Grant(d.Name, "'weak'@'localhost'"))
	}
	weak := openAs(t, database.Config{Address: d.Socket, Name: d.Name, User: "weak"})
	for _, right := range []database.Right{{Table: "INVOICE_ITEM", Privilege: "INSERT"}, {Table: "ORDER_ITEM", Privilege: "SELECT"}} {
		mustExec(t, admin, "REVOKE "+right.Clause()+" ON "+d.Name+"."+right.Table+" FROM 'weak'@'localhost'")
		if missing, err := database.MissingRight(t.Context(), weak, d.Name, right); err != nil || !missing {
			t.Errorf("%v: missing is %v, %v", right, missing, err)
		}
		account, err := database.Account(t.Context(), weak)
		if err != nil {
			t.Fatal(err)
		}
		mustExec(t, admin, right.Grant(d.Name, account))
	}
	for _, right := range ofbiz.Rights() {
		if missing, err := database.MissingRight(t.Context(), weak, d.Name, right); err != nil || missing {
			t.Errorf("%v: missing is %v, %v", right, missing, err)
		}
	}
	writeWith(t, admin, weak)
}

// writeWith proves that the rights that Check asks for are enough.
func writeWith(t *testing.T, admin, weak *sqlx.DB) {
	mustExec(t, admin, "INSERT INTO PARTY (PARTY_ID) VALUES ('Company'), ('Mik')")
	mustExec(t, admin, "INSERT INTO PRODUCT (PRODUCT_ID) VALUES ('FIRMWARE'), ('GENBOARD')")
	if err := write(t, weak, payout("FSWEAK")); err != nil {
		t.Error(err)
	}
	attach(t, weak, mapping.Document{Name: "a.csv", Format: "csv", Party: "Mik", Title: "a", Content: []byte("a")})
	if _, err := read(t, weak); err != nil {
		t.Error(err)
	}
	if _, err := ofbiz.Names(context.WithoutCancel(t.Context()), weak); err != nil {
		t.Error(err)
	}
}

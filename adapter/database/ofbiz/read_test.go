package ofbiz_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/mapping"
)

// reading counts the rows of each entity and keeps some as text.
type reading struct {
	rows map[string]int
	kept map[string][]string
	told map[string]int64
}

// everything are rules that need every entity.
var everything = mapping.Rules{
	Recognize: mapping.RecognizePaid, Costs: mapping.Costs{PurchaseInvoice: true, StandardCost: true, Shipping: true}, ConvertTo: "EUR",
}

func read(t *testing.T, db *sqlx.DB, keep ...string) (*reading, error) {
	t.Helper()
	return readBy(t, db, everything, keep...)
}

func readBy(t *testing.T, db *sqlx.DB, rules mapping.Rules, keep ...string) (*reading, error) {
	t.Helper()
	snapshot, err := database.OpenSnapshot(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	r := &reading{map[string]int{}, map[string][]string{}, map[string]int64{}}
	err = ofbiz.Read(t.Context(), snapshot, rules, func(entity *mapping.Entity, row mapping.Row) error {
		r.rows[entity.Name]++
		for _, name := range keep {
			if name == entity.Name {
				r.kept[name] = append(r.kept[name], rowText(row))
			}
		}
		return nil
	}, func(entity string, rows int64) { r.told[entity] += rows })
	return r, err
}

func rowText(row mapping.Row) string {
	fields := make([]string, len(row))
	for i, field := range row {
		if fields[i] = string(field); field == nil {
			fields[i] = "NULL"
		}
	}
	return strings.Join(fields, "|")
}

func TestReadVEMS(t *testing.T) {
	db := open(t, mariadbtest.NewVEMS(t))
	r, err := read(t, db, "ProductAssoc", "OrderRole", "OrderStatus", "ReturnStatus", "Uom", "OrderHeader", "Invoice", "CostComponent", "Payment")
	if err != nil {
		t.Fatal(err)
	}
	for _, entity := range []string{"Party", "Product", "ProductAssoc", "Facility", "FacilityParty", "InventoryItem", "InventoryItemDetail", "OrderHeader", "OrderItem", "OrderStatus", "ReturnItem"} {
		if r.rows[entity] == 0 {
			t.Errorf("no rows of %s", entity)
		}
	}
	for _, entity := range mapping.Entities {
		if int64(r.rows[entity.Name]) != r.told[entity.Name] {
			t.Errorf("%s: %d rows, progress told %d", entity.Name, r.rows[entity.Name], r.told[entity.Name])
		}
	}
	allowed := map[string][]string{
		"ProductAssoc": {"|ENGINEER_COMPONENT|", "|PRODUCT_VARIANT|"},
		"OrderRole":    {"|BILL_FROM_VENDOR"},
		"OrderStatus":  {"|ITEM_COMPLETED|", "|ORDER_COMPLETED|"},
		"ReturnStatus": {"|RETURN_COMPLETED|"},
		"Uom":          {"|CURRENCY_MEASURE"},
		"OrderHeader":  {"|SALES_ORDER|"},
		"Invoice":      {"|INVOICE_READY|", "|INVOICE_PAID|"},
		"Payment":      {"|PMNT_RECEIVED|", "|PMNT_SENT|", "|PMNT_CONFIRMED|"},

		"CostComponent": {"|EST_STD_"},
	}
	for entity, wanted := range allowed {
		for _, row := range r.kept[entity] {
			if !containsAny(row, wanted) {
				t.Errorf("%s: row %s should not be read", entity, row)
			}
		}
	}
}

func containsAny(text string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// What the rules do not need is not read, nor missed.
func TestReadOnlyWhatIsNeeded(t *testing.T) {
	db := open(t, mariadbtest.NewVEMS(t))
	mustExec(t, db, "DROP TABLE PAYMENT_APPLICATION")
	r, err := readBy(t, db, mapping.Rules{Recognize: mapping.RecognizeCompleted})
	if err != nil {
		t.Fatal(err)
	}
	for _, entity := range mapping.Entities {
		if _, told := r.told[entity.Name]; told != (entity.When == nil) {
			t.Errorf("%s: read is %v", entity.Name, told)
		}
	}
	if _, err := read(t, db); err == nil || !strings.Contains(err.Error(), "PAYMENT_APPLICATION") {
		t.Errorf("by payments: %v", err)
	}
}

// Values come as OFBiz stores them: naive times with milliseconds, decimals with
// all their digits, NULL apart from "".
func TestReadValues(t *testing.T) {
	db := open(t, mariadbtest.NewOFBiz(t))
	mustExec(t, db, "DELETE FROM PERSON")
	mustExec(t, db, "INSERT INTO PARTY (PARTY_ID, PARTY_TYPE_ID) VALUES ('P', 'PERSON'), ('q', 'PERSON')")
	mustExec(t, db, "INSERT INTO PERSON (PARTY_ID, FIRST_NAME, LAST_NAME) VALUES ('P', 'Ünal', ''), ('q', NULL, '日本')")
	mustExec(t, db, "INSERT INTO FACILITY (FACILITY_ID) VALUES ('F')")
	mustExec(t, db, "INSERT INTO INVENTORY_ITEM (INVENTORY_ITEM_ID, FACILITY_ID, QUANTITY_ON_HAND_TOTAL) VALUES ('10', 'F', 0.000001), ('9', 'F', NULL)")
	mustExec(t, db, "INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF) VALUES ('10', '1', '2026-03-29 02:30:00.007', -999999999999.999999)")
	r, err := read(t, db, "Person", "InventoryItem", "InventoryItemDetail")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"Person":              "[P|Ünal| q|NULL|日本]",
		"InventoryItem":       "[10|NULL|NULL|NULL|NULL|F|0.000001 9|NULL|NULL|NULL|NULL|F|NULL]",
		"InventoryItemDetail": "[10|1|2026-03-29 02:30:00.007|-999999999999.999999]",
	}
	for entity, rows := range want {
		if got := fmt.Sprint(r.kept[entity]); got != rows {
			t.Errorf("%s: %s, want %s", entity, got, rows)
		}
	}
}

func TestReadFails(t *testing.T) {
	db := open(t, mariadbtest.NewOFBiz(t))
	cases := []struct {
		name    string
		changes []string
		words   []string
	}{
		{"ErrColumn", []string{"ALTER TABLE FACILITY_ATTRIBUTE CHANGE ATTR_VALUE OTHER_VALUE VARCHAR(255)"}, []string{"FACILITY_ATTRIBUTE", "ATTR_VALUE", ofbiz.SupportedVersion}},
		{"ErrEngine", []string{
			"CREATE TABLE COPIED LIKE RETURN_STATUS", // without the foreign keys that keep it InnoDB
			"DROP TABLE RETURN_STATUS",
			"ALTER TABLE COPIED RENAME TO RETURN_STATUS, ENGINE=Aria",
		}, []string{"RETURN_STATUS", "ENGINE=InnoDB"}},
		{"ErrTable", []string{"DROP TABLE RETURN_STATUS"}, []string{"RETURN_STATUS", ofbiz.SupportedVersion}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, change := range c.changes {
				mustExec(t, db, change)
			}
			_, err := read(t, db)
			if database.Classify(err) != database.Schema {
				t.Fatalf("%v, want a schema error", err)
			}
			for _, word := range c.words {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%v does not name %s", err, word)
				}
			}
		})
	}
}

// A server that goes away meanwhile leaves nothing in doubt: the caller reads again.
func TestReadLosesConnection(t *testing.T) {
	d := mariadbtest.NewVEMS(t)
	snapshot, err := database.OpenSnapshot(t.Context(), open(t, d))
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	id, killer, rows := text(t, snapshot.Conn, "SELECT CONNECTION_ID()"), open(t, d), 0
	err = ofbiz.Read(t.Context(), snapshot, mapping.Rules{}, func(*mapping.Entity, mapping.Row) error {
		if rows++; rows == 1 {
			mustExec(t, killer, "KILL CONNECTION "+id)
		}
		return nil
	}, nil)
	if database.Classify(err) != database.Unreachable || !strings.Contains(err.Error(), "read again") {
		t.Errorf("%v (%v) after %d rows", err, database.Classify(err), rows)
	}
}

func TestReadStopsAtErrorOfTaker(t *testing.T) {
	db := open(t, mariadbtest.NewOFBiz(t))
	snapshot, err := database.OpenSnapshot(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	enough := errors.New("enough")
	rows := 0
	err = ofbiz.Read(t.Context(), snapshot, mapping.Rules{}, func(*mapping.Entity, mapping.Row) error { rows++; return enough }, nil)
	if err != enough || rows != 1 {
		t.Errorf("%v after %d rows", err, rows)
	}
}

// A database as OFBiz left it is read whole, and every row that the filters leave
// out is one that they should.
func TestReadLive(t *testing.T) {
	path := shared(t, "vems-live.sql.gz")
	if testing.Short() {
		t.Skip("SKIPPED: loading a whole OFBiz takes a while")
	}
	d := mariadbtest.New(t)
	began := time.Now()
	mariadbtest.Load(t, d, path)
	db := open(t, d)
	loaded := time.Now()
	r, err := read(t, db)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, n := range r.rows {
		total += n
	}
	t.Logf("loaded in %v, read %d rows in %v", loaded.Sub(began).Round(time.Millisecond), total, time.Since(loaded).Round(time.Millisecond))
	counts := map[string]string{
		"Party":               "SELECT COUNT(*) FROM PARTY",
		"Product":             "SELECT COUNT(*) FROM PRODUCT",
		"OrderItem":           "SELECT COUNT(*) FROM ORDER_ITEM",
		"InventoryItemDetail": "SELECT COUNT(*) FROM INVENTORY_ITEM_DETAIL",
		"OrderHeader":         "SELECT COUNT(*) FROM ORDER_HEADER WHERE ORDER_TYPE_ID <> 'PURCHASE_ORDER'",
		"ProductAssoc":        "SELECT SUM(PRODUCT_ASSOC_TYPE_ID IN ('ENGINEER_COMPONENT', 'PRODUCT_VARIANT')) FROM PRODUCT_ASSOC",
	}
	for entity, query := range counts {
		if want := text(t, db, query); fmt.Sprint(r.rows[entity]) != want {
			t.Errorf("%s: %d rows, want %s", entity, r.rows[entity], want)
		}
	}
	t.Run("Check", func(t *testing.T) {
		findings, err := ofbiz.Check(t.Context(), db, time.UTC, everything)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			if f.Code != ofbiz.CodeDurability && f.Code != ofbiz.CodeClock {
				t.Errorf("%+v", f)
			}
		}
	})
}

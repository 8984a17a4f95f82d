package mariadbtest

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestMain(m *testing.M) { Main(m) }

func TestNew(t *testing.T) {
	first, second := New(t), New(t)
	if first.Name == second.Name {
		t.Fatalf("both databases are called %s", first.Name)
	}
	var collation string
	if err := first.Open(t).QueryRow("SELECT @@collation_database").Scan(&collation); err != nil || collation != "utf8mb3_general_ci" {
		t.Errorf("collation %s, %v", collation, err)
	}
}

func TestNewOFBiz(t *testing.T) {
	began := time.Now()
	conn := NewOFBiz(t).Open(t)
	t.Logf("made in %v", time.Since(began).Round(time.Millisecond))
	var tables int
	if err := conn.QueryRow("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()").Scan(&tables); err != nil {
		t.Fatal(err)
	}
	if tables < 90 {
		t.Errorf("%d tables, want at least 90", tables)
	}
}

func TestNewVEMS(t *testing.T) {
	began := time.Now()
	conn := NewVEMS(t).Open(t)
	t.Logf("made in %v", time.Since(began).Round(time.Millisecond))
	var name string
	if err := conn.QueryRow("SELECT LAST_NAME FROM PERSON WHERE PARTY_ID = 'CELL'").Scan(&name); err != nil || name != "Erdős" {
		t.Errorf("name %q, %v, want Erdős", name, err)
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dump.sql")
	if err := os.WriteFile(path, []byte("CREATE TABLE T (A INT);\nINSERT INTO T VALUES (1), (2);\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	db := New(t)
	Load(t, db, path)
	var sum int
	if err := db.Open(t).QueryRow("SELECT SUM(A) FROM T").Scan(&sum); err != nil || sum != 3 {
		t.Errorf("sum %d, %v, want 3", sum, err)
	}
}

func TestUpperSnake(t *testing.T) {
	for field, want := range map[string]string{
		"inventoryItemId": "INVENTORY_ITEM_ID", "Party": "PARTY", "OrderItemBilling": "ORDER_ITEM_BILLING",
	} {
		if got := upperSnake(field); got != want {
			t.Errorf("%s: %s, want %s", field, got, want)
		}
	}
}

package database_test

import (
	"database/sql"
	"testing"
	"time"

	"fairshare/adapter/database"
)

func TestUTC(t *testing.T) {
	_, db := newTable(t)
	mustExec(t, db, "CREATE TABLE U (ID INT PRIMARY KEY, AT DATETIME(3)) ENGINE=InnoDB")
	budapest := time.FixedZone("CET", 3600)
	written := time.Date(2026, 10, 31, 23, 59, 59, 999_999_999, budapest)
	mustExec(t, db, "INSERT INTO U VALUES (1, ?), (2, NULL)", database.UTC{Time: written})

	t.Run("OK", func(t *testing.T) {
		var read database.UTC
		if err := db.GetContext(t.Context(), &read, "SELECT AT FROM U WHERE ID = ?", 1); err != nil {
			t.Fatal(err)
		}
		if want := time.Date(2026, 10, 31, 22, 59, 59, 999_000_000, time.UTC); !read.Equal(want) {
			t.Errorf("read %v, want %v", read, want)
		}
	})

	t.Run("Null", func(t *testing.T) {
		var read sql.Null[database.UTC]
		if err := db.GetContext(t.Context(), &read, "SELECT AT FROM U WHERE ID = 2"); err != nil || read.Valid {
			t.Errorf("%v, %v", read, err)
		}
	})

	t.Run("ErrZero", func(t *testing.T) {
		if _, err := db.ExecContext(t.Context(), "INSERT INTO U VALUES (3, ?)", database.UTC{}); err == nil {
			t.Error("the zero time was written")
		}
	})
}

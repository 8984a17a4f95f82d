package database_test

import (
	"context"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/embedded/mariadbtest"
)

func TestMain(m *testing.M) { mariadbtest.Main(m) }

// configOf reaches a test's database by its socket, or through another address.
func configOf(d mariadbtest.Database, address string) database.Config {
	if address == "" {
		address = d.Socket
	}
	return database.Config{Address: address, Name: d.Name, User: d.User, ReadTimeout: 20 * time.Second}
}

func open(t testing.TB, c database.Config) *sqlx.DB {
	t.Helper()
	db, err := database.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// newTable opens an empty database with the table T (ID INT, V VARCHAR(20)).
func newTable(t testing.TB) (mariadbtest.Database, *sqlx.DB) {
	t.Helper()
	d := mariadbtest.New(t)
	db := open(t, configOf(d, ""))
	mustExec(t, db, "CREATE TABLE T (ID INT PRIMARY KEY, V VARCHAR(20)) ENGINE=InnoDB")
	return d, db
}

func mustExec(t testing.TB, db sqlx.ExecerContext, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(context.WithoutCancel(t.Context()), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func count(t testing.TB, db sqlx.QueryerContext, query string) (n int) {
	t.Helper()
	if err := sqlx.GetContext(context.WithoutCancel(t.Context()), db, &n, query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

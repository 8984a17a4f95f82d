package ofbiz_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/embedded/mariadbtest"
)

func TestMain(m *testing.M) { mariadbtest.Main(m) }

// budapest is the zone of the sample company's OFBiz.
var budapest = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		panic(err)
	}
	return zone
}()

func open(t testing.TB, d mariadbtest.Database) *sqlx.DB {
	t.Helper()
	return openAs(t, database.Config{Address: d.Socket, Name: d.Name, User: d.User, Zone: budapest})
}

func openAs(t testing.TB, c database.Config) *sqlx.DB {
	t.Helper()
	db, err := database.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func mustExec(t testing.TB, db sqlx.ExecerContext, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(context.WithoutCancel(t.Context()), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func text(t testing.TB, db sqlx.QueryerContext, query string, args ...any) string {
	t.Helper()
	var found *string
	if err := sqlx.GetContext(context.WithoutCancel(t.Context()), db, &found, query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if found == nil {
		return "NULL"
	}
	return *found
}

// shared finds a file of the collection that lies beside the repository on the
// maintainers' machines, and skips the test elsewhere.
func shared(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "..", "shared", "ofbiz", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED: %s is not here, so a real OFBiz database was not read", name)
	}
	return path
}

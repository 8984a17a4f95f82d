package journal

import (
	"context"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/mapping"
)

func TestMain(m *testing.M) { mariadbtest.Main(m) }

// newJournal is a journal with its tables in a database of its own.
func newJournal(t testing.TB) *Journal {
	t.Helper()
	j := &Journal{DB: open(t, mariadbtest.New(t)), Organization: organization}
	if _, err := Migrate(t.Context(), j.DB, ""); err != nil {
		t.Fatal(err)
	}
	return j
}

// open makes a pool as the program does.
func open(t testing.TB, d mariadbtest.Database) *sqlx.DB {
	t.Helper()
	db, err := database.Open(t.Context(), database.Config{Address: d.Socket, Name: d.Name, User: d.User})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func acquire(t testing.TB, j *Journal) *Lease {
	t.Helper()
	lease, err := j.Acquire(t.Context(), "test", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return lease
}

func commit(t testing.TB, j *Journal, lease *Lease, p *mapping.Plan) {
	t.Helper()
	if err := j.CommitPlan(t.Context(), lease, p); err != nil {
		t.Fatal(err)
	}
}

// in runs a step in a transaction of its own.
func (j *Journal) in(ctx context.Context, step func(context.Context, *sqlx.Tx) error) error {
	return database.InTransaction(ctx, j.DB, step)
}

func advance(t testing.TB, j *Journal, lease *Lease, id string, from, to mapping.State) error {
	t.Helper()
	return j.in(t.Context(), func(ctx context.Context, tx *sqlx.Tx) error {
		return j.Advance(ctx, tx, lease, id, from, to)
	})
}

func mustAdvance(t testing.TB, j *Journal, lease *Lease, id string, from, to mapping.State) {
	t.Helper()
	if err := advance(t, j, lease, id, from, to); err != nil {
		t.Fatal(err)
	}
}

func count(t testing.TB, j *Journal, table string) (rows int) {
	t.Helper()
	if err := j.DB.GetContext(t.Context(), &rows, "SELECT COUNT(*) FROM "+table); err != nil {
		t.Fatal(err)
	}
	return rows
}

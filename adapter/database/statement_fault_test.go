package database_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/faultproxy"
)

func begins(text string) func(faultproxy.Command) bool {
	return func(c faultproxy.Command) bool { return strings.HasPrefix(c.Statement, text) }
}

// throughProxy opens a pool of one connection through a fault proxy.
func throughProxy(t *testing.T) (*faultproxy.Proxy, *sqlx.DB, *sqlx.DB) {
	t.Helper()
	d, direct := newTable(t)
	p := faultproxy.New(t, d.Socket)
	db := open(t, configOf(d, p.Address))
	db.SetMaxOpenConns(1)
	return p, db, direct
}

// A snapshot that can't be taken says so, leaves no transaction behind on its
// connection, and the next one can.
func TestSnapshotFails(t *testing.T) {
	p, db, direct := throughProxy(t)
	for _, statement := range []string{"SET SESSION TRANSACTION", "SELECT @@", "START TRANSACTION WITH CONSISTENT SNAPSHOT"} {
		p.Reset()
		p.When(begins(statement), faultproxy.Answer(1226))
		if _, err := database.OpenSnapshot(t.Context(), db); database.Classify(err) != database.Unreachable || !strings.HasPrefix(err.Error(), "open a snapshot: Error 1226") || p.Struck() != 1 {
			t.Errorf("%s: %v (%s)", statement, err, database.Classify(err))
		}
	}
	p.Reset()
	p.When(begins("SELECT @@"), faultproxy.CutAfter())
	if _, err := database.OpenSnapshot(t.Context(), db); database.Classify(err) != database.Unreachable || !strings.HasSuffix(err.Error(), "read again") {
		t.Errorf("connection lost: %v (%s)", err, database.Classify(err))
	}
	snapshot, err := database.OpenSnapshot(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, direct, "INSERT INTO T VALUES (1, 'late')")
	if n := count(t, snapshot.Conn, "SELECT COUNT(*) FROM T"); n != 0 {
		t.Errorf("%d rows: the snapshot is none", n)
	}
	snapshot.Close()
	snapshot.Close()
	if n := count(t, db, "SELECT COUNT(*) FROM T"); n != 1 {
		t.Errorf("%d rows: the connection still looks at the snapshot", n)
	}
}

// A server that doesn't know both phrases together gets the one that matters.
func TestSnapshotOnServerWithOneOption(t *testing.T) {
	p, db, direct := throughProxy(t)
	p.When(begins("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"), faultproxy.Answer(1064))
	snapshot, err := database.OpenSnapshot(t.Context(), db)
	if err != nil || p.Struck() != 1 {
		t.Fatal(err)
	}
	defer snapshot.Close()
	mustExec(t, direct, "INSERT INTO T VALUES (1, 'late')")
	if n := count(t, snapshot.Conn, "SELECT COUNT(*) FROM T"); n != 0 {
		t.Errorf("%d rows: the snapshot is none", n)
	}
}

// A pool that was closed has no connection for anybody.
func TestClosedPool(t *testing.T) {
	_, db := newTable(t)
	db.Close()
	if _, err := database.OpenSnapshot(t.Context(), db); err == nil || err.Error() != "open a snapshot: sql: database is closed" {
		t.Error(err)
	}
	runs := 0
	if err := database.InTransaction(t.Context(), db, insertOne(&runs)); err == nil || err.Error() != "connect: sql: database is closed" || runs > 0 {
		t.Errorf("%v after %d runs", err, runs)
	}
}

// What the server itself answers to COMMIT is certain: a deadlock rolled back, so
// the transaction runs again; a read-only server is left for another connection; of
// any other error nobody knows.
func TestErrorOfCommit(t *testing.T) {
	for _, c := range []struct {
		name   string
		number uint16
		runs   int
		kind   database.Kind
	}{{"Deadlock", 1213, 2, database.Other}, {"ReadOnly", 1290, 2, database.Other}, {"Interrupted", 1317, 1, database.Ambiguous}} {
		t.Run(c.name, func(t *testing.T) {
			p, db, direct := throughProxy(t)
			p.When(begins("COMMIT"), faultproxy.Answer(c.number))
			runs := 0
			err := database.InTransaction(t.Context(), db, insertOne(&runs))
			if database.Classify(err) != c.kind || errors.Is(err, database.ErrAmbiguous) != (c.kind == database.Ambiguous) || runs != c.runs {
				t.Errorf("%v after %d runs", err, runs)
			}
			if n := count(t, direct, "SELECT COUNT(*) FROM T"); n != c.runs-1 {
				t.Errorf("%d rows after %d runs", n, runs)
			}
		})
	}
}

// A person who stops the program while it waits to try again is obeyed at once.
func TestStoppedBetweenAttempts(t *testing.T) {
	p, db, _ := throughProxy(t)
	ctx, stop := context.WithCancel(t.Context())
	p.When(begins("INSERT"), faultproxy.Answer(1213))
	runs := 0
	err := database.InTransaction(ctx, db, func(ctx context.Context, tx *sqlx.Tx) error {
		err := insertOne(&runs)(ctx, tx)
		stop()
		return err
	})
	if runs != 1 || err == nil || !strings.Contains(err.Error(), "Error 1213") {
		t.Errorf("%v after %d runs", err, runs)
	}
}

// refusing refuses every statement.
type refusing struct{ sqlx.ExecerContext }

func (refusing) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	return nil, sql.ErrTxDone
}

// The first batch that fails ends the insertion: nothing more is asked for.
func TestInsertRowsStopsAtAnError(t *testing.T) {
	asked := 0
	rows := func(yield func([]any) bool) {
		for i := 0; i < 5000 && yield([]any{i}); i++ {
			asked++
		}
	}
	if err := database.InsertRows(t.Context(), refusing{}, "INSERT INTO T (ID)", 1, rows); !errors.Is(err, sql.ErrTxDone) || asked != 500 {
		t.Errorf("%v after %d rows", err, asked)
	}
}

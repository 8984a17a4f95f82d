package database_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/faultproxy"
)

// commit is the statement on the wire, with the byte that says it is one: BEGIN
// holds the words READ COMMITTED.
const commit = "\x03COMMIT"

func insertOne(runs *int) func(context.Context, *sqlx.Tx) error {
	return func(ctx context.Context, tx *sqlx.Tx) error {
		*runs++
		_, err := tx.ExecContext(ctx, "INSERT INTO T VALUES (1, 'a')")
		return err
	}
}

// The reply to COMMIT is lost: the row is there, and nobody may send it again.
func TestLostAnswerToCommit(t *testing.T) {
	d, direct := newTable(t)
	p := newProxy(t, d.Address)
	db := open(t, configOf(d, p.Address))
	p.CutAfter(commit)
	runs := 0
	err := database.InTransaction(t.Context(), db, insertOne(&runs))
	if !errors.Is(err, database.ErrAmbiguous) || database.Classify(err) != database.Ambiguous {
		t.Errorf("%v, want ErrAmbiguous", err)
	}
	if runs != 1 || p.cuts.Load() != 1 {
		t.Errorf("%d runs, %d cuts", runs, p.cuts.Load())
	}
	if n := count(t, direct, "SELECT COUNT(*) FROM T"); n != 1 {
		t.Errorf("%d rows, want the one that was committed", n)
	}
}

// COMMIT never arrives: nobody who sent it can know, so it is ambiguous too.
func TestLostCommit(t *testing.T) {
	d, direct := newTable(t)
	p := newProxy(t, d.Address)
	db := open(t, configOf(d, p.Address))
	p.CutBefore(commit)
	runs := 0
	if err := database.InTransaction(t.Context(), db, insertOne(&runs)); !errors.Is(err, database.ErrAmbiguous) {
		t.Errorf("%v, want ErrAmbiguous", err)
	}
	if n := count(t, direct, "SELECT COUNT(*) FROM T"); n != 0 || runs != 1 {
		t.Errorf("%d rows after %d runs", n, runs)
	}
}

// A connection that breaks before COMMIT was sent leaves nothing behind: the
// transaction runs again on a new one.
func TestLostConnectionBeforeCommit(t *testing.T) {
	for name, cut := range map[string]func(*proxy, string){"Statement": (*proxy).CutBefore, "Answer": (*proxy).CutAfter} {
		t.Run(name, func(t *testing.T) {
			d, direct := newTable(t)
			p := newProxy(t, d.Address)
			db := open(t, configOf(d, p.Address))
			cut(p, "INSERT INTO T")
			runs := 0
			if err := database.InTransaction(t.Context(), db, insertOne(&runs)); err != nil || runs != 2 {
				t.Errorf("%v after %d runs", err, runs)
			}
			if n := count(t, direct, "SELECT COUNT(*) FROM T"); n != 1 {
				t.Errorf("%d rows", n)
			}
		})
	}
}

// A connection that breaks while its session is set up was never used: that is no
// doubt about a COMMIT, and the transaction is tried on another one.
func TestLostConnectionWhileConnecting(t *testing.T) {
	for name, fault := range map[string]faultproxy.Fault{"Before": faultproxy.CutBefore(), "After": faultproxy.CutAfter(), "Refused": faultproxy.Refuse(100 * time.Millisecond)} {
		t.Run(name, func(t *testing.T) {
			d, direct := newTable(t)
			p := faultproxy.New(t, d.Socket)
			db := open(t, configOf(d, p.Address))
			db.SetMaxIdleConns(0)
			p.When(func(c faultproxy.Command) bool { return strings.HasPrefix(c.Statement, "SET NAMES") }, fault)
			runs := 0
			if err := database.InTransaction(t.Context(), db, insertOne(&runs)); err != nil || runs != 1 || p.Struck() != 1 {
				t.Errorf("%v after %d runs and %d faults", err, runs, p.Struck())
			}
			if n := count(t, direct, "SELECT COUNT(*) FROM T"); n != 1 {
				t.Errorf("%d rows", n)
			}
		})
	}
}

// An account without SUPER meets a primary that was demoted: it reconnects, three
// times in all, and says what is wrong.
func TestReadOnlyServer(t *testing.T) {
	d, direct := newTable(t)
	mustExec(t, direct, "CREATE OR REPLACE USER 'worker'@'%' IDENTIFIED BY 'w'")
	mustExec(t, direct, "GRANT SELECT, INSERT ON `"+d.Name+"`.* TO 'worker'@'%'")
	config := configOf(d, d.Address)
	config.User, config.Password = "worker", "w"
	db := open(t, config)
	mustExec(t, direct, "SET GLOBAL read_only = 1")
	defer mustExec(t, direct, "SET GLOBAL read_only = 0")
	connections := map[int]bool{}
	err := database.InTransaction(t.Context(), db, func(ctx context.Context, tx *sqlx.Tx) error {
		var id int
		if err := tx.GetContext(ctx, &id, "SELECT CONNECTION_ID()"); err != nil {
			return err
		}
		connections[id] = true
		_, err := tx.ExecContext(ctx, "INSERT INTO T VALUES (1, 'a')")
		return err
	})
	if database.Classify(err) != database.ReadOnly || len(connections) != 3 {
		t.Errorf("%v over %d connections", err, len(connections))
	}
	if text := database.Explain("write", err).Error(); !strings.Contains(text, "replica") {
		t.Errorf("%q does not say what to do", text)
	}
}

package database_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

func TestInTransaction(t *testing.T) {
	_, db := newTable(t)

	t.Run("OK", func(t *testing.T) {
		err := database.InTransaction(t.Context(), db, func(ctx context.Context, tx *sqlx.Tx) error {
			var isolation string
			if err := tx.GetContext(ctx, &isolation, "SELECT TRX_ISOLATION_LEVEL FROM information_schema.INNODB_TRX WHERE TRX_MYSQL_THREAD_ID = CONNECTION_ID()"); err == nil && isolation != "READ COMMITTED" {
				t.Errorf("isolation %s", isolation)
			}
			_, err := tx.ExecContext(ctx, "INSERT INTO T VALUES (1, 'a')")
			return err
		})
		if err != nil || count(t, db, "SELECT COUNT(*) FROM T WHERE ID = 1") != 1 {
			t.Errorf("not committed: %v", err)
		}
	})

	t.Run("ErrOfCallerRollsBack", func(t *testing.T) {
		refusal := errors.New("refused")
		runs := 0
		err := database.InTransaction(t.Context(), db, func(ctx context.Context, tx *sqlx.Tx) error {
			runs++
			mustExec(t, tx, "INSERT INTO T VALUES (2, 'a')")
			return refusal
		})
		if err != refusal || runs != 1 || count(t, db, "SELECT COUNT(*) FROM T WHERE ID = 2") != 0 {
			t.Errorf("%v after %d runs", err, runs)
		}
	})

	t.Run("ErrConflict", func(t *testing.T) {
		runs := 0
		err := database.InTransaction(t.Context(), db, func(ctx context.Context, tx *sqlx.Tx) error {
			runs++
			_, err := tx.ExecContext(ctx, "INSERT INTO T VALUES (1, 'b')")
			return err
		})
		if database.Classify(err) != database.Conflict || runs != 1 {
			t.Errorf("%v after %d runs", err, runs)
		}
	})

	t.Run("ErrStopped", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		err := database.InTransaction(ctx, db, func(ctx context.Context, tx *sqlx.Tx) error {
			mustExec(t, tx, "INSERT INTO T VALUES (3, 'a')")
			cancel()
			return nil
		})
		if database.Classify(err) != database.Stopped || !errors.Is(err, context.Canceled) || count(t, db, "SELECT COUNT(*) FROM T WHERE ID = 3") != 0 {
			t.Errorf("%v", err)
		}
	})

	t.Run("ErrStoppedInStatement", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		err := database.InTransaction(ctx, db, func(ctx context.Context, tx *sqlx.Tx) error {
			mustExec(t, tx, "INSERT INTO T VALUES (3, 'a')")
			_, err := tx.ExecContext(ctx, "DO SLEEP(5)")
			return err
		})
		if database.Classify(err) != database.Stopped || count(t, db, "SELECT COUNT(*) FROM T WHERE ID = 3") != 0 {
			t.Errorf("%v", err)
		}
	})
}

// Two transactions lock two rows crosswise: the server picks a victim, which runs
// again and finds what the other one has written.
func TestInTransactionDeadlock(t *testing.T) {
	_, db := newTable(t)
	mustExec(t, db, "CREATE TABLE D (ID INT PRIMARY KEY, N INT) ENGINE=InnoDB")
	mustExec(t, db, "INSERT INTO D VALUES (1, 0), (2, 0)")
	met, runs := make(chan struct{}, 2), make(chan int, 2)
	cross := func(first, second int) {
		n := 0
		err := database.InTransaction(t.Context(), db, func(ctx context.Context, tx *sqlx.Tx) error {
			n++
			if _, err := tx.ExecContext(ctx, "UPDATE D SET N = N + 1 WHERE ID = ?", first); err != nil {
				return err
			}
			if met <- struct{}{}; n == 1 {
				for len(met) < 2 {
					time.Sleep(time.Millisecond)
				}
			}
			_, err := tx.ExecContext(ctx, "UPDATE D SET N = N + 1 WHERE ID = ?", second)
			if n > 1 {
				<-met
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		runs <- n
	}
	met = make(chan struct{}, 10)
	go cross(1, 2)
	go cross(2, 1)
	if a, b := <-runs, <-runs; a+b < 3 {
		t.Errorf("%d and %d runs: there was no deadlock", a, b)
	}
	if n := count(t, db, "SELECT SUM(N) FROM D"); n != 4 {
		t.Errorf("the rows add up to %d, want 4", n)
	}
}

// A lock wait timeout rolls back its statement only: committing what came before
// it would publish a half.
func TestInTransactionLockWait(t *testing.T) {
	_, db := newTable(t)
	mustExec(t, db, "INSERT INTO T VALUES (1, 'a')")
	holder, err := db.Beginx()
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, holder, "UPDATE T SET V = 'held' WHERE ID = 1")
	runs := 0
	err = database.InTransaction(t.Context(), db, func(ctx context.Context, tx *sqlx.Tx) error {
		runs++
		mustExec(t, tx, "SET SESSION innodb_lock_wait_timeout = 1")
		mustExec(t, tx, "INSERT INTO T VALUES (2, 'half')")
		_, err := tx.ExecContext(ctx, "UPDATE T SET V = 'mine' WHERE ID = 1")
		if runs == 1 {
			var server *mysql.MySQLError
			if !errors.As(err, &server) || server.Number != 1205 {
				t.Errorf("%v, want error 1205", err)
			}
			holder.Rollback()
		}
		return err
	})
	if err != nil || runs != 2 || count(t, db, "SELECT COUNT(*) FROM T WHERE V IN ('half', 'mine')") != 2 {
		t.Errorf("%v after %d runs", err, runs)
	}
}

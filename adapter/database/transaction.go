package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// endTimeout is how long COMMIT or ROLLBACK may take. The caller's context does
// not apply to them: cutting a COMMIT short would make its outcome unknown.
const endTimeout = 30 * time.Second

// InTransaction runs fn in a transaction and commits it. fn may run several times,
// so all it does must be in the transaction; its own errors come back unchanged.
//
// The isolation is READ COMMITTED, as OFBiz's own: what fn reads before it writes
// is what is committed now rather than what was when it began; there are no gap
// locks to stand in OFBiz's way; and a server with innodb_snapshot_isolation has
// no reason for error 1020. Whoever relies on a row staying as it is locks it.
//
// A lock wait timeout, a deadlock, a changed record and a connection that broke
// before COMMIT was sent repeat the whole transaction, five attempts in all. A COMMIT
// whose answer is lost is never repeated: the error wraps ErrAmbiguous.
func InTransaction(ctx context.Context, db *sqlx.DB, fn func(ctx context.Context, tx *sqlx.Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := transactOnce(ctx, db, fn)
		if err == nil || attempt >= attemptsFor(err) {
			return err
		}
		if stopped := pause(ctx, err, attempt); stopped {
			return err
		}
	}
}

func transactOnce(ctx context.Context, db *sqlx.DB, fn func(context.Context, *sqlx.Tx) error) error {
	conn, err := db.Connx(ctx)
	if err != nil {
		return connecting(ctx, err)
	}
	defer conn.Close()
	// A transaction whose context can end would be rolled back by database/sql
	// behind a COMMIT's back. The statements of fn still end with the caller's.
	tx, err := conn.BeginTxx(context.WithoutCancel(ctx), &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return beforeCommit(ctx, "begin a transaction", err)
	}
	defer tx.Rollback() // only tells database/sql that it is over; end has told the server
	err = run(ctx, tx, fn)
	if err == nil {
		err = committed(end(ctx, tx, "COMMIT"))
	}
	if err != nil {
		_ = end(ctx, tx, "ROLLBACK") // if this fails the connection is closed, which rolls back too
	}
	if Classify(err) == ReadOnly {
		_ = tx.Rollback() // a connection can't be dropped while database/sql thinks it busy
		drop(conn)
	}
	return err
}

// run calls fn and notices a context that ended after fn's last statement.
func run(ctx context.Context, tx *sqlx.Tx, fn func(context.Context, *sqlx.Tx) error) error {
	err := fn(ctx, tx)
	if err == nil {
		err = ctx.Err()
	}
	return beforeCommit(ctx, "transaction", err)
}

// beforeCommit tells what a broken connection means before COMMIT: nothing was
// written, since the server rolls back whatever a lost connection left behind.
func beforeCommit(ctx context.Context, op string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil && (Classify(err) == Stopped || isLost(err) || isUnsent(err)):
		return &Error{Kind: Stopped, Op: op, Err: fmt.Errorf("%w (%w)", err, context.Cause(ctx)), Hint: "stopped before COMMIT, nothing was written"}
	case isLost(err) || isUnsent(err):
		return &Error{Kind: Unreachable, Op: op, Err: err, Hint: "the connection broke before COMMIT, nothing was written"}
	}
	return err
}

// connecting tells what an error of making a connection means. One that breaks
// while the session's variables are set looks lost, and nothing was written over it.
func connecting(ctx context.Context, err error) error {
	if isLost(err) || isUnsent(err) {
		return beforeCommit(ctx, "connect", err)
	}
	return explain("connect", err)
}

// end sends COMMIT or ROLLBACK with a deadline of its own, which tx.Commit has not.
func end(ctx context.Context, tx *sqlx.Tx, statement string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	_, err := tx.ExecContext(ctx, statement)
	return err
}

// committed tells what an error of COMMIT means. Only an answer of the server that
// it rolled back, or a driver that sent nothing, is certain.
func committed(err error) error {
	switch {
	case err == nil:
		return nil
	case isUnsent(err):
		return &Error{Kind: Unreachable, Op: "commit", Err: err, Hint: "the connection broke before COMMIT, nothing was written"}
	}
	if kind := Classify(err); kind == Retryable || kind == ReadOnly {
		return explain("commit", err)
	}
	return &Error{Kind: Ambiguous, Op: "commit", Err: fmt.Errorf("%w: %w", ErrAmbiguous, err), Hint: "look the rows up before writing them again"}
}

// drop closes a connection instead of giving it back to the pool, so that the next
// one is made anew: to the primary, if the address has moved there.
func drop(conn *sqlx.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
}

package database

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
)

// Snapshot is one consistent view of the database: whatever is read through its
// connection is as it was at one moment, and nothing can be written through it.
type Snapshot struct {
	Conn   *sqlx.Conn
	At     time.Time // the database's clock, UTC: everything committed before is in it
	Server string    // the server's version
}

// repeatableRead is for the session and not for the next transaction only: without
// it WITH CONSISTENT SNAPSHOT is accepted and does nothing.
const repeatableRead = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"

// The combined statement fixes the moment at once; a plain START TRANSACTION, and
// so the driver's BeginTx, would fix it at the first read. Servers that do not
// know both phrases together get the one that matters.
const (
	startReadOnly = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
	startOnly     = "START TRANSACTION WITH CONSISTENT SNAPSHOT"
)

// The variable's name was changed in MySQL 8 and MariaDB 11.1; 10.11 has the old one.
const (
	selectServer    = "SELECT @@transaction_isolation AS ISOLATION, UTC_TIMESTAMP(3) AS AT, VERSION() AS SERVER"
	selectServerOld = "SELECT @@tx_isolation AS ISOLATION, UTC_TIMESTAMP(3) AS AT, VERSION() AS SERVER"
)

type serverRow struct {
	Isolation string `db:"ISOLATION"`
	At        UTC    `db:"AT"`
	Server    string `db:"SERVER"`
}

// OpenSnapshot takes a snapshot. The caller closes it, soon: the server keeps old
// versions of changed rows for as long as it lives.
func OpenSnapshot(ctx context.Context, db *sqlx.DB) (*Snapshot, error) {
	conn, err := db.Connx(ctx)
	if err != nil {
		return nil, ReadError("open a snapshot", err)
	}
	snapshot := &Snapshot{Conn: conn}
	if err := snapshot.start(ctx); err != nil {
		snapshot.Close()
		return nil, ReadError("open a snapshot", err)
	}
	return snapshot, nil
}

func (s *Snapshot) start(ctx context.Context) error {
	if _, err := s.Conn.ExecContext(ctx, repeatableRead); err != nil {
		return err
	}
	row, err := readServer(ctx, s.Conn)
	if err != nil {
		return err
	}
	if strings.ReplaceAll(strings.ToUpper(row.Isolation), " ", "-") != "REPEATABLE-READ" {
		return fmt.Errorf("the server keeps the isolation %s although REPEATABLE READ was asked for: reads would not fit together", row.Isolation)
	}
	s.At, s.Server = row.At.Time, row.Server
	_, err = s.Conn.ExecContext(ctx, startReadOnly)
	if isNumber(err, 1064) { // syntax
		_, err = s.Conn.ExecContext(ctx, startOnly)
	}
	return err
}

func readServer(ctx context.Context, conn *sqlx.Conn) (row serverRow, err error) {
	err = conn.GetContext(ctx, &row, selectServer)
	if isNumber(err, 1193) { // unknown variable
		err = conn.GetContext(ctx, &row, selectServerOld)
	}
	return row, err
}

// Close ends the snapshot and gives its connection back. It may be called twice.
func (s *Snapshot) Close() {
	if s.Conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	if _, err := s.Conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		drop(s.Conn) // nobody shall get a connection that is still in a transaction
	}
	_ = s.Conn.Close() // it goes back to the pool, or is broken already
	s.Conn = nil
}

func isNumber(err error, number uint16) bool {
	var server *mysql.MySQLError
	return errors.As(err, &server) && server.Number == number
}

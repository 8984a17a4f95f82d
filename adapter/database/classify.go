package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/go-sql-driver/mysql"
)

// Kind is what an error means for whoever gets it.
type Kind uint8

// The kinds of errors.
const (
	Other       Kind = iota
	Retryable        // the whole transaction may be repeated after a ROLLBACK
	Ambiguous        // a write may have happened or not: look it up by its key
	Conflict         // a row of that key is there already
	Grant            // the account lacks a right, or is refused
	Schema           // a table or a column is not there: another OFBiz version
	ReadOnly         // the server takes no writes: a demoted primary
	Refused          // the server refuses the value: our own checks have a hole
	Unreachable      // no connection, and nothing was written over it
	ReadAgain        // the snapshot broke: take a new one
	Stopped          // the caller's context ended
	Untrusted        // the server did not prove who it is, or offers no encryption
)

var kindNames = [...]string{"other", "retryable", "ambiguous", "conflict", "grant", "schema", "read-only", "refused", "unreachable", "read again", "stopped", "untrusted"}

func (k Kind) String() string { return kindNames[k] }

// kindOf sorts the server's error numbers.
var kindOf = map[uint16]Kind{
	1205: Retryable, // lock wait timeout: rolls back the statement only, so a careless COMMIT would publish a half
	1213: Retryable, // deadlock: everything was rolled back
	1020: Retryable, // record changed since last read (innodb_snapshot_isolation, the default from 11.8)

	1180: Ambiguous, // an error during COMMIT, such as a Galera node that left
	1053: Ambiguous, // server shutdown in progress
	1317: Ambiguous, // killed; a COMMIT that waited for a replica is done nevertheless
	1927: Ambiguous, // connection was killed (MariaDB)

	1062: Conflict, // duplicate key
	1586: Conflict, // the same, with the key's name

	1044: Grant, // no right to the database
	1045: Grant, // user or password refused
	1130: Grant, // this host may not connect
	1142: Grant, // a right on the table is missing
	1143: Grant, // a right on a column is missing
	1227: Grant, // an administrator's right is missing
	1370: Grant, // a right on a routine is missing
	1698: Grant, // refused without a password (socket authentication)

	1049: Schema, // no such database
	1054: Schema, // no such column
	1146: Schema, // no such table
	1305: Schema, // no such function

	1290: ReadOnly, // server runs with --read-only
	1792: ReadOnly, // transaction is read only
	1836: ReadOnly, // server runs in read-only mode

	1048: Refused, // NULL where none may be
	1264: Refused, // number out of range
	1265: Refused, // data truncated
	1292: Refused, // not a date
	1364: Refused, // no default
	1366: Refused, // not in the character set, or not a number
	1406: Refused, // text too long
	1451: Refused, // another row refers to this one
	1452: Refused, // the row that this one refers to is not there
	1153: Refused, // packet too large

	1040: Unreachable, // too many connections
	1203: Unreachable, // too many connections of this user
	1226: Unreachable, // the same, by a limit on the account
	1129: Unreachable, // host blocked after connection errors
	1158: Unreachable, // the server's side of a broken connection
	1159: Unreachable,
	1160: Unreachable,
	1161: Unreachable,

	1412: ReadAgain, // table definition changed under the snapshot
	1637: Retryable, // too many active transactions
	3572: Retryable, // lock not available at once (NOWAIT)
}

// Classify says what an error means. A lost connection is Ambiguous, as after a
// write outside of a transaction it is; the errors of InTransaction and Open know
// better and carry their kind along.
func Classify(err error) Kind {
	var known *Error
	var server *mysql.MySQLError
	switch {
	case err == nil:
		return Other
	case errors.Is(err, ErrAmbiguous):
		return Ambiguous
	case errors.As(err, &known):
		return known.Kind
	case errors.As(err, &server):
		return kindOf[server.Number]
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Stopped
	case isTLS(err):
		return Untrusted
	case isUnsent(err):
		return Unreachable
	case isLost(err):
		return Ambiguous
	}
	return Other
}

// isUnsent recognizes that nothing was sent: no connection could be made, or the
// driver found it dead before writing to it. While it logs in, the driver says the
// latter with an error of its own that is known by its text only.
func isUnsent(err error) bool {
	var dial *net.OpError
	var name *net.DNSError
	return errors.Is(err, driver.ErrBadConn) || errors.As(err, &name) ||
		errors.As(err, &dial) && dial.Op == "dial" || err.Error() == "bad connection"
}

// isLost recognizes a connection that broke while something was under way.
func isLost(err error) bool {
	var network net.Error
	return errors.Is(err, mysql.ErrInvalidConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network)
}

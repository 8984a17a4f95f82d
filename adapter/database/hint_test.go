package database_test

import (
	"crypto/tls"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"fairshare/adapter/database"
)

// TestExplain: an error says what was being done, of which kind it is, and what a
// person does next; who explains it once more only adds what was being done.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		kind database.Kind
		want string
	}{
		{"Grant", &mysql.MySQLError{Number: 1142, Message: "INSERT command denied to user 'fs'@'%' for table 'INVOICE'"}, database.Grant,
			"write: Error 1142: INSERT command denied to user 'fs'@'%' for table 'INVOICE': an administrator runs: GRANT INSERT ON `INVOICE` TO 'fs'@'%';"},
		{"Password", &mysql.MySQLError{Number: 1045, Message: "Access denied"}, database.Grant, "write: Error 1045: Access denied: check ofbiz.database.user and the password file; the account may also demand TLS or a client certificate (SHOW CREATE USER)"},
		{"NoHint", &mysql.MySQLError{Number: 9999, Message: "odd"}, database.Other, "write: Error 9999: odd"},
		{"NoTLS", mysql.ErrNoTLS, database.Untrusted, "write: " + mysql.ErrNoTLS.Error() + ": nothing was sent; the server does not offer TLS, or somebody in between hides that it does: switch it on there (ssl_cert, ssl_key), or use a socket"},
		{"Alert", tls.AlertError(42), database.Untrusted,
			"write: tls: bad certificate: what answers there does not speak TLS as it should: check ofbiz.database.address and the server's TLS settings"},
		{"Packet", mysql.ErrPktTooLarge, database.Other, "write: " + mysql.ErrPktTooLarge.Error() + ": raise max_allowed_packet on the server"},
		{"Unsent", driver.ErrBadConn, database.Unreachable, "write: driver: bad connection: is the server running, and is ofbiz.database.address right?"},
		{"Lost", io.EOF, database.Ambiguous, "write: EOF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := database.Explain("write", c.err)
			if err == nil || err.Error() != c.want || database.Classify(err) != c.kind || !errors.Is(err, c.err) {
				t.Errorf("got  %v (%s)\nwant %s (%s)", err, database.Classify(err), c.want, c.kind)
			}
			again := database.Explain("close", err)
			if want := "close: " + c.want; again.Error() != want || database.Classify(again) != c.kind {
				t.Errorf("got  %v (%s)\nwant %s", again, database.Classify(again), want)
			}
		})
	}
	if err := errors.Join(database.Explain("write", nil), database.ReadError("read", nil)); err != nil {
		t.Error(err)
	}
}

// TestKindsHaveNames in messages.
func TestKindsHaveNames(t *testing.T) {
	for kind, want := range map[database.Kind]string{database.Other: "other", database.Ambiguous: "ambiguous", database.ReadAgain: "read again", database.Stopped: "stopped"} {
		if kind.String() != want {
			t.Errorf("%d is called %q instead of %q", kind, kind, want)
		}
	}
}

// TestUTCScans whatever a driver may hand over.
func TestUTCScans(t *testing.T) {
	want := time.Date(2026, 10, 31, 22, 59, 59, 999_000_000, time.UTC)
	for _, src := range []any{[]byte("2026-10-31 22:59:59.999"), "2026-10-31 22:59:59.999", want.In(time.FixedZone("CET", 3600))} {
		var u database.UTC
		if err := u.Scan(src); err != nil || !u.Equal(want) || u.Location() != time.UTC {
			t.Errorf("%v (%T) is %v, %v", src, src, u, err)
		}
	}
	for src, words := range map[any]string{nil: "can't be read from <nil>", 17: "can't be read from int", "yesterday": `can't be read from "yesterday"`} {
		var u database.UTC
		if err := u.Scan(src); err == nil || !strings.Contains(err.Error(), words) || !u.IsZero() {
			t.Errorf("%v: %v, %v", src, u, err)
		}
	}
}

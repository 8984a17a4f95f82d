package database_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/go-sql-driver/mysql"

	"fairshare/adapter/database"
)

func number(n uint16) error { return fmt.Errorf("layer: %w", &mysql.MySQLError{Number: n}) }

func TestClassify(t *testing.T) {
	cases := []struct {
		err  error
		want database.Kind
	}{
		{nil, database.Other},
		{io.ErrShortWrite, database.Other},
		{number(1205), database.Retryable},
		{number(1213), database.Retryable},
		{number(1020), database.Retryable},
		{number(1062), database.Conflict},
		{number(1142), database.Grant},
		{number(1044), database.Grant},
		{number(1045), database.Grant},
		{number(1143), database.Grant},
		{number(1370), database.Grant},
		{number(1054), database.Schema},
		{number(1146), database.Schema},
		{number(1290), database.ReadOnly},
		{number(1792), database.ReadOnly},
		{number(1836), database.ReadOnly},
		{number(1264), database.Refused},
		{number(1366), database.Refused},
		{number(1406), database.Refused},
		{number(1452), database.Refused},
		{number(1412), database.ReadAgain},
		{number(9999), database.Other},
		{mysql.ErrInvalidConn, database.Ambiguous},
		{io.EOF, database.Ambiguous},
		{&net.OpError{Op: "read", Err: io.ErrClosedPipe}, database.Ambiguous},
		{&net.OpError{Op: "dial", Err: io.ErrClosedPipe}, database.Unreachable},
		{driver.ErrBadConn, database.Unreachable},
		{errors.New("bad connection"), database.Unreachable}, // the driver while it logs in
		{context.Canceled, database.Stopped},
		{context.DeadlineExceeded, database.Stopped},
		{fmt.Errorf("commit: %w: %w", database.ErrAmbiguous, number(1205)), database.Ambiguous},
		{&database.Error{Kind: database.Unreachable, Err: mysql.ErrInvalidConn}, database.Unreachable},
	}
	for _, c := range cases {
		if got := database.Classify(c.err); got != c.want {
			t.Errorf("%v is %v, want %v", c.err, got, c.want)
		}
	}
}

func TestGrantFor(t *testing.T) {
	cases := map[string]string{
		"INSERT command denied to user 'fs'@'localhost' for table `ofbiz`.`INVOICE`":           "GRANT INSERT ON `ofbiz`.`INVOICE` TO 'fs'@'localhost';",
		"SELECT, UPDATE command denied to user 'fs'@'%' for table 'SEQUENCE_VALUE_ITEM'":       "GRANT SELECT, UPDATE ON `SEQUENCE_VALUE_ITEM` TO 'fs'@'%';",
		"SELECT command denied to user 'fs'@'10.0.0.1' for column 'PARTY_ID' in table 'PARTY'": "GRANT SELECT ON `PARTY` TO 'fs'@'10.0.0.1';",
		"something else that a newer server says about a right":                                "GRANT the missing right (something else that a newer server says about a right)",
	}
	for message, want := range cases {
		if got := database.GrantFor(&mysql.MySQLError{Number: 1142, Message: message}); got != want {
			t.Errorf("%s: %s, want %s", message, got, want)
		}
	}
}

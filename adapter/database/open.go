package database

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
)

var errIncomplete = errors.New("address or user is missing")

// maxConnections is few on purpose: one for the snapshot, one for the lease, the
// rest for writing. OFBiz needs the server more than we do.
const maxConnections = 4

// connLifetime closes connections before firewalls and a restarted proxy do. A
// connection in use, such as a snapshot's, is not cut off by it.
const connLifetime = 3 * time.Minute

// Open connects to the database and asks for a sign of life. Its error is an
// *Error whose Hint says what to do. The caller closes the pool.
func Open(ctx context.Context, c Config) (*sqlx.DB, error) {
	settings, err := c.driver()
	if err != nil {
		return nil, err
	}
	refused := new(alerts)
	settings.Logger, settings.DialFunc = refused, refused.dial
	connector, err := mysql.NewConnector(settings)
	if err != nil {
		return nil, explain("open database", err)
	}
	db := sqlx.NewDb(sql.OpenDB(connector), "mysql")
	db.SetMaxOpenConns(maxConnections)
	db.SetMaxIdleConns(maxConnections)
	db.SetConnMaxLifetime(connLifetime)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close() // there is no connection whose closing could fail
		return nil, opening("open database "+c.Name+" at "+c.Address+" as "+c.User, refused.reason(err))
	}
	refused.opened.Store(true)
	return db, nil
}

// opening explains why there is no connection. One that was lost in the greeting
// for no reason that is known leaves no doubt: nothing was written.
func opening(op string, err error) error {
	if Classify(err) != Stopped && isLost(err) && hintFor(err) == "" {
		return &Error{Kind: Unreachable, Op: op, Err: err, Hint: "the server took the connection and then fell silent or closed it: is it well, and is ofbiz.database.address right?"}
	}
	return explain(op, err)
}

package database

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// The row is how many statements the server works on at this moment, this one
// included. Every account may ask, and `mysqladmin extended-status` shows the same.
const showRunning = "SHOW GLOBAL STATUS LIKE 'Threads_running'"

// Load is how many statements the server works on at this moment: its own status
// variable Threads_running. At rest it is 1, the one that asks.
func Load(ctx context.Context, db *sqlx.DB) (int, error) {
	var name string
	var running int
	if err := db.QueryRowxContext(ctx, showRunning).Scan(&name, &running); err != nil {
		return 0, ReadError("ask how loaded the server is", err)
	}
	return running, nil
}

// Now is the time by the database's clock.
func Now(ctx context.Context, q sqlx.QueryerContext) (time.Time, error) {
	var now UTC
	if err := sqlx.GetContext(ctx, q, &now, "SELECT UTC_TIMESTAMP(3)"); err != nil {
		return time.Time{}, fmt.Errorf("ask the database for the time: %w", err)
	}
	return now.Time, nil
}

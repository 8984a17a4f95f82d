package database_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fairshare/adapter/database"
)

// TestStream reads what the server sends, and goes on with the connection after
// whatever ended the reading.
func TestStream(t *testing.T) {
	_, db := newTable(t)
	mustExec(t, db, `CREATE TABLE L (ID BIGINT PRIMARY KEY, N INT, D DECIMAL(18,6), T DATETIME(3), V LONGTEXT) ENGINE=InnoDB CHARACTER SET utf8mb4`)
	mustExec(t, db, `INSERT INTO L VALUES (-5, 7, -1.5, '2026-03-29 02:30:00.123', 'ű'), (6, NULL, NULL, NULL, NULL), (7, 0, 0, '2026-01-01', '')`)
	conn, err := db.Connx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const query = "SELECT ID, N, D, T, V FROM L ORDER BY ID"
	read := func(ctx context.Context, query string, take func([][]byte) error) error {
		return database.Stream(ctx, conn, query, 5, take)
	}
	var got []string
	collect := func(row [][]byte) error {
		for _, field := range row {
			if field == nil {
				got = append(got, "NULL")
			} else {
				got = append(got, string(field))
			}
		}
		return nil
	}
	stop := errors.New("stop")
	if err := read(t.Context(), query, func([][]byte) error { return stop }); !errors.Is(err, stop) {
		t.Fatalf("%v, not what take said", err)
	}
	if err := read(t.Context(), "SELECT ID FROM L", collect); err == nil {
		t.Error("a query of one column was taken for one of five")
	}
	if err := read(t.Context(), "SELECT ID, N, D, T, V FROM NOTHING", collect); database.Classify(err) != database.Schema {
		t.Errorf("%v", err)
	}
	if err := read(t.Context(), query, collect); err != nil {
		t.Fatal(err)
	}
	want := []string{"-5", "7", "-1.500000", "2026-03-29 02:30:00.123", "ű", "6", "NULL", "NULL", "NULL", "NULL", "7", "0", "0.000000", "2026-01-01 00:00:00.000", ""}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = read(ctx, query, func([][]byte) error { cancel(); return ctx.Err() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, after the context had ended", err)
	}
}

package database_test

import (
	"context"
	"database/sql"
	"iter"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// counting passes statements on to the database and counts them.
type counting struct {
	sqlx.ExecerContext
	statements int
}

func (c *counting) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	c.statements++
	return c.ExecerContext.ExecContext(ctx, query, args...)
}

func rowsOf(n int, text string) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i := range n {
			if !yield([]any{i, text}) {
				return
			}
		}
	}
}

func TestInsertRows(t *testing.T) {
	_, db := newTable(t)
	mustExec(t, db, "CREATE TABLE L (ID INT PRIMARY KEY, V LONGTEXT) ENGINE=InnoDB")
	cases := []struct {
		name             string
		rows, statements int
		text             string
	}{
		{"None", 0, 0, ""},
		{"One", 1, 1, "x"},
		{"FullBatches", 1001, 3, "x"},
		{"SplitBySize", 10, 5, strings.Repeat("ű", 200_000)},
		{"LargerThanABatch", 2, 2, strings.Repeat("x", 3<<20)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			mustExec(t, db, "DELETE FROM L")
			counter := &counting{ExecerContext: db}
			if err := database.InsertRows(t.Context(), counter, "INSERT INTO L (ID, V)", 2, rowsOf(c.rows, c.text)); err != nil {
				t.Fatal(err)
			}
			if n := count(t, db, "SELECT COUNT(*) FROM L"); n != c.rows || counter.statements != c.statements {
				t.Errorf("%d rows in %d statements, want %d in %d", n, counter.statements, c.rows, c.statements)
			}
		})
	}
	t.Run("ErrColumns", func(t *testing.T) {
		if err := database.InsertRows(t.Context(), db, "INSERT INTO L (ID)", 1, rowsOf(1, "")); err == nil {
			t.Error("a row with too many values was taken")
		}
	})
}

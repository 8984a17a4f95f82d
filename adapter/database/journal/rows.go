package journal

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// load hands every row of a settlement to take, one at a time.
func load[R any](ctx context.Context, q sqlx.QueryerContext, query, settlement string, take func(R) error) error {
	rows, err := q.QueryxContext(ctx, query, settlement)
	if err != nil {
		return err
	}
	return each(rows, take)
}

// each scans the rows into R by the names of their columns and closes them.
func each[R any](rows *sqlx.Rows, take func(R) error) error {
	defer rows.Close()
	for rows.Next() {
		var row R
		if err := rows.StructScan(&row); err != nil {
			return err
		}
		if err := take(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// insert writes n rows, many to a statement; statement ends with its columns.
func (j *Journal) insert(ctx context.Context, tx *sqlx.Tx, statement string, n int, row func(int) []any) error {
	if n == 0 {
		return nil
	}
	rows := func(yield func([]any) bool) {
		for i := range n {
			if !yield(row(i)) {
				return
			}
		}
	}
	return database.InsertRows(ctx, tx, j.qualify(statement), len(row(0)), rows)
}

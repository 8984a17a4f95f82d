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

// insert writes n rows, many to a statement, which ends with its columns; row writes
// the values of number i.
func (j *Journal) insert(ctx context.Context, tx *sqlx.Tx, statement string, n int, row func(in *database.Insertion, i int)) error {
	in := database.NewInsertion(tx, j.qualify(statement))
	for i := range n {
		row(in, i)
		if err := in.EndRow(ctx); err != nil {
			return err
		}
	}
	return in.Flush(ctx)
}

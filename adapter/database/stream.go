package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/jmoiron/sqlx"
)

// Stream hands the rows of a query without arguments to take, each as the texts
// that the server sent, nil for NULL. The bytes are the driver's and only valid
// during the call. It asks the driver itself: for millions of rows, what
// database/sql adds to each of them costs as much as understanding it. The error is
// the driver's or that of take.
func Stream(ctx context.Context, conn *sqlx.Conn, query string, columns int, take func(row [][]byte) error) error {
	return conn.Raw(func(connection any) error {
		queryer, ok := connection.(driver.QueryerContext)
		if !ok {
			return fmt.Errorf("the driver's connection (%T) runs no queries", connection)
		}
		rows, err := queryer.QueryContext(ctx, query, nil)
		if err != nil {
			return err
		}
		err = eachRow(rows, columns, take)
		return errors.Join(err, rows.Close())
	})
}

func eachRow(rows driver.Rows, columns int, take func(row [][]byte) error) error {
	if n := len(rows.Columns()); n != columns {
		return fmt.Errorf("the query has %d columns, not %d", n, columns)
	}
	values, row := make([]driver.Value, columns), make([][]byte, columns)
	for {
		err := rows.Next(values)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for i, value := range values {
			row[i] = text(value)
		}
		if err := take(row); err != nil {
			return err
		}
	}
}

// text is a value as the server sent it. The driver has turned whole numbers of
// narrow columns into such; OFBiz's quantities and amounts are none.
func text(value driver.Value) []byte {
	switch v := value.(type) {
	case []byte:
		return v
	case nil:
		return nil
	default:
		return fmt.Append(nil, v)
	}
}

package database

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/jmoiron/sqlx"
)

// How much one INSERT may hold. The server's limits are 65535 placeholders and
// max_allowed_packet, 16 MiB unless somebody made it smaller.
const (
	maxRows         = 500
	maxPlaceholders = 30_000
	maxBytes        = 1 << 20
)

// InsertRows writes rows with as few INSERT statements as their number and size
// allow, in their order. prefix is the statement up to the list of columns, such
// as "INSERT INTO T (A, B)"; every row has that many values. A row that is large
// goes alone. The statements belong to the caller's transaction.
func InsertRows(ctx context.Context, tx sqlx.ExecerContext, prefix string, columns int, rows iter.Seq[[]any]) error {
	batch := insertBatch{tx: tx, prefix: prefix, columns: columns}
	for row := range rows {
		if len(row) != columns {
			return fmt.Errorf("insert rows: %d values for %d columns", len(row), columns)
		}
		if size := sizeOf(row); batch.isFull(size) {
			if err := batch.flush(ctx); err != nil {
				return err
			}
		}
		batch.add(row)
	}
	return batch.flush(ctx)
}

type insertBatch struct {
	tx      sqlx.ExecerContext
	prefix  string
	columns int
	rows    int
	bytes   int
	args    []any
}

func (b *insertBatch) isFull(more int) bool {
	return b.rows > 0 && (b.rows == maxRows || (b.rows+1)*b.columns > maxPlaceholders || b.bytes+more > maxBytes)
}

func (b *insertBatch) add(row []any) {
	b.args = append(b.args, row...)
	b.rows++
	b.bytes += sizeOf(row)
}

func (b *insertBatch) flush(ctx context.Context) error {
	if b.rows == 0 {
		return nil
	}
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", b.columns), ", ") + ")"
	_, err := b.tx.ExecContext(ctx, b.prefix+" VALUES "+one+strings.Repeat(", "+one, b.rows-1), b.args...)
	b.rows, b.bytes, b.args = 0, 0, b.args[:0]
	return err
}

// sizeOf is about how many bytes a row takes on the wire.
func sizeOf(row []any) int {
	size := 0
	for _, value := range row {
		switch v := value.(type) {
		case string:
			size += len(v)
		case []byte:
			size += len(v)
		}
		size += 12
	}
	return size
}

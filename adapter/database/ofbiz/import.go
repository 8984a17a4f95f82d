package ofbiz

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// Import writes the rows of an entity-engine XML document into OFBiz's tables and
// returns how many there were. As OFBiz's own import does, a row whose primary key
// is there gets the fields that the document names (inside <create> it is left as it
// is), another one is created; a field that is empty counts as not named.
//
// The whole document is one transaction. Foreign keys stay checked, so parents come
// before their children, as in OFBiz's exports in dependency order: an orphan would
// break OFBiz's screens later, without a word about where it came from.
//
// zone is that of OFBiz's naive times, for the stamps that the document doesn't give.
func Import(ctx context.Context, db *sqlx.DB, r io.Reader, zone *time.Location) (rows int, err error) {
	tables := newTableSet(ctx, db)
	var batches []*importBatch
	err = mapping.ReadEntityActions(r, func(action mapping.EntityAction, entity string, fields map[string]string) error {
		row, err := tables.row(entity, fields)
		if err != nil {
			return err
		}
		rows++
		if n := len(batches); n == 0 || !batches[n-1].takes(action, row) {
			batches = append(batches, &importBatch{action: action, table: row.table, columns: row.columns})
		}
		last := batches[len(batches)-1]
		last.rows = append(last.rows, row.values)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("read entity XML: %w", err)
	}
	return rows, database.InTransaction(ctx, db, func(ctx context.Context, tx *sqlx.Tx) error {
		stamps, err := newStamps(ctx, tx, Writing{Zone: zone})
		if err != nil {
			return err
		}
		for _, batch := range batches {
			if err := batch.write(ctx, tx, stamps); err != nil {
				return err
			}
		}
		return nil
	})
}

// importBatch is rows in a row with the same columns.
type importBatch struct {
	action  mapping.EntityAction
	table   *table
	columns []string
	rows    [][]any
}

// importBatchRows keeps a batch, and with it the error about one of its rows, small.
const importBatchRows = 500

func (b *importBatch) takes(action mapping.EntityAction, row importRow) bool {
	return b.action == action && b.table == row.table && len(b.rows) < importBatchRows && strings.Join(b.columns, ",") == strings.Join(row.columns, ",")
}

func (b *importBatch) write(ctx context.Context, tx *sqlx.Tx, s *stamps) error {
	stamped := b.unstamped()
	columns := append(append([]string{}, b.columns...), stamped...)
	upsert := upserting{tx, " ON DUPLICATE KEY UPDATE " + b.assignments(columns)}
	prefix := "INSERT INTO `" + b.table.name + "` (`" + strings.Join(columns, "`, `") + "`)"
	if err := database.InsertRows(ctx, upsert, prefix, len(columns), b.values(stamped, s)); err != nil {
		first, last := b.table.keyOf(b.columns, b.rows[0]), b.table.keyOf(b.columns, b.rows[len(b.rows)-1])
		return database.Explain(fmt.Sprintf("import %s, rows (%s) to (%s)", b.table.name, first, last), err)
	}
	return nil
}

// values are the rows with the stamps that they lack.
func (b *importBatch) values(stamped []string, s *stamps) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, row := range b.rows {
			fresh := s.next()
			row = append([]any{}, row...)
			for _, column := range stamped {
				row = append(row, fresh[stampIndex(column)])
			}
			if !yield(row) {
				return
			}
		}
	}
}

// assignments set what an existing row gets: all columns but its key and, since it
// was created before, the stamps of its creation.
func (b *importBatch) assignments(columns []string) string {
	var sets []string
	for _, column := range columns {
		if !b.table.columns[column].key && column != "CREATED_STAMP" && column != "CREATED_TX_STAMP" {
			sets = append(sets, "`"+column+"` = VALUES(`"+column+"`)")
		}
	}
	if len(sets) == 0 || b.action == mapping.CreateOnly { // nothing to update
		key := "`" + b.columns[0] + "`"
		sets = []string{key + " = " + key}
	}
	return strings.Join(sets, ", ")
}

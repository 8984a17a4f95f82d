package ofbiz

import (
	"context"
	"database/sql"
	"slices"

	"github.com/jmoiron/sqlx"
)

// stampNames are the stamps in the order of stampColumns.
var stampNames = []string{"LAST_UPDATED_STAMP", "LAST_UPDATED_TX_STAMP", "CREATED_STAMP", "CREATED_TX_STAMP"}

func stampIndex(column string) int { return slices.Index(stampNames, column) }

// unstamped are the stamps that the table has and the document doesn't give.
func (b *importBatch) unstamped() []string {
	var names []string
	for _, name := range stampNames {
		if _, has := b.table.columns[name]; has && !slices.Contains(b.columns, name) {
			names = append(names, name)
		}
	}
	return names
}

// upserting puts an end to the statements that pass through.
type upserting struct {
	tx  sqlx.ExecerContext
	end string
}

// ExecContext makes upserting a sqlx.ExecerContext.
func (u upserting) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return u.tx.ExecContext(ctx, query+u.end, args...)
}

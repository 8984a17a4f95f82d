package journal

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
)

// Only forward: an invoice that has come further already stays where it is.
const markInvoices = `UPDATE FAIRSHARE_INVOICE SET STATE = ? WHERE STATE = ? AND INVOICE_ID IN (`

const countInvoices = `SELECT COUNT(*) FROM FAIRSHARE_INVOICE WHERE STATE IN (?, ?) AND INVOICE_ID IN (`

// marksPerStatement keeps a statement small; its locks are held to the commit anyhow.
const marksPerStatement = 500

// MarkWritten notes in the caller's transaction that invoices are in OFBiz. Where
// OFBiz's tables are on the same server this is the transaction that wrote them.
// It may be repeated.
func (j *Journal) MarkWritten(ctx context.Context, tx *sqlx.Tx, ids []string) error {
	return j.mark(ctx, tx, ids, invoicePlanned, invoiceWritten)
}

// MarkVerified notes in the caller's transaction that invoices were read back from
// OFBiz and are what was planned. It may be repeated; an invoice that was never
// marked as written is an error.
func (j *Journal) MarkVerified(ctx context.Context, tx *sqlx.Tx, ids []string) error {
	return j.mark(ctx, tx, ids, invoiceWritten, invoiceVerified)
}

func (j *Journal) mark(ctx context.Context, tx *sqlx.Tx, ids []string, from, to string) error {
	sorted := slices.Compact(slices.Sorted(slices.Values(ids)))
	for batch := range slices.Chunk(sorted, marksPerStatement) {
		query := markInvoices + holes(len(batch)) + ")"
		if _, err := j.change(ctx, tx, query, arguments(batch, to, from)...); err != nil {
			return fmt.Errorf("mark invoices %s… as %s: %w", batch[0], to, err)
		}
		if err := j.allMarked(ctx, tx, to, batch); err != nil {
			return err
		}
	}
	return nil
}

// allMarked makes sure that each of the invoices is there and has come as far as state.
func (j *Journal) allMarked(ctx context.Context, tx *sqlx.Tx, state string, ids []string) error {
	var count int
	query := j.qualify(countInvoices + holes(len(ids)) + ")")
	if err := tx.GetContext(ctx, &count, query, arguments(ids, state, invoiceVerified)...); err != nil {
		return fmt.Errorf("count the %s invoices: %w", state, err)
	}
	if count != len(ids) {
		return fmt.Errorf("mark invoices as %s: only %d of %d (%s…) are in the journal and in the state before", state, count, len(ids), ids[0])
	}
	return nil
}

// arguments are the states of a query and the ids behind them.
func arguments(ids []string, states ...any) []any {
	args := slices.Grow(states, len(ids))
	for _, id := range ids {
		args = append(args, id)
	}
	return args
}

package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/mapping"
)

// How the invoice of a voided settlement ended; see the package comment.
const (
	// InvoiceCancelled is one that was cancelled in OFBiz, or was already.
	InvoiceCancelled = "cancelled"
	// InvoiceStands is one that had gone too far to be cancelled: its party gets it,
	// and an adjustment takes the sum back.
	InvoiceStands = "stands"
	// InvoiceAbsent is one that is not in OFBiz.
	InvoiceAbsent = "absent"
)

// By the index on (SETTLEMENT_ID, STATE).
const selectInvoicesToVoid = `SELECT ` + invoiceColumns + ` FROM FAIRSHARE_INVOICE
WHERE SETTLEMENT_ID = ? AND STATE IN ('planned', 'written', 'verified') ORDER BY INVOICE_ID LIMIT ?`

const endInvoice = `UPDATE FAIRSHARE_INVOICE SET STATE = ?
WHERE INVOICE_ID = ? AND STATE IN ('planned', 'written', 'verified')`

const countOpenInvoices = `SELECT COUNT(*) FROM FAIRSHARE_INVOICE
WHERE SETTLEMENT_ID = ? AND STATE IN ('planned', 'written', 'verified')`

const selectInvoiceStates = `SELECT INVOICE_ID, STATE FROM FAIRSHARE_INVOICE WHERE SETTLEMENT_ID = ?`

// By the unique index on the cut-off.
const selectLater = `SELECT l.SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT s
JOIN FAIRSHARE_SETTLEMENT l ON l.ORGANIZATION = s.ORGANIZATION AND l.CURRENCY = s.CURRENCY
WHERE s.SETTLEMENT_ID = ? AND s.ORGANIZATION = ? AND l.STATE <> 'void'
  AND (l.CUTOFF > s.CUTOFF OR l.CUTOFF = s.CUTOFF AND l.ORDINAL > s.ORDINAL)
ORDER BY l.CUTOFF DESC, l.ORDINAL DESC LIMIT 1`

// NotLatestError says that a settlement can't be voided because later ones build
// on its balances and remainders.
type NotLatestError struct{ Settlement, Later string }

func (e *NotLatestError) Error() string {
	return fmt.Sprintf("settlement %s can't be voided: only the latest of its currency may be, since later ones build on it; void %s first", e.Settlement, e.Later)
}

// CheckLatest is a *NotLatestError where a later settlement of the currency is in force.
func (j *Journal) CheckLatest(ctx context.Context, q sqlx.QueryerContext, id string) error {
	var later string
	err := sqlx.GetContext(ctx, q, &later, j.qualify(selectLater), id, j.Organization)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("look for settlements later than %s: %w", id, err)
	}
	return &NotLatestError{id, later}
}

// InvoicesToVoid are up to limit invoices of a settlement of which it is not known
// yet how they end. Called again after EndInvoice it gives the next ones.
func (j *Journal) InvoicesToVoid(ctx context.Context, settlement string, limit int) ([]mapping.Invoice, error) {
	return j.invoices(ctx, j.DB, settlement, selectInvoicesToVoid, settlement, limit)
}

// EndInvoice notes in the caller's transaction how an invoice of a settlement that
// is being voided ended.
func (j *Journal) EndInvoice(ctx context.Context, tx *sqlx.Tx, id, end string) error {
	rows, err := j.change(ctx, tx, endInvoice, end, id)
	if err != nil {
		return fmt.Errorf("mark invoice %s as %s: %w", id, end, err)
	}
	if rows == 0 {
		return fmt.Errorf("mark invoice %s as %s: it is not in the journal, or was marked before", id, end)
	}
	return nil
}

func (j *Journal) allEnded(ctx context.Context, tx *sqlx.Tx, id string) error {
	var open int
	if err := tx.GetContext(ctx, &open, j.qualify(countOpenInvoices), id); err != nil {
		return fmt.Errorf("count the invoices of settlement %s: %w", id, err)
	}
	if open > 0 {
		return fmt.Errorf("settlement %s: %d invoices were neither cancelled nor set off yet", id, open)
	}
	return nil
}

// InvoiceStates says of every invoice of a settlement how far it has come here.
func (j *Journal) InvoiceStates(ctx context.Context, settlement string) (map[string]string, error) {
	var rows []struct {
		ID    string `db:"INVOICE_ID"`
		State string `db:"STATE"`
	}
	if err := j.DB.SelectContext(ctx, &rows, j.qualify(selectInvoiceStates), settlement); err != nil {
		return nil, fmt.Errorf("read the invoices of settlement %s: %w", settlement, err)
	}
	states := make(map[string]string, len(rows))
	for _, row := range rows {
		states[row.ID] = row.State
	}
	return states, nil
}

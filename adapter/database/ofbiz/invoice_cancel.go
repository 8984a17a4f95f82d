package ofbiz

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// cancelInvoice is the status that takes an invoice back.
const invoiceCancelled = "INVOICE_CANCELLED"

// By the primary key. Only an invoice that nobody has taken on, and that no payment
// was applied to, is cancelled. OFBiz's setInvoiceStatus sets PAID_DATE with every
// status but READY, so it is set here too.
const cancelInvoice = `
UPDATE INVOICE SET STATUS_ID = '` + invoiceCancelled + `', PAID_DATE = ?, LAST_UPDATED_STAMP = ?, LAST_UPDATED_TX_STAMP = ?
WHERE INVOICE_ID = ? AND STATUS_ID IN ('INVOICE_IN_PROCESS', 'INVOICE_APPROVED')
  AND NOT EXISTS (SELECT 1 FROM PAYMENT_APPLICATION P WHERE P.INVOICE_ID = ?)`

// By the primary key.
const selectInvoiceStatus = `SELECT COALESCE(STATUS_ID, '') FROM INVOICE WHERE INVOICE_ID = ?`

// CancelInvoice cancels an invoice as OFBiz's setInvoiceStatus would, if it is still
// in process or approved and nothing was paid for it. It gives the status that the
// invoice has afterwards, "" where there is none; any other than INVOICE_CANCELLED
// says that it stands.
func CancelInvoice(ctx context.Context, tx *sqlx.Tx, id string, w Writing) (status string, err error) {
	stamps, err := newStamps(ctx, tx, w)
	if err != nil {
		return "", err
	}
	row := stamps.next()
	result, err := tx.ExecContext(ctx, cancelInvoice, stamps.now(), row[0], row[1], id, id)
	if err != nil {
		return "", database.Explain("cancel invoice "+id, err)
	}
	if changed, err := result.RowsAffected(); err != nil || changed == 0 {
		return invoiceStatus(ctx, tx, id)
	}
	values := append([]any{id, invoiceCancelled, stamps.now()}, stamps.next()...)
	rows := func(yield func([]any) bool) { yield(values) }
	if err := database.InsertRows(ctx, tx, insertInvoiceStatus, invoiceStatusColumns, rows); err != nil {
		return "", database.Explain("cancel invoice "+id, err)
	}
	return invoiceCancelled, nil
}

func invoiceStatus(ctx context.Context, q sqlx.QueryerContext, id string) (status string, err error) {
	err = sqlx.GetContext(ctx, q, &status, selectInvoiceStatus, id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return status, database.ReadError("read the status of invoice "+id, err)
}

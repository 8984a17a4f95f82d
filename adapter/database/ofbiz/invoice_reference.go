package ofbiz

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// A row is an invoice that carries a settlement's reference. No index is on the
// column: the table is read whole, which verifying can afford.
const selectInvoicesOfReference = `SELECT INVOICE_ID FROM INVOICE WHERE REFERENCE_NUMBER = ? ORDER BY INVOICE_ID`

// InvoicesOfReference lists the ids of all invoices that carry a referenceNumber,
// whoever wrote them.
func InvoicesOfReference(ctx context.Context, q sqlx.QueryerContext, reference string) (ids []string, err error) {
	err = eachText(ctx, q, "read the invoices of reference "+reference, selectInvoicesOfReference, 1, []string{reference}, func(f []string) {
		ids = append(ids, f[0])
	})
	return ids, err
}

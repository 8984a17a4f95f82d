package ofbiz

import (
	"context"
	"iter"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// A row is an invoice. The columns that are left out stay NULL, as OFBiz's
// commission run leaves them; it writes no InvoiceRole either.
const (
	insertInvoice = `
INSERT INTO INVOICE (INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, INVOICE_DATE,
  CURRENCY_UOM_ID, REFERENCE_NUMBER, DESCRIPTION` + stampColumns + `)`
	invoiceColumns = 9 + 4
)

// A row says that an invoice got a status; OFBiz's createInvoice writes the first.
const (
	insertInvoiceStatus  = `INSERT INTO INVOICE_STATUS (INVOICE_ID, STATUS_ID, STATUS_DATE` + stampColumns + `)`
	invoiceStatusColumns = 3 + 4
)

// A row is an item: QUANTITY times AMOUNT, rounded to 2 digits, makes its total.
const (
	insertInvoiceItem = `
INSERT INTO INVOICE_ITEM (INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, PRODUCT_ID,
  QUANTITY, AMOUNT, DESCRIPTION` + stampColumns + `)`
	invoiceItemColumns = 7 + 4
)

// The lengths of the columns for texts, in characters.
const (
	descriptionLength = 255
	referenceLength   = 60
	idLength          = 20
)

// WriteInvoices writes invoices whole: headers, their first status, all items.
// What OFBiz could not hold as it is meant is refused before anything is sent;
// descriptions are cut and cleaned as mapping.ColumnText says. An id that is there
// already is the server's error 1062 (database.Conflict): whoever repeats a write
// reads first (ReadInvoices).
func WriteInvoices(ctx context.Context, tx *sqlx.Tx, invoices []mapping.Invoice, w Writing) error {
	for _, invoice := range invoices {
		if err := checkInvoice(invoice); err != nil {
			return err
		}
	}
	if len(invoices) == 0 {
		return nil
	}
	stamps, err := newStamps(ctx, tx, w)
	if err != nil {
		return err
	}
	inserts := []struct {
		statement string
		columns   int
		rows      iter.Seq[[]any]
	}{
		{insertInvoice, invoiceColumns, invoiceRows(invoices, stamps)},
		{insertInvoiceStatus, invoiceStatusColumns, invoiceStatusRows(invoices, stamps)},
		{insertInvoiceItem, invoiceItemColumns, invoiceItemRows(invoices, stamps)},
	}
	for _, insert := range inserts {
		if err := database.InsertRows(ctx, tx, insert.statement, insert.columns, insert.rows); err != nil {
			return database.Explain("write invoices from "+invoices[0].ID, err)
		}
	}
	return nil
}

func invoiceRows(invoices []mapping.Invoice, s *stamps) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, v := range invoices {
			row := []any{v.ID, v.Type, string(v.Party), v.Company, v.Status, naive(v.Date, s.zone),
				v.Currency, v.Reference, textOrNull(mapping.ColumnText(v.Description, descriptionLength))}
			if !yield(append(row, s.next()...)) {
				return
			}
		}
	}
}

func invoiceStatusRows(invoices []mapping.Invoice, s *stamps) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, v := range invoices {
			if !yield(append([]any{v.ID, v.Status, s.now()}, s.next()...)) {
				return
			}
		}
	}
}

func invoiceItemRows(invoices []mapping.Invoice, s *stamps) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, v := range invoices {
			for _, item := range v.Items {
				row := []any{v.ID, item.Seq, item.Type, textOrNull(item.ProductID()), "1", amountText(item.Amount, v.Decimals),
					textOrNull(mapping.ColumnText(item.Description, descriptionLength))}
				if !yield(append(row, s.next()...)) {
					return
				}
			}
		}
	}
}

// amountText is exact: a DECIMAL is sent and stored as text.
func amountText(amount calc.Minor, decimals int) string { return amount.Text(decimals) }

// textOrNull is NULL for an empty text, as OFBiz stores it.
func textOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

package ofbiz

import (
	"context"

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

// descriptionLength is that of the columns for descriptions, in characters.
const descriptionLength = 255

// WriteInvoices writes invoices whole: headers, their first status, all items.
// What OFBiz could not hold as it is meant is refused before anything is sent;
// descriptions are cut and cleaned as mapping.ColumnText says. An id that is there
// already is the server's error 1062 (database.Conflict): whoever repeats a write
// reads first (ReadInvoices).
func WriteInvoices(ctx context.Context, tx *sqlx.Tx, invoices []mapping.Invoice, w Writing) error {
	for _, invoice := range invoices {
		if err := invoice.Check(); err != nil {
			return &database.Error{Kind: database.Refused, Op: "write invoice " + invoice.ID, Err: err}
		}
	}
	if len(invoices) == 0 {
		return nil
	}
	times, err := newStamps(ctx, tx, w)
	if err != nil {
		return err
	}
	writers := []struct {
		statement string
		rows      func(context.Context, *database.Insertion, []mapping.Invoice, *stamps) error
	}{
		{insertInvoice, invoiceRows},
		{insertInvoiceStatus, invoiceStatusRows},
		{insertInvoiceItem, invoiceItemRows},
	}
	for _, insert := range writers {
		in := database.NewInsertion(tx, insert.statement)
		err := insert.rows(ctx, in, invoices, times)
		if err == nil {
			err = in.Flush(ctx)
		}
		if err != nil {
			return database.Explain("write invoices from "+invoices[0].ID, err)
		}
	}
	return nil
}

func invoiceRows(ctx context.Context, in *database.Insertion, invoices []mapping.Invoice, s *stamps) error {
	for i := range invoices {
		v := &invoices[i]
		for _, text := range []string{v.ID, v.Type, string(v.Party), v.Company, v.Status, naive(v.Date, s.zone), v.Currency, v.Reference} {
			in.Text(text)
		}
		in.TextOrNull(mapping.ColumnText(v.Description, descriptionLength))
		if err := s.endRow(ctx, in); err != nil {
			return err
		}
	}
	return nil
}

func invoiceStatusRows(ctx context.Context, in *database.Insertion, invoices []mapping.Invoice, s *stamps) error {
	for i := range invoices {
		in.Text(invoices[i].ID)
		in.Text(invoices[i].Status)
		in.Text(s.now())
		if err := s.endRow(ctx, in); err != nil {
			return err
		}
	}
	return nil
}

func invoiceItemRows(ctx context.Context, in *database.Insertion, invoices []mapping.Invoice, s *stamps) error {
	for i := range invoices {
		v := &invoices[i]
		for k := range v.Items {
			item := &v.Items[k]
			in.Text(v.ID)
			in.Text(item.Seq)
			in.Text(item.Type)
			in.TextOrNull(item.ProductID())
			in.Number(1)
			in.Text(amountText(item.Amount, v.Decimals))
			in.TextOrNull(mapping.ColumnText(item.Description, descriptionLength))
			if err := s.endRow(ctx, in); err != nil {
				return err
			}
		}
	}
	return nil
}

// amountText is exact: a DECIMAL is sent and stored as text.
func amountText(amount calc.Minor, decimals int) string { return amount.Text(decimals) }

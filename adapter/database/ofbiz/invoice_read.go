package ofbiz

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is an invoice of one of the ids. By the primary key.
const selectInvoices = `
SELECT INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, INVOICE_DATE,
  CURRENCY_UOM_ID, REFERENCE_NUMBER, DESCRIPTION
FROM INVOICE WHERE INVOICE_ID IN (`

// A row is an item of one of the invoices. By the primary key.
const selectInvoiceItems = `
SELECT INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, PRODUCT_ID, QUANTITY, AMOUNT, DESCRIPTION
FROM INVOICE_ITEM WHERE INVOICE_ID IN (`

// invoicesAtOnce is how many ids one query asks for.
const invoicesAtOnce = 500

// ReadInvoices reads invoices back, by the ids that were asked for; one that is
// not there is not in the map. Ids are equal as the database holds them equal
// (case aside): an invoice that is spelled otherwise is found, with its own spelling.
func ReadInvoices(ctx context.Context, q sqlx.QueryerContext, ids []string) (map[string]mapping.FoundInvoice, error) {
	found := make(map[string]mapping.FoundInvoice, len(ids))
	for batch := range slices.Chunk(ids, invoicesAtOnce) {
		asked := make(map[string]string, len(batch))
		for _, id := range batch {
			asked[folded(id)] = id
		}
		if err := readInvoices(ctx, q, batch, asked, found); err != nil {
			return nil, err
		}
		if err := readInvoiceItems(ctx, q, batch, asked, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// folded is an id as the comparison of utf8_general_ci sees it, as far as ids of
// ours go: they are ASCII.
func folded(id string) string { return strings.ToUpper(strings.TrimRight(id, " ")) }

func readInvoices(ctx context.Context, q sqlx.QueryerContext, batch []string, asked map[string]string, found map[string]mapping.FoundInvoice) error {
	return eachText(ctx, q, "read invoices", selectInvoices+holes(len(batch))+")", 9, batch, func(f []string) {
		found[asked[folded(f[0])]] = mapping.FoundInvoice{
			ID: f[0], Type: f[1], PartyFrom: f[2], Party: f[3], Status: f[4], Date: f[5],
			Currency: f[6], Reference: f[7], Description: f[8],
		}
	})
}

func readInvoiceItems(ctx context.Context, q sqlx.QueryerContext, batch []string, asked map[string]string, found map[string]mapping.FoundInvoice) error {
	query := selectInvoiceItems + holes(len(batch)) + ") ORDER BY INVOICE_ID, INVOICE_ITEM_SEQ_ID"
	return eachText(ctx, q, "read invoice items", query, 7, batch, func(f []string) {
		id := asked[folded(f[0])]
		invoice := found[id]
		invoice.Items = append(invoice.Items, mapping.FoundInvoiceItem{
			Seq: f[1], Type: f[2], Product: f[3], Quantity: f[4], Amount: f[5], Description: f[6],
		})
		found[id] = invoice
	})
}

// holes is "?, ?, ?" for n values.
func holes(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// eachText hands the rows of a query to take as texts, NULL as "".
func eachText(ctx context.Context, q sqlx.QueryerContext, op, query string, columns int, ids []string, take func(fields []string)) error {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	rows, err := q.QueryxContext(ctx, query, args...)
	if err != nil {
		return database.ReadError(op, err)
	}
	defer rows.Close()
	values, targets, fields := make([]sql.NullString, columns), make([]any, columns), make([]string, columns)
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return database.ReadError(op, err)
		}
		for i, value := range values {
			fields[i] = value.String
		}
		take(fields)
	}
	return database.ReadError(op, rows.Err())
}

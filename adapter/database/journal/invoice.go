package journal

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// The states of an invoice here; see the package comment.
const (
	invoicePlanned  = "planned"
	invoiceWritten  = "written"
	invoiceVerified = "verified"
)

const invoiceColumns = `INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, INVOICE_DATE,
  CURRENCY, DECIMALS, TOTAL_MINOR, REFERENCE, DESCRIPTION`

// A row is a payout invoice, under the id that it has or will have in OFBiz.
const insertInvoice = `INSERT INTO FAIRSHARE_INVOICE (` + invoiceColumns + `, SETTLEMENT_ID, STATE)`

// By the index on (SETTLEMENT_ID, STATE), whose entries are in order of the id.
const selectInvoicesInState = `SELECT ` + invoiceColumns + ` FROM FAIRSHARE_INVOICE
WHERE SETTLEMENT_ID = ? AND STATE = ? ORDER BY INVOICE_ID LIMIT ?`

// By the unique index on (SETTLEMENT_ID, PARTY_ID_FROM): a page of all invoices.
const selectInvoicesAfter = `SELECT ` + invoiceColumns + ` FROM FAIRSHARE_INVOICE
WHERE SETTLEMENT_ID = ? AND PARTY_ID_FROM > ? ORDER BY PARTY_ID_FROM LIMIT ?`

type invoiceRow struct {
	ID          string       `db:"INVOICE_ID"`
	Type        string       `db:"INVOICE_TYPE_ID"`
	Party       string       `db:"PARTY_ID_FROM"`
	Company     string       `db:"PARTY_ID"`
	Status      string       `db:"STATUS_ID"`
	Date        database.UTC `db:"INVOICE_DATE"`
	Currency    string       `db:"CURRENCY"`
	Decimals    int          `db:"DECIMALS"`
	Total       int64        `db:"TOTAL_MINOR"`
	Reference   string       `db:"REFERENCE"`
	Description string       `db:"DESCRIPTION"`
}

func (r invoiceRow) invoice() mapping.Invoice {
	return mapping.Invoice{
		ID: r.ID, Type: r.Type, Party: calc.PartyID(r.Party), Company: r.Company, Status: r.Status,
		Date: r.Date.Time, Currency: r.Currency, Decimals: r.Decimals, Total: calc.Minor(r.Total),
		Reference: r.Reference, Description: r.Description,
	}
}

// InvoicesToWrite are up to limit invoices of a settlement that were not written
// yet, whole, by id. Called again after MarkWritten it gives the next ones.
func (j *Journal) InvoicesToWrite(ctx context.Context, settlement string, limit int) ([]mapping.Invoice, error) {
	return j.invoices(ctx, j.DB, settlement, selectInvoicesInState, settlement, invoicePlanned, limit)
}

// InvoicesToVerify are up to limit invoices of a settlement that were written but
// not read back yet, whole, by id. Called again after MarkVerified it gives the next.
func (j *Journal) InvoicesToVerify(ctx context.Context, settlement string, limit int) ([]mapping.Invoice, error) {
	return j.invoices(ctx, j.DB, settlement, selectInvoicesInState, settlement, invoiceWritten, limit)
}

// PlannedInvoices hands all invoices of a settlement to each, by party id, in
// batches of at most size, whatever their state. It stops at each's first error.
func (j *Journal) PlannedInvoices(ctx context.Context, settlement string, size int, each func([]mapping.Invoice) error) error {
	return j.eachInvoices(ctx, j.DB, settlement, size, each)
}

func (j *Journal) eachInvoices(ctx context.Context, q sqlx.QueryerContext, settlement string, size int, each func([]mapping.Invoice) error) error {
	var after calc.PartyID
	for {
		batch, err := j.invoices(ctx, q, settlement, selectInvoicesAfter, settlement, string(after), size)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return nil
		}
		after = batch[len(batch)-1].Party
		if err := each(batch); err != nil {
			return err
		}
	}
}

// invoices reads the invoices of a query together with their items.
func (j *Journal) invoices(ctx context.Context, q sqlx.QueryerContext, settlement, query string, args ...any) ([]mapping.Invoice, error) {
	var rows []invoiceRow
	if err := sqlx.SelectContext(ctx, q, &rows, j.qualify(query), args...); err != nil {
		return nil, fmt.Errorf("read the invoices of settlement %s: %w", settlement, err)
	}
	invoices := make([]mapping.Invoice, len(rows))
	for i, row := range rows {
		invoices[i] = row.invoice()
	}
	if err := j.loadItems(ctx, q, invoices); err != nil {
		return nil, fmt.Errorf("read the invoice items of settlement %s: %w", settlement, err)
	}
	return invoices, nil
}

// insertInvoices writes the invoices and their items in the order of their ids, some
// invoices at a time: whoever makes them as they are asked for holds only these.
func (j *Journal) insertInvoices(ctx context.Context, tx *sqlx.Tx, p *mapping.Plan) error {
	heads := database.NewInsertion(tx, j.qualify(insertInvoice))
	items := database.NewInsertion(tx, j.qualify(insertItem))
	for _, i := range p.InvoicesByID() {
		v := p.Invoices.At(int(i))
		if err := insertInvoiceHead(ctx, heads, &v, p.Settlement.ID); err != nil {
			return err
		}
		if err := insertItems(ctx, items, &v); err != nil {
			return err
		}
	}
	if err := heads.Flush(ctx); err != nil {
		return err
	}
	return items.Flush(ctx)
}

func insertInvoiceHead(ctx context.Context, in *database.Insertion, v *mapping.Invoice, settlement string) error {
	for _, text := range []string{v.ID, v.Type, string(v.Party), v.Company, v.Status, database.UTCText(v.Date), v.Currency} {
		in.Text(text)
	}
	in.Number(int64(v.Decimals))
	in.Number(int64(v.Total))
	for _, text := range []string{v.Reference, v.Description, settlement, invoicePlanned} {
		in.Text(text)
	}
	return in.EndRow(ctx)
}

func (j *Journal) loadInvoices(ctx context.Context, q sqlx.QueryerContext, p *mapping.Plan) error {
	return j.eachInvoices(ctx, q, p.Settlement.ID, 1000, func(batch []mapping.Invoice) error {
		p.Invoices.Add(batch...)
		return nil
	})
}

// byID finds invoices by their id in a slice.
func byID(invoices []mapping.Invoice) map[string]*mapping.Invoice {
	found := make(map[string]*mapping.Invoice, len(invoices))
	for i := range invoices {
		found[invoices[i].ID] = &invoices[i]
	}
	return found
}

func ids(invoices []mapping.Invoice) []any {
	all := make([]any, len(invoices))
	for i, v := range invoices {
		all[i] = v.ID
	}
	return all
}

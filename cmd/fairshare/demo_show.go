package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"fairshare/mapping"
)

// showShares prints the share matrix: activities down, parties across.
func (d *demonstration) showShares(ctx context.Context) error {
	document, err := d.session.shares(ctx, sharesRequest{asOf: "2026-10-31"})
	if err != nil {
		return err
	}
	return writeMatrix(d.stdout, document)
}

func (d *demonstration) showSettlement(ctx context.Context) error {
	result, err := d.session.job.Settle(ctx, d.until())
	d.session.progress.Done()
	if err != nil {
		return err
	}
	return d.printResult(result, false)
}

func (d *demonstration) showStatement(ctx context.Context) error {
	statement, err := d.session.statementOf(ctx, "MIK", demoSettlement)
	if err != nil {
		return err
	}
	return d.print("statement", mapping.NewStatementDocument(statement))
}

// invoiceRow is a payout invoice as it stands in OFBiz's tables.
type invoiceRow struct {
	Invoice     string `db:"INVOICE_ID" json:"INVOICE_ID"`
	Type        string `db:"INVOICE_TYPE_ID" json:"INVOICE_TYPE_ID"`
	From        string `db:"PARTY_ID_FROM" json:"PARTY_ID_FROM"`
	To          string `db:"PARTY_ID" json:"PARTY_ID"`
	Status      string `db:"STATUS_ID" json:"STATUS_ID"`
	Item        string `db:"INVOICE_ITEM_SEQ_ID" json:"ITEM"`
	Amount      string `db:"AMOUNT" json:"AMOUNT"`
	Currency    string `db:"CURRENCY_UOM_ID" json:"CURRENCY"`
	Description string `db:"DESCRIPTION" json:"DESCRIPTION"`
}

// The payout invoices with their items, as the accounting screens show them.
const selectInvoiceRows = `
SELECT i.INVOICE_ID, i.INVOICE_TYPE_ID, i.PARTY_ID_FROM, i.PARTY_ID, i.STATUS_ID,
       t.INVOICE_ITEM_SEQ_ID, t.AMOUNT, i.CURRENCY_UOM_ID, t.DESCRIPTION
FROM INVOICE i JOIN INVOICE_ITEM t ON t.INVOICE_ID = i.INVOICE_ID
WHERE i.INVOICE_ID LIKE 'FS%'
ORDER BY i.CURRENCY_UOM_ID, i.PARTY_ID_FROM, t.INVOICE_ITEM_SEQ_ID`

func (d *demonstration) showInvoices(ctx context.Context) error {
	var rows []invoiceRow
	if err := d.session.db.SelectContext(ctx, &rows, selectInvoiceRows); err != nil {
		return fmt.Errorf("read the invoices: %w", err)
	}
	return d.print("invoices", rows)
}

// showAgain runs the same job once more and compares the checksums of all tables.
func (d *demonstration) showAgain(ctx context.Context) error {
	before, err := d.checksums(ctx)
	if err != nil {
		return err
	}
	result, err := d.session.job.Settle(ctx, d.until())
	d.session.progress.Done()
	if err != nil {
		return err
	}
	for _, already := range result.Already {
		fmt.Fprintln(d.stdout, already)
	}
	after, err := d.checksums(ctx)
	if err != nil {
		return err
	}
	for table, sum := range before {
		if after[table] != sum {
			return fmt.Errorf("the second run changed table %s", table)
		}
	}
	fmt.Fprintf(d.stdout, "%d tables compared by checksum: nothing has changed.\n", len(before))
	return nil
}

// checksums of every table but the lease's, which counts its terms.
func (d *demonstration) checksums(ctx context.Context) (map[string]string, error) {
	var tables []string
	if err := d.session.db.SelectContext(ctx, &tables, "SHOW TABLES"); err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	sums := make(map[string]string, len(tables))
	for _, table := range tables {
		if table == "FAIRSHARE_LEASE" {
			continue
		}
		var row struct{ Table, Checksum string }
		if err := d.session.db.QueryRowxContext(ctx, "CHECKSUM TABLE `"+table+"`").Scan(&row.Table, &row.Checksum); err != nil {
			return nil, fmt.Errorf("checksum of %s: %w", table, err)
		}
		sums[table] = row.Checksum
	}
	return sums, nil
}

func (d *demonstration) showReports(context.Context) error {
	files, err := d.filesIn()
	if err != nil {
		return err
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".html") {
			fmt.Fprintln(d.stdout, file)
		}
	}
	fmt.Fprintf(d.stdout, "\n%d files in %s; open one of the .html files in a browser.\n", len(files), filepath.Clean(d.folder))
	return nil
}

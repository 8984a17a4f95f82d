package journal

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// A row is one item of a payout invoice.
const insertItem = `
INSERT INTO FAIRSHARE_INVOICE_ITEM (INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, ACTIVITY, AMOUNT_MINOR, DESCRIPTION)`

// By the primary key, the invoices' ids filled in behind.
const selectItems = `
SELECT INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, ACTIVITY, AMOUNT_MINOR, DESCRIPTION
FROM FAIRSHARE_INVOICE_ITEM WHERE INVOICE_ID IN (`

type itemRow struct {
	Invoice     string `db:"INVOICE_ID"`
	Seq         string `db:"INVOICE_ITEM_SEQ_ID"`
	Type        string `db:"INVOICE_ITEM_TYPE_ID"`
	Activity    string `db:"ACTIVITY"`
	Amount      int64  `db:"AMOUNT_MINOR"`
	Description string `db:"DESCRIPTION"`
}

func (r itemRow) item() mapping.InvoiceItem {
	return mapping.InvoiceItem{
		Seq: r.Seq, Type: r.Type, Activity: calc.ActivityID(r.Activity),
		Amount: calc.Minor(r.Amount), Description: r.Description,
	}
}

func insertItems(ctx context.Context, in *database.Insertion, v *mapping.Invoice) error {
	for i := range v.Items {
		item := &v.Items[i]
		for _, text := range []string{v.ID, item.Seq, item.Type, string(item.Activity)} {
			in.Text(text)
		}
		in.Number(int64(item.Amount))
		in.Text(item.Description)
		if err := in.EndRow(ctx); err != nil {
			return err
		}
	}
	return nil
}

// loadItems fills in the items of invoices, by their number.
func (j *Journal) loadItems(ctx context.Context, q sqlx.QueryerContext, invoices []mapping.Invoice) error {
	if len(invoices) == 0 {
		return nil
	}
	query := j.qualify(selectItems + holes(len(invoices)) + `) ORDER BY INVOICE_ID, INVOICE_ITEM_SEQ_ID`)
	rows, err := q.QueryxContext(ctx, query, ids(invoices)...)
	if err != nil {
		return err
	}
	found := byID(invoices)
	return each(rows, func(r itemRow) error {
		invoice := found[r.Invoice]
		invoice.Items = append(invoice.Items, r.item())
		return nil
	})
}

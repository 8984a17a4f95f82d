package journal

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/calc"
	"fairshare/mapping"
)

// A row is one line of income that a settlement took; the primary key refuses the
// second settlement that wants it.
const insertSale = `
INSERT INTO FAIRSHARE_SALE (ORGANIZATION, SOURCE, DOCUMENT_ID, ITEM_SEQ_ID, REVISION,
  SETTLEMENT_ID, LINE_NO, ACTIVITY, AT_MILLIS, AMOUNT_MINOR)`

// By the key (SETTLEMENT_ID, LINE_NO): the lines in the order of the plan.
const selectSales = `
SELECT SOURCE, DOCUMENT_ID, ITEM_SEQ_ID, REVISION, ACTIVITY, AT_MILLIS, AMOUNT_MINOR
FROM FAIRSHARE_SALE WHERE SETTLEMENT_ID = ? ORDER BY LINE_NO`

// saleKeyRow is what makes a line of income unique.
type saleKeyRow struct {
	Source   string `db:"SOURCE"`
	Document string `db:"DOCUMENT_ID"`
	Item     string `db:"ITEM_SEQ_ID"`
	Revision int    `db:"REVISION"`
}

type saleRow struct {
	saleKeyRow
	Activity string `db:"ACTIVITY"`
	At       int64  `db:"AT_MILLIS"`
	Amount   int64  `db:"AMOUNT_MINOR"`
}

func keyRow(s mapping.PlannedSale) saleKeyRow {
	return saleKeyRow{Source: string(s.Source), Document: s.Document, Item: s.Item, Revision: s.Revision}
}

func (k saleKeyRow) key() mapping.SaleKey {
	return mapping.SaleKey{Source: mapping.Source(k.Source), Document: k.Document, Item: k.Item}
}

func (r saleRow) sale() mapping.PlannedSale {
	return mapping.PlannedSale{
		SaleKey: r.key(), Revision: r.Revision, Activity: calc.ActivityID(r.Activity),
		At: calc.Instant(r.At), Amount: calc.Minor(r.Amount),
	}
}

// insertSales writes the lines of a plan, 500 in a statement.
func (j *Journal) insertSales(ctx context.Context, tx *sqlx.Tx, p *mapping.Plan) error {
	return j.insert(ctx, tx, insertSale, p.Sales.Len(), func(in *database.Insertion, i int) {
		s := p.Sales.At(i)
		in.Text(j.Organization)
		in.Text(string(s.Source))
		in.Text(s.Document)
		in.Text(s.Item)
		in.Number(int64(s.Revision))
		in.Text(p.Settlement.ID)
		in.Number(int64(i))
		in.Text(string(s.Activity))
		in.Number(int64(s.At))
		in.Number(int64(s.Amount))
	})
}

func (j *Journal) loadSales(ctx context.Context, q sqlx.QueryerContext, p *mapping.Plan) error {
	return load(ctx, q, j.qualify(selectSales), p.Settlement.ID, func(r saleRow) error {
		p.Sales.Add(r.sale())
		return nil
	})
}

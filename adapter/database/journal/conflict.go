package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/mapping"
)

// By the primary key, for as many lines as there are tuples.
const selectTakers = `
SELECT SOURCE, DOCUMENT_ID, ITEM_SEQ_ID, REVISION, SETTLEMENT_ID FROM FAIRSHARE_SALE
WHERE (ORGANIZATION, SOURCE, DOCUMENT_ID, ITEM_SEQ_ID, REVISION) IN (`

// takersPerQuery keeps the number of placeholders far below the server's 65535.
const takersPerQuery = 1000

type takerRow struct {
	saleKeyRow
	Settlement string `db:"SETTLEMENT_ID"`
}

// conflict names a line of the plan that is in it twice or that a settlement has
// taken. It returns nil where there is none, so that the duplicate key that made
// the caller ask was another one.
func (j *Journal) conflict(ctx context.Context, q sqlx.QueryerContext, p *mapping.Plan) error {
	seen := make(map[saleKeyRow]bool, p.Sales.Len())
	for sale := range p.Sales.All() {
		key := keyRow(sale)
		if seen[key] {
			return key.takenBy(p.Settlement.ID, p)
		}
		seen[key] = true
	}
	for batch := range slices.Chunk(p.Sales.Listed(), takersPerQuery) {
		taker, err := j.taker(ctx, q, batch)
		if err != nil {
			return err
		}
		if taker != nil {
			return taker.takenBy(taker.Settlement, p)
		}
	}
	return nil
}

// taker finds a line among sales that was taken already.
func (j *Journal) taker(ctx context.Context, q sqlx.QueryerContext, sales []mapping.PlannedSale) (*takerRow, error) {
	var args []any
	for _, s := range sales {
		args = append(args, j.Organization, string(s.Source), s.Document, s.Item, s.Revision)
	}
	tuples := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?), ", len(sales)), ", ")
	var takers []takerRow
	if err := sqlx.SelectContext(ctx, q, &takers, j.qualify(selectTakers+tuples+") LIMIT 1"), args...); err != nil {
		return nil, fmt.Errorf("look for the settlement that took a line: %w", err)
	}
	if len(takers) == 0 {
		return nil, nil
	}
	return &takers[0], nil
}

func (k saleKeyRow) takenBy(settlement string, p *mapping.Plan) error {
	return &ConflictError{Settlement: p.Settlement.ID, Sale: k.key(), Revision: k.Revision, TakenBy: settlement}
}

package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/calc"
	"fairshare/mapping"
)

// The newest settlement in force first, so that a party's first row is its last invoice.
const selectPastInvoices = `
SELECT v.PARTY_ID_FROM, v.TOTAL_MINOR
FROM FAIRSHARE_SETTLEMENT s JOIN FAIRSHARE_INVOICE v ON v.SETTLEMENT_ID = s.SETTLEMENT_ID
WHERE s.ORGANIZATION = ? AND s.CURRENCY = ? AND s.STATE <> 'void' ORDER BY s.CUTOFF DESC, s.ORDINAL DESC`

const selectPastLines = `SELECT SALE_LINES FROM FAIRSHARE_SETTLEMENT
WHERE ORGANIZATION = ? AND CURRENCY = ? AND STATE <> 'void' ORDER BY CUTOFF DESC, ORDINAL DESC LIMIT 1`

// Past is what the settlements of a currency that are in force came to, for a new
// one to be held against.
func (j *Journal) Past(ctx context.Context, q sqlx.QueryerContext, currency string) (mapping.Past, error) {
	past := mapping.Past{Invoiced: map[calc.PartyID]calc.Minor{}}
	err := sqlx.GetContext(ctx, q, &past.Lines, j.qualify(selectPastLines), j.Organization, currency)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return past, fmt.Errorf("read the last settlement in %s: %w", currency, err)
	}
	rows, err := q.QueryxContext(ctx, j.qualify(selectPastInvoices), j.Organization, currency)
	if err != nil {
		return past, fmt.Errorf("read the last invoices in %s: %w", currency, err)
	}
	type pastRow struct {
		Party string `db:"PARTY_ID_FROM"`
		Total int64  `db:"TOTAL_MINOR"`
	}
	err = each(rows, func(r pastRow) error {
		if _, newer := past.Invoiced[calc.PartyID(r.Party)]; !newer {
			past.Invoiced[calc.PartyID(r.Party)] = calc.Minor(r.Total)
		}
		return nil
	})
	return past, err
}

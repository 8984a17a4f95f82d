package journal

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/jmoiron/sqlx"

	"fairshare/calc"
	"fairshare/mapping"
)

// Settlement by settlement, each by its part of the primary key.
const selectResidues = `
SELECT s.CURRENCY, l.ACCOUNT_KIND, l.ACCOUNT, l.ACTIVITY, l.EARNED_FINE, l.AMOUNT_MINOR
FROM FAIRSHARE_SETTLEMENT s JOIN FAIRSHARE_LEDGER l ON l.SETTLEMENT_ID = s.SETTLEMENT_ID
WHERE s.ORGANIZATION = ? AND s.STATE <> 'void'`

// residueSums adds ledger rows up to cells. A cell is found by the bytes of its
// names, so that a row of a known cell allocates nothing for them.
type residueSums struct {
	place map[string]int // currency, kind, account and activity, each ended by a 0 byte
	cells []mapping.Residue
	key   []byte
}

func (j *Journal) residues(ctx context.Context, q sqlx.QueryerContext) ([]mapping.Residue, error) {
	rows, err := q.QueryxContext(ctx, j.qualify(selectResidues), j.Organization)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sums := residueSums{place: map[string]int{}}
	var currency, kind, account, activity sql.RawBytes
	var earned fineColumn
	var amount int64
	for rows.Next() {
		if err := rows.Scan(&currency, &kind, &account, &activity, &earned, &amount); err != nil {
			return nil, err
		}
		cell := sums.cell(currency, kind, account, activity)
		cell.Rest = cell.Rest.Add(earned.Fine).Sub(calc.FineOf(calc.Minor(amount)))
	}
	return sums.nonZero(), rows.Err()
}

func (s *residueSums) cell(currency, kind, name, activity []byte) *mapping.Residue {
	s.key = s.key[:0]
	for _, part := range [][]byte{currency, kind, name, activity} {
		s.key = append(append(s.key, part...), 0)
	}
	place, ok := s.place[string(s.key)]
	if !ok {
		place = len(s.cells)
		s.place[string(s.key)] = place
		s.cells = append(s.cells, mapping.Residue{
			Currency: string(currency), Account: account(string(kind), string(name)), Activity: calc.ActivityID(activity),
		})
	}
	return &s.cells[place]
}

func (s *residueSums) nonZero() []mapping.Residue {
	cells := slices.DeleteFunc(s.cells, func(r mapping.Residue) bool { return r.Rest.IsZero() })
	slices.SortFunc(cells, func(a, b mapping.Residue) int {
		return cmp.Or(
			cmp.Compare(a.Currency, b.Currency),
			cmp.Compare(a.Account.Retained, b.Account.Retained), // parties first
			cmp.Compare(a.Account.Party, b.Account.Party),
			cmp.Compare(a.Activity, b.Activity),
		)
	})
	return cells
}

package journal

import (
	"context"
	"fmt"

	"fairshare/calc"
)

// A row is how far a settlement's accounts are from its head, and from their own sums:
// zero, unless somebody wrote into the tables by hand. By primary keys.
const selectDrift = `
SELECT s.CURRENCY, s.DECIMALS, ABS(s.EARNED_MINOR - COALESCE(SUM(a.EARNED_MINOR), 0))
  + ABS(s.INVOICED_MINOR - COALESCE(SUM(a.INVOICED_MINOR), 0))
  + COALESCE(SUM(ABS(a.OPENING_MINOR + a.EARNED_MINOR + a.ADJUSTED_MINOR - a.INVOICED_MINOR - a.CLOSING_MINOR)), 0) AS DRIFT
FROM FAIRSHARE_SETTLEMENT s LEFT JOIN FAIRSHARE_ACCOUNT a ON a.SETTLEMENT_ID = s.SETTLEMENT_ID
WHERE s.ORGANIZATION = ? AND s.STATE <> 'void'
GROUP BY s.SETTLEMENT_ID, s.CURRENCY, s.DECIMALS, s.EARNED_MINOR, s.INVOICED_MINOR`

// Drift is by how much balances of a currency are not what the settlements add up to.
type Drift struct {
	Currency string
	Decimals int
	Amount   calc.Minor
}

// Drifts is the drift of every currency that has settlements, zero where all is well.
func (j *Journal) Drifts(ctx context.Context) ([]Drift, error) {
	var rows []struct {
		Currency string     `db:"CURRENCY"`
		Decimals int        `db:"DECIMALS"`
		Drift    calc.Minor `db:"DRIFT"`
	}
	if err := j.DB.SelectContext(ctx, &rows, j.qualify(selectDrift), j.Organization); err != nil {
		return nil, fmt.Errorf("add up the balances of %s: %w", j.Organization, orMigrate(err))
	}
	var drifts []Drift
	place := map[string]int{}
	for _, row := range rows {
		at, known := place[row.Currency]
		if !known {
			at = len(drifts)
			place[row.Currency], drifts = at, append(drifts, Drift{Currency: row.Currency, Decimals: row.Decimals})
		}
		drifts[at].Amount += row.Drift
	}
	return drifts, nil
}

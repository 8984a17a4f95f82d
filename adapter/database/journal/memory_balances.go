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

// Settlement by settlement, each by its part of the primary key. The opening
// balance is what the settlements before it add up to, so it is not added.
const selectBalances = `
SELECT s.CURRENCY, a.PARTY_ID, a.EARNED_MINOR + a.ADJUSTED_MINOR - a.INVOICED_MINOR
FROM FAIRSHARE_SETTLEMENT s JOIN FAIRSHARE_ACCOUNT a ON a.SETTLEMENT_ID = s.SETTLEMENT_ID
WHERE s.ORGANIZATION = ? AND s.STATE <> 'void'`

func (j *Journal) balances(ctx context.Context, q sqlx.QueryerContext) ([]mapping.Balance, error) {
	rows, err := q.QueryxContext(ctx, j.qualify(selectBalances), j.Organization)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sums := map[string]map[string]*calc.Minor{} // currency, party
	var currency, party sql.RawBytes
	var moved int64
	for rows.Next() {
		if err := rows.Scan(&currency, &party, &moved); err != nil {
			return nil, err
		}
		*balanceOf(sums, currency, party) += calc.Minor(moved)
	}
	return nonZeroBalances(sums), rows.Err()
}

// balanceOf finds a sum without making strings of the bytes, unless it is new.
func balanceOf(sums map[string]map[string]*calc.Minor, currency, party []byte) *calc.Minor {
	parties, ok := sums[string(currency)]
	if !ok {
		parties = map[string]*calc.Minor{}
		sums[string(currency)] = parties
	}
	sum, ok := parties[string(party)]
	if !ok {
		sum = new(calc.Minor)
		parties[string(party)] = sum
	}
	return sum
}

func nonZeroBalances(sums map[string]map[string]*calc.Minor) (balances []mapping.Balance) {
	for currency, parties := range sums {
		for party, sum := range parties {
			if *sum != 0 {
				balances = append(balances, mapping.Balance{Currency: currency, Party: calc.PartyID(party), Amount: *sum})
			}
		}
	}
	slices.SortFunc(balances, func(a, b mapping.Balance) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Party, b.Party))
	})
	return balances
}

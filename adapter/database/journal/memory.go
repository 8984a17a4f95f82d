package journal

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/mapping"
)

// Few rows: which settlements count, and in what currency.
const selectCounting = `SELECT SETTLEMENT_ID, CURRENCY, STATE FROM FAIRSHARE_SETTLEMENT WHERE ORGANIZATION = ?`

// counting says in which currency a settlement is and whether it counts.
type counting struct {
	ID       string        `db:"SETTLEMENT_ID"`
	Currency string        `db:"CURRENCY"`
	State    mapping.State `db:"STATE"`
}

func (c counting) void() bool { return c.State == mapping.Void }

// Memory sums up what earlier settlements took, still owe to cells because of
// rounding, and owe to parties. Voided settlements don't count, except that their
// lines keep their revision numbers. It reads through q, so on the connection of
// the snapshot that OFBiz is read from; rows are streamed.
//
// Taken has an entry per item, currency and activity: what was taken in all, at the
// instant of the first revision that counts, and how often. Σ Times of an item is
// the revision that the next settlement has to use; an entry that only voided
// settlements took says so and is there for its Times, with the amount 0. All three lists are
// in order of their keys; residues and balances of 0 are left out.
func (j *Journal) Memory(ctx context.Context, q sqlx.QueryerContext) (mapping.Memory, error) {
	var memory mapping.Memory
	heads, err := j.counting(ctx, q)
	if err != nil {
		return memory, err
	}
	if memory.Taken, err = j.taken(ctx, q, heads); err != nil {
		return memory, fmt.Errorf("sum up the lines that %s has settled: %w", j.Organization, err)
	}
	if memory.Residues, err = j.residues(ctx, q); err != nil {
		return memory, fmt.Errorf("sum up the residues of %s: %w", j.Organization, err)
	}
	if memory.Balances, err = j.balances(ctx, q); err != nil {
		return memory, fmt.Errorf("sum up the balances of %s: %w", j.Organization, err)
	}
	if memory.Adjustments, err = j.openAdjustments(ctx, q); err != nil {
		return memory, err
	}
	return memory, nil
}

func (j *Journal) counting(ctx context.Context, q sqlx.QueryerContext) (map[string]counting, error) {
	var rows []counting
	if err := sqlx.SelectContext(ctx, q, &rows, j.qualify(selectCounting), j.Organization); err != nil {
		return nil, fmt.Errorf("read the settlements of %s: %w", j.Organization, orMigrate(err))
	}
	heads := make(map[string]counting, len(rows))
	for _, row := range rows {
		heads[row.ID] = row
	}
	return heads, nil
}

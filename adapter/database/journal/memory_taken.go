package journal

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jmoiron/sqlx"

	"fairshare/calc"
	"fairshare/mapping"
)

// In primary-key order, so that the revisions of an item follow each other and
// nothing is sorted.
const selectTaken = `
SELECT SOURCE, DOCUMENT_ID, ITEM_SEQ_ID, REVISION, SETTLEMENT_ID, ACTIVITY, AT_MILLIS, AMOUNT_MINOR
FROM FAIRSHARE_SALE WHERE ORGANIZATION = ?
ORDER BY SOURCE, DOCUMENT_ID, ITEM_SEQ_ID, REVISION`

// takenScan holds one row; the texts are the driver's bytes, valid until the next.
type takenScan struct {
	source, document, item, settlement, activity sql.RawBytes
	revision                                     int
	at, amount                                   int64
}

func (s *takenScan) targets() []any {
	return []any{&s.source, &s.document, &s.item, &s.revision, &s.settlement, &s.activity, &s.at, &s.amount}
}

// takenSums adds revisions up as they come by. An item has an entry for every
// currency and activity that it was taken under.
type takenSums struct {
	heads   map[string]counting
	texts   map[string]string // one copy of every text that many rows have
	entries []mapping.Taken
	first   int    // the present item's first entry
	counted []bool // of the present item's entries: has a revision that is not void
}

func (j *Journal) taken(ctx context.Context, q sqlx.QueryerContext, heads map[string]counting) ([]mapping.Taken, error) {
	rows, err := q.QueryxContext(ctx, j.qualify(selectTaken), j.Organization)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sums := takenSums{heads: heads, texts: map[string]string{}}
	var row takenScan
	targets := row.targets()
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		if err := sums.add(&row); err != nil {
			return nil, err
		}
	}
	return sums.entries, rows.Err()
}

func (t *takenSums) add(row *takenScan) error {
	head, ok := t.heads[string(row.settlement)]
	if !ok {
		return fmt.Errorf("%s %s/%s was taken by settlement %s, which is not in the journal", row.source, row.document, row.item, row.settlement)
	}
	if t.first == len(t.entries) || !row.isOf(&t.entries[t.first]) {
		t.first, t.counted = len(t.entries), t.counted[:0]
	}
	place := t.place(row, head.Currency)
	entry := &t.entries[t.first+place]
	entry.Times++
	if head.void() {
		return nil
	}
	if !t.counted[place] {
		entry.At, entry.VoidOnly, t.counted[place] = calc.Instant(row.at), false, true
	}
	entry.Amount += calc.Minor(row.amount)
	return nil
}

// isOf compares without making strings of the bytes.
func (s *takenScan) isOf(t *mapping.Taken) bool {
	return string(s.item) == t.Item && string(s.document) == t.Document && string(s.source) == string(t.Source)
}

// place finds the entry of a row among those of its item, or adds it.
func (t *takenSums) place(row *takenScan, currency string) int {
	for i, entry := range t.entries[t.first:] {
		if entry.Currency == currency && string(entry.Activity) == string(row.activity) {
			return i
		}
	}
	t.entries = append(t.entries, mapping.Taken{
		SaleKey: mapping.SaleKey{
			Source: mapping.Source(t.text(row.source)), Document: string(row.document), Item: t.text(row.item),
		},
		Currency: currency, Activity: calc.ActivityID(t.text(row.activity)), At: calc.Instant(row.at), VoidOnly: true,
	})
	t.counted = append(t.counted, false)
	return len(t.counted) - 1
}

// text keeps one copy of a text that many rows have.
func (t *takenSums) text(bytes []byte) string {
	if kept, ok := t.texts[string(bytes)]; ok {
		return kept
	}
	kept := string(bytes)
	t.texts[kept] = kept
	return kept
}

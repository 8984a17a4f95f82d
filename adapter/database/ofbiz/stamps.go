package ofbiz

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// Writing says how rows are written.
type Writing struct {
	Zone *time.Location // of OFBiz's JVM, in which its naive times are; nil is UTC
}

// stampColumns end the column list of everything that is written.
const stampColumns = `, LAST_UPDATED_STAMP, LAST_UPDATED_TX_STAMP, CREATED_STAMP, CREATED_TX_STAMP`

// naiveLayout is a DATETIME(3) of OFBiz as text.
const naiveLayout = "2006-01-02 15:04:05.000"

// stamps gives out what OFBiz's entity engine would: *_TX_STAMP is when the
// transaction began, the same for all its rows, *_STAMP a moment that no other row
// of the transaction has. (OFBiz: GenericDAO, TransactionUtil.)
type stamps struct {
	zone *time.Location
	tx   string // the transaction's own time
	last time.Time
}

// newStamps takes the time from the database: one clock for OFBiz's rows and ours.
func newStamps(ctx context.Context, tx *sqlx.Tx, w Writing) (*stamps, error) {
	now, err := Now(ctx, tx)
	if err != nil {
		return nil, err
	}
	return &stamps{zone: w.zone(), tx: naive(now, w.zone()), last: now}, nil
}

// Now is the database's time.
func Now(ctx context.Context, q sqlx.QueryerContext) (time.Time, error) {
	var now database.UTC
	if err := sqlx.GetContext(ctx, q, &now, "SELECT UTC_TIMESTAMP(3)"); err != nil {
		return time.Time{}, database.ReadError("ask the database for the time", err)
	}
	return now.Time, nil
}

func (w Writing) zone() *time.Location {
	if w.Zone == nil {
		return time.UTC
	}
	return w.Zone
}

// now is the transaction's own time.
func (s *stamps) now() string { return s.tx }

// next are the values of stampColumns for a new row.
func (s *stamps) next() []any {
	row := s.nextRow()
	return []any{row, s.tx, row, s.tx}
}

func (s *stamps) nextRow() string {
	s.last = s.last.Add(time.Millisecond)
	return naive(s.last, s.zone)
}

// endRow writes the values of stampColumns for a new row, and ends it.
func (s *stamps) endRow(ctx context.Context, in *database.Insertion) error {
	row := s.nextRow()
	in.Text(row)
	in.Text(s.tx)
	in.Text(row)
	in.Text(s.tx)
	return in.EndRow(ctx)
}

// naive is an instant as OFBiz stores it.
func naive(t time.Time, zone *time.Location) string {
	return t.In(zone).Truncate(time.Millisecond).Format(naiveLayout)
}

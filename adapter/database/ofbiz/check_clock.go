package ofbiz

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// The row is when OFBiz last changed anything in tables that it changes often; a
// stamp is the naive time of OFBiz's zone. By the index on LAST_UPDATED_TX_STAMP
// that every table of OFBiz has.
const selectNewestStamp = `
SELECT MAX(STAMP) AS NEWEST, UTC_TIMESTAMP(3) AS NOW FROM (
  SELECT MAX(LAST_UPDATED_TX_STAMP) AS STAMP FROM ORDER_HEADER
  UNION ALL SELECT MAX(LAST_UPDATED_TX_STAMP) FROM ORDER_STATUS
  UNION ALL SELECT MAX(LAST_UPDATED_TX_STAMP) FROM INVENTORY_ITEM_DETAIL
  UNION ALL SELECT MAX(LAST_UPDATED_TX_STAMP) FROM PRODUCT
  UNION ALL SELECT MAX(LAST_UPDATED_TX_STAMP) FROM PARTY) AS STAMPS`

// clockTolerance is how far the clocks of two machines may be apart.
const clockTolerance = 5 * time.Minute

// Freshness is when OFBiz last changed anything, as the configured zone reads it, and
// the database's time. Newest is zero where nothing was ever stamped.
type Freshness struct{ Newest, Now time.Time }

// Ahead is how far OFBiz's newest row lies in the future. Then either OFBiz's zone is
// not the configured one or a clock is wrong.
func (f Freshness) Ahead() time.Duration {
	if f.Newest.IsZero() {
		return 0
	}
	return f.Newest.Sub(f.Now)
}

// NewestStamp compares OFBiz's clock with the database's. An account or a schema
// that does not let it gives a zero Newest: checkStatements tells.
func NewestStamp(ctx context.Context, db *sqlx.DB, zone *time.Location) (f Freshness, err error) {
	var row struct {
		Newest *string      `db:"NEWEST"`
		Now    database.UTC `db:"NOW"`
	}
	err = db.GetContext(ctx, &row, selectNewestStamp)
	if kind := database.Classify(err); kind == database.Schema || kind == database.Grant {
		return f, nil
	}
	if err != nil {
		return f, database.ReadError("compare clocks", err)
	}
	f.Now = row.Now.Time
	if row.Newest == nil {
		return f, nil
	}
	if newest, err := time.ParseInLocation("2006-01-02 15:04:05.999999", *row.Newest, zone); err == nil {
		f.Newest = newest
	}
	return f, nil
}

// CheckClock finds stamps that lie in the future: sales at the edge of a period would
// fall on its wrong side. Stamps in the past prove nothing; nobody may have worked.
func CheckClock(ctx context.Context, db *sqlx.DB, zone *time.Location) ([]mapping.Finding, error) {
	f, err := NewestStamp(ctx, db, zone)
	if err != nil || f.Ahead() <= clockTolerance {
		return nil, err
	}
	return []mapping.Finding{finding(CodeClock, mapping.Blocking, "Server", zone.String(),
		"OFBiz's newest row is of %s in zone %s, %s ahead of the database's clock: ofbiz.timezone is not that of OFBiz's JVM, or a clock is wrong",
		f.Newest.Format("2006-01-02 15:04:05"), zone, f.Ahead().Round(time.Minute))}, nil
}

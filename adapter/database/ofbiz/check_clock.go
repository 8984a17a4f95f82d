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

// checkClock finds stamps that lie in the future: with them either OFBiz's zone is
// not the configured one or a clock is wrong, and sales at the edge of a period
// would fall on its wrong side. Stamps in the past prove nothing; nobody may have
// worked.
func checkClock(ctx context.Context, db *sqlx.DB, zone *time.Location) ([]mapping.Finding, error) {
	var row struct {
		Newest *string      `db:"NEWEST"`
		Now    database.UTC `db:"NOW"`
	}
	err := db.GetContext(ctx, &row, selectNewestStamp)
	if kind := database.Classify(err); kind == database.Schema || kind == database.Grant {
		return nil, nil // checkStatements tells
	}
	if err != nil {
		return nil, database.ReadError("compare clocks", err)
	}
	if row.Newest == nil {
		return nil, nil
	}
	newest, err := time.ParseInLocation("2006-01-02 15:04:05.999999", *row.Newest, zone)
	if err != nil || newest.Sub(row.Now.Time) <= clockTolerance {
		return nil, nil
	}
	return []mapping.Finding{finding(CodeClock, mapping.Blocking, "Server", zone.String(),
		"OFBiz's newest row is of %s, read in zone %s that is %s ahead of the database's clock: ofbiz.timezone is not that of OFBiz's JVM, or a clock is wrong",
		*row.Newest, zone, newest.Sub(row.Now.Time).Round(time.Minute))}, nil
}

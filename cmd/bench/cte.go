package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
)

// recursiveCTE lets the server follow the money: what reaches every activity, cut
// off below the scheme's epsilon of 0.00001, so that it ends, and then every
// party's part. It keeps fractions of cents and no history.
const recursiveCTE = `
WITH RECURSIVE moving (PRODUCT_ID, AMOUNT, SHARE) AS (
  SELECT PRODUCT_ID, SUM(CAST(UNIT_PRICE * QUANTITY AS DOUBLE)), 1e0 FROM ORDER_ITEM WHERE STATUS_ID = 'ITEM_COMPLETED' GROUP BY PRODUCT_ID
  UNION ALL
  SELECT a.PRODUCT_ID_TO, m.AMOUNT * a.QUANTITY / 100, m.SHARE * a.QUANTITY / 100
  FROM moving m JOIN PRODUCT_ASSOC a ON a.PRODUCT_ID = m.PRODUCT_ID AND a.PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT'
  WHERE m.SHARE * a.QUANTITY / 100 > 0.00001),
reached AS (SELECT PRODUCT_ID, SUM(AMOUNT) AS AMOUNT FROM moving GROUP BY PRODUCT_ID),
own AS (
  SELECT r.PRODUCT_ID, r.AMOUNT * (100 - IFNULL(SUM(a.QUANTITY), 0)) / 100 AS AMOUNT
  FROM reached r LEFT JOIN PRODUCT_ASSOC a ON a.PRODUCT_ID = r.PRODUCT_ID AND a.PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT'
  GROUP BY r.PRODUCT_ID, r.AMOUNT),
whole AS (SELECT PRODUCT_ID, SUM(QUANTITY_ON_HAND_TOTAL) AS PIECES FROM INVENTORY_ITEM GROUP BY PRODUCT_ID)
SELECT f.OWNER_PARTY_ID, SUM(o.AMOUNT * i.QUANTITY_ON_HAND_TOTAL / w.PIECES)
FROM own o JOIN whole w USING (PRODUCT_ID) JOIN INVENTORY_ITEM i USING (PRODUCT_ID) JOIN FACILITY f USING (FACILITY_ID)
GROUP BY f.OWNER_PARTY_ID`

// runCTE returns how long the server takes. It gives up at a limit, and then
// returns how long it tried.
func runCTE(ctx context.Context, db *sqlx.DB, limit time.Duration) (took time.Duration, finished bool, err error) {
	query := fmt.Sprintf("SET STATEMENT max_statement_time = %f FOR %s", limit.Seconds(), recursiveCTE)
	took, err = timed(func() error { return throwAway(ctx, db, query) })
	var server *mysql.MySQLError
	if errors.As(err, &server) && server.Number == statementTimeout {
		return took, false, nil
	}
	return took, true, err
}

// statementTimeout is the server's error for a statement that ran for too long.
const statementTimeout = 1969

package ofbiz_test

import (
	"testing"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/mapping"
)

// BenchmarkRead streams half a million changes of stock.
func BenchmarkRead(b *testing.B) {
	db := open(b, mariadbtest.NewOFBiz(b))
	mustExec(b, db, "INSERT INTO INVENTORY_ITEM (INVENTORY_ITEM_ID) SELECT seq FROM seq_1_to_1000")
	mustExec(b, db, `INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF)
		SELECT 1 + seq DIV 500, seq, '2026-01-02 03:04:05.678', seq / 1000 FROM seq_0_to_499999`)
	rows := 0
	for b.Loop() {
		snapshot, err := database.OpenSnapshot(b.Context(), db)
		if err != nil {
			b.Fatal(err)
		}
		err = ofbiz.Read(b.Context(), snapshot, mapping.Rules{}, func(*mapping.Entity, mapping.Row) error {
			rows++
			return nil
		}, nil)
		if snapshot.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

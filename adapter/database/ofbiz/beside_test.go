package ofbiz_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/shopspring/decimal"

	"fairshare/adapter/database"
	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/mapping"
)

// stock is what two facilities hold together, however it moves between them.
const stock = 1000

// newStock is two inventory items of one product in two facilities.
func newStock(t *testing.T) mariadbtest.Database {
	t.Helper()
	d := mariadbtest.NewOFBiz(t)
	db := open(t, d)
	mustExec(t, db, "INSERT INTO PRODUCT (PRODUCT_ID) VALUES ('P')")
	for _, facility := range []string{"A", "B"} {
		mustExec(t, db, "INSERT INTO FACILITY (FACILITY_ID) VALUES (?)", facility)
		mustExec(t, db, "INSERT INTO INVENTORY_ITEM (INVENTORY_ITEM_ID, INVENTORY_ITEM_TYPE_ID, PRODUCT_ID, FACILITY_ID, QUANTITY_ON_HAND_TOTAL) VALUES (?, 'NON_SERIAL_INV_ITEM', 'P', ?, ?)", facility, facility, stock/2)
		mustExec(t, db, "INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF) VALUES (?, '0', '2026-01-01', ?)", facility, stock/2)
	}
	return d
}

// move takes a piece from one facility to the other as OFBiz's inventory transfer
// does: two details and two totals in one transaction.
func move(db *sqlx.DB, n int64) error {
	from, to := "A", "B"
	if n%2 == 1 {
		from, to = to, from
	}
	tx, err := db.Beginx()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, half := range []struct {
		item string
		diff int
	}{{from, -1}, {to, 1}} {
		_, err := tx.Exec("INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF) VALUES (?, ?, '2026-02-01', ?)", half.item, fmt.Sprint(n+1), half.diff)
		if err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE INVENTORY_ITEM SET QUANTITY_ON_HAND_TOTAL = QUANTITY_ON_HAND_TOTAL + ? WHERE INVENTORY_ITEM_ID = ?", half.diff, half.item); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// totals reads a whole company from one snapshot and adds the stock up, by the
// details and by the items.
func totals(t *testing.T, db *sqlx.DB) (details, items decimal.Decimal) {
	t.Helper()
	snapshot, err := database.OpenSnapshot(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	add := func(sum *decimal.Decimal, field []byte) error {
		value, err := decimal.NewFromString(string(field))
		*sum = sum.Add(value)
		return err
	}
	err = ofbiz.Read(t.Context(), snapshot, mapping.Rules{}, func(entity *mapping.Entity, row mapping.Row) error {
		switch entity.Name {
		case "InventoryItemDetail":
			return add(&details, row[3])
		case "InventoryItem":
			return add(&items, row[6])
		}
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return details, items
}

// TestSnapshotsBesideLiveOFBiz reads companies while stock moves as fast as the
// server can, on a server whose default is READ COMMITTED, as OFBiz's own: no
// snapshot may see a piece that has left and not arrived, or is in both places.
func TestSnapshotsBesideLiveOFBiz(t *testing.T) {
	const writers = 2
	admin := open(t, mariadbtest.NewOFBiz(t))
	mustExec(t, admin, "SET GLOBAL TRANSACTION ISOLATION LEVEL READ COMMITTED")
	defer mustExec(t, admin, "SET GLOBAL TRANSACTION ISOLATION LEVEL REPEATABLE READ")
	d := newStock(t)
	var moves, numbers atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range writers {
		db := open(t, d)
		all.Go(func() {
			for ctx.Err() == nil {
				err := move(db, numbers.Add(1))
				if database.Classify(err) != database.Retryable && err != nil {
					t.Errorf("move stock: %v", err)
					return
				}
				if err == nil {
					moves.Add(1)
				}
			}
		})
	}
	began, reader, torn := time.Now(), open(t, d), 0
	snapshots := faultproxy.Many("FAIRSHARE_SNAPSHOTS", 60)
	for range snapshots {
		if details, items := totals(t, reader); !details.Equal(decimal.NewFromInt(stock)) || !items.Equal(details) {
			torn++
			t.Errorf("a snapshot holds %v by its details and %v by its items, want %d", details, items, stock)
		}
	}
	rate := float64(moves.Load()) / time.Since(began).Seconds()
	stop()
	all.Wait()
	if moves.Load() == 0 {
		t.Error("nothing moved")
	}
	faultproxy.Figure(t, "beside a live OFBiz: snapshots read, torn", []int{snapshots, torn})
	faultproxy.Figure(t, "beside a live OFBiz: stock movements per second meanwhile", int(rate))
}

// bankOfOFBiz takes ten numbers as OFBiz's SequenceUtil does: an UPDATE that
// changes nothing locks the row, then it is read and moved on.
func bankOfOFBiz(db *sqlx.DB, name string) (first int64, err error) {
	tx, err := db.Beginx()
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("UPDATE SEQUENCE_VALUE_ITEM SET SEQ_ID = SEQ_ID WHERE SEQ_NAME = ?", name); err != nil {
		return 0, err
	}
	if err := tx.Get(&first, "SELECT SEQ_ID FROM SEQUENCE_VALUE_ITEM WHERE SEQ_NAME = ?", name); err != nil {
		return 0, err
	}
	if _, err := tx.Exec("UPDATE SEQUENCE_VALUE_ITEM SET SEQ_ID = SEQ_ID + 10 WHERE SEQ_NAME = ?", name); err != nil {
		return 0, err
	}
	return first, tx.Commit()
}

// given remembers who got which number.
type given struct {
	mutex sync.Mutex
	to    map[int64]string
}

func (g *given) note(who string, first int64, n int64) (err error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	for i := first; i < first+n; i++ {
		if before, taken := g.to[i]; taken {
			err = errors.Join(err, fmt.Errorf("%d was given to %s and to %s", i, before, who))
		}
		g.to[i] = who
	}
	return err
}

// TestSequenceBesideLiveOFBiz takes numbers with OFBiz's own statements and with
// ours at once, with connections that break while it goes on.
func TestSequenceBesideLiveOFBiz(t *testing.T) {
	const bank, ours = 10, 7
	d := mariadbtest.NewOFBiz(t)
	mustExec(t, open(t, d), "INSERT INTO SEQUENCE_VALUE_ITEM (SEQ_NAME, SEQ_ID) VALUES ('Content', 10000) ON DUPLICATE KEY UPDATE SEQ_ID = 10000")
	times := faultproxy.Many("FAIRSHARE_BANKS", 60)
	proxy := faultproxy.New(t, d.Socket)
	through := d
	through.Socket = proxy.Address
	theirs, own := open(t, d), open(t, through)
	for n := 10; n < times*8; n += 37 {
		proxy.At(n, faultproxy.CutAfter())
	}
	got := &given{to: map[int64]string{}}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for range times {
				first, err := bankOfOFBiz(theirs, "Content")
				if err == nil {
					err = got.note("OFBiz", first, bank)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range times {
				first, err := ofbiz.Sequence(t.Context(), own, "Content", ours)
				if err == nil {
					err = got.note("Fairshare", first, ours)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if want := 2 * times * (bank + ours); len(got.to) != want {
		t.Errorf("%d different numbers, want %d", len(got.to), want)
	}
	faultproxy.Figure(t, "beside a live OFBiz: numbers taken from one sequence, connections cut", []int{len(got.to), proxy.Struck()})
}

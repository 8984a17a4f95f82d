package ofbiz_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// stock is what two facilities hold together in the two items of a writer, however
// it moves between them.
const stock = 1000

// newStock is inventory of one product in two facilities, a pair of items for each writer.
func newStock(t *testing.T, writers int) mariadbtest.Database {
	t.Helper()
	d := mariadbtest.NewOFBiz(t)
	db := open(t, d)
	mustExec(t, db, "INSERT INTO PRODUCT (PRODUCT_ID) VALUES ('P')")
	for _, facility := range []string{"A", "B"} {
		mustExec(t, db, "INSERT INTO FACILITY (FACILITY_ID) VALUES (?)", facility)
		for w := range writers {
			item := fmt.Sprint(facility, w)
			mustExec(t, db, "INSERT INTO INVENTORY_ITEM (INVENTORY_ITEM_ID, INVENTORY_ITEM_TYPE_ID, PRODUCT_ID, FACILITY_ID, QUANTITY_ON_HAND_TOTAL) VALUES (?, 'NON_SERIAL_INV_ITEM', 'P', ?, ?)", item, facility, stock/2)
			mustExec(t, db, "INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF) VALUES (?, '0', '2026-01-01', ?)", item, stock/2)
		}
	}
	return d
}

// mover is a connection that moves stock as OFBiz's inventory transfer does: two
// details and two totals in one transaction, with four short statements.
type mover struct {
	conn   *sqlx.Conn
	detail *sqlx.Stmt
	total  *sqlx.Stmt
	number int
}

// Details beyond some hundreds are added to those that are there, so that the
// tables, and with them the time that a snapshot takes, stay as they are.
const (
	moveDetail = `INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF)
VALUES (?, ?, '2026-02-01', ?) ON DUPLICATE KEY UPDATE QUANTITY_ON_HAND_DIFF = QUANTITY_ON_HAND_DIFF + VALUE(QUANTITY_ON_HAND_DIFF)`
	moveTotal  = "UPDATE INVENTORY_ITEM SET QUANTITY_ON_HAND_TOTAL = QUANTITY_ON_HAND_TOTAL + ? WHERE INVENTORY_ITEM_ID = ?"
	detailRows = 300
)

func newMover(t *testing.T, db *sqlx.DB, number int) *mover {
	t.Helper()
	conn, err := db.Connx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m := &mover{conn: conn, number: number}
	for query, statement := range map[string]**sqlx.Stmt{moveDetail: &m.detail, moveTotal: &m.total} {
		if *statement, err = conn.PreparexContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// move takes a piece from one facility to the other, to and fro.
func (m *mover) move(n int) error {
	ctx := context.Background()
	tx, err := m.conn.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	from := n / detailRows % 2
	for i, facility := range []string{"A", "B"} {
		item, diff := fmt.Sprint(facility, m.number), 1
		if i == from {
			diff = -1
		}
		if _, err := tx.Stmtx(m.detail).Exec(item, 1+n%detailRows, diff); err != nil {
			return err
		}
		if _, err := tx.Stmtx(m.total).Exec(diff, item); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// totals reads a whole company from one snapshot and adds the stock up, by the
// details and by the items. first is what the first item holds.
func totals(t *testing.T, db *sqlx.DB) (details, items decimal.Decimal, first string) {
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
			if first == "" {
				first = string(row[6])
			}
			return add(&items, row[6])
		}
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return details, items, first
}

// liveOFBiz moves stock with several connections until stop is called, which gives
// how many moves there were in each second.
func liveOFBiz(t *testing.T, d mariadbtest.Database, writers int) (stop func() (perSecond []int64)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	var moves atomic.Int64
	db := open(t, d)
	db.SetMaxOpenConns(writers)
	for w := range writers {
		m := newMover(t, db, w)
		all.Go(func() {
			defer m.conn.Close()
			for n := 0; ctx.Err() == nil; n++ {
				if err := m.move(n); err != nil {
					t.Errorf("move stock: %v", err)
					return
				}
				moves.Add(1)
			}
		})
	}
	var perSecond []int64
	all.Go(func() {
		second := time.NewTicker(time.Second)
		defer second.Stop()
		for last := int64(0); ; {
			select {
			case <-ctx.Done():
				return
			case <-second.C:
				now := moves.Load()
				perSecond, last = append(perSecond, now-last), now
			}
		}
	})
	return func() []int64 {
		cancel()
		all.Wait()
		if moves.Load() == 0 {
			t.Error("nothing moved")
		}
		return perSecond
	}
}

// TestSnapshotsBesideLiveOFBiz reads companies while stock moves as fast as the
// server can, on a server whose default is READ COMMITTED, as OFBiz's own: no
// snapshot may see a piece that has left and not arrived, or is in both places.
func TestSnapshotsBesideLiveOFBiz(t *testing.T) {
	const writers = 6
	admin := open(t, mariadbtest.NewOFBiz(t))
	mustExec(t, admin, "SET GLOBAL TRANSACTION ISOLATION LEVEL READ COMMITTED")
	defer mustExec(t, admin, "SET GLOBAL TRANSACTION ISOLATION LEVEL REPEATABLE READ")
	d := newStock(t, writers)
	stop := liveOFBiz(t, d, writers)
	reader, torn, different := open(t, d), 0, map[string]bool{}
	snapshots := faultproxy.Many("FAIRSHARE_SNAPSHOTS", 150)
	want := decimal.NewFromInt(stock * writers)
	for range snapshots {
		details, items, first := totals(t, reader)
		if !details.Equal(want) || !items.Equal(want) {
			torn++
			t.Errorf("a snapshot holds %v by its details and %v by its items, want %v", details, items, want)
		}
		different[first] = true
	}
	perSecond := stop()
	if len(different) < 2 {
		t.Error("all snapshots show the same: nothing moved between them")
	}
	faultproxy.Figure(t, "beside a live OFBiz: snapshots read, torn", []int{snapshots, torn})
	if len(perSecond) > 0 {
		faultproxy.Figure(t, "beside a live OFBiz: its transactions in the slowest and in the busiest second", []int64{slices.Min(perSecond), slices.Max(perSecond)})
	}
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

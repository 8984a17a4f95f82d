package nightly_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/cmd/internal/nightly"
	"fairshare/cmd/internal/world"
)

// payees are enough for a night of some thousands of invoices and reports.
var payees = world.Size{Name: "payees", Parties: faultproxy.Many("FAIRSHARE_PAYEES", 2000), Activities: 300, Components: 5, Holders: 40, Lines: 3000}

// touch is a row that people in OFBiz change while a night is under way, and that
// the night's own rows refer to or need.
type touch struct {
	name, update string
	key          func() any
}

var touches = []touch{
	{"the company", "UPDATE PARTY SET LAST_UPDATED_STAMP = NOW(3) WHERE PARTY_ID = ?", func() any { return world.Organization }},
	{"a payee", "UPDATE PARTY SET LAST_UPDATED_STAMP = NOW(3) WHERE PARTY_ID = ?", func() any { return fmt.Sprintf("P%07d", rand.IntN(payees.Parties)) }},
	{"a product", "UPDATE PRODUCT SET LAST_UPDATED_STAMP = NOW(3) WHERE PRODUCT_ID = ?", func() any { return fmt.Sprintf("A%07d", rand.IntN(payees.Activities)) }},
	{"a sequence", "UPDATE SEQUENCE_VALUE_ITEM SET SEQ_ID = SEQ_ID + 10 WHERE SEQ_NAME = ?", func() any { return "Content" }},
	{"a row that no night needs", "UPDATE FACILITY SET LAST_UPDATED_STAMP = NOW(3) WHERE FACILITY_ID = ?", func() any { return "F0000001" }},
	{"an invoice type", "UPDATE INVOICE_TYPE SET LAST_UPDATED_STAMP = NOW(3) WHERE INVOICE_TYPE_ID = ?", func() any { return "COMMISSION_INVOICE" }},
}

// waits are how long single updates took, by what they changed.
type waits struct {
	mutex   sync.Mutex
	longest map[string]time.Duration
	count   map[string]int
}

// people change rows of one kind after the other until ctx ends, each in a transaction
// of its own, and note how long each of them took.
func (w *waits) people(ctx context.Context, t *testing.T, db *sql.DB, rows touch) {
	conn, err := db.Conn(context.WithoutCancel(ctx))
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close()
	if patience := faultproxy.Many("FAIRSHARE_LOCK_SECONDS", 0); patience > 0 {
		if _, err := conn.ExecContext(context.WithoutCancel(ctx), fmt.Sprint("SET innodb_lock_wait_timeout = ", patience)); err != nil {
			t.Error(err)
		}
	}
	for ctx.Err() == nil {
		began := time.Now()
		result, err := conn.ExecContext(context.WithoutCancel(ctx), rows.update, rows.key())
		took := time.Since(began)
		if err != nil {
			t.Errorf("change %s: %v", rows.name, err)
			return
		}
		if changed, _ := result.RowsAffected(); changed > 1 {
			t.Errorf("change %s: %d rows", rows.name, changed)
		}
		w.note(rows.name, took)
		select { // people are many and each of them is slow: hundreds of changes a second
		case <-ctx.Done():
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func (w *waits) note(name string, took time.Duration) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.longest[name] = max(w.longest[name], took)
	w.count[name]++
}

// besides runs work while people change all kinds of rows.
func besides(t *testing.T, db *sql.DB, work func()) *waits {
	t.Helper()
	w := &waits{longest: map[string]time.Duration{}, count: map[string]int{}}
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for _, rows := range touches {
		all.Go(func() { w.people(ctx, t, db, rows) })
	}
	work()
	stop()
	all.Wait()
	for _, rows := range touches {
		if w.count[rows.name] == 0 {
			t.Errorf("%s was never changed", rows.name)
		}
	}
	return w
}

// TestNightBesidePeople settles a company with thousands of payees, invoices, items
// and reports while people change the rows that these refer to, and tells how long
// the longest of their changes had to wait, with the night and without it, and how
// much of that was waiting for row locks, by the server's own count. No change may
// fail: FAIRSHARE_LOCK_SECONDS says after how many seconds of waiting for a lock the
// server gives one up.
func TestNightBesidePeople(t *testing.T) {
	d := mariadbtest.NewOFBiz(t)
	if err := world.New(payees, world.Options{Seed: 1}).Fill(t.Context(), d.Open(t)); err != nil {
		t.Fatal(err)
	}
	people := d.Open(t)
	if _, err := people.Exec("INSERT INTO SEQUENCE_VALUE_ITEM (SEQ_NAME, SEQ_ID) VALUES ('Content', 10000) ON DUPLICATE KEY UPDATE SEQ_ID = 10000"); err != nil {
		t.Fatal(err)
	}
	job := newJob(t, open(t, d, time.UTC), world.Rules())
	job.Reports.Formats = []string{"csv"}
	var result *nightly.Result
	var took time.Duration
	before := rowLocks(t, people)
	beside := besides(t, people, func() {
		began := time.Now()
		var err error
		if result, err = job.Settle(t.Context(), world.YearEnds); err != nil {
			t.Fatal(err)
		}
		took = time.Since(began)
	})
	after := rowLocks(t, people)
	if result.Blocked || len(result.Plans) != 1 || result.Plans[0].Invoices.Len() < payees.Parties*8/10 {
		t.Fatalf("%d plans, %v", len(result.Plans), result.Findings)
	}
	alone := besides(t, people, func() { time.Sleep(min(took, 5*time.Second)) }) // nothing to wait for: people only
	items := 0
	for invoice := range result.Plans[0].Invoices.All() {
		items += len(invoice.Items)
	}
	faultproxy.Figure(t, "a night beside people: invoices, items, seconds", []int{result.Plans[0].Invoices.Len(), items, int(took.Seconds())})
	faultproxy.Figure(t, "a night beside people: waits for row locks, longest of this server in ms", []int{after.waits - before.waits, after.longestMillis})
	for _, name := range slices.Sorted(maps.Keys(beside.longest)) {
		faultproxy.Figure(t, "a night beside people: changes of "+name+", longest with the night, without",
			fmt.Sprintf("%d, %v, %v", beside.count[name], beside.longest[name].Round(time.Millisecond), alone.longest[name].Round(time.Millisecond)))
	}
}

// locks is how often and how long at most anybody waited for a row lock since the
// server was started.
type locks struct{ waits, longestMillis int }

func rowLocks(t *testing.T, db *sql.DB) (l locks) {
	t.Helper()
	for name, value := range map[string]*int{"Innodb_row_lock_waits": &l.waits, "Innodb_row_lock_time_max": &l.longestMillis} {
		if err := db.QueryRow("SHOW GLOBAL STATUS LIKE '"+name+"'").Scan(new(string), value); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

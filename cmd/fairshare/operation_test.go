package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/config"
	"fairshare/mapping"
)

// untouched runs something that must not change a row, whatever it says. The lease
// and the note of which database it is are no news.
func (s *site) untouched(run func()) {
	s.t.Helper()
	sums := func() map[string]string {
		sums := (&ground{site: s}).checksums()
		delete(sums, "FAIRSHARE_LEASE")
		delete(sums, "FAIRSHARE_INSTANCE")
		return sums
	}
	before := sums()
	run()
	for table, sum := range sums() {
		if sum != before[table] {
			s.t.Errorf("table %s was changed", table)
		}
	}
}

// Case 11: whoever changes credits, orders and members while a run reads, the run
// sees what was there at its beginning.
func TestSettleReadsOneMoment(t *testing.T) {
	g := newGround(t, scenarios[0])
	g.proxy.At(g.executionOf("FROM INVENTORY_ITEM_DETAIL"), faultproxy.Meanwhile(func() {
		g.execute("UPDATE INVENTORY_ITEM_DETAIL SET QUANTITY_ON_HAND_DIFF = QUANTITY_ON_HAND_DIFF + 99 WHERE EFFECTIVE_DATE < '2026-06-01'")
		g.execute("UPDATE ORDER_ITEM SET UNIT_PRICE = UNIT_PRICE * 2")
		g.execute("UPDATE PARTY_RELATIONSHIP SET THRU_DATE = '2026-02-01'")
	}))
	if code, _, stderr := g.through.run(settling...); code != 0 || g.proxy.Struck() != 1 {
		t.Fatalf("exit %d, %d changes\n%s", code, g.proxy.Struck(), stderr)
	}
	if traces := g.traces(); !slices.Equal(traces, g.calm) {
		t.Errorf("%s", difference(traces, g.calm))
	}
}

// Case 68: the same cut-off again, with nothing changed and with a price changed
// since: it tells the difference and writes nothing.
func TestSamePeriodAgain(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-07-01")
	again := func(want string) {
		t.Helper()
		s.untouched(func() {
			code, _, stderr := s.run("settle", "--until", "2026-07-01")
			if code != 0 || !strings.Contains(stderr, want) {
				t.Errorf("exit %d, want %q in\n%s", code, want, stderr)
			}
		})
	}
	again("EUR: already settled until 2026-07-01T00:00:00+02:00\n")
	item := s.rows(`SELECT x.DOCUMENT_ID, x.ITEM_SEQ_ID FROM FAIRSHARE_SALE x JOIN FAIRSHARE_SETTLEMENT s ON s.SETTLEMENT_ID = x.SETTLEMENT_ID
		JOIN ORDER_ITEM i ON i.ORDER_ID = x.DOCUMENT_ID AND i.ORDER_ITEM_SEQ_ID = x.ITEM_SEQ_ID
		WHERE x.SOURCE = 'OrderItem' AND s.CURRENCY = 'EUR' AND i.QUANTITY = 1 ORDER BY 1, 2 LIMIT 1`)[0]
	order, seq, _ := strings.Cut(item, " | ")
	s.execute(`UPDATE ORDER_ITEM SET UNIT_PRICE = UNIT_PRICE - 12.34 WHERE ORDER_ID = ? AND ORDER_ITEM_SEQ_ID = ?`, order, seq)
	again("EUR: already settled until 2026-07-01T00:00:00+02:00; 1 lines (-12.34 EUR) came later or changed since")
}

// nightsAt settles all nights that would be due at a moment, after the last one of
// them all: what "fairshare run" does, whose clock is the database's.
func (s *site) nightsAt(now time.Time, period, zone string, last *time.Time) {
	s.t.Helper()
	where, err := time.LoadLocation(zone)
	if err != nil {
		s.t.Fatal(err)
	}
	spec, err := config.ParseRun(config.Default().Schedule.Run)
	if err != nil {
		s.t.Fatal(err)
	}
	s.configured(fmt.Sprintf("settlement: {period: %s}\nschedule: {timezone: %s}\n", period, zone))
	for _, until := range Due(now, *last, period, where, newWallSchedule(spec, where)) {
		s.must("settle", "--until", until.Format(time.RFC3339))
		*last = until
	}
}

// Case 69: whatever settlement.period and its zone are changed to, settlements of a
// currency follow one another, and no line is in two of them.
func TestPeriodsNeverOverlap(t *testing.T) {
	calm, s := newVEMS(t), newVEMS(t)
	calm.must("settle", "--until", "2026-11-01")
	var last time.Time
	night := func(day, period, zone string) {
		t.Helper()
		now, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		s.nightsAt(now.Add(12*time.Hour), period, zone, &last)
	}
	night("2026-03-18", "day", "Europe/Budapest")
	night("2026-03-20", "month", "Europe/Budapest") // its first period has begun before, and is in part settled
	night("2026-04-02", "month", "America/New_York")
	night("2026-04-20", "week", "Europe/Budapest")
	s.configured("settlement: {period: day}\n").untouched(func() {
		if code, _, stderr := s.run("settle", "--until", "2026-04-01"); code != 0 || !strings.Contains(stderr, "already settled") {
			t.Errorf("an earlier cut-off: exit %d\n%s", code, stderr)
		}
	})
	s.must("settle", "--until", "2026-11-01")
	if got, want := s.rows(perCell), calm.rows(perCell); !slices.Equal(got, want) {
		t.Errorf("by changing periods, parties got\n%s\nat once\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if n := s.rows(`SELECT COUNT(*) FROM FAIRSHARE_SETTLEMENT WHERE CURRENCY = 'EUR'`)[0]; n < "4" {
		t.Errorf("%s settlements", n)
	}
}

// Case 70: the id of our invoice is there already and is something else: nobody
// touches it, and a person must look. Put right, the run finishes.
func TestInvoiceIDIsTaken(t *testing.T) {
	s := newVEMS(t)
	var planned []mapping.SettleDocument
	s.mustJSON(&planned, "settle", "--until", "2026-11-01", "--dry-run")
	id := planned[0].Invoices[0].InvoiceID
	s.execute(`INSERT INTO INVOICE (INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, CURRENCY_UOM_ID, DESCRIPTION) VALUES (?, 'PURCHASE_INVOICE', 'MIK', 'Company', 'INVOICE_READY', 'EUR', 'somebody else''s')`, id)
	stranger := s.rows(`SELECT * FROM INVOICE WHERE INVOICE_ID = ?`, id)
	code, _, stderr := s.run("settle", "--until", "2026-11-01")
	if exitCode(code) != exitAttention || !strings.Contains(stderr, id) || !strings.Contains(stderr, "differs from what was planned") {
		t.Errorf("exit %d\n%s", code, stderr)
	}
	if after := s.rows(`SELECT * FROM INVOICE WHERE INVOICE_ID = ?`, id); !slices.Equal(after, stranger) {
		t.Errorf("it was %v and is %v", stranger, after)
	}
	if n := s.rows(`SELECT COUNT(*) FROM INVOICE_ITEM WHERE INVOICE_ID = ?`, id)[0]; n != "0" {
		t.Errorf("%s items were added to it", n)
	}
	if got := s.states(); got != "Company-EUR-20261101 | writing\nCompany-USD-20261101 | closed" {
		t.Errorf("%s: the other currency has to be finished", got)
	}
	s.untouched(func() {
		if code, _, again := s.run("settle", "--until", "2026-11-01"); code != int(exitAttention) || !strings.Contains(again, id) {
			t.Errorf("once more: exit %d\n%s", code, again)
		}
	})
	s.execute(`DELETE FROM INVOICE WHERE INVOICE_ID = ?`, id)
	s.must("settle", "--until", "2026-11-01")
	s.must("settlements", "verify", planned[0].Settlement)
}

// Case 71: a journal that belongs to production, and a configuration that points to
// the test database: nothing is settled until a person says that it is meant.
func TestWrongDatabase(t *testing.T) {
	production := newVEMS(t)
	production.must("settle", "--until", "2026-07-01")
	test := newSite(t, mariadbtest.NewVEMS(t), vems+fmt.Sprintf("settlement: {schema: %s}\n", production.database.Name))
	production.untouched(func() {
		test.untouched(func() {
			code, _, stderr := test.run("settle", "--until", "2026-11-01")
			if exitCode(code) != exitAttention || !strings.Contains(stderr, "belongs to another OFBiz database") || !strings.Contains(stderr, "--adopt") {
				t.Errorf("exit %d\n%s", code, stderr)
			}
		})
	})
	production.must("settle", "--until", "2026-11-01")
}

// Case 67: OFBiz's stamps lie in the future, so its zone, the configuration's or a
// clock is wrong: what was sold at the edge of a period would fall on its wrong side.
func TestClocksApartStopTheSettlement(t *testing.T) {
	s := newVEMS(t)
	s.execute(`UPDATE PARTY SET LAST_UPDATED_TX_STAMP = UTC_TIMESTAMP(3) + INTERVAL 9 HOUR WHERE PARTY_ID = 'MIK'`)
	for _, command := range [][]string{{"settle", "--until", "2026-11-01"}, {"check"}} {
		s.untouched(func() {
			code, stdout, stderr := s.run(command...)
			if exitCode(code) != exitRefused || !strings.Contains(stdout, "DATABASE_CLOCK") {
				t.Errorf("%v: exit %d\n%s%s", command, code, stdout, stderr)
			}
		})
	}
	s.configured("findings: {accept: [{code: DATABASE_CLOCK}]}\n").must("settle", "--until", "2026-11-01")
}

package journal

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/calc"
	"fairshare/mapping"
)

// samePlan compares field for field; an empty list and none are the same.
func samePlan(t *testing.T, got, want *mapping.Plan) {
	t.Helper()
	g, w := reflect.ValueOf(*got), reflect.ValueOf(*want)
	for i := range g.NumField() {
		if !g.Type().Field(i).IsExported() {
			continue
		}
		a, b := g.Field(i), w.Field(i)
		if a.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(a.Interface(), b.Interface()) {
			t.Errorf("%s\n got %+v\nwant %+v", g.Type().Field(i).Name, a.Interface(), b.Interface())
		}
	}
}

func TestPlanRoundTrip(t *testing.T) {
	j := newJournal(t)
	lease := acquire(t, j)
	for seed := range uint64(12) {
		w := newWorld(seed)
		w.currency = string(rune('A'+seed)) + "UR" // each world of its own
		for range 2 {
			p := w.plan(int(seed*seed*10) + 1)
			for i := range p.Sales.List {
				p.Sales.List[i].Document = w.currency + p.Sales.List[i].Document
			}
			commit(t, j, lease, p)
			loaded, err := j.Plan(t.Context(), p.Settlement.ID)
			if err != nil {
				t.Fatal(err)
			}
			samePlan(t, loaded, p)
			for i := range p.Sales.List {
				p.Sales.List[i].Document = strings.TrimPrefix(p.Sales.List[i].Document, w.currency)
			}
			w.remember(p, false)
		}
	}
}

func TestPlanNotFound(t *testing.T) {
	j := newJournal(t)
	var missing *NotFoundError
	if _, err := j.Plan(t.Context(), "nothing"); !errors.As(err, &missing) {
		t.Fatal(err)
	}
}

func TestCommitPlanTwiceIsHarmless(t *testing.T) {
	j := newJournal(t)
	lease, p := acquire(t, j), newWorld(3).plan(20)
	commit(t, j, lease, p)
	commit(t, j, lease, p)
	if n := count(t, j, "FAIRSHARE_SETTLEMENT"); n != 1 {
		t.Fatalf("%d settlements", n)
	}
	other := *p
	other.Settlement.InputDigest = "other"
	var exists *ExistsError
	if err := j.CommitPlan(t.Context(), lease, &other); !errors.As(err, &exists) {
		t.Fatal(err)
	}
}

func TestSaleIsTakenOnce(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(4)
	first := w.plan(30)
	commit(t, j, lease, first)
	second := w.plan(30)
	line := &second.Sales.List[second.Sales.Len()/2]
	line.SaleKey, line.Revision = first.Sales.List[7].SaleKey, first.Sales.List[7].Revision
	for i := range second.Sales.List {
		if s := &second.Sales.List[i]; s != line {
			s.Document = "N" + s.Document
		}
	}
	var conflict *ConflictError
	if err := j.CommitPlan(t.Context(), lease, second); !errors.As(err, &conflict) {
		t.Fatal(err)
	}
	if conflict.Sale != line.SaleKey || conflict.TakenBy != first.Settlement.ID {
		t.Fatal(conflict)
	}
	if n := count(t, j, "FAIRSHARE_SETTLEMENT"); n != 1 {
		t.Fatalf("%d settlements", n)
	}
}

// night makes plans that take different lines, as those of several currencies do.
func (w *world) night(plans, size int) (night []*mapping.Plan) {
	for n := range plans {
		p := w.plan(size)
		for i := range p.Sales.List {
			p.Sales.List[i].Document = fmt.Sprint("N", n, p.Sales.List[i].Document)
		}
		night = append(night, p)
	}
	return night
}

// What one night planned in several currencies is there as a whole or not at all.
func TestCommitPlanOfSeveralCurrencies(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(8)
	night := w.night(3, 30)
	first, second, late := night[0], night[1], night[2]
	late.Sales.List[3].SaleKey, late.Sales.List[3].Revision = first.Sales.List[7].SaleKey, first.Sales.List[7].Revision
	commit(t, j, lease, first)
	var conflict *ConflictError
	if err := j.CommitPlan(t.Context(), lease, second, late); !errors.As(err, &conflict) || conflict.Settlement != late.Settlement.ID {
		t.Fatal(err)
	}
	for _, table := range []string{"FAIRSHARE_SETTLEMENT", "FAIRSHARE_INPUT"} {
		if n := count(t, j, table+" WHERE SETTLEMENT_ID <> '"+first.Settlement.ID+"'"); n != 0 {
			t.Fatalf("%d rows of a refused night in %s", n, table)
		}
	}
	late.Sales.List[3].Document = "ANOTHER"
	for range 2 {
		if err := j.CommitPlan(t.Context(), lease, second, late); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, j, "FAIRSHARE_SETTLEMENT"); n != 3 {
		t.Fatalf("%d settlements", n)
	}
}

func TestSaleTwiceInOnePlan(t *testing.T) {
	j := newJournal(t)
	p := newWorld(5).plan(10)
	p.Sales.List[1].SaleKey, p.Sales.List[1].Revision = p.Sales.List[0].SaleKey, p.Sales.List[0].Revision
	var conflict *ConflictError
	err := j.CommitPlan(t.Context(), acquire(t, j), p)
	if !errors.As(err, &conflict) || conflict.TakenBy != p.Settlement.ID || !strings.Contains(err.Error(), p.Sales.List[0].Document) {
		t.Fatal(err)
	}
}

func TestCommitPlanRefuses(t *testing.T) {
	j := newJournal(t)
	lease := acquire(t, j)
	for name, spoil := range map[string]func(*mapping.Plan){
		"another organization": func(p *mapping.Plan) { p.Settlement.Organization = "Other" },
		"state":                func(p *mapping.Plan) { p.Settlement.State = mapping.Closed },
		"blocking finding":     func(p *mapping.Plan) { p.Findings[0].Severity = mapping.Blocking },
		"microseconds":         func(p *mapping.Plan) { p.Settlement.SnapshotAt = p.Settlement.SnapshotAt.Add(time.Microsecond) },
		"a line missing":       func(p *mapping.Plan) { p.Sales.List = p.Sales.List[1:] },
		"a line changed":       func(p *mapping.Plan) { p.Sales.List[0].Amount++ },
		"income":               func(p *mapping.Plan) { p.Settlement.Income++ },
		"ledger amount":        func(p *mapping.Plan) { p.Ledger.List[0].Amount++ },
		"ledger dust":          func(p *mapping.Plan) { p.Ledger.List[0].Earned = p.Ledger.List[0].Earned.Add(fine(1)) },
		"ledger account":       func(p *mapping.Plan) { p.Ledger.List[0].Account = calc.Account{} },
		"flow":                 func(p *mapping.Plan) { p.Flows[0].Kept = p.Flows[0].Kept.Add(fine(1)) },
		"account":              func(p *mapping.Plan) { p.Accounts[0].Earned++ },
		"account missing":      func(p *mapping.Plan) { p.Accounts = nil },
		"invoice missing":      func(p *mapping.Plan) { p.Invoices.List = p.Invoices.List[1:] },
		"invoice total":        func(p *mapping.Plan) { p.Invoices.List[0].Total++ },
		"invoice reference":    func(p *mapping.Plan) { p.Invoices.List[0].Reference = "x" },
		"zero item": func(p *mapping.Plan) {
			p.Invoices.List[0].Items = append(p.Invoices.List[0].Items, mapping.InvoiceItem{Seq: "9"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newWorld(6).plan(20)
			spoil(p)
			if err := j.CommitPlan(t.Context(), lease, p); err == nil {
				t.Fatal("was accepted")
			}
			if n := count(t, j, "FAIRSHARE_SETTLEMENT"); n != 0 {
				t.Fatalf("%d settlements", n)
			}
		})
	}
}

// Wherever the context ends, the plan is there as a whole or not at all, and the
// error says which; doing it again always ends well.
func TestCommitPlanCancelled(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(7)
	for i := range 12 {
		p := w.plan(400)
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i*i)*300*time.Microsecond)
		err := j.CommitPlan(ctx, lease, p)
		cancel()
		loaded, lookup := j.Plan(t.Context(), p.Settlement.ID)
		var missing *NotFoundError
		switch {
		case err == nil && lookup == nil:
			samePlan(t, loaded, p)
		case err != nil && errors.As(lookup, &missing):
			if n := count(t, j, "FAIRSHARE_SALE WHERE SETTLEMENT_ID = '"+p.Settlement.ID+"'"); n != 0 {
				t.Fatalf("%d lines of a plan that is not there", n)
			}
		default:
			t.Fatalf("commit said %v, the journal %v", err, lookup)
		}
		commit(t, j, lease, p)
		w.remember(p, false)
	}
}

// After a lost answer the settlement is looked up: there, or surely not.
func TestCommitAnswerLost(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(8)
	p := w.night(2, 10)
	lost := errors.New("invalid connection")
	var not *NotCommittedError
	if err := j.wereCommitted(t.Context(), lease, p, lost); !errors.As(err, &not) || !errors.Is(err, lost) {
		t.Fatal(err)
	}
	if err := j.CommitPlan(t.Context(), lease, p...); err != nil {
		t.Fatal(err)
	}
	if err := j.wereCommitted(t.Context(), lease, p, lost); err != nil {
		t.Fatal(err)
	}
	expire(t, j)
	if _, err := j.Acquire(t.Context(), "other", time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := j.wereCommitted(t.Context(), lease, p, lost); !errors.Is(err, ErrLeaseLost) {
		t.Fatal(err)
	}
}

// The look-up waits for a transaction that is still about to commit.
func TestCommitAnswerWaits(t *testing.T) {
	j := newJournal(t)
	lease, p := acquire(t, j), []*mapping.Plan{newWorld(9).plan(10)}
	tx := j.DB.MustBegin()
	if err := j.insertPlans(t.Context(), tx, lease, p); err != nil {
		t.Fatal(err)
	}
	answer := make(chan error)
	go func() { answer <- j.wereCommitted(t.Context(), lease, p, errors.New("lost")) }()
	waitForCheck(t, j.DB)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-answer; err != nil {
		t.Fatalf("the plan was committed, the look-up says: %v", err)
	}
}

// waitForCheck returns once another connection is at the lease's row. (The table
// of lock waits is of no use for polling: it is refreshed only when left alone.)
func waitForCheck(t *testing.T, db *sqlx.DB) {
	t.Helper()
	for range 2000 {
		var waiting int
		err := db.Get(&waiting, "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE '%SET RENEWALS = RENEWALS + 1, UNTIL%' AND ID <> CONNECTION_ID()")
		if err != nil {
			t.Fatal(err)
		}
		if waiting > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("nobody waits")
}

func TestInvoicesComeInBatches(t *testing.T) {
	j := newJournal(t)
	lease, p := acquire(t, j), newWorld(10).plan(60)
	commit(t, j, lease, p)
	var all []mapping.Invoice
	err := j.PlannedInvoices(t.Context(), p.Settlement.ID, 2, func(batch []mapping.Invoice) error {
		if len(batch) > 2 {
			t.Errorf("a batch of %d", len(batch))
		}
		all = append(all, batch...)
		return nil
	})
	if err != nil || !reflect.DeepEqual(all, p.Invoices.List) {
		t.Fatalf("%v: %d of %d invoices", err, len(all), p.Invoices.Len())
	}
	stop := errors.New("stop")
	if err := j.PlannedInvoices(t.Context(), p.Settlement.ID, 1, func([]mapping.Invoice) error { return stop }); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	accounts, err := j.Accounts(t.Context(), p.Settlement.ID)
	if err != nil || !slices.Equal(accounts, p.Accounts) {
		t.Fatalf("%v: %v", err, accounts)
	}
}

package journal

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/mapping"
)

// writeAll takes a settlement's invoices through their states and returns how many there were.
func writeAll(t *testing.T, j *Journal, id string) (written int) {
	t.Helper()
	for {
		invoices, err := j.InvoicesToWrite(t.Context(), id, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(invoices) == 0 {
			return written
		}
		written += len(invoices)
		for _, mark := range []func(context.Context, *sqlx.Tx, []string) error{j.MarkWritten, j.MarkVerified, j.MarkWritten} {
			if err := j.in(t.Context(), func(ctx context.Context, tx *sqlx.Tx) error { return mark(ctx, tx, names(invoices)) }); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func names(invoices []mapping.Invoice) (ids []string) {
	for _, v := range invoices {
		ids = append(ids, v.ID)
	}
	return ids
}

func TestAdvanceAllTheWay(t *testing.T) {
	j := newJournal(t)
	lease, p := acquire(t, j), newWorld(11).plan(40)
	commit(t, j, lease, p)
	id := p.Settlement.ID
	mustAdvance(t, j, lease, id, mapping.Planned, mapping.Writing)
	var unverified *UnverifiedError
	if err := advance(t, j, lease, id, mapping.Writing, mapping.Verified); !errors.As(err, &unverified) || unverified.Invoices != p.Invoices.Len() {
		t.Fatalf("before a single invoice was read back: %v", err)
	}
	if n := writeAll(t, j, id); n != p.Invoices.Len() {
		t.Fatalf("%d of %d invoices", n, p.Invoices.Len())
	}
	mustAdvance(t, j, lease, id, mapping.Writing, mapping.Verified)
	if open, err := j.Unfinished(t.Context()); err != nil || len(open) != 1 || open[0].State != mapping.Verified {
		t.Fatalf("%v, %v", open, err)
	}
	mustAdvance(t, j, lease, id, mapping.Verified, mapping.Closed)
	if open, err := j.Unfinished(t.Context()); err != nil || len(open) != 0 {
		t.Fatalf("%v, %v", open, err)
	}
	p.Settlement.State = mapping.Closed
	loaded, err := j.Plan(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	samePlan(t, loaded, p)
}

// voidPlanned voids a settlement of which nothing is in OFBiz.
func voidPlanned(t *testing.T, j *Journal, lease *Lease, id string) {
	t.Helper()
	mustAdvance(t, j, lease, id, mapping.Planned, mapping.Voiding)
	invoices, err := j.InvoicesToVoid(t.Context(), id, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(invoices) > 0 {
		if err := advance(t, j, lease, id, mapping.Voiding, mapping.Void); err == nil {
			t.Fatal("void before it is known how its invoices ended")
		}
	}
	for _, invoice := range invoices {
		err := j.in(t.Context(), func(ctx context.Context, tx *sqlx.Tx) error {
			return j.EndInvoice(ctx, tx, invoice.ID, InvoiceAbsent)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	mustAdvance(t, j, lease, id, mapping.Voiding, mapping.Void)
}

func TestAdvanceOnlyForward(t *testing.T) {
	j := newJournal(t)
	lease, p := acquire(t, j), newWorld(12).plan(10)
	commit(t, j, lease, p)
	mustAdvance(t, j, lease, p.Settlement.ID, mapping.Planned, mapping.Writing)
	states := []mapping.State{mapping.Planned, mapping.Writing, mapping.Verified, mapping.Closed, mapping.Void}
	for i, from := range states {
		for _, to := range states[:i+1] {
			var wrong *StateError
			if err := advance(t, j, lease, p.Settlement.ID, from, to); !errors.As(err, &wrong) {
				t.Errorf("%s to %s: %v", from, to, err)
			}
		}
	}
	var wrong *StateError
	if err := advance(t, j, lease, p.Settlement.ID, mapping.Planned, mapping.Writing); !errors.As(err, &wrong) || wrong.State != mapping.Writing {
		t.Fatalf("again: %v", err)
	}
	if err := advance(t, j, lease, "nothing", mapping.Planned, mapping.Writing); !errors.As(err, &wrong) || wrong.State != "" {
		t.Fatalf("no such settlement: %v", err)
	}
}

func TestAdvanceNeedsTheLease(t *testing.T) {
	j := newJournal(t)
	lease, p := acquire(t, j), newWorld(13).plan(10)
	commit(t, j, lease, p)
	expire(t, j)
	if _, err := j.Acquire(t.Context(), "other", time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := advance(t, j, lease, p.Settlement.ID, mapping.Planned, mapping.Writing); !errors.Is(err, ErrLeaseLost) {
		t.Fatal(err)
	}
	if s, err := j.Settlement(t.Context(), p.Settlement.ID); err != nil || s.State != mapping.Planned {
		t.Fatalf("%v, %v", s, err)
	}
}

func TestMarkRefusesWhatIsNotThere(t *testing.T) {
	j := newJournal(t)
	lease, p := acquire(t, j), newWorld(14).plan(30)
	commit(t, j, lease, p)
	for _, ids := range [][]string{{"FSNOTHING"}, {p.Invoices.List[0].ID, "FSNOTHING"}} {
		if err := j.in(t.Context(), func(ctx context.Context, tx *sqlx.Tx) error { return j.MarkWritten(ctx, tx, ids) }); err == nil {
			t.Errorf("%v was marked", ids)
		}
	}
	if err := j.in(t.Context(), func(ctx context.Context, tx *sqlx.Tx) error { return j.MarkVerified(ctx, tx, names(p.Invoices.List)) }); err == nil {
		t.Error("invoices were verified that were never written")
	}
	if left, err := j.InvoicesToWrite(t.Context(), p.Settlement.ID, 1000); err != nil || len(left) != p.Invoices.Len() {
		t.Fatalf("%v: %d left", err, len(left))
	}
}

func TestHistory(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(15)
	var plans []*mapping.Plan
	for range 3 {
		p := w.plan(50)
		commit(t, j, lease, p)
		w.remember(p, false)
		plans = append(plans, p)
	}
	voidPlanned(t, j, lease, plans[2].Settlement.ID)
	ordinal, err := j.NextOrdinal(t.Context(), j.DB, "EUR", plans[2].Settlement.Until)
	if err != nil || ordinal != 2 {
		t.Fatalf("ordinal %d, %v", ordinal, err)
	}
	party := plans[0].Accounts[0].Party
	history, err := j.PartyAccounts(t.Context(), party)
	if err != nil || len(history) != 3 || history[0].Account != plans[0].Accounts[0] || history[2].Settlement.State != mapping.Void {
		t.Fatalf("%v, %v", history, err)
	}
	if history[1].Account.Opening != history[0].Account.Closing {
		t.Fatalf("%v", history)
	}
}

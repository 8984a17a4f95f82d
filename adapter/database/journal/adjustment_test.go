package journal

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fairshare/calc"
	"fairshare/mapping"
)

func adjustment(id string, amount calc.Minor) mapping.Adjustment {
	return mapping.Adjustment{ID: id, Party: "p01é", Currency: "EUR", Amount: amount, Reason: "árvíztűrő 🙂", By: "finance", At: epoch}
}

// withAdjustment makes a plan that takes an adjustment of its first party.
func withAdjustment(p *mapping.Plan, a mapping.Adjustment) *mapping.Plan {
	account := &p.Accounts[0]
	a.Party, a.Settlement = account.Party, p.Settlement.ID
	p.Adjustments = append(p.Adjustments, a)
	account.Adjusted += a.Amount
	account.Closing += a.Amount
	return p
}

func openIDs(t *testing.T, j *Journal) (ids []string) {
	t.Helper()
	memory, err := j.Memory(t.Context(), j.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range memory.Adjustments {
		ids = append(ids, a.ID)
	}
	return ids
}

// An adjustment is recorded once, taken by one settlement, and given back by one
// that is voided; the next one takes it again.
func TestAdjustmentIsTakenOnce(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(40)
	first := w.plan(20)
	a := adjustment("A1", 250)
	a.Party = first.Accounts[0].Party
	for range 2 {
		if err := j.Adjust(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if ids := openIDs(t, j); !slices.Equal(ids, []string{"A1"}) {
		t.Fatalf("open %v", ids)
	}
	commit(t, j, lease, withAdjustment(first, a))
	loaded, err := j.Plan(t.Context(), first.Settlement.ID)
	if err != nil {
		t.Fatal(err)
	}
	samePlan(t, loaded, first)
	if ids := openIDs(t, j); len(ids) != 0 {
		t.Fatalf("taken and still open: %v", ids)
	}
	w.remember(first, true)
	if err := j.CommitPlan(t.Context(), lease, withAdjustment(w.plan(20), a)); err == nil || !strings.Contains(err.Error(), "A1") {
		t.Fatalf("taken twice: %v", err)
	}
	voidPlanned(t, j, lease, first.Settlement.ID)
	if ids := openIDs(t, j); !slices.Equal(ids, []string{"A1"}) {
		t.Fatalf("after the void open %v", ids)
	}
	third := withAdjustment(w.plan(20), a)
	commit(t, j, lease, third)
	all, err := j.Adjustments(t.Context(), j.DB)
	if err != nil || len(all) != 1 || all[0].Settlement != third.Settlement.ID {
		t.Fatalf("%v, %v", all, err)
	}
}

func TestAdjustRefuses(t *testing.T) {
	j := newJournal(t)
	for _, a := range []mapping.Adjustment{{}, adjustment("", 5), adjustment("A1", 0), {ID: "A1", Party: "mik", Currency: "EUR", Amount: 1, By: "x"}} {
		if err := j.Adjust(t.Context(), a); err == nil {
			t.Errorf("%+v was recorded", a)
		}
	}
}

// An input of several pieces comes back as it went in, and is named by the head.
func TestInput(t *testing.T) {
	j := newJournal(t)
	lease, p := acquire(t, j), newWorld(41).plan(20)
	random := rand.New(rand.NewPCG(1, 1))
	p.Input = &mapping.Input{Head: p.Settlement}
	for i := range 50_000 {
		p.Input.Scheme.Credits = append(p.Input.Scheme.Credits, calc.CreditChange{At: calc.Instant(random.Int64()), Change: calc.Quantity(i)})
	}
	commit(t, j, lease, p)
	commit(t, j, lease, p) // again, which finds it by its digest
	content, err := j.Input(t.Context(), p.Settlement.ID)
	if err != nil {
		t.Fatal(err)
	}
	head, err := j.Settlement(t.Context(), p.Settlement.ID)
	if err != nil {
		t.Fatal(err)
	}
	got, err := mapping.OpenInput(content, head.StoredDigest)
	if err != nil || !slices.Equal(got.Scheme.Credits, p.Input.Scheme.Credits) {
		t.Fatalf("%d bytes, %v", len(content), err)
	}
	if n, want := count(t, j, "FAIRSHARE_INPUT"), (len(content)+pieceBytes-1)/pieceBytes; n != want || n < 2 {
		t.Errorf("%d pieces of %d bytes", n, len(content))
	}
}

// A held settlement waits: it is in no list of what is to be finished, counts as
// taken, and goes on or away.
func TestHeld(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(42)
	p := w.plan(20)
	p.Settlement.State = mapping.Held
	commit(t, j, lease, p)
	if list, err := j.Unfinished(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("%v, %v", list, err)
	}
	mustAdvance(t, j, lease, p.Settlement.ID, mapping.Held, mapping.Planned)
	if list, err := j.Unfinished(t.Context()); err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	w.remember(p, false)
	next := w.plan(20)
	next.Settlement.State = mapping.Held
	commit(t, j, lease, next)
	var notLatest *NotLatestError
	if err := advance(t, j, lease, p.Settlement.ID, mapping.Planned, mapping.Voiding); !errors.As(err, &notLatest) || notLatest.Later != next.Settlement.ID {
		t.Fatalf("%v", err)
	}
	mustAdvance(t, j, lease, next.Settlement.ID, mapping.Held, mapping.Void)
	mustAdvance(t, j, lease, p.Settlement.ID, mapping.Planned, mapping.Voiding)
}

func TestPast(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(43)
	want := map[calc.PartyID]calc.Minor{}
	lines := 0
	for i := range 4 {
		p := w.plan(20)
		commit(t, j, lease, p)
		void := i == 3
		w.remember(p, void)
		if void {
			voidPlanned(t, j, lease, p.Settlement.ID)
			continue
		}
		lines = p.Settlement.Lines
		for invoice := range p.Invoices.All() {
			want[invoice.Party] = invoice.Total
		}
	}
	past, err := j.Past(t.Context(), j.DB, "EUR")
	if err != nil || past.Lines != lines || len(past.Invoiced) != len(want) {
		t.Fatalf("%+v, %v, want %d lines", past, err, lines)
	}
	for party, total := range want {
		if past.Invoiced[party] != total {
			t.Errorf("%s: %d, want %d", party, past.Invoiced[party], total)
		}
	}
}

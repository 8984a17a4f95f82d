package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/calc"
	"fairshare/mapping"
)

// noSuchColumn is an error that no repetition helps against.
const noSuchColumn = 1054

// operation is something that the journal does, and the words that its error has
// whichever of its statements fails: what was being done, and to what; "|" is or.
type operation struct {
	name  string
	words []string
	do    func(ctx context.Context, j *Journal) error
}

// TestFaultAtEveryStatement lets every operation meet an error of the server at its
// first statement, then at its second, and so on until it gets through. It says what
// it was doing and to what and keeps the kind of the server's error; and nothing of it
// was done, or the next attempt would not get through.
func TestFaultAtEveryStatement(t *testing.T) {
	d := mariadbtest.NewVEMS(t)
	p := faultproxy.New(t, d.Socket)
	d.Socket = p.Address // a host and a port will do
	db := open(t, d)
	db.SetMaxOpenConns(1) // one session is set up, once
	j := &Journal{DB: db, Organization: organization}
	struck := 0
	for _, o := range operations() {
		t.Run(o.name, func(t *testing.T) { struck += o.meetFaults(t, p, j) })
	}
	faultproxy.Figure(t, "statements of the journal that were refused one by one", struck)
}

func (o operation) meetFaults(t *testing.T, p *faultproxy.Proxy, j *Journal) int {
	return p.EveryStatement(t, noSuchColumn, func() error { return o.do(t.Context(), j) }, func(n int, err error) {
		// A plan that is there already is a conflict before anything else.
		if kind := database.Classify(err); kind != database.Schema && kind != database.Conflict || !strings.Contains(err.Error(), "Error 1054") {
			t.Fatalf("statement %d: %v (%s)", n, err, kind)
		}
		for _, word := range o.words {
			if !slices.ContainsFunc(strings.Split(word, "|"), func(one string) bool { return strings.Contains(err.Error(), one) }) {
				t.Errorf("statement %d: %q does not say %q", n, err, word)
			}
		}
	})
}

// operations are all that the journal does, in an order in which each finds what it
// needs.
func operations() []operation {
	w := newWorld(60)
	p := w.plan(30)
	p.Input = &mapping.Input{}
	withAdjustment(p, adjustment("A1", 500))
	id := p.Settlement.ID
	var lease *Lease
	var invoices []mapping.Invoice
	transact := func(step func(context.Context, *Journal, *sqlx.Tx) error) func(context.Context, *Journal) error {
		return func(ctx context.Context, j *Journal) error {
			return j.in(ctx, func(ctx context.Context, tx *sqlx.Tx) error { return step(ctx, j, tx) })
		}
	}
	move := func(from, to mapping.State) operation {
		return operation{fmt.Sprintf("Advance %s to %s", from, to), nil, transact(func(ctx context.Context, j *Journal, tx *sqlx.Tx) error {
			return j.Advance(ctx, tx, lease, id, from, to)
		})}
	}
	return []operation{
		{"Migrate", []string{"migrate: |FAIRSHARE_SCHEMA"}, func(ctx context.Context, j *Journal) error {
			_, err := Migrate(ctx, j.DB, "")
			return err
		}},
		{"Version", []string{"migrate: |FAIRSHARE_SCHEMA"}, func(ctx context.Context, j *Journal) error {
			_, err := Version(ctx, j.DB, "")
			return err
		}},
		{"CheckInstance", []string{"instance|recognize", organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.CheckInstance(ctx)
			return err
		}},
		{"AdoptInstance", []string{"adopt|recognize", organization}, func(ctx context.Context, j *Journal) error { return j.AdoptInstance(ctx) }},
		{"Acquire", []string{"the lease of " + organization}, func(ctx context.Context, j *Journal) (err error) {
			lease, err = j.Acquire(ctx, "test", time.Minute)
			return err
		}},
		{"Renew", []string{"check the lease of " + organization}, func(ctx context.Context, j *Journal) error { return lease.Renew(ctx) }},
		{"Adjust", []string{"record the adjustment of p00é"}, func(ctx context.Context, j *Journal) error { return j.Adjust(ctx, p.Adjustments[0]) }},
		{"Adjustments", []string{"adjustments of " + organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.Adjustments(ctx, j.DB)
			return err
		}},
		{"CommitPlan", []string{"commit the plan: ", "settlement " + id + "|check the lease of " + organization}, func(ctx context.Context, j *Journal) error { return j.CommitPlan(ctx, lease, p) }},
		{"CommitPlan again", []string{"settlement " + id + "|check the lease of " + organization}, func(ctx context.Context, j *Journal) error { return j.CommitPlan(ctx, lease, p) }},
		{"Plan", []string{"settlement " + id}, func(ctx context.Context, j *Journal) error {
			_, err := j.Plan(ctx, id)
			return err
		}},
		{"Input", []string{"read the stored input of settlement " + id}, func(ctx context.Context, j *Journal) error {
			_, err := j.Input(ctx, id)
			return err
		}},
		{"Memory", []string{organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.Memory(ctx, j.DB)
			return err
		}},
		{"Past", []string{"in EUR"}, func(ctx context.Context, j *Journal) error {
			_, err := j.Past(ctx, j.DB, "EUR")
			return err
		}},
		{"Accounts", []string{"read the accounts of settlement " + id}, func(ctx context.Context, j *Journal) error {
			_, err := j.Accounts(ctx, id)
			return err
		}},
		{"PartyAccounts", []string{"accounts of party p|settlements of " + organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.PartyAccounts(ctx, calc.PartyID("p01é"))
			return err
		}},
		{"ShareTerm", []string{"count the changes of shares of " + organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.ShareTerm(ctx)
			return err
		}},
		{"NextShareTerm", []string{"count the changes of shares of " + organization}, transact(func(ctx context.Context, j *Journal, tx *sqlx.Tx) error { return j.NextShareTerm(ctx, tx, 0) })},
		{"ActivityTaken", []string{"what was settled for FIRMWARE|settlements of " + organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.ActivityTaken(ctx, "FIRMWARE")
			return err
		}},
		{"ActivitySales", []string{"read the lines of FIRMWARE in settlement " + id}, func(ctx context.Context, j *Journal) error {
			_, err := j.ActivitySales(ctx, id, "FIRMWARE", 3)
			return err
		}},
		{"Settlements", []string{"list the settlements of " + organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.Settlements(ctx)
			return err
		}},
		{"Drifts", []string{"add up the balances of " + organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.Drifts(ctx)
			return err
		}},
		{"Unfinished", []string{"list the settlements of " + organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.Unfinished(ctx)
			return err
		}},
		{"NextOrdinal", []string{"number the settlement of " + organization + " in EUR"}, func(ctx context.Context, j *Journal) error {
			_, err := j.NextOrdinal(ctx, j.DB, "EUR", p.Settlement.Until)
			return err
		}},
		{"PlannedInvoices", []string{"settlement " + id}, func(ctx context.Context, j *Journal) error {
			return j.PlannedInvoices(ctx, id, 4, func([]mapping.Invoice) error { return nil })
		}},
		{"Documents", []string{"read the documents of settlement " + id}, func(ctx context.Context, j *Journal) error {
			_, err := j.Documents(ctx, id)
			return err
		}},
		{"RecordDocuments", []string{"record document a.html of settlement " + id}, transact(func(ctx context.Context, j *Journal, tx *sqlx.Tx) error {
			return j.RecordDocuments(ctx, tx, NewDocument(id, mapping.Document{Party: "mik", Format: "html", Name: "a.html"}))
		})},
		{"StartNight", []string{"start night 2026-11-01"}, func(ctx context.Context, j *Journal) error {
			return j.StartNight(ctx, lease, "2026-11-01", epoch)
		}},
		{"EndNight", []string{"end night 2026-11-01"}, func(ctx context.Context, j *Journal) error {
			return j.EndNight(ctx, lease, "2026-11-01", "paid", nil)
		}},
		{"Nights", []string{"read the nights of " + organization}, func(ctx context.Context, j *Journal) error {
			_, err := j.Nights(ctx, "")
			return err
		}},
		move(mapping.Planned, mapping.Writing),
		{"InvoicesToWrite", []string{"settlement " + id}, func(ctx context.Context, j *Journal) (err error) {
			invoices, err = j.InvoicesToWrite(ctx, id, 1000)
			return err
		}},
		{"MarkWritten", []string{"invoice"}, transact(func(ctx context.Context, j *Journal, tx *sqlx.Tx) error {
			return j.MarkWritten(ctx, tx, names(invoices))
		})},
		{"InvoicesToVerify", []string{"settlement " + id}, func(ctx context.Context, j *Journal) error {
			_, err := j.InvoicesToVerify(ctx, id, 1000)
			return err
		}},
		{"MarkVerified", []string{"invoice"}, transact(func(ctx context.Context, j *Journal, tx *sqlx.Tx) error {
			return j.MarkVerified(ctx, tx, names(invoices))
		})},
		move(mapping.Writing, mapping.Verified),
		move(mapping.Verified, mapping.Closed),
		move(mapping.Closed, mapping.Voiding),
		{"InvoicesToVoid", []string{"settlement " + id}, func(ctx context.Context, j *Journal) error {
			_, err := j.InvoicesToVoid(ctx, id, 1000)
			return err
		}},
		{"EndInvoice", []string{"invoice FS"}, transact(func(ctx context.Context, j *Journal, tx *sqlx.Tx) error {
			for _, v := range invoices {
				if err := j.EndInvoice(ctx, tx, v.ID, InvoiceAbsent); err != nil {
					return err
				}
			}
			return nil
		})},
		{"InvoiceStates", []string{"invoices of settlement " + id}, func(ctx context.Context, j *Journal) error {
			_, err := j.InvoiceStates(ctx, id)
			return err
		}},
		move(mapping.Voiding, mapping.Void),
		{"Release", []string{"release the lease of " + organization}, func(ctx context.Context, j *Journal) error { return lease.Release(ctx) }},
	}
}

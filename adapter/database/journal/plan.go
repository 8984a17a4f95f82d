package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// lookupTimeout bounds the search for a settlement whose commit wasn't answered.
// It is longer than the server's lock wait, which is what the search waits for.
const lookupTimeout = 30 * time.Second

// CommitPlan writes a whole settlement in one transaction, the lease checked at its
// end. When it returns nil the plan is in the database, whatever happened to the
// connection meanwhile; repeating it with the same plan is harmless.
//
// It refuses a plan whose sums do not agree or that a blocking finding stops. Other
// errors: *ConflictError when a line was taken before, *ExistsError when another
// plan has the id, ErrLeaseLost, and for a lost connection *NotCommittedError or
// *UncertainError.
func (j *Journal) CommitPlan(ctx context.Context, lease *Lease, p *mapping.Plan) error {
	if err := j.checkPlan(p); err != nil {
		return fmt.Errorf("commit the plan: %w", err)
	}
	err := database.InTransaction(ctx, j.DB, func(ctx context.Context, tx *sqlx.Tx) error {
		return j.insertPlan(ctx, tx, lease, p)
	})
	switch {
	case err == nil:
		return nil
	case isCode(err, duplicateKey):
		return j.whatIsDouble(ctx, p, err)
	case database.Classify(err) == database.Ambiguous:
		return j.wasCommitted(ctx, lease, p, err)
	}
	return fmt.Errorf("commit the plan of settlement %s: %w", p.Settlement.ID, err)
}

// duplicateKey is the server's error for a row whose key is there already.
const duplicateKey = 1062

func (j *Journal) insertPlan(ctx context.Context, tx *sqlx.Tx, lease *Lease, p *mapping.Plan) error {
	if err := j.insertSettlement(ctx, tx, p.Settlement, lease.Term); err != nil {
		return fmt.Errorf("insert the settlement: %w", err)
	}
	steps := []struct {
		what   string
		insert func(context.Context, *sqlx.Tx, *mapping.Plan) error
	}{
		{"sale lines", j.insertSales},
		{"ledger", j.insertLedger},
		{"flows", j.insertFlows},
		{"accounts", j.insertAccounts},
		{"invoices", j.insertInvoices},
		{"findings", j.insertFindings},
		{"adjustments", j.takeAdjustments},
		{"input", j.insertInput},
	}
	for _, step := range steps {
		if err := step.insert(ctx, tx, p); err != nil {
			return fmt.Errorf("insert the %s: %w", step.what, err)
		}
	}
	return lease.Check(ctx, tx)
}

// whatIsDouble finds out what a duplicate key means: this very plan was committed
// before (nil), another plan has its id, or a line was taken already.
func (j *Journal) whatIsDouble(ctx context.Context, p *mapping.Plan, cause error) error {
	there, err := j.settlement(ctx, j.DB, p.Settlement.ID)
	var missing *NotFoundError
	switch {
	case err == nil && sameSettlement(there, p.Settlement):
		return nil
	case err == nil:
		return &ExistsError{p.Settlement.ID}
	case !errors.As(err, &missing):
		return fmt.Errorf("commit the plan of settlement %s: %w", p.Settlement.ID, errors.Join(cause, err))
	}
	if err := j.conflict(ctx, j.DB, p); err != nil {
		return err
	}
	return fmt.Errorf("commit the plan of settlement %s: %w", p.Settlement.ID, cause)
}

// wasCommitted asks, on another connection, whether a plan is in the database.
// Check waits for the lease's row, which the cut-off transaction holds until the
// server has committed it or rolled it back: after that the answer is final.
func (j *Journal) wasCommitted(ctx context.Context, lease *Lease, p *mapping.Plan, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookupTimeout)
	defer cancel()
	var there mapping.Settlement
	err := database.InTransaction(ctx, j.DB, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := lease.Check(ctx, tx); err != nil {
			return err
		}
		var err error
		there, err = j.settlement(ctx, tx, p.Settlement.ID)
		return err
	})
	var missing *NotFoundError
	switch {
	case err == nil && sameSettlement(there, p.Settlement):
		return nil
	case err == nil:
		return &ExistsError{p.Settlement.ID}
	case errors.As(err, &missing):
		return &NotCommittedError{p.Settlement.ID, cause}
	}
	return &UncertainError{p.Settlement.ID, cause, err}
}

// sameSettlement compares all of two heads but how far they have come. The digests
// and sums in them stand for the rest of the plan.
func sameSettlement(a, b mapping.Settlement) bool {
	a.State, b.State = "", ""
	same := a.Until.Equal(b.Until) && a.SnapshotAt.Equal(b.SnapshotAt)
	a.Until, b.Until, a.SnapshotAt, b.SnapshotAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	return same && a == b
}

// Plan loads a settlement back as it was committed, except for its state, which is
// the present one, and without its stored input (Input). Its times are UTC; its ledger, flows, accounts and invoices are
// in the order of their keys, which is the order in which plans are made.
func (j *Journal) Plan(ctx context.Context, id string) (*mapping.Plan, error) {
	head, err := j.Settlement(ctx, id)
	if err != nil {
		return nil, err
	}
	p := &mapping.Plan{Settlement: head}
	loads := []func(context.Context, sqlx.QueryerContext, *mapping.Plan) error{
		j.loadSales, j.loadLedger, j.loadFlows, j.loadAccounts, j.loadInvoices, j.loadFindings, j.loadAdjustments,
	}
	for _, load := range loads {
		if err := load(ctx, j.DB, p); err != nil {
			return nil, fmt.Errorf("read the plan of settlement %s: %w", id, err)
		}
	}
	return p, nil
}

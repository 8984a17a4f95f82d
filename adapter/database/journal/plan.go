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

// CommitPlan writes whole settlements, all that one night has planned, in one
// transaction, the lease checked at its end. When it returns nil they are in the
// database, whatever happened to the connection meanwhile; repeating it with the
// same plans is harmless. Together, because what a night found in one currency
// stands in the reports of the others: after a crash between two commits the second
// would be planned anew from a company that has changed.
//
// It refuses a plan whose sums do not agree or that a blocking finding stops. Other
// errors: *ConflictError when a line was taken before, *ExistsError when another
// plan has the id, ErrLeaseLost, and for a lost connection *NotCommittedError or
// *UncertainError.
func (j *Journal) CommitPlan(ctx context.Context, lease *Lease, plans ...*mapping.Plan) error {
	for _, p := range plans {
		if err := j.checkPlan(p); err != nil {
			return fmt.Errorf("commit the plan: %w", err)
		}
	}
	err := database.InTransaction(ctx, j.DB, func(ctx context.Context, tx *sqlx.Tx) error {
		return j.insertPlans(ctx, tx, lease, plans)
	})
	switch {
	case err == nil:
		return nil
	case isCode(err, duplicateKey):
		return j.whatIsDouble(ctx, plans, err)
	case database.Classify(err) == database.Ambiguous:
		return j.wereCommitted(ctx, lease, plans, err)
	}
	return fmt.Errorf("commit the plan: %w", err)
}

// duplicateKey is the server's error for a row whose key is there already.
const duplicateKey = 1062

func (j *Journal) insertPlans(ctx context.Context, tx *sqlx.Tx, lease *Lease, plans []*mapping.Plan) error {
	if err := j.insertInputs(ctx, tx, plans); err != nil { // first: the heads have their digests
		return err
	}
	for _, p := range plans {
		if err := j.insertPlan(ctx, tx, lease.Term, p); err != nil {
			return fmt.Errorf("settlement %s: %w", p.Settlement.ID, err)
		}
	}
	return lease.Check(ctx, tx)
}

// insertInputs goes on after an error: what was committed before is told by the
// digests, and so all of them have to be known.
func (j *Journal) insertInputs(ctx context.Context, tx *sqlx.Tx, plans []*mapping.Plan) (first error) {
	for _, p := range plans {
		if err := j.insertInput(ctx, tx, p); err != nil && first == nil {
			first = fmt.Errorf("settlement %s: insert the input: %w", p.Settlement.ID, err)
		}
	}
	return first
}

func (j *Journal) insertPlan(ctx context.Context, tx *sqlx.Tx, term int64, p *mapping.Plan) error {
	if err := j.insertSettlement(ctx, tx, p.Settlement, term); err != nil {
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
	}
	for _, step := range steps {
		if err := step.insert(ctx, tx, p); err != nil {
			return fmt.Errorf("insert the %s: %w", step.what, err)
		}
	}
	return nil
}

// whatIsDouble finds out what a duplicate key means: these very plans were committed
// before (nil), another plan has an id of theirs, or a line was taken already.
func (j *Journal) whatIsDouble(ctx context.Context, plans []*mapping.Plan, cause error) error {
	var unexplained error
	for _, p := range plans {
		err := j.isThere(ctx, j.DB, p)
		var missing *NotFoundError
		if errors.As(err, &missing) {
			unexplained = fmt.Errorf("commit the plan of settlement %s: %w", p.Settlement.ID, cause)
			err = j.conflict(ctx, j.DB, p)
		}
		if err != nil {
			return err
		}
	}
	return unexplained
}

// isThere is nil where a plan is in the database; else a *NotFoundError, or an
// *ExistsError where another one has its id.
func (j *Journal) isThere(ctx context.Context, q sqlx.QueryerContext, p *mapping.Plan) error {
	there, err := j.settlement(ctx, q, p.Settlement.ID)
	if err == nil && !sameSettlement(there, p.Settlement) {
		return &ExistsError{p.Settlement.ID}
	}
	return err
}

// wereCommitted asks, on another connection, whether plans are in the database.
// Check waits for the lease's row, which the cut-off transaction holds until the
// server has committed it or rolled it back: after that the answer is final, and
// the same for all of them.
func (j *Journal) wereCommitted(ctx context.Context, lease *Lease, plans []*mapping.Plan, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookupTimeout)
	defer cancel()
	asked := plans[0].Settlement.ID
	err := database.InTransaction(ctx, j.DB, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := lease.Check(ctx, tx); err != nil {
			return err
		}
		for _, p := range plans {
			asked = p.Settlement.ID
			if err := j.isThere(ctx, tx, p); err != nil {
				return err
			}
		}
		return nil
	})
	var missing *NotFoundError
	var exists *ExistsError
	switch {
	case err == nil, errors.As(err, &exists):
		return err
	case errors.As(err, &missing):
		return &NotCommittedError{asked, cause}
	}
	return &UncertainError{asked, cause, err}
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

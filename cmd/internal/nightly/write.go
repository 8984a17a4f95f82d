package nightly

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/rest"
	"fairshare/mapping"
)

const (
	// writtenAtOnce is how many whole invoices one short transaction writes at most:
	// few enough to hold no lock for long, many enough that the commits cost little.
	writtenAtOnce = 100

	// verifiedAtOnce is how many invoices are read back together.
	verifiedAtOnce = 500

	// askedAtOnce is how many invoices the journal is asked for. Whatever has moved on
	// since stays in its index until the server has cleaned up, and is stepped over
	// by every question: so there are few.
	askedAtOnce = 2000

	// madeAtOnce is how many invoices are made from the plan, to be held as text.
	madeAtOnce = 500

	// maxDoubts bounds how often a settlement asks again after a lost answer.
	maxDoubts = 5
)

// writeAndVerify writes what is not yet written, reads back what is not yet
// verified, and holds the plan against its own laws once more.
func (j *Job) writeAndVerify(ctx context.Context, lease *journal.Lease, plan *mapping.Plan) error {
	steps := []struct {
		remaining remainingInvoices
		size      int
		work      invoiceWork
	}{
		{j.Journal.InvoicesToWrite, j.atOnce(writtenAtOnce), j.writeBatch(lease)},
		{j.Journal.InvoicesToVerify, verifiedAtOnce, j.verifyBatch(lease)},
	}
	for _, step := range steps {
		if err := j.eachOwn(ctx, plan, step.size, step.work); err != nil {
			return err
		}
		if err := j.eachBatch(ctx, plan.Settlement.ID, step.remaining, step.size, step.work); err != nil {
			return err
		}
	}
	return plan.Check()
}

// eachOwn works through the invoices of a plan that this very run has made and
// committed, as it makes them, which spares reading back from the journal what is
// known. Whatever it leaves the journal lists, as after a crash: a commit whose
// answer was lost ends it.
func (j *Job) eachOwn(ctx context.Context, plan *mapping.Plan, size int, work invoiceWork) error {
	if !plan.Made() {
		return nil
	}
	batches := newPace(size)
	for places := range slices.Chunk(plan.InvoicesByID(), madeAtOnce) {
		some := make([]mapping.Invoice, len(places))
		for i, place := range places {
			some[i] = plan.Invoices.At(int(place))
		}
		err := j.inBatches(ctx, some, batches, work)
		if errors.Is(err, database.ErrAmbiguous) {
			j.Log.Warn("a commit's answer was lost; the journal is asked what happened", "settlement", plan.Settlement.ID, "error", err)
			return nil
		}
		if wait, doubtful := rest.InDoubt(err); doubtful {
			j.Log.Warn("nobody knows what OFBiz did; its database is asked", "settlement", plan.Settlement.ID, "at most", wait, "error", err)
			if ended := j.wait(ctx, wait, j.nextIsThere(plan.Settlement.ID, j.Journal.InvoicesToWrite)); ended != nil {
				return errors.Join(err, ended)
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// eachBatch works through what the journal says is still to be done, some
// invoices at a time. The work and its mark in the journal are one transaction,
// so after a commit whose answer was lost the journal knows what happened.
func (j *Job) eachBatch(ctx context.Context, settlement string, remaining remainingInvoices, size int, work invoiceWork) error {
	doubts, batches := 0, newPace(size)
	for {
		left, err := remaining(ctx, settlement, askedAtOnce)
		if err != nil || len(left) == 0 {
			return err
		}
		err = j.inBatches(ctx, left, batches, work)
		if errors.Is(err, database.ErrAmbiguous) && doubts < maxDoubts {
			doubts++
			j.Log.Warn("a commit's answer was lost; the journal is asked what happened", "settlement", settlement, "error", err)
			continue
		}
		if wait, doubtful := rest.InDoubt(err); doubtful && doubts < maxDoubts {
			doubts++
			j.Log.Warn("nobody knows what OFBiz did; its database is asked", "settlement", settlement, "at most", wait, "error", err)
			if ended := j.wait(ctx, wait, j.nextIsThere(settlement, remaining)); ended != nil {
				return errors.Join(err, ended)
			}
			continue
		}
		if err != nil {
			return err
		}
	}
}

// inBatches works on some invoices at a time, each time in one transaction, up to
// the first error. Between two of them the run may be stopped.
func (j *Job) inBatches(ctx context.Context, invoices []mapping.Invoice, batches *pace, work invoiceWork) error {
	for len(invoices) > 0 {
		var batch []mapping.Invoice
		batch, invoices = batches.next(invoices)
		began := time.Now()
		err := j.transact(ctx, func(ctx context.Context, tx *sqlx.Tx) error { return work(ctx, tx, batch) })
		if err != nil {
			return err
		}
		batches.took(time.Since(began))
	}
	return nil
}

type (
	remainingInvoices func(ctx context.Context, settlement string, limit int) ([]mapping.Invoice, error)
	invoiceWork       func(ctx context.Context, tx *sqlx.Tx, batch []mapping.Invoice) error
)

// writeBatch writes invoices whole. One that is in OFBiz already is left alone if
// it is what was planned, and a conflict otherwise.
func (j *Job) writeBatch(lease *journal.Lease) invoiceWork {
	return func(ctx context.Context, tx *sqlx.Tx, batch []mapping.Invoice) error {
		if err := lease.Check(ctx, tx); err != nil {
			return err
		}
		missing, err := j.compare(ctx, tx, batch)
		if err != nil {
			return err
		}
		if err := j.writer().WriteInvoices(ctx, tx, missing); err != nil {
			if err := j.unlessThere(ctx, missing, err); err != nil {
				return err
			}
		}
		if err := j.Journal.MarkWritten(ctx, tx, idsOf(batch)); err != nil {
			return err
		}
		j.progress("invoices written", int64(len(batch)))
		return nil
	}
}

// verifyBatch reads invoices back and compares every field.
func (j *Job) verifyBatch(lease *journal.Lease) invoiceWork {
	return func(ctx context.Context, tx *sqlx.Tx, batch []mapping.Invoice) error {
		if err := lease.Check(ctx, tx); err != nil {
			return err
		}
		missing, err := j.compare(ctx, tx, batch)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			return &ConflictError{missing[0].ID, notThere(missing[0])}
		}
		j.progress("invoices verified", int64(len(batch)))
		return j.Journal.MarkVerified(ctx, tx, idsOf(batch))
	}
}

func (j *Job) progress(what string, rows int64) {
	if j.Progress != nil {
		j.Progress(what, rows)
	}
}

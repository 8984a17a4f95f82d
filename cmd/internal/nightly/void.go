package nightly

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// voidedAtOnce is how many invoices one short transaction cancels.
const voidedAtOnce = 50

// Voided says what became of a voided settlement's invoices.
type Voided struct {
	Settlement string
	Cancelled  []string // cancelled in OFBiz
	Stands     []string // gone too far to be cancelled: set off by adjustments
	Absent     []string // not in OFBiz
}

// Void takes a settlement back by new entries: its invoices are cancelled in OFBiz
// where they still may be, set off by an adjustment where not, and its lines are
// free for the next settlement. Interrupted, it is finished by the next run of
// anything; repeated, it changes nothing.
func (j *Job) Void(ctx context.Context, id string) (*Voided, error) {
	if err := j.readyToWrite(ctx); err != nil {
		return nil, err
	}
	err := j.underLease(ctx, func(ctx context.Context, lease *journal.Lease) error {
		plan, err := j.Journal.Plan(ctx, id)
		if err != nil {
			return err
		}
		switch plan.Settlement.State {
		case mapping.Void, mapping.Voiding:
		case mapping.Held: // nothing of it is anywhere else
			return j.advance(ctx, lease, plan, mapping.Void)
		default:
			if err := j.advance(ctx, lease, plan, mapping.Voiding); err != nil {
				return err
			}
		}
		return j.finishVoid(ctx, lease, plan)
	})
	if err != nil {
		return nil, err
	}
	return j.voided(ctx, id)
}

// finishVoid goes on with a voiding settlement from wherever it is.
func (j *Job) finishVoid(ctx context.Context, lease *journal.Lease, plan *mapping.Plan) error {
	if plan.Settlement.State != mapping.Voiding {
		return nil
	}
	if err := j.removeFile(plan); err != nil {
		return err
	}
	if err := j.eachBatch(ctx, plan.Settlement.ID, j.Journal.InvoicesToVoid, j.atOnce(voidedAtOnce), j.voidBatch(lease)); err != nil {
		return err
	}
	if err := j.reportVoid(ctx, lease, plan); err != nil {
		return err
	}
	return j.advance(ctx, lease, plan, mapping.Void)
}

// voidBatch ends invoices one by one: in OFBiz, in the journal and, where one
// stands, with the adjustment that takes it back, all in one transaction.
func (j *Job) voidBatch(lease *journal.Lease) invoiceWork {
	return func(ctx context.Context, tx *sqlx.Tx, batch []mapping.Invoice) error {
		if err := lease.Check(ctx, tx); err != nil {
			return err
		}
		var now database.UTC
		if err := tx.GetContext(ctx, &now, "SELECT UTC_TIMESTAMP(3)"); err != nil {
			return fmt.Errorf("ask the database for the time: %w", err)
		}
		for _, invoice := range batch {
			if err := j.voidInvoice(ctx, tx, invoice, now.Time); err != nil {
				return err
			}
		}
		j.progress("invoices taken back", int64(len(batch)))
		return nil
	}
}

func (j *Job) voidInvoice(ctx context.Context, tx *sqlx.Tx, invoice mapping.Invoice, now time.Time) error {
	if err := j.isOurs(ctx, tx, invoice); err != nil {
		return err
	}
	status, err := j.writer().CancelInvoice(ctx, tx, invoice)
	if err != nil {
		return err
	}
	end := journal.InvoiceStands
	switch status {
	case "":
		end = journal.InvoiceAbsent
	case "INVOICE_CANCELLED", "INVOICE_WRITEOFF":
		end = journal.InvoiceCancelled
	}
	if end == journal.InvoiceStands {
		if err := j.Journal.RecordAdjustment(ctx, tx, mapping.SetOff(invoice, now)); err != nil {
			return fmt.Errorf("set off invoice %s: %w", invoice.ID, err)
		}
	}
	return j.Journal.EndInvoice(ctx, tx, invoice.ID, end)
}

// isOurs refuses to touch an invoice that says something else than was planned in
// anything but its status: a person has worked on it and has to decide.
func (j *Job) isOurs(ctx context.Context, tx *sqlx.Tx, invoice mapping.Invoice) error {
	found, err := ofbiz.ReadInvoices(ctx, tx, []string{invoice.ID})
	if err != nil {
		return err
	}
	there, ok := found[invoice.ID]
	if !ok {
		return nil
	}
	invoice.Status = there.Status
	if differences := mapping.Compare(invoice, there, j.Rules.Zone); len(differences) > 0 {
		return &ConflictError{invoice.ID, differences}
	}
	return nil
}

// voided reads from the journal how the invoices ended.
func (j *Job) voided(ctx context.Context, id string) (*Voided, error) {
	plan, err := j.Journal.Plan(ctx, id)
	if err != nil {
		return nil, err
	}
	if plan.Settlement.State != mapping.Void {
		return nil, errors.New("the settlement " + id + " is not void yet: run again")
	}
	states, err := j.Journal.InvoiceStates(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &Voided{Settlement: id}
	for invoice := range plan.InvoiceSums().All() {
		switch states[invoice.ID] {
		case journal.InvoiceCancelled:
			v.Cancelled = append(v.Cancelled, invoice.ID)
		case journal.InvoiceStands:
			v.Stands = append(v.Stands, invoice.ID)
		case journal.InvoiceAbsent:
			v.Absent = append(v.Absent, invoice.ID)
		}
	}
	return v, nil
}

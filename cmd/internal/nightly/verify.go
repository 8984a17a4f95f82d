package nightly

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// ConflictError says that an invoice in OFBiz is not what was planned. Somebody
// changed it, or another one has taken its id; a person must look.
type ConflictError struct {
	Invoice     string
	Differences []mapping.Difference
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("invoice %s in OFBiz differs from what was planned: %v; compare the two, mend the invoice in OFBiz, and run again", e.Invoice, e.Differences)
}

// Verify works a settlement out again from its stored input and compares it with
// the journal, compares every invoice in OFBiz with it, and then tells how OFBiz's
// data has moved on since. It writes nothing.
func (j *Job) Verify(ctx context.Context, id string) (*mapping.VerifyDocument, error) {
	stored, err := j.Journal.Plan(ctx, id)
	if err != nil {
		return nil, err
	}
	document := &mapping.VerifyDocument{Settlement: id, State: stored.Settlement.State, Deviations: []mapping.Finding{}, Drift: []mapping.Finding{}}
	truth := stored
	input, err := j.input(ctx, stored, document)
	if err != nil {
		return nil, err
	}
	if input != nil {
		if truth, err = recompute(input, stored, document); err != nil {
			return nil, err
		}
	} else if err := stored.Check(); err != nil {
		document.Deviations = append(document.Deviations, mapping.PlanBroken(id, err))
	}
	if err := j.verifyInvoices(ctx, truth, document); err != nil {
		return nil, err
	}
	if input != nil && truth.Settlement.State != mapping.Void {
		err = j.drift(ctx, input, document)
	}
	return document, err
}

// input reads what was stored with a settlement; nil where there is nothing or it
// was damaged, which is a finding.
func (j *Job) input(ctx context.Context, plan *mapping.Plan, document *mapping.VerifyDocument) (*mapping.Input, error) {
	id, digest := plan.Settlement.ID, plan.Settlement.StoredDigest
	content, err := j.Journal.Input(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(content) == 0 && digest == "" {
		document.Deviations = append(document.Deviations, mapping.InputMissing(id))
		return nil, nil
	}
	input, err := mapping.OpenInput(content, digest)
	if err != nil {
		document.Deviations = append(document.Deviations, mapping.InputDamaged(id, err))
		return nil, nil
	}
	return input, nil
}

// recompute works the settlement out again and compares it with the journal. The
// plan it gives is what OFBiz's invoices have to be.
func recompute(input *mapping.Input, stored *mapping.Plan, document *mapping.VerifyDocument) (*mapping.Plan, error) {
	again, _, err := input.Plan()
	if err != nil {
		return nil, fmt.Errorf("work settlement %s out again: %w", stored.Settlement.ID, err)
	}
	again.Settlement.State = stored.Settlement.State
	document.Recomputed = true
	document.Deviations = append(document.Deviations, mapping.ComparePlans(again, stored)...)
	return again, nil
}

// verifyInvoices compares OFBiz with the plan: all of its invoices, as far as they
// were written, and none besides.
func (j *Job) verifyInvoices(ctx context.Context, plan *mapping.Plan, document *mapping.VerifyDocument) error {
	ends, err := j.Journal.InvoiceStates(ctx, plan.Settlement.ID)
	if err != nil {
		return err
	}
	planned := map[string]bool{}
	for batch := range slices.Chunk(plan.Invoices.Listed(), verifiedAtOnce) {
		found, err := ofbiz.ReadInvoices(ctx, j.DB, idsOf(batch))
		if err != nil {
			return err
		}
		for _, invoice := range batch {
			planned[invoice.ID] = true
			there, ok := found[invoice.ID]
			document.Deviations = append(document.Deviations, j.verifyInvoice(plan.Settlement.State, ends[invoice.ID], invoice, there, ok)...)
		}
		jobs, err := j.Jobs(ctx, batch)
		if err != nil {
			return err
		}
		if plan.Settlement.State != mapping.Void {
			document.Deviations = append(document.Deviations, mapping.JobFindings(batch, jobs, found)...)
		}
		document.Invoices += len(found)
		j.progress("invoices verified", int64(len(batch)))
	}
	return j.verifyExtras(ctx, plan.Settlement.ID, planned, document)
}

// verifyInvoice compares one. end is how far the journal says it has come: an
// invoice that was never written, or that was taken back with its settlement, is
// held against that.
func (j *Job) verifyInvoice(state mapping.State, end string, planned mapping.Invoice, found mapping.FoundInvoice, there bool) []mapping.Finding {
	there = there && found.ID != "" // items without their invoice are read too
	written := state == mapping.Verified || state == mapping.Closed || end == "written" || end == "verified"
	switch {
	case !there && (end == journal.InvoiceCancelled || end == journal.InvoiceStands || written):
		return []mapping.Finding{mapping.InvoiceGone(planned)}
	case !there:
		return nil
	case end == journal.InvoiceAbsent: // imported after its settlement was taken back
		return []mapping.Finding{mapping.InvoiceExtra(planned.Reference, planned.ID)}
	case end == journal.InvoiceCancelled && found.Status == "INVOICE_WRITEOFF":
		planned.Status = found.Status
	case end == journal.InvoiceCancelled:
		planned.Status = "INVOICE_CANCELLED"
	}
	return mapping.InvoiceFindings(planned.ID, mapping.Compare(planned, found, j.Rules.Zone))
}

func (j *Job) verifyExtras(ctx context.Context, settlement string, planned map[string]bool, document *mapping.VerifyDocument) error {
	ids, err := ofbiz.InvoicesOfReference(ctx, j.DB, settlement)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !planned[id] {
			document.Deviations = append(document.Deviations, mapping.InvoiceExtra(settlement, id))
		}
	}
	return nil
}

// drift reads OFBiz as it is now, up to the settlement's cut-off.
func (j *Job) drift(ctx context.Context, input *mapping.Input, document *mapping.VerifyDocument) error {
	reading, err := j.Read(ctx, input.Head.Until)
	if err != nil {
		return err
	}
	document.Drift = append(document.Drift, mapping.Drift(input, reading.Company)...)
	return nil
}

// compare reads invoices from OFBiz and returns those that are not there. The
// first that differs from its plan is a conflict.
func (j *Job) compare(ctx context.Context, q sqlx.QueryerContext, batch []mapping.Invoice) (missing []mapping.Invoice, err error) {
	found, err := ofbiz.ReadInvoices(ctx, q, idsOf(batch))
	if err != nil {
		return nil, err
	}
	for _, invoice := range batch {
		there, ok := found[invoice.ID]
		if !ok {
			missing = append(missing, invoice)
			continue
		}
		differences := slices.DeleteFunc(mapping.Compare(invoice, there, j.Rules.Zone), movedOn)
		if len(differences) > 0 {
			return nil, &ConflictError{invoice.ID, differences}
		}
	}
	return missing, nil
}

// movedOn reports whether a difference is only what OFBiz's people do with an
// invoice: approve it, set it ready, pay it.
func movedOn(d mapping.Difference) bool { return d.MovedOn }

func notThere(invoice mapping.Invoice) []mapping.Difference {
	return []mapping.Difference{{Field: "invoiceId", Planned: invoice.ID, Found: "no such invoice"}}
}

func idsOf(invoices []mapping.Invoice) []string {
	ids := make([]string, len(invoices))
	for i, invoice := range invoices {
		ids[i] = invoice.ID
	}
	return ids
}

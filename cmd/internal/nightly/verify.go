package nightly

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

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

// Verify reads every invoice of a settlement back from OFBiz, compares all
// fields, and holds the plan against its own laws. It writes nothing.
func (j *Job) Verify(ctx context.Context, plan *mapping.Plan) error {
	for start := 0; start < len(plan.Invoices); start += verifiedAtOnce {
		batch := plan.Invoices[start:min(start+verifiedAtOnce, len(plan.Invoices))]
		missing, err := j.compare(ctx, j.DB, batch)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			return &ConflictError{missing[0].ID, notThere(missing[0])}
		}
		j.progress("invoices verified", int64(len(batch)))
	}
	return plan.Check()
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

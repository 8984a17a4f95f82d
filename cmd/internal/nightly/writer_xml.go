package nightly

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/mapping"
)

// EntityXMLWriter leaves a settlement's invoices in a file that a person imports in
// Webtools; OFBiz's database is only read. The settlement waits, exported, until
// all of them are found there.
type EntityXMLWriter struct {
	DB        *sqlx.DB
	Zone      *time.Location // of OFBiz's JVM
	Directory string         // of the reports
}

var _ Writer = EntityXMLWriter{}

// Ready is so with a directory.
func (w EntityXMLWriter) Ready(context.Context) error {
	if w.Directory == "" {
		return errors.New("write invoices as entity XML: reports.directory names no folder")
	}
	return nil
}

// WriteInvoices is called when all invoices were there a moment ago: the file is
// written before, for the settlement as a whole (Job.leaveFile).
func (EntityXMLWriter) WriteInvoices(_ context.Context, _ *sqlx.Tx, missing []mapping.Invoice) error {
	if len(missing) == 0 {
		return nil
	}
	return &ConflictError{missing[0].ID, notThere(missing[0])}
}

// CancelInvoice asks for what only a person can do here.
func (w EntityXMLWriter) CancelInvoice(ctx context.Context, tx *sqlx.Tx, invoice mapping.Invoice) (string, error) {
	found, err := ofbiz.ReadInvoices(ctx, tx, []string{invoice.ID})
	if err != nil {
		return "", err
	}
	switch status := found[invoice.ID].Status; status {
	case "INVOICE_IN_PROCESS", "INVOICE_APPROVED":
		return "", &NotCancelledError{invoice.ID, status}
	default:
		return status, nil
	}
}

// Attach is never called: nothing is written into OFBiz.
func (EntityXMLWriter) Attach(context.Context, *sqlx.Tx, string, []mapping.Document) ([]ofbiz.DocumentID, error) {
	return nil, errors.New("attach reports: nothing but invoices is written as entity XML; set reports.attach: false")
}

func (w EntityXMLWriter) write(plan *mapping.Plan) error {
	content, err := mapping.InvoicesXML(plan, w.Zone)
	if err != nil {
		return err
	}
	id := plan.Settlement.ID
	return files.Write(filepath.Join(w.Directory, id), mapping.Document{Name: mapping.InvoicesFile(id), Content: content})
}

// NotCancelledError says that a person has to cancel an invoice, since Fairshare
// writes nothing into OFBiz.
type NotCancelledError struct{ Invoice, Status string }

func (e *NotCancelledError) Error() string {
	return fmt.Sprintf("invoice %s is %s, and with ofbiz.write_with: entity_xml only OFBiz can cancel it: cancel the settlement's invoices in OFBiz's Accounting, then void again", e.Invoice, e.Status)
}

// AwaitedImportError says which settlements a person has to import into OFBiz.
type AwaitedImportError struct{ Settlements []string }

func (e *AwaitedImportError) Error() string {
	var names []string
	for _, id := range e.Settlements {
		names = append(names, filepath.Join(id, mapping.InvoicesFile(id)))
	}
	return fmt.Sprintf("%v waits for its import: in OFBiz's Webtools, XML Data Import, import %s of the reports directory, then `fairshare settlements verify ID`; until then nothing is settled in its currency",
		e.Settlements, strings.Join(names, ", "))
}

// leaveFile writes a settlement's invoices as a file, unless all of them are in OFBiz
// already, and has the settlement wait for the import.
func (j *Job) leaveFile(ctx context.Context, lease *journal.Lease, plan *mapping.Plan) (waits bool, err error) {
	writer, ok := j.writer().(EntityXMLWriter)
	state := plan.Settlement.State
	if !ok || state != mapping.Writing && state != mapping.Exported {
		return false, nil
	}
	missing, err := j.anyMissing(ctx, plan)
	if err != nil || !missing {
		return false, err
	}
	if err := j.mayWrite(ctx); err != nil {
		return false, err
	}
	if err := writer.write(plan); err != nil {
		return false, err
	}
	if state == mapping.Writing {
		err = j.advance(ctx, lease, plan, mapping.Exported)
	}
	return true, err
}

func (j *Job) anyMissing(ctx context.Context, plan *mapping.Plan) (bool, error) {
	for batch := range slices.Chunk(plan.Invoices.Listed(), verifiedAtOnce) {
		missing, err := j.compare(ctx, j.DB, batch)
		if err != nil || len(missing) > 0 {
			return true, err
		}
	}
	return false, nil
}

// removeFile takes the file of a settlement that is being voided away, before it is
// decided which of its invoices are in OFBiz.
func (j *Job) removeFile(plan *mapping.Plan) error {
	writer, ok := j.writer().(EntityXMLWriter)
	if !ok {
		return nil
	}
	id := plan.Settlement.ID
	return files.Remove(filepath.Join(writer.Directory, id), mapping.InvoicesFile(id))
}

// TakeImported looks whether the invoices of an exported settlement are in OFBiz, and
// closes it if they are. Any other settlement is left alone.
func (j *Job) TakeImported(ctx context.Context, id string) error {
	settlement, err := j.Journal.Settlement(ctx, id)
	if err != nil || settlement.State != mapping.Exported {
		return err
	}
	if err := j.readyToWrite(ctx); err != nil {
		return err
	}
	return j.underLease(ctx, func(ctx context.Context, lease *journal.Lease) error {
		plan, err := j.Journal.Plan(ctx, id)
		if err != nil || plan.Settlement.State != mapping.Exported {
			return err
		}
		return j.finish(ctx, lease, plan)
	})
}

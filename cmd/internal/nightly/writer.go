package nightly

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// Writer is a way into OFBiz. Each write is called inside the transaction that
// holds the lease's row and marks the write in the journal: nobody takes over while
// it is under way. A writer that can takes part in that transaction; one that can't
// makes each write harmless to repeat, and the next look into OFBiz's database tells
// what became of it.
type Writer interface {
	// Ready makes sure that it can write, before anything is planned.
	Ready(ctx context.Context) error

	// WriteInvoices writes whole invoices that were not in OFBiz a moment ago.
	WriteInvoices(ctx context.Context, tx *sqlx.Tx, missing []mapping.Invoice) error

	// CancelInvoice cancels an invoice that nobody has taken on, and gives the status
	// that it has then; "" where it is not there.
	CancelInvoice(ctx context.Context, tx *sqlx.Tx, invoice mapping.Invoice) (status string, err error)

	// Attach puts a settlement's documents on their parties' profile pages.
	Attach(ctx context.Context, tx *sqlx.Tx, settlement string, documents []mapping.Document) ([]ofbiz.DocumentID, error)
}

func (j *Job) writer() Writer {
	if j.Writer == nil {
		return DatabaseWriter{DB: j.DB, Zone: j.Rules.Zone}
	}
	return j.Writer
}

// Jobs are the jobs in OFBiz's queue that set invoices READY, by invoice id.
func (j *Job) Jobs(ctx context.Context, invoices []mapping.Invoice) (map[string]mapping.Job, error) {
	if writer, ok := j.writer().(DatabaseWriter); ok {
		return writer.Jobs(ctx, invoices)
	}
	return nil, nil
}

// DatabaseWriter writes rows, in the transaction of the journal's mark.
type DatabaseWriter struct {
	DB   *sqlx.DB
	Zone *time.Location // of OFBiz's JVM

	// ReadyAs is the userLoginId as which OFBiz is to set the invoices READY, by its
	// job queue; empty: they stay in process.
	ReadyAs string
}

var _ Writer = DatabaseWriter{}

// Ready is always so: the statements themselves tell what is missing.
func (DatabaseWriter) Ready(context.Context) error { return nil }

// WriteInvoices inserts their rows, and with them the jobs that set them READY.
func (w DatabaseWriter) WriteInvoices(ctx context.Context, tx *sqlx.Tx, missing []mapping.Invoice) error {
	if err := ofbiz.WriteInvoices(ctx, tx, missing, w.writing()); err != nil || w.ReadyAs == "" {
		return err
	}
	return ofbiz.QueueReady(ctx, tx, missing, w.ReadyAs, w.writing())
}

// Jobs are what became of the jobs of invoices; none without ReadyAs.
func (w DatabaseWriter) Jobs(ctx context.Context, invoices []mapping.Invoice) (map[string]mapping.Job, error) {
	if w.ReadyAs == "" {
		return nil, nil
	}
	jobs := map[string]mapping.Job{}
	for batch := range slices.Chunk(invoices, verifiedAtOnce) {
		found, err := ofbiz.ReadJobs(ctx, w.DB, idsOf(batch))
		if err != nil {
			return nil, err
		}
		maps.Copy(jobs, found)
	}
	return jobs, nil
}

// CancelInvoice updates the row.
func (w DatabaseWriter) CancelInvoice(ctx context.Context, tx *sqlx.Tx, invoice mapping.Invoice) (string, error) {
	return ofbiz.CancelInvoice(ctx, tx, invoice.ID, w.writing())
}

// Attach inserts the documents' rows, under ids of OFBiz's sequences.
func (w DatabaseWriter) Attach(ctx context.Context, tx *sqlx.Tx, _ string, documents []mapping.Document) ([]ofbiz.DocumentID, error) {
	ids, err := ofbiz.DocumentIDs(ctx, w.DB, len(documents))
	if err != nil {
		return nil, err
	}
	return ids, ofbiz.Attach(ctx, tx, documents, ids, w.writing())
}

func (w DatabaseWriter) writing() ofbiz.Writing { return ofbiz.Writing{Zone: w.Zone} }

package nightly

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/rest"
	"fairshare/mapping"
)

// RESTWriter calls OFBiz's services. They commit by themselves, before the
// journal's transaction: so whatever was called is looked for in OFBiz's database
// before it is called again. Job.AtOnce is 1 with it, so that a call is never far
// from the moment at which the lease was made certain.
type RESTWriter struct {
	Client   *rest.Client
	DB       *sqlx.DB
	Zone     *time.Location // of OFBiz's JVM
	Database string         // name of the one that is read
	Accepted []mapping.Acceptance

	ManagerRole string // people.manager_role
}

var _ Writer = RESTWriter{}

// Ready logs in and sees that the component is there and may be used.
func (w RESTWriter) Ready(ctx context.Context) error { return w.ready(ctx, false) }

// ReadyForPeople sees besides that the account may act in the name of others.
func (w RESTWriter) ReadyForPeople(ctx context.Context) error { return w.ready(ctx, true) }

func (w RESTWriter) ready(ctx context.Context, desk bool) error {
	findings, err := w.check(ctx, desk)
	if err != nil {
		return err
	}
	for _, finding := range findings {
		if finding.Severity == mapping.Blocking {
			return &WriterError{finding}
		}
	}
	return nil
}

// Check compares OFBiz with the database and the configuration.
func (w RESTWriter) Check(ctx context.Context) ([]mapping.Finding, error) { return w.check(ctx, false) }

func (w RESTWriter) check(ctx context.Context, desk bool) ([]mapping.Finding, error) {
	var now database.UTC
	if err := w.DB.GetContext(ctx, &now, "SELECT UTC_TIMESTAMP(3)"); err != nil {
		return nil, database.ReadError("ask the database for the time", err)
	}
	findings, err := w.Client.Check(ctx, rest.Expected{Zone: w.Zone, Database: w.Database, Now: now.Time, ManagerRole: w.ManagerRole, Desk: desk})
	mapping.Accept(findings, w.Accepted)
	return findings, err
}

// WriterError says why OFBiz's REST API can't be used.
type WriterError struct{ Finding mapping.Finding }

func (e *WriterError) Error() string { return fmt.Sprintf("%s: %s", e.Finding.Code, e.Finding.Text) }

// WriteInvoices calls OFBiz once for each.
func (w RESTWriter) WriteInvoices(ctx context.Context, _ *sqlx.Tx, missing []mapping.Invoice) error {
	for _, invoice := range missing {
		if err := w.Client.WriteInvoice(ctx, invoice, w.Zone); err != nil {
			return err
		}
	}
	return nil
}

// CancelInvoice believes OFBiz's answer when its database says the same.
func (w RESTWriter) CancelInvoice(ctx context.Context, _ *sqlx.Tx, invoice mapping.Invoice) (string, error) {
	status, err := w.Client.CancelInvoice(ctx, invoice.ID, invoice.Reference)
	if err != nil {
		return "", err
	}
	found, err := ofbiz.ReadInvoices(ctx, w.DB, []string{invoice.ID})
	if err != nil {
		return "", err
	}
	if there := found[invoice.ID].Status; there != status {
		return "", &ConflictError{invoice.ID, []mapping.Difference{{Field: "statusId", Planned: status, Found: there}}}
	}
	return status, nil
}

// Attach gives every document an id of ours, under which it is there once however
// often it is attached. What OFBiz did not confirm is looked for.
func (w RESTWriter) Attach(ctx context.Context, _ *sqlx.Tx, settlement string, documents []mapping.Document) ([]ofbiz.DocumentID, error) {
	ids := make([]ofbiz.DocumentID, len(documents))
	for i, document := range documents {
		id := mapping.DocumentID(settlement, document.Party, document.Name)
		ids[i] = ofbiz.DocumentID{Content: id, DataResource: id}
		if err := w.Client.Attach(ctx, id, document); err != nil && !w.isThere(ctx, id, document) {
			return nil, err
		}
	}
	return ids, nil
}

func (w RESTWriter) isThere(ctx context.Context, id string, document mapping.Document) bool {
	content, err := ofbiz.ReadDocument(ctx, w.DB, id)
	return err == nil && bytes.Equal(content, document.Content)
}

package nightly

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"path/filepath"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/calc"
	"fairshare/mapping"
)

// documentsAtOnce is how many documents one transaction attaches in OFBiz at most.
const documentsAtOnce = 30

// report makes every party's statement and the finance report in all formats,
// writes them as files and attaches them in OFBiz. What was attached before, by
// an interrupted run, is left as it is.
func (j *Job) report(ctx context.Context, lease *journal.Lease, plan *mapping.Plan) error {
	if j.Reports.Directory == "" && !j.Reports.Attach {
		return nil // nobody wants them
	}
	names, err := ofbiz.Names(ctx, j.DB)
	if err != nil {
		return err
	}
	past, err := Past(ctx, j.Journal, plan)
	if err != nil {
		return err
	}
	finance, err := Finance(ctx, j.Journal, plan, nil, names, past)
	if err != nil {
		return err
	}
	return j.deliver(ctx, lease, plan, Documents(plan, names, past, finance, j.Reports.Language, j.Reports.Formats))
}

// deliver writes documents as files and attaches those that are not yet.
func (j *Job) deliver(ctx context.Context, lease *journal.Lease, plan *mapping.Plan, documents iter.Seq2[mapping.Document, error]) error {
	attached, err := j.attached(ctx, plan)
	if err != nil {
		return err
	}
	var batch []mapping.Document
	size := 0
	flush := func() error {
		err := j.attach(ctx, lease, plan, batch)
		batch, size = batch[:0], 0
		return err
	}
	for document, err := range documents {
		if err != nil {
			return err
		}
		if err := j.mayWrite(ctx); err != nil {
			return err
		}
		if err := j.writeFile(plan, document); err != nil {
			return err
		}
		if j.Reports.Attach && !attached[documentKey{document.Party, document.Name}] {
			batch = append(batch, document)
			size += len(document.Content)
		}
		if len(batch) == j.atOnce(documentsAtOnce) || size > bytesAtOnce {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

type documentKey struct {
	party calc.PartyID
	name  string
}

func (j *Job) attached(ctx context.Context, plan *mapping.Plan) (map[documentKey]bool, error) {
	recorded, err := j.Journal.Documents(ctx, plan.Settlement.ID)
	if err != nil {
		return nil, err
	}
	done := make(map[documentKey]bool, len(recorded))
	for _, d := range recorded {
		done[documentKey{d.Party, d.Name}] = d.State == journal.DocumentAttached
	}
	return done, nil
}

func (j *Job) writeFile(plan *mapping.Plan, document mapping.Document) error {
	j.progress("reports made", 1)
	if j.Reports.Directory == "" {
		return nil
	}
	return files.Write(filepath.Join(j.Reports.Directory, plan.Settlement.ID), document)
}

// attach puts documents on their parties' profile pages and remembers them in
// the same transaction, then reads them back as OFBiz would stream them. After a
// commit whose answer was lost the journal knows which ones are attached.
func (j *Job) attach(ctx context.Context, lease *journal.Lease, plan *mapping.Plan, documents []mapping.Document) error {
	if len(documents) == 0 {
		return nil
	}
	return j.uninterrupted(ctx, func(ctx context.Context) error { return j.attachNow(ctx, lease, plan, documents) })
}

func (j *Job) attachNow(ctx context.Context, lease *journal.Lease, plan *mapping.Plan, documents []mapping.Document) error {
	var ids []ofbiz.DocumentID
	err := database.InTransaction(ctx, j.DB, func(ctx context.Context, tx *sqlx.Tx) (err error) {
		if err := lease.Check(ctx, tx); err != nil {
			return err
		}
		if ids, err = j.writer().Attach(ctx, tx, plan.Settlement.ID, documents); err != nil {
			return err
		}
		return j.Journal.RecordDocuments(ctx, tx, records(plan, documents, ids)...)
	})
	if err != nil {
		return err
	}
	return j.compareDocuments(ctx, documents, ids)
}

func records(plan *mapping.Plan, documents []mapping.Document, ids []ofbiz.DocumentID) []journal.Document {
	records := make([]journal.Document, len(documents))
	for i, document := range documents {
		r := journal.NewDocument(plan.Settlement.ID, document)
		r.ContentID, r.DataResourceID, r.State = ids[i].Content, ids[i].DataResource, journal.DocumentAttached
		records[i] = r
	}
	return records
}

func (j *Job) compareDocuments(ctx context.Context, documents []mapping.Document, ids []ofbiz.DocumentID) error {
	for i, document := range documents {
		content, err := ofbiz.ReadDocument(ctx, j.DB, ids[i].Content)
		if err != nil {
			return err
		}
		if !bytes.Equal(content, document.Content) {
			return fmt.Errorf("report %s was attached as content %s but reads back differently; the database's character set may have changed it", document.Name, ids[i].Content)
		}
	}
	return nil
}

// reportBlocked leaves the finance report of what would have been settled, with
// the findings that stopped it, in the reports directory.
func (j *Job) reportBlocked(ctx context.Context, plans []*mapping.Plan, inputs map[string]*mapping.Input) error {
	if j.Reports.Directory == "" || len(plans) == 0 {
		return nil
	}
	names, err := ofbiz.Names(ctx, j.DB)
	if err != nil {
		return err
	}
	for _, plan := range plans {
		past, err := Past(ctx, j.Journal, plan)
		if err != nil {
			return err
		}
		finance, err := Finance(ctx, j.Journal, plan, inputs[plan.Settlement.ID], names, past)
		if err != nil {
			return err
		}
		for _, format := range j.Reports.Formats {
			document, err := j.Reports.Language.RenderFinance(format, finance)
			if err != nil {
				return err
			}
			document.Name = "refused-" + document.Name
			if err := files.Write(j.Reports.Directory, document); err != nil {
				return err
			}
		}
	}
	return nil
}

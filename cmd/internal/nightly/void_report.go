package nightly

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/files"
	"fairshare/mapping"
)

// voidPrefix begins the file name of a report that says of another one that it no
// longer counts.
const voidPrefix = "VOID-"

// reportVoid puts, beside every report of a voided settlement that somebody may have
// read, one that says that it is void. The first one is left as it is: Fairshare adds
// to what was booked and alters nothing, and has no right to.
func (j *Job) reportVoid(ctx context.Context, lease *journal.Lease, plan *mapping.Plan) error {
	there, err := j.reported(ctx, plan)
	if err != nil || !there {
		return err
	}
	names, err := ofbiz.Names(ctx, j.DB)
	if err != nil {
		return err
	}
	return j.deliver(ctx, lease, plan, voidDocuments(plan, names, j.Reports.Language))
}

// reported says whether any report of a settlement was written or attached.
func (j *Job) reported(ctx context.Context, plan *mapping.Plan) (bool, error) {
	recorded, err := j.Journal.Documents(ctx, plan.Settlement.ID)
	if err != nil || len(recorded) > 0 {
		return true, err
	}
	if j.Reports.Directory == "" {
		return false, nil
	}
	_, err = os.Stat(filepath.Join(j.Reports.Directory, plan.Settlement.ID))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return true, err
}

// voidDocuments are the reports once more, as pages that begin with "Void".
func voidDocuments(plan *mapping.Plan, names mapping.Names, language files.Language) iter.Seq2[mapping.Document, error] {
	void := *plan
	void.Settlement.State = mapping.Void
	finance := mapping.FinanceOf(&void, names, OrganizationName(names, plan))
	return func(yield func(mapping.Document, error) bool) {
		for document, err := range Documents(&void, names, nil, finance, language, []string{"html"}) {
			document.Name, document.Title = voidPrefix+document.Name, "VOID: "+document.Title
			if !yield(document, err) {
				return
			}
		}
	}
}

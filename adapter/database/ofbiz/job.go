package ofbiz

import (
	"context"
	"iter"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is the arguments of a job, as OFBiz's XmlSerializer writes them.
const (
	insertRuntimeData  = `INSERT INTO RUNTIME_DATA (RUNTIME_DATA_ID, RUNTIME_INFO` + stampColumns + `)`
	runtimeDataColumns = 2 + 4
)

// A row is a job that OFBiz runs at its next look into the table, within 30 seconds.
// It is not repeated when it fails: a person looks first.
const (
	insertJob = `
INSERT INTO JOB_SANDBOX (JOB_ID, JOB_NAME, RUN_TIME, RUN_TIME_EPOCH, PRIORITY, POOL_ID, STATUS_ID, SERVICE_NAME,
  LOADER_NAME, MAX_RETRY, CURRENT_RETRY_COUNT, AUTH_USER_LOGIN_ID, RUN_AS_USER, RUNTIME_DATA_ID` + stampColumns + `)`
	jobColumns = 14 + 4
)

// How OFBiz's own jobs look: the pool that every instance takes from, and a middling
// priority.
const (
	jobPool     = "pool"
	jobPriority = "50"
	jobService  = "setInvoiceStatus"
	readyStatus = "INVOICE_READY"
)

// By the index on RUNTIME_DATA_ID, which a job that OFBiz runs again, after a crash
// say, shares with the first one: the latest tells.
const selectJobs = `SELECT RUNTIME_DATA_ID, COALESCE(STATUS_ID, ''), COALESCE(JOB_RESULT, '')
FROM JOB_SANDBOX WHERE SERVICE_NAME = '` + jobService + `' AND RUNTIME_DATA_ID IN (`

// By the primary key, where the jobs that are Fairshare's come together: those that
// ended badly, of invoices that nobody has set READY since.
const selectFailedJobs = `SELECT j.JOB_ID FROM JOB_SANDBOX j JOIN INVOICE i ON i.INVOICE_ID = j.RUNTIME_DATA_ID
WHERE j.JOB_ID LIKE 'FS%' AND j.SERVICE_NAME = '` + jobService + `' AND j.STATUS_ID IN ('SERVICE_FAILED', 'SERVICE_CRASHED', 'SERVICE_CANCELLED')
  AND i.STATUS_ID IN ('INVOICE_IN_PROCESS', 'INVOICE_APPROVED') ORDER BY j.JOB_ID LIMIT 100`

// QueueReady gives OFBiz's job queue a job for each invoice, in the transaction that
// writes it: OFBiz sets it READY, as the user, with all that belongs to that, the
// posting to the ledger above all. A job has the id of its invoice, so it is there
// once however often a run begins anew.
func QueueReady(ctx context.Context, tx *sqlx.Tx, invoices []mapping.Invoice, user string, w Writing) error {
	if len(invoices) == 0 {
		return nil
	}
	stamps, err := newStamps(ctx, tx, w)
	if err != nil {
		return err
	}
	at := stamps.last
	err = database.InsertRows(ctx, tx, insertRuntimeData, runtimeDataColumns, runtimeDataRows(invoices, stamps))
	if err == nil {
		err = database.InsertRows(ctx, tx, insertJob, jobColumns, jobRows(invoices, user, at, stamps))
	}
	return database.Explain("queue jobs for invoices from "+invoices[0].ID, err)
}

func runtimeDataRows(invoices []mapping.Invoice, s *stamps) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, v := range invoices {
			info := mapping.ServiceArguments("invoiceId", v.ID, "statusId", readyStatus)
			if !yield(append([]any{v.ID, info}, s.next()...)) {
				return
			}
		}
	}
}

func jobRows(invoices []mapping.Invoice, user string, at time.Time, s *stamps) iter.Seq[[]any] {
	epoch := strconv.FormatInt(at.UnixMilli(), 10)
	return func(yield func([]any) bool) {
		for _, v := range invoices {
			row := []any{v.ID, "Fairshare: " + v.ID + " ready", s.now(), epoch, jobPriority, jobPool, "SERVICE_PENDING", jobService,
				"default", "0", "0", user, user, v.ID}
			if !yield(append(row, s.next()...)) {
				return
			}
		}
	}
}

// ReadJobs are the jobs of invoices by invoice id. OFBiz removes jobs that have been
// done for some days.
func ReadJobs(ctx context.Context, q sqlx.QueryerContext, invoices []string) (map[string]mapping.Job, error) {
	jobs := map[string]mapping.Job{}
	if len(invoices) == 0 {
		return jobs, nil
	}
	ids := make([]any, len(invoices))
	for i, id := range invoices {
		ids[i] = id
	}
	rows, err := q.QueryContext(ctx, selectJobs+holes(len(ids))+") ORDER BY CREATED_STAMP", ids...)
	if err != nil {
		return nil, database.ReadError("read the jobs of invoices", err)
	}
	defer rows.Close()
	for rows.Next() {
		var job mapping.Job
		if err := rows.Scan(&job.Invoice, &job.Status, &job.Result); err != nil {
			return nil, database.ReadError("read the jobs of invoices", err)
		}
		jobs[job.Invoice] = job
	}
	return jobs, database.ReadError("read the jobs of invoices", rows.Err())
}

// FailedJobs are up to 100 invoices that OFBiz should have set READY and did not.
func FailedJobs(ctx context.Context, q sqlx.QueryerContext) (invoices []string, err error) {
	err = sqlx.SelectContext(ctx, q, &invoices, selectFailedJobs)
	return invoices, database.ReadError("look for jobs that failed", err)
}

// RightsToQueue are what jobs need on top of the other rights.
func RightsToQueue() []database.Right {
	return []database.Right{
		{Table: "JOB_SANDBOX", Privilege: "SELECT"},
		{Table: "JOB_SANDBOX", Privilege: "INSERT"},
		{Table: "RUNTIME_DATA", Privilege: "INSERT"},
	}
}

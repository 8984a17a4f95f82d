package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"fairshare/mapping"
)

const readyByJob = vems + "invoice: {final_status: ready}\n"

// runJobs does what OFBiz's job manager does with our jobs, in the rows that Fairshare
// reads: the first so many fail, the rest set their invoice READY.
func (s *site) runJobs(failing int) {
	s.t.Helper()
	for i, id := range s.rows(`SELECT JOB_ID FROM JOB_SANDBOX WHERE STATUS_ID = 'SERVICE_PENDING' AND JOB_ID LIKE 'FS%' ORDER BY 1`) {
		if i < failing {
			s.exec(`UPDATE JOB_SANDBOX SET STATUS_ID = 'SERVICE_FAILED', JOB_RESULT = 'Error calling event' WHERE JOB_ID = ?`, id)
			continue
		}
		s.exec(`UPDATE INVOICE SET STATUS_ID = 'INVOICE_READY' WHERE INVOICE_ID = ?`, id)
		s.exec(`UPDATE JOB_SANDBOX SET STATUS_ID = 'SERVICE_FINISHED' WHERE JOB_ID = ?`, id)
	}
}

func (s *site) jobs(settlement string) (document mapping.SettleDocument) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(s.must("settlements", "show", settlement, "--output", "json")), &document); err != nil {
		s.t.Fatal(err)
	}
	return document
}

// TestReadyIsAJobForEveryInvoice: each invoice comes with one job that OFBiz can run;
// what became of it is shown, and one that failed is found.
func TestReadyIsAJobForEveryInvoice(t *testing.T) {
	s := newVEMS(t)
	s.configure(readyByJob, s.reports())
	s.must("check")
	for range 2 {
		s.must("settle", "--until", "2026-11-01")
	}
	alone := s.rows(`SELECT i.INVOICE_ID, COUNT(j.JOB_ID) FROM INVOICE i LEFT JOIN JOB_SANDBOX j ON j.RUNTIME_DATA_ID = i.INVOICE_ID AND j.SERVICE_NAME = 'setInvoiceStatus'
		AND j.STATUS_ID = 'SERVICE_PENDING' AND j.RUN_AS_USER = 'system' AND j.RUN_TIME <= j.CREATED_STAMP AND j.RUN_TIME_EPOCH <= UNIX_TIMESTAMP() * 1000 + 1000
		LEFT JOIN RUNTIME_DATA r ON r.RUNTIME_DATA_ID = j.RUNTIME_DATA_ID AND r.RUNTIME_INFO LIKE CONCAT('%<std-String value="', i.INVOICE_ID, '"/>%INVOICE_READY%')
		WHERE i.INVOICE_ID LIKE 'FS%' GROUP BY i.INVOICE_ID HAVING COUNT(j.JOB_ID) <> 1 OR COUNT(r.RUNTIME_DATA_ID) <> 1`)
	if len(alone) > 0 {
		t.Errorf("without one job each: %v", alone)
	}
	document := s.jobs(novemberEUR)
	pending := func(j mapping.JobEntry) bool { return j.State == mapping.JobPending }
	if len(document.Jobs) != len(document.Invoices) || len(slices.DeleteFunc(document.Jobs, pending)) > 0 {
		t.Errorf("%d invoices, jobs %+v", len(document.Invoices), document.Jobs)
	}

	s.runJobs(1)
	code, verified := s.verify(novemberEUR)
	if code != exitAttention || len(verified.Deviations) != 1 || verified.Deviations[0].Code != "READY_JOB_FAILED" || !strings.Contains(verified.Deviations[0].Text, "Error calling event") {
		t.Errorf("exit %d, %+v", code, verified.Deviations)
	}
	for _, job := range s.jobs(novemberEUR).Jobs {
		if want := (mapping.JobEntry{InvoiceID: job.InvoiceID, State: mapping.JobFinished}); job.InvoiceID != verified.Deviations[0].Key && job != want || job.InvoiceID == verified.Deviations[0].Key && job.State != mapping.JobFailed {
			t.Errorf("shown: %+v", job)
		}
	}
	s.exec(`UPDATE INVOICE SET STATUS_ID = 'INVOICE_READY' WHERE INVOICE_ID = ?`, verified.Deviations[0].Key)
	if code, verified := s.verify(novemberEUR); code != exitDone {
		t.Errorf("set READY by a person: exit %d, %+v", code, verified.Deviations)
	}
	s.must("settlements", "void", novemberEUR) // all stand
	s.must("settlements", "verify", novemberEUR)
}

// TestReadyNeedsItsRights: check names what is missing, the grants give it, and
// without invoice.final_status nobody asks for it.
func TestReadyNeedsItsRights(t *testing.T) {
	g := newGranted(t)
	if grants := g.site(t, g.writer, vems).must("migrate", "--print-grants"); strings.Contains(grants, "JOB_SANDBOX") {
		t.Error("the right to insert jobs is given although nobody wants it")
	}
	s := g.site(t, g.writer, readyByJob)
	if code, stdout, _ := s.run("check"); exitCode(code) != exitRefused || !strings.Contains(stdout, "GRANT INSERT") || !strings.Contains(stdout, "JOB_SANDBOX") {
		t.Errorf("exit %d: %s", code, stdout)
	}
	if code, _, _ := s.run("settle", "--until", "2026-11-01"); exitCode(code) != exitConfig {
		t.Errorf("settle without the right: exit %d", code)
	}
	if rows := g.admin.rows(`SELECT INVOICE_ID FROM INVOICE WHERE INVOICE_ID LIKE 'FS%'`); len(rows) > 0 {
		t.Errorf("invoices without their jobs: %v", rows)
	}
	for _, statement := range strings.Split(withoutComments(s.must("migrate", "--print-grants")), ";") {
		if strings.TrimSpace(statement) != "" {
			g.admin.execute(statement)
		}
	}
	s.must("check")
	s.must("settle", "--until", "2026-11-01")
	if jobs := s.jobs(novemberEUR).Jobs; len(jobs) == 0 {
		t.Error("no jobs")
	}
}

package mapping

import (
	"fmt"
)

// Job is a job in OFBiz's queue (JobSandbox) that sets an invoice READY.
type Job struct {
	Invoice string
	Status  string // OFBiz's statusId
	Result  string // what OFBiz said at its end
}

// JobState is how far a job is.
type JobState string

// The states; OFBiz's statusIds come down to them.
const (
	JobPending  JobState = "pending"
	JobRunning  JobState = "running"
	JobFinished JobState = "finished"
	JobFailed   JobState = "failed"
)

// State is the job's; one of OFBiz's that nobody knows counts as failed.
func (j Job) State() JobState {
	switch j.Status {
	case "SERVICE_PENDING":
		return JobPending
	case "SERVICE_QUEUED", "SERVICE_RUNNING":
		return JobRunning
	case "SERVICE_FINISHED":
		return JobFinished
	}
	return JobFailed
}

// JobEntry is a job as it is printed.
type JobEntry struct {
	InvoiceID string   `json:"invoice_id"`
	State     JobState `json:"state"`
	Result    string   `json:"result"`
}

// JobEntries are the jobs of invoices, in the invoices' order.
func JobEntries(invoices []Invoice, jobs map[string]Job) []JobEntry {
	entries := []JobEntry{}
	for _, v := range invoices {
		if job, there := jobs[v.ID]; there {
			entries = append(entries, JobEntry{v.ID, job.State(), job.Result})
		}
	}
	return entries
}

// JobFindings are the jobs that failed although their invoice is still to be set
// READY. What a person has set READY since is well.
func JobFindings(invoices []Invoice, jobs map[string]Job, found map[string]FoundInvoice) (findings []Finding) {
	for _, v := range invoices {
		job, there := jobs[v.ID]
		status := found[v.ID].Status
		if !there || job.State() != JobFailed || status != "INVOICE_IN_PROCESS" && status != "INVOICE_APPROVED" {
			continue
		}
		findings = append(findings, NewFinding(readyJobFailed, "JobSandbox", v.ID,
			fmt.Sprintf("OFBiz did not set invoice %s READY (%s): %s; mend it and set the invoice to Ready in OFBiz's Accounting", v.ID, job.Status, job.Result)))
	}
	return findings
}

// readyJobFailed is the code of a job that failed.
const readyJobFailed = "READY_JOB_FAILED"

// ServiceArguments are the named texts that a service is called with, as OFBiz's
// XmlSerializer writes a map: what RuntimeData.runtimeInfo of a job holds.
func ServiceArguments(namesAndValues ...string) string {
	w := entityWriter{}
	w.WriteString(`<?xml version="1.0" encoding="UTF-8"?><ofbiz-ser><map-HashMap>`)
	for i := 0; i+1 < len(namesAndValues); i += 2 {
		w.WriteString(`<map-Entry><map-Key>`)
		w.serialized(namesAndValues[i])
		w.WriteString(`</map-Key><map-Value>`)
		w.serialized(namesAndValues[i+1])
		w.WriteString(`</map-Value></map-Entry>`)
	}
	w.WriteString(`</map-HashMap></ofbiz-ser>`)
	return w.String()
}

func (w *entityWriter) serialized(text string) {
	w.WriteString(`<std-String value="`)
	w.escape(text)
	w.WriteString(`"/>`)
}

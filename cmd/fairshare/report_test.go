package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"fairshare/mapping"
)

// TestReports prints every report in every format after two settlements, and holds
// the second against the first.
func TestReports(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-06-01")
	s.must("settle", "--until", "2026-11-01")
	starts := map[string]string{"html": "<!DOCTYPE html>", "pdf": "%PDF-", "xlsx": "PK", "csv": "record,", "xml": "<?xml", "json": "{"}
	for _, report := range [][]string{{"statement", "MIK"}, {"report", "Company-EUR-20261101"}, {"report", "--activity", "FIRMWARE"}, {"report", "--matrix", "--top", "2"}} {
		for format, start := range starts {
			if got := s.must(append(report, "--format", format)...); !strings.HasPrefix(got, start) {
				t.Errorf("%v --format %s begins with %.40q", report, format, got)
			}
		}
		if got := s.must(append(report, "--format", "html", "--language", "hu")...); !strings.Contains(got, `<html lang="hu">`) {
			t.Errorf("%v in Hungarian is not", report)
		}
	}
	if got := s.must("statement", "MIK", "--format", "html"); !strings.Contains(got, "Payouts over time") {
		t.Error("the statement draws no payouts although there are two settlements")
	}
	var document mapping.FinanceDocument
	if err := json.Unmarshal([]byte(s.must("report", "Company-EUR-20261101", "--format", "json")), &document); err != nil {
		t.Fatal(err)
	}
	if document.Before != "Company-EUR-20260601" || len(document.Changes) == 0 || len(document.Parties) == 0 {
		t.Errorf("the report compares with %q, %d changes", document.Before, len(document.Changes))
	}
	var activity map[string][]map[string]string
	if err := json.Unmarshal([]byte(s.must("report", "--activity", "FIRMWARE", "--settlement", "Company-EUR-20261101", "--format", "json")), &activity); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]map[string]string{
		"sources":        {"source": "passed on by", "activity": "INTELLECTUAL_PROP"},
		"origins":        {"activity": "GENBOARD", "note": ""},
		"credit_history": {"settlement": "Company-EUR-20260601", "party": "MIK"},
		"credit_changes": {"facility": "FAC_CELL", "party": "CELL"},
		"shares":         {"used": "FIRMWARE", "user": "INTELLECTUAL_PROP"},
	} {
		if !slices.ContainsFunc(activity[table], func(row map[string]string) bool { return holds(row, want) }) {
			t.Errorf("%s has no %v: %v", table, want, activity[table])
		}
	}
	if len(activity["holders"]) == 0 || len(activity["settlements"]) != 2 || len(activity["credits"]) == 0 {
		t.Errorf("the activity's report has %d holders, %d settlements, %d credits", len(activity["holders"]), len(activity["settlements"]), len(activity["credits"]))
	}
}

// holds says whether a row has what is wanted of it.
func holds(row, want map[string]string) bool {
	for column, value := range want {
		if row[column] != value {
			return false
		}
	}
	return true
}

func TestReportErrUsage(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-06-01")
	for _, args := range [][]string{{"report"}, {"report", "X", "--matrix"}, {"report", "--activity", "NO_SUCH"},
		{"report", "Company-EUR-20260601", "--format", "doc"}, {"report", "Company-EUR-20260601", "--language", "de"}} {
		if code, _, stderr := s.run(args...); code != int(exitUsage) {
			t.Errorf("%v: exit %d, %s", args, code, stderr)
		}
	}
}

package main

import (
	"testing"

	"fairshare/adapter/database/faultproxy"
)

// outward are settlements of which more is left in OFBiz than invoices and reports, or
// less.
var outward = []scenario{
	{name: "jobs and a message", settings: "invoice: {final_status: ready}\npeople: {finance_party: EVA}\n", prepare: func(*site) {}, command: settling, ends: exitDone},
	{name: "entity XML", prepare: (*site).asEntityXML, command: settling, ends: exitAttention},
	{name: "entity XML imported", prepare: importedXML, command: settling, ends: exitDone},
}

// importedXML leaves settlements whose files were imported a moment ago.
func importedXML(s *site) {
	s.asEntityXML()
	s.waits(settling...)
	s.must("import-entities", s.invoicesFile(novemberEUR), s.invoicesFile("Company-USD-20261101"))
}

// TestOutwardSurvivesKill kills settlements that queue jobs, tell finance or leave
// files: there is one job for each invoice and one message for each settlement then,
// and a file waits until it was imported.
func TestOutwardSurvivesKill(t *testing.T) {
	wanted := max(9, faultproxy.Many("FAIRSHARE_KILLS", 60)/6)
	killThem(t, "kill -9 of jobs, messages and files", outward, wanted)
}

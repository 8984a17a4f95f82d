package main

import (
	"encoding/json"
	"testing"

	"fairshare/mapping"
)

// wrongWeight is a row of the sample company, and what makes it a blocking finding.
const (
	spoilWeight = "UPDATE PRODUCT_ASSOC SET QUANTITY = NULL WHERE PRODUCT_ID = 'ECU_CABLE' AND PRODUCT_ID_TO = 'DOCUMENTATION'"
	mendWeight  = "UPDATE PRODUCT_ASSOC SET QUANTITY = 10 WHERE PRODUCT_ID = 'ECU_CABLE' AND PRODUCT_ID_TO = 'DOCUMENTATION'"
)

// What findings stop says so in its state, whether it was to be written or only
// looked at, and nothing of it is in the journal.
func TestRefusedSettlementSaysSo(t *testing.T) {
	s := newVEMS(t)
	s.execute(spoilWeight)
	for _, args := range [][]string{{"settle", "--until", "2026-11-01", "-o", "json"}, {"settle", "--until", "2026-11-01", "-o", "json", "--dry-run"}} {
		code, stdout, stderr := s.run(args...)
		if exitCode(code) != exitRefused {
			t.Fatalf("%v: exit %d: %s", args, code, stderr)
		}
		var documents []mapping.SettleDocument
		if err := json.Unmarshal([]byte(stdout), &documents); err != nil || len(documents) == 0 {
			t.Fatalf("%v: %v\n%s", args, err, stdout)
		}
		for _, d := range documents {
			if d.State != mapping.Refused {
				t.Errorf("%v: %s is %s", args, d.Settlement, d.State)
			}
		}
	}
	if stored := s.rows("SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT"); len(stored) > 0 {
		t.Errorf("the journal has %v", stored)
	}
	s.execute(mendWeight)
	s.must("settle", "--until", "2026-11-01")
}

package main

import (
	"strings"
	"testing"
)

// Fresh rows of OFBiz that lie in the future stop a settlement and its dry run: the
// zone is wrong, and sales near midnight would count for the wrong day. With the
// right zone the same rows do no harm.
func TestWrongZoneStopsASettlement(t *testing.T) {
	s := newVEMS(t)
	const inTokyo = `UPDATE PRODUCT SET LAST_UPDATED_TX_STAMP = CONVERT_TZ(UTC_TIMESTAMP(3), '+00:00', '+09:00') WHERE PRODUCT_ID = 'GENBOARD'`
	s.execute(inTokyo)
	for _, args := range [][]string{{"settle", "--until", "2026-11-01"}, {"settle", "--until", "2026-11-01", "--dry-run"}, {"run"}, {"check"}} {
		code, stdout, stderr := s.run(args...)
		if exitCode(code) != exitRefused {
			t.Errorf("%v: exit %d: %s", args, code, stderr)
		}
		if args[0] != "run" && !strings.Contains(stdout, "DATABASE_CLOCK") {
			t.Errorf("%v does not name the clock:\n%s", args, stdout)
		}
	}
	if written := s.rows("SELECT INVOICE_ID FROM INVOICE WHERE INVOICE_ID LIKE 'FS%'"); len(written) > 0 {
		t.Errorf("%d invoices were written", len(written))
	}
	s.execute(`UPDATE PRODUCT SET LAST_UPDATED_TX_STAMP = CONVERT_TZ(UTC_TIMESTAMP(3), '+00:00', '+01:00') WHERE PRODUCT_ID = 'GENBOARD'`)
	s.must("settle", "--until", "2026-11-01")
	if text := s.must("check"); !strings.Contains(text, "newest change was") || !strings.Contains(text, "read in Europe/Budapest") {
		t.Errorf("the clocks are not told:\n%s", text)
	}
}

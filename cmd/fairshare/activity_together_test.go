package main

import (
	"fmt"
	"slices"
	"sync"
	"testing"
)

// TestActivityShareAtTheSameTime lets eight people change one share at once, each
// from a day of its own: what is left are rows that follow one another, and a line of
// the audit for each change that was made.
func TestActivityShareAtTheSameTime(t *testing.T) {
	s := newVEMS(t)
	var all sync.WaitGroup
	var mutex sync.Mutex
	made := 0
	for day := 8; day <= 15; day++ {
		all.Go(func() {
			code, _, stderr := s.run("activity", "share", "GENBOARD", fmt.Sprintf("SUPPORT=7.%d", day), "--from", fmt.Sprintf("2031-01-%02d", day), "--as", "mik")
			mutex.Lock()
			defer mutex.Unlock()
			switch exitCode(code) {
			case exitDone:
				made++
			case exitRefused: // somebody else was quicker
			default:
				t.Errorf("exit %d: %s", code, stderr)
			}
		})
	}
	all.Wait()
	if got := s.rows(audits); len(got) != made || made == 0 {
		t.Errorf("%d changes were made, noted are %q", made, got)
	}
	rows := s.rows(`SELECT COALESCE(THRU_DATE, ''), FROM_DATE FROM PRODUCT_ASSOC WHERE PRODUCT_ID = 'GENBOARD' AND PRODUCT_ID_TO = 'SUPPORT' ORDER BY FROM_DATE`)
	if len(rows) != made+1 {
		t.Errorf("%d rows after %d changes: %q", len(rows), made, rows)
	}
	gaps := s.rows(`SELECT a.FROM_DATE FROM PRODUCT_ASSOC a WHERE a.PRODUCT_ID = 'GENBOARD' AND a.PRODUCT_ID_TO = 'SUPPORT' AND a.THRU_DATE IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM PRODUCT_ASSOC b WHERE b.PRODUCT_ID = a.PRODUCT_ID AND b.PRODUCT_ID_TO = a.PRODUCT_ID_TO AND b.FROM_DATE = a.THRU_DATE)`)
	if len(gaps) > 0 {
		t.Errorf("rows that no other one follows: %q of %q", gaps, rows)
	}
	if !slices.Contains(s.rows("SELECT COUNT(*) FROM PRODUCT_ASSOC WHERE PRODUCT_ID = 'GENBOARD' AND PRODUCT_ID_TO = 'SUPPORT' AND THRU_DATE IS NULL"), "1") {
		t.Errorf("not one row without an end: %q", rows)
	}
}

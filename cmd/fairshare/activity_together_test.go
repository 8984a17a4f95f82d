package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fairshare/cmd/internal/people"
	"fairshare/mapping"
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

// TestTwoChangesCloseNoCircle makes a change while another one, which alone is as
// good, is being looked at. Together they would close a circle: the second is looked
// at anew and refused, and where others never stop it gives up.
func TestTwoChangesCloseNoCircle(t *testing.T) {
	s := newVEMS(t)
	a := &app{configPath: s.config(), stdout: io.Discard, stderr: io.Discard, now: time.Now}
	opened, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	meanwhile := [][]string{{"FIRMWARE", "MARKETING=5"}}
	reads := 0
	read := func(ctx context.Context) (*mapping.Company, error) {
		company, err := opened.company(ctx)
		if reads < len(meanwhile) {
			s.must(append([]string{"activity", "share", "--as", "boss", "--from", "2031-01-01"}, meanwhile[reads]...)...)
		}
		reads++
		return company, err
	}
	request := people.ShareRequest{Login: "boss", Activity: "MARKETING", Changes: []mapping.ShareChange{{Component: "FIRMWARE", Weight: "5"}}, From: time.Date(2031, 1, 1, 0, 0, 0, 0, opened.zone)}
	_, err = opened.desk().ChangeShares(t.Context(), read, request)
	var refused *people.RefusedError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "FIRMWARE -> MARKETING -> FIRMWARE") {
		t.Errorf("a change that closes a circle with one made meanwhile: %v", err)
	}
	const both = `SELECT PRODUCT_ID, PRODUCT_ID_TO FROM PRODUCT_ASSOC WHERE PRODUCT_ID IN ('FIRMWARE', 'MARKETING') AND FROM_DATE > '2030-01-01'`
	if rows := s.rows(both); !slices.Equal(rows, []string{"FIRMWARE | MARKETING"}) {
		t.Errorf("rows %q", rows)
	}

	meanwhile, reads = [][]string{{"GENBOARD", "SUPPORT=7"}, {"GENBOARD", "SUPPORT=6"}, {"GENBOARD", "SUPPORT=5"}}, 0
	request.Activity, request.Changes = "ECU_CABLE", []mapping.ShareChange{{Component: "SUPPORT", Weight: "1"}}
	var busy *mapping.ShareError
	if _, err := opened.desk().ChangeShares(t.Context(), read, request); !errors.As(err, &busy) || !strings.Contains(err.Error(), "others change shares at this moment") {
		t.Errorf("while others never stop: %v", err)
	}
	if _, err := opened.desk().ChangeShares(t.Context(), read, request); err != nil {
		t.Errorf("when they have stopped: %v", err)
	}
}

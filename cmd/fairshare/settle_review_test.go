package main

import (
	"strings"
	"testing"

	"fairshare/mapping"
)

const review = "settlement: {review_change_percent: 1}\n"

func TestReviewHoldsAndApproves(t *testing.T) {
	calm := newVEMS(t)
	calm.must("settle", "--until", "2026-07-01")
	calm.must("settle", "--until", "2026-11-01")

	s := newVEMS(t).configured(review)
	s.must("settle", "--until", "2026-07-01") // first invoices have nothing to be compared with
	code, stdout, stderr := s.run("settle", "--until", "2026-11-01", "--output", "json")
	if exitCode(code) != exitAttention || !strings.Contains(stdout, `"held"`) || !strings.Contains(stderr, "--approve") {
		t.Fatalf("exit %d\n%s\n%s", code, stdout, stderr)
	}
	var held mapping.SettleDocument
	s.mustJSON(&held, "settlements", "show", "Company-EUR-20261101")
	if held.State != mapping.Held || held.Findings[0].Code != "REVIEW_PAYOUT" {
		t.Errorf("%s, first finding %v", held.State, held.Findings[0])
	}
	if n := s.rows(`SELECT COUNT(*) FROM INVOICE WHERE REFERENCE_NUMBER = 'Company-EUR-20261101'`); n[0] != "0" {
		t.Errorf("%s invoices of a held settlement are in OFBiz", n[0])
	}
	t.Run("OthersWait", func(t *testing.T) {
		code, stdout, stderr := s.run("settle", "--until", "2026-11-10", "--output", "json")
		if exitCode(code) != exitAttention || strings.Contains(stdout, "Company-EUR-20261110") || !strings.Contains(stderr, "Company-EUR-20261101") {
			t.Errorf("exit %d\n%s\n%s", code, stdout, stderr)
		}
	})
	for _, id := range s.rows(`SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT WHERE STATE = 'held'`) {
		s.must("settle", "--approve", id)
		s.must("settle", "--approve", id) // again changes nothing
	}
	s.configured("").must("settle", "--until", "2026-11-01")
	if got, want := invoicesOf(s), invoicesOf(calm); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("approved it pays\n%v\nwant\n%v", got, want)
	}
}

// invoicesOf are what is paid, of all settlements.
func invoicesOf(s *site) []string {
	return s.rows(`SELECT i.INVOICE_ID, i.PARTY_ID_FROM, i.STATUS_ID, SUM(t.AMOUNT) FROM INVOICE i JOIN INVOICE_ITEM t ON t.INVOICE_ID = i.INVOICE_ID
		WHERE i.INVOICE_ID LIKE 'FS%' AND i.REFERENCE_NUMBER NOT LIKE '%1110' GROUP BY i.INVOICE_ID, i.PARTY_ID_FROM, i.STATUS_ID ORDER BY 1`)
}

func TestReviewNoSales(t *testing.T) {
	s := newVEMS(t).configured("settlement: {review_no_sales: 5}\n")
	s.must("settle", "--until", "2026-11-10")
	code, _, stderr := s.run("settle", "--until", "2026-11-11")
	if exitCode(code) != exitAttention || !strings.Contains(stderr, "Company-EUR-20261111") {
		t.Fatalf("exit %d\n%s", code, stderr)
	}
	for _, id := range s.rows(`SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT WHERE STATE = 'held' ORDER BY 1`) {
		if code := s.rows(`SELECT CODE FROM FAIRSHARE_FINDING WHERE SETTLEMENT_ID = ? ORDER BY FINDING_NO LIMIT 1`, id)[0]; code != "REVIEW_NO_SALES" {
			t.Errorf("%s is held for %s", id, code)
		}
		s.must("settle", "--approve", id)
	}
	s.must("settle", "--until", "2026-11-12") // nothing after nothing is no news
}

func TestReviewVoidFreesTheLines(t *testing.T) {
	s := newVEMS(t).configured(review)
	s.must("settle", "--until", "2026-07-01")
	if code, _, stderr := s.run("settle", "--until", "2026-11-01"); exitCode(code) != exitAttention {
		t.Fatalf("exit %d\n%s", code, stderr)
	}
	want := s.rows(`SELECT SALE_LINES, INCOME_MINOR FROM FAIRSHARE_SETTLEMENT WHERE SETTLEMENT_ID = 'Company-EUR-20261101'`)
	s.must("settlements", "void", "Company-EUR-20261101")
	s.configured("").run("settle", "--until", "2026-11-01") // another currency may be held still
	got := s.rows(`SELECT SALE_LINES, INCOME_MINOR FROM FAIRSHARE_SETTLEMENT WHERE SETTLEMENT_ID = 'Company-EUR-20261101-2' AND STATE = 'closed'`)
	if len(got) != 1 || got[0] != want[0] {
		t.Errorf("settled again: %v, want %v", got, want)
	}
}

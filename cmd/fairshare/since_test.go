package main

import (
	"slices"
	"strings"
	"testing"

	"fairshare/mapping"
)

// perCell is what everybody got from every activity, over all settlements.
const perCell = `SELECT CONCAT(e.ACCOUNT, ' ', e.ACTIVITY, ' ', s.CURRENCY), SUM(e.AMOUNT_MINOR)
FROM FAIRSHARE_LEDGER e JOIN FAIRSHARE_SETTLEMENT s ON s.SETTLEMENT_ID = e.SETTLEMENT_ID GROUP BY 1 HAVING SUM(e.AMOUNT_MINOR) <> 0 ORDER BY 1`

// TestSinceMovesAndNothingIsTakenTwice moves income.since to and fro between
// settlements: in the end, with nothing left out, everybody has what one
// settlement of everything gives.
func TestSinceMovesAndNothingIsTakenTwice(t *testing.T) {
	calm, s := newVEMS(t), newVEMS(t)
	calm.must("settle", "--until", "2026-11-01")
	for _, step := range []struct{ since, until, first string }{
		{"2026-03-01", "2026-05-01", "2026-03"},
		{"2026-06-15 12:00", "2026-07-01", "2026-06"}, // later than what was settled
		{"2026-02-01T00:00:00+01:00", "2026-08-01", "2026-02"},
		{"2027-01-01", "2026-08-15", "nothing"},
		{"", "2026-11-01", "2026-01"},
	} {
		s.configured("income: {since: \""+step.since+"\"}\n").must("settle", "--until", step.until)
		first := s.rows(`SELECT COALESCE(LEFT(FROM_UNIXTIME(MIN(x.AT_MILLIS) / 1000), 7), 'nothing') FROM FAIRSHARE_SALE x
			JOIN FAIRSHARE_SETTLEMENT s ON s.SETTLEMENT_ID = x.SETTLEMENT_ID WHERE s.SETTLEMENT_ID LIKE ?`, "%"+strings.ReplaceAll(step.until, "-", ""))[0]
		if first != step.first {
			t.Errorf("since %q, until %s: the first line is of %s, want %s", step.since, step.until, first, step.first)
		}
	}
	if again := s.rows(`SELECT DOCUMENT_ID, ITEM_SEQ_ID FROM FAIRSHARE_SALE WHERE REVISION > 0`); len(again) != 0 {
		t.Errorf("taken again or taken back: %v", again)
	}
	if got, want := s.rows(perCell), calm.rows(perCell); !slices.Equal(got, want) {
		t.Errorf("with income.since moved, parties got\n%s\nat once\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestCheckTellsHowFarTheFirstSettlementReachesBack warns until somebody says since when.
func TestCheckTellsHowFarTheFirstSettlementReachesBack(t *testing.T) {
	s := newVEMS(t)
	s.execute(`UPDATE ORDER_STATUS SET STATUS_DATETIME = '2024-02-01 10:00:00' WHERE STATUS_ID = 'ITEM_COMPLETED' ORDER BY STATUS_DATETIME LIMIT 1`)
	told := func(since string) bool {
		var document checkDocument
		s.configured("income: {since: \""+since+"\"}\n").mustJSON(&document, "check")
		return slices.ContainsFunc(document.Findings, func(f mapping.Finding) bool { return f.Code == "REACHES_BACK" })
	}
	if !told("") || told("2026-01-01") {
		t.Errorf("told without income.since: %v, with it: %v", told(""), told("2026-01-01"))
	}
	s.configured("").must("settle", "--until", "2026-11-01")
	if told("") {
		t.Error("it is told after the first settlement")
	}
}

package main

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"fairshare/mapping"
)

func amount(t *testing.T, text string) *big.Rat {
	t.Helper()
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is not an amount", text)
	}
	return value
}

// TestSettleAddsUp holds the JSON of a settlement against its own laws and against
// the rows in OFBiz's tables.
func TestSettleAddsUp(t *testing.T) {
	s := newVEMS(t)
	var settled []mapping.SettleDocument
	s.mustJSON(&settled, "settle", "--until", "2026-11-01")
	if len(settled) != 2 {
		t.Fatalf("%d settlements, want one for EUR and one for USD", len(settled))
	}
	for _, d := range settled {
		sum := new(big.Rat)
		for _, p := range d.Payouts {
			sum.Add(sum, amount(t, p.Amount))
		}
		if sum.Cmp(amount(t, d.PaidTotal)) != 0 {
			t.Errorf("%s: payouts add up to %s, not to %s", d.Settlement, sum.FloatString(2), d.PaidTotal)
		}
		for _, r := range d.Retained {
			sum.Add(sum, amount(t, r.Amount))
		}
		if sum.Cmp(amount(t, d.Income)) != 0 {
			t.Errorf("%s: parties and retained add up to %s, the income is %s", d.Settlement, sum.FloatString(2), d.Income)
		}
		inOFBiz := s.rows(`SELECT SUM(t.AMOUNT * t.QUANTITY) FROM INVOICE i JOIN INVOICE_ITEM t ON t.INVOICE_ID = i.INVOICE_ID WHERE i.REFERENCE_NUMBER = ?`, d.Settlement)
		if amount(t, inOFBiz[0]).Cmp(amount(t, d.PaidTotal)) != 0 {
			t.Errorf("%s: the invoices in OFBiz add up to %s, paid were %s", d.Settlement, inOFBiz[0], d.PaidTotal)
		}
	}
}

// TestLateOrdersLandInTheNextSettlement settles month by month while an order of
// an earlier month is completed late, and compares with settling all at once.
func TestLateOrdersLandInTheNextSettlement(t *testing.T) {
	calm, s := newVEMS(t), newVEMS(t)
	var atOnce []mapping.SettleDocument
	calm.mustJSON(&atOnce, "settle", "--until", "2026-11-01")

	late := s.rows(`SELECT i.ORDER_ID FROM ORDER_ITEM i JOIN ORDER_STATUS x ON x.ORDER_ID = i.ORDER_ID AND x.ORDER_ITEM_SEQ_ID = i.ORDER_ITEM_SEQ_ID
		WHERE i.STATUS_ID = 'ITEM_COMPLETED' AND x.STATUS_ID = 'ITEM_COMPLETED' AND x.STATUS_DATETIME < '2026-02-01' ORDER BY 1 LIMIT 1`)[0]
	s.execute(`UPDATE ORDER_ITEM SET STATUS_ID = 'ITEM_APPROVED' WHERE ORDER_ID = ?`, late)
	s.must("settle", "--until", "2026-02-01")
	s.execute(`UPDATE ORDER_ITEM SET STATUS_ID = 'ITEM_COMPLETED' WHERE ORDER_ID = ?`, late)
	if code, _, stderr := s.run("settle", "--until", "2026-02-01"); code != 0 || !strings.Contains(stderr, "the next settlement takes them") {
		t.Errorf("the same cut-off again: exit %d, %s", code, stderr)
	}
	for _, until := range []string{"2026-03-01", "2026-07-01", "2026-08-01", "2026-11-01"} {
		s.must("settle", "--until", until)
	}
	if taken := s.rows(`SELECT SETTLEMENT_ID FROM FAIRSHARE_SALE WHERE DOCUMENT_ID = ?`, late); len(taken) == 0 || taken[0] != "Company-EUR-20260301" {
		t.Errorf("order %s, completed late, was taken by %v, want Company-EUR-20260301", late, taken)
	}
	if got, want := s.rows(perCell), calm.rows(perCell); !slices.Equal(got, want) {
		t.Errorf("month by month, parties got\n%s\nat once\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestReportsInOFBizAreTheFiles compares every report in the directory with what
// the Party Manager streams, byte for byte.
func TestReportsInOFBizAreTheFiles(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	attached := s.rows(`SELECT d.DATA_RESOURCE_NAME, HEX(COALESCE(o.DATA_RESOURCE_CONTENT, CONVERT(e.TEXT_DATA USING utf8mb4)))
		FROM PARTY_CONTENT p JOIN CONTENT c ON c.CONTENT_ID = p.CONTENT_ID JOIN DATA_RESOURCE d ON d.DATA_RESOURCE_ID = c.DATA_RESOURCE_ID
		LEFT JOIN OTHER_DATA_RESOURCE o ON o.DATA_RESOURCE_ID = d.DATA_RESOURCE_ID LEFT JOIN ELECTRONIC_TEXT e ON e.DATA_RESOURCE_ID = d.DATA_RESOURCE_ID ORDER BY 1`)
	files := s.reportFiles()
	slices.Sort(attached)
	if len(attached) != len(files) {
		t.Fatalf("%d documents in OFBiz, %d files", len(attached), len(files))
	}
	for i := range files {
		if attached[i] != files[i] {
			t.Errorf("in OFBiz\n%.200s\nin the directory\n%.200s", attached[i], files[i])
		}
	}
}

// TestReportIsTheFile prints the finance report again and compares it with the file
// that the settlement left.
func TestReportIsTheFile(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	for _, format := range []string{"html", "csv", "xlsx"} {
		printed := fmt.Sprintf("Company-EUR-20261101.%s | %X", format, s.must("report", "Company-EUR-20261101", "--format", format))
		if !slices.Contains(s.reportFiles(), printed) {
			t.Errorf("the printed %s report is not the file", format)
		}
	}
}

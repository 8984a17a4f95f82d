package nightly

import (
	"testing"
	"time"

	"fairshare/mapping"
)

func invoicesOf(items ...int) (invoices []mapping.Invoice) {
	for _, n := range items {
		invoices = append(invoices, mapping.Invoice{Items: make([]mapping.InvoiceItem, n)})
	}
	return invoices
}

// No batch has more rows or invoices than may be, unless it is a single invoice,
// and none is left out.
func TestPaceBoundsRows(t *testing.T) {
	p := newPace(100)
	rest := invoicesOf(1, 2, 3, rowsAtOnce-20, 5, 6, 5*rowsAtOnce, 1, 1)
	for range 400 {
		rest = append(rest, invoicesOf(10)...)
	}
	want, got := len(rest), 0
	for len(rest) > 0 {
		var batch []mapping.Invoice
		batch, rest = p.next(rest)
		rows := 0
		for _, invoice := range batch {
			rows += rowsOf(invoice)
		}
		if len(batch) == 0 || len(batch) > 100 || len(batch) > 1 && rows > rowsAtOnce {
			t.Fatalf("a batch of %d invoices with %d rows", len(batch), rows)
		}
		got += len(batch)
	}
	if got != want {
		t.Errorf("%d of %d invoices", got, want)
	}
}

// A slow server gets smaller batches, down to one invoice, until it is quick again.
func TestPaceFollowsTime(t *testing.T) {
	p := newPace(100)
	for _, want := range []int{50, 25, 12, 6, 3, 1, 1} {
		if p.took(time.Second); p.size != want {
			t.Fatalf("size %d, want %d", p.size, want)
		}
	}
	p.took(slowBatch / 2) // neither slow nor quick
	for _, want := range []int{2, 4, 8, 16, 32, 64, 100, 100} {
		if p.took(time.Millisecond); p.size != want {
			t.Fatalf("size %d, want %d", p.size, want)
		}
	}
}

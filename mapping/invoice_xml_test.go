package mapping

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
)

// TestInvoicesXMLComesBack reads what was written: every character, in OFBiz's zone.
func TestInvoicesXMLComesBack(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		t.Fatal(err)
	}
	const odd = `kő & "véső" <b> 'x' > €`
	at := time.Date(2026, 10, 31, 22, 59, 59, 999e6, time.UTC)
	plan := &Plan{Settlement: Settlement{ID: "S", SnapshotAt: at}, Invoices: RowsOf(Invoice{
		ID: "FS1", Type: "COMMISSION_INVOICE", Party: "MIK", Company: "Company", Status: "INVOICE_IN_PROCESS", Date: at,
		Currency: "EUR", Decimals: 2, Total: calc.Minor(1250), Reference: "S", Description: odd + "\n\t",
		Items: []InvoiceItem{{Seq: "00001", Type: "COMM_INV_ITEM", Activity: "FW", Amount: 1300, Description: odd}, {Seq: "00002", Type: "COMM_INV_ITEM", Amount: -50}},
	})}
	document, err := InvoicesXML(plan, zone)
	if err != nil {
		t.Fatal(err)
	}
	if at := bytes.IndexFunc(document, func(r rune) bool { return r > '~' }); at >= 0 {
		t.Errorf("no ASCII at %d", at)
	}
	rows, err := readAll(string(document))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(rows, "\n")
	for _, want := range []string{
		"Invoice currencyUomId=EUR description=" + odd + "␊␉ invoiceDate=2026-10-31 23:59:59.999",
		"InvoiceStatus invoiceId=FS1 statusDate=2026-10-31 23:59:59.999 statusId=INVOICE_IN_PROCESS",
		"InvoiceItem amount=13.00 description=" + odd + " invoiceId=FS1 invoiceItemSeqId=00001 invoiceItemTypeId=COMM_INV_ITEM productId=FW quantity=1",
		"InvoiceItem amount=-0.50 invoiceId=FS1 invoiceItemSeqId=00002",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
	plan.Invoices.List[0].Items[0].Amount = 0
	if _, err := InvoicesXML(plan, zone); err == nil {
		t.Error("an item of zero is written, in whose place OFBiz puts a price")
	}
}

package mapping

import (
	"strings"
	"testing"
	"time"
)

func plannedAndFound() (Invoice, FoundInvoice) {
	planned := Invoice{
		ID: "FS1", Type: "COMMISSION_INVOICE", Party: "Mik", Company: "Company", Status: "INVOICE_IN_PROCESS",
		Date: time.Date(2026, 11, 1, 1, 2, 3, 4_000_000, time.UTC), Currency: "EUR", Decimals: 2, Total: 12_30,
		Reference: "Company-EUR-20261101", Description: "Fair share",
		Items: []InvoiceItem{
			{Seq: "00001", Type: "COMM_INV_ITEM", Activity: "FIRMWARE", Amount: 13_00, Description: "a"},
			{Seq: "00002", Type: "COMM_INV_ITEM", Amount: -70, Description: "b"},
		},
	}
	found := FoundInvoice{
		ID: "FS1", Type: "COMMISSION_INVOICE", PartyFrom: "Mik", Party: "Company", Status: "INVOICE_IN_PROCESS",
		Date: "2026-11-01 02:02:03.004", Currency: "EUR", Reference: "Company-EUR-20261101", Description: "Fair share",
		Items: []FoundInvoiceItem{
			{Seq: "00001", Type: "COMM_INV_ITEM", Product: "FIRMWARE", Quantity: "1.000000", Amount: "13.000", Description: "a"},
			{Seq: "00002", Type: "COMM_INV_ITEM", Quantity: "1.000000", Amount: "-0.700", Description: "b"},
		},
	}
	return planned, found
}

// Every field counts: a change of any one of them is told, by its name.
func TestCompare(t *testing.T) {
	cases := []struct {
		name   string
		change func(*FoundInvoice)
		field  string
		moved  bool
	}{
		{"OK", func(*FoundInvoice) {}, "", false},
		{"ID", func(f *FoundInvoice) { f.ID = "fs1" }, "invoiceId", false},
		{"Type", func(f *FoundInvoice) { f.Type = "PURCHASE_INVOICE" }, "invoiceTypeId", false},
		{"Payee", func(f *FoundInvoice) { f.PartyFrom = "Dave" }, "partyIdFrom", false},
		{"Company", func(f *FoundInvoice) { f.Party = "" }, "partyId", false},
		{"MadeReady", func(f *FoundInvoice) { f.Status = "INVOICE_READY" }, "statusId", true},
		{"Paid", func(f *FoundInvoice) { f.Status = "INVOICE_PAID" }, "statusId", true},
		{"Cancelled", func(f *FoundInvoice) { f.Status = "INVOICE_CANCELLED" }, "statusId", false},
		{"Date", func(f *FoundInvoice) { f.Date = "2026-11-01 01:02:03.004" }, "invoiceDate", false},
		{"CurrencyRewritten", func(f *FoundInvoice) { f.Currency = "USD" }, "currencyUomId", false},
		{"Reference", func(f *FoundInvoice) { f.Reference = "" }, "referenceNumber", false},
		{"Description", func(f *FoundInvoice) { f.Description = "?" }, "description", false},
		{"ItemType", func(f *FoundInvoice) { f.Items[0].Type = "COMM_INV_ADJ" }, "00001 invoiceItemTypeId", false},
		{"ItemProduct", func(f *FoundInvoice) { f.Items[1].Product = "FIRMWARE" }, "00002 productId", false},
		{"ItemQuantity", func(f *FoundInvoice) { f.Items[0].Quantity = "1.000001" }, "00001 quantity", false},
		{"ItemQuantityNull", func(f *FoundInvoice) { f.Items[0].Quantity = "" }, "00001 quantity", false},
		{"ItemAmountByAMill", func(f *FoundInvoice) { f.Items[0].Amount = "13.001" }, "00001 amount", false},
		{"ItemDescription", func(f *FoundInvoice) { f.Items[0].Description = "" }, "00001 description", false},
		{"ItemMissing", func(f *FoundInvoice) { f.Items = f.Items[:1] }, "00002 invoiceItemSeqId", false},
		{"ItemTooMany", func(f *FoundInvoice) { f.Items = append(f.Items, FoundInvoiceItem{Seq: "00003"}) }, "00003 invoiceItemSeqId", false},
	}
	zone := time.FixedZone("CET", 3600)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			planned, found := plannedAndFound()
			c.change(&found)
			differences := Compare(planned, found, zone)
			switch {
			case c.field == "" && differences != nil:
				t.Errorf("%v", differences)
			case c.field != "" && (len(differences) != 1 || differences[0].Field != c.field || differences[0].MovedOn != c.moved):
				t.Errorf("%v, want one in %s", differences, c.field)
			}
		})
	}
}

func TestColumnText(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"OK", "Őrült 日本 …", "Őrült 日本 …"},
		{"FourBytes", "a🚀b", "a�b"},
		{"Control", "a\nb\tc\x00\x7f\u0085", "a␊b␉c␀␡�"},
		{"Direction", "evil\u202egpj.exe", "evil�gpj.exe"},
		{"NotUTF8", "caf\xe9", "caf�"},
		{"Full", strings.Repeat("ű", 20), strings.Repeat("ű", 20)},
		{"Cut", strings.Repeat("ű", 21), strings.Repeat("ű", 19) + "…"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := ColumnText(c.text, 20); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if fits := IsColumnID(c.text, 20); fits != (c.text == c.want) {
				t.Errorf("as an id: %v", fits)
			}
		})
	}
	for _, id := range []string{"", " Mik", "Mik "} {
		if IsColumnID(id, 20) {
			t.Errorf("%q is taken for an id", id)
		}
	}
}

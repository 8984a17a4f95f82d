package mapping_test

import (
	"strings"
	"testing"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// byInvoice sums a company's lines of a source per invoice, item and currency.
func byInvoice(c *mapping.Company, source mapping.Source) map[string]calc.Minor {
	sums := map[string]calc.Minor{}
	for sale := range c.Sales.All() {
		if sale.Source != source {
			continue
		}
		key := sale.Document + "/" + sale.Item
		if source == mapping.FromPaymentApplication {
			key = sale.Item
		}
		sums[key+" "+string(c.Scheme.Activities[sale.Activity].ID)+" "+sale.Currency] += sale.Amount
	}
	return sums
}

// TestLiveInvoiced compares a real OFBiz's invoices with what its own screens make of
// them: goods less discounts, without tax, shipping and fees.
func TestLiveInvoiced(t *testing.T) {
	company := liveCompanyBy(t, time.Time{}, func(r *mapping.Rules) { r.Recognize = mapping.RecognizeInvoiced })
	got := byInvoice(company, mapping.FromInvoiceItem)
	for key, want := range map[string]calc.Minor{
		"10007/00001 ECU_CABLE EUR":   51000 - 1275 - 4973, // header −449.73 over 497.25 and 4000.00
		"10007/00005 GENBOARD EUR":    400000 - 40000,
		"10009/00001 GENBOARD EUR":    80000 - 5000,
		"10013/00001 GENBOARD EUR":    46000, // the order gave it away
		"10014/00001 GENBOARD USD":    92000, // the invoice says EUR
		"10018/00001 INSTALL_KIT EUR": 40945, // net of the tax in its price
		"10018/00004 GENBOARD EUR":    160000,
		"10042/00001 INSTALL_KIT EUR": -40945, // gross on the return's invoice
		"CI11/00001 INSTALL_KIT EUR":  104000, // an order in EUR, its invoice in USD
	} {
		if got[key] != want {
			t.Errorf("%s: %d, want %d", key, got[key], want)
		}
	}
	codes := map[string]int{}
	for _, f := range company.Findings {
		codes[f.Code]++
		if f.Severity == mapping.Blocking {
			t.Errorf("%s %s (%s): %s", f.Code, f.Entity, f.Key, f.Text)
		}
	}
	if codes["INVOICE_CURRENCY"] != 3 || codes["INVOICE_PRICE"] != 1 || codes["RETURN_NOT_INVOICED"] != 2 {
		t.Errorf("%v", codes)
	}
}

// TestLivePaid: what a real OFBiz holds as paid in full comes to what was invoiced,
// item by item; of the others never more.
func TestLivePaid(t *testing.T) {
	invoiced := byInvoice(liveCompanyBy(t, time.Time{}, func(r *mapping.Rules) { r.Recognize = mapping.RecognizeInvoiced }), mapping.FromInvoiceItem)
	paid := byInvoice(liveCompanyBy(t, time.Time{}, func(r *mapping.Rules) { r.Recognize = mapping.RecognizePaid }), mapping.FromPaymentApplication)
	unpaid := "10009 10013 10016 10024 10026 10033 10042 CI4 CI5 CI6 CI7 CI9 CI12" // READY
	if len(paid) == 0 || len(invoiced) == 0 {
		t.Fatal("no income")
	}
	for key, want := range invoiced {
		invoice, _, _ := strings.Cut(key, "/")
		if got := paid[key]; !strings.Contains(unpaid+" ", invoice+" ") && got != want || got > max(want, 0) {
			t.Errorf("%s: %d paid of %d", key, got, want)
		}
	}
	for key := range paid {
		if _, known := invoiced[key]; !known {
			t.Errorf("%s was paid and not invoiced", key)
		}
	}
}

// TestLiveCosts: posted purchase invoices, and the standard costs of a board.
func TestLiveCosts(t *testing.T) {
	company := liveCompanyBy(t, time.Time{}, func(r *mapping.Rules) {
		r.Costs = mapping.Costs{PurchaseInvoice: true, StandardCost: true, Shipping: true}
	})
	got := byInvoice(company, mapping.FromPurchaseInvoice)
	for key, want := range map[string]calc.Minor{
		"10038/00001 MANUFACTURING EUR": -125000, "10038/00002 MANUFACTURING EUR": -9550,
		"10039/00001 DOCUMENTATION EUR": -18000, "10039/00002 SUPPORT EUR": -4212,
		"10040/00001 MANUFACTURING USD": -34080, "10040/00002 SUPPORT USD": -3000,
	} {
		if got[key] != want {
			t.Errorf("%s: %d, want %d", key, got[key], want)
		}
	}
	if len(got) != 6 {
		t.Errorf("%d costs of purchases: %v", len(got), got)
	}
	standard := byInvoice(company, mapping.FromStandardCost)
	if cost := standard["VE10000/00001 GENBOARD EUR"]; cost != -3*15815 { // 112.40 + 38.50 + 7.25
		t.Errorf("three boards cost %d", cost)
	}
	if cost := standard["VUCO10008/00001 ECU_CABLE USD"]; cost != -20*675-10 { // 6.755 each
		t.Errorf("twenty cables cost %d", cost)
	}
	shipping := byInvoice(company, mapping.FromShipping)
	if cost := shipping["VE10001/00001 ECU_CABLE EUR"] + shipping["VE10001/00002 GENBOARD EUR"]; cost != -1250 {
		t.Errorf("shipping costs %d", cost)
	}
}

// TestLiveConverted: the newest of several valid rates counts.
func TestLiveConverted(t *testing.T) {
	company := liveCompanyBy(t, time.Time{}, func(r *mapping.Rules) { r.ConvertTo = "EUR" })
	for sale := range company.Sales.All() {
		if sale.Currency != "EUR" {
			t.Errorf("%+v", sale)
		}
		if sale.Document == "VUCO10002" && sale.Amount != 85185 { // 920 × 0.925926 = 851.85192
			t.Errorf("920 USD in January are %d", sale.Amount)
		}
	}
}

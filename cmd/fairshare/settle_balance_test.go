package main

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"fairshare/mapping"
)

// settleJSON settles up to a cut-off and gives the settlement in EUR.
func (s *site) settleJSON(until string, more ...string) mapping.SettleDocument {
	s.t.Helper()
	var documents []mapping.SettleDocument
	s.mustJSON(&documents, append([]string{"settle", "--until", until}, more...)...)
	at := slices.IndexFunc(documents, func(d mapping.SettleDocument) bool { return d.Currency == "EUR" })
	if at < 0 {
		s.t.Fatalf("nothing was settled in EUR until %s", until)
	}
	return documents[at]
}

// configure adds to the configuration.
func (s *site) configured(extra string) *site {
	s.t.Helper()
	return newSite(s.t, s.database, "credits: {ignore_facilities: [VEMS_WH]}\n"+extra)
}

func invoiceOf(d mapping.SettleDocument, party string) *mapping.InvoiceEntry {
	at := slices.IndexFunc(d.Invoices, func(i mapping.InvoiceEntry) bool { return string(i.Party) == party })
	if at < 0 {
		return nil
	}
	return &d.Invoices[at]
}

func amountOf(t *testing.T, text string) *big.Rat {
	t.Helper()
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no amount", text)
	}
	return value
}

func TestAdjustment(t *testing.T) {
	s := newVEMS(t)
	before := s.settleJSON("2026-11-01", "--dry-run")
	party := string(before.Invoices[0].Party)
	s.must("adjust", party, "12.50", "--currency", "EUR", "--reason", "workshop in May", "--by", "finance")
	s.must("adjust", "--currency", "EUR", "--reason", "advance", "--by", "finance", "--", party, "-2")
	after := s.settleJSON("2026-11-01")

	invoice := invoiceOf(after, party)
	want := new(big.Rat).Add(amountOf(t, before.Invoices[0].Total), big.NewRat(21, 2))
	if amountOf(t, invoice.Total).Cmp(want) != 0 || len(after.Adjustments) != 2 {
		t.Errorf("the invoice is %s, want %s; adjustments %v", invoice.Total, want.FloatString(2), after.Adjustments)
	}
	items := invoice.Items[len(invoice.Items)-2:]
	if items[0].Description != "Adjustment: workshop in May" || items[0].Amount != "12.50" || items[1].Amount != "-2.00" {
		t.Errorf("items %v", items)
	}
	if inOFBiz := s.rows(`SELECT DESCRIPTION, AMOUNT FROM INVOICE_ITEM WHERE DESCRIPTION LIKE 'Adjustment%' ORDER BY 1 DESC`); len(inOFBiz) != 2 || inOFBiz[0] != "Adjustment: workshop in May | 12.500" {
		t.Errorf("in OFBiz: %v", inOFBiz)
	}
	var list []mapping.AdjustmentEntry
	s.mustJSON(&list, "adjust", "--list")
	if len(list) != 2 || list[0].Settlement != after.Settlement || list[0].By != "finance" {
		t.Errorf("listed %v", list)
	}
	var statement mapping.StatementDocument
	s.mustJSON(&statement, "statement", party, "--settlement", after.Settlement)
	if statement.Adjusted != "10.50" || len(statement.Adjustments) != 2 {
		t.Errorf("statement: adjusted %s, %v", statement.Adjusted, statement.Adjustments)
	}
	if next := s.rows(`SELECT COUNT(*) FROM FAIRSHARE_ADJUSTMENT_TAKEN`); next[0] != "2" {
		t.Errorf("taken %v times", next)
	}
}

// An adjustment alone is settled too, and one that leaves a party owing is carried
// until income makes up for it.
func TestAdjustmentAloneAndOwing(t *testing.T) {
	s := newVEMS(t)
	first := s.settleJSON("2026-07-01")
	party := string(first.Invoices[0].Party)
	s.must("adjust", "--currency", "EUR", "--reason", "clawback", "--by", "finance", "--", party, "-1000000")
	owing := s.settleJSON("2026-08-01")
	if invoiceOf(owing, party) != nil {
		t.Errorf("who owes got an invoice: %v", invoiceOf(owing, party))
	}
	carried := slices.IndexFunc(owing.Carried, func(c mapping.CarriedEntry) bool { return string(c.Party) == party })
	if carried < 0 || !strings.HasPrefix(owing.Carried[carried].Amount, "-") || owing.Carried[carried].Note == "" {
		t.Fatalf("carried %v", owing.Carried)
	}
	s.must("adjust", party, "1000000", "--currency", "EUR", "--reason", "clawback was wrong", "--by", "finance")
	netted := s.settleJSON("2026-11-01")
	if invoiceOf(netted, party) == nil {
		t.Fatal("the balance is positive again and there is no invoice")
	}
	// over its life the party got what it earned, no more and no less
	for _, lifetime := range s.rows(`SELECT SUM(a.EARNED_MINOR) + SUM(a.ADJUSTED_MINOR) - SUM(a.INVOICED_MINOR) - (SELECT x.CLOSING_MINOR FROM FAIRSHARE_ACCOUNT x WHERE x.PARTY_ID = a.PARTY_ID AND x.SETTLEMENT_ID = ?)
		FROM FAIRSHARE_ACCOUNT a JOIN FAIRSHARE_SETTLEMENT s ON s.SETTLEMENT_ID = a.SETTLEMENT_ID WHERE s.CURRENCY = 'EUR' GROUP BY a.PARTY_ID
		HAVING SUM(a.SETTLEMENT_ID = ?) > 0`, netted.Settlement, netted.Settlement) {
		if lifetime != "0" {
			t.Errorf("earned + adjusted − invoiced misses the closing balance by %s", lifetime)
		}
	}
}

func TestAdjustRefuses(t *testing.T) {
	s := newVEMS(t)
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"ErrNoParty":    {[]string{"adjust", "nobody", "5", "--currency", "EUR", "--reason", "x"}, "nobody"},
		"ErrCompany":    {[]string{"adjust", "Company", "5", "--currency", "EUR", "--reason", "x"}, "company that pays"},
		"ErrCurrency":   {[]string{"adjust", "mik", "5", "--currency", "XYZ", "--reason", "x"}, "XYZ"},
		"ErrNoCurrency": {[]string{"adjust", "mik", "5", "--reason", "x"}, "--currency"},
		"ErrNoReason":   {[]string{"adjust", "mik", "5", "--currency", "EUR"}, "--reason"},
		"ErrZero":       {[]string{"adjust", "mik", "0.00", "--currency", "EUR", "--reason", "x"}, "0.00"},
		"ErrTooFine":    {[]string{"adjust", "mik", "0.001", "--currency", "EUR", "--reason", "x"}, "0.001"},
		"ErrTooBig":     {[]string{"adjust", "mik", "1000000000000000", "--currency", "EUR", "--reason", "x"}, "1000000000000000"},
		"ErrArguments":  {[]string{"adjust", "mik", "--currency", "EUR", "--reason", "x"}, "amount"},
	} {
		t.Run(name, func(t *testing.T) {
			code, _, stderr := s.run(c.args...)
			if exitCode(code) != exitUsage || !strings.Contains(stderr, c.says) {
				t.Errorf("exit %d: %s", code, stderr)
			}
		})
	}
	if n := s.rows("SELECT COUNT(*) FROM FAIRSHARE_ADJUSTMENT"); n[0] != "0" {
		t.Errorf("%s adjustments were recorded", n[0])
	}
}

func TestHold(t *testing.T) {
	s := newVEMS(t)
	free := s.settleJSON("2026-07-01", "--dry-run")
	party := string(free.Invoices[0].Party)
	held := s.configured("settlement: {hold: [" + party + "]}\n").settleJSON("2026-07-01")
	if invoiceOf(held, party) != nil || len(held.Invoices) != len(free.Invoices)-1 || held.PaidTotal != free.PaidTotal {
		t.Errorf("invoices %v", held.Invoices)
	}
	at := slices.IndexFunc(held.Carried, func(c mapping.CarriedEntry) bool { return string(c.Party) == party })
	if at < 0 || held.Carried[at].Amount != free.Invoices[0].Total || !strings.HasPrefix(held.Carried[at].Note, "held: ") {
		t.Fatalf("carried %v", held.Carried)
	}
	released := s.settleJSON("2026-11-01")
	invoice := invoiceOf(released, party)
	if invoice == nil || invoice.Items[len(invoice.Items)-1].Amount != free.Invoices[0].Total {
		t.Errorf("released: %v", invoice)
	}
}

package main

import (
	"encoding/json"
	"strings"
	"testing"

	"fairshare/mapping"
)

// verify runs settlements verify and gives what it says.
func (s *site) verify(id string) (exitCode, mapping.VerifyDocument) {
	s.t.Helper()
	code, stdout, stderr := s.run("settlements", "verify", id, "--output", "json")
	var document mapping.VerifyDocument
	if err := json.Unmarshal([]byte(stdout), &document); err != nil {
		s.t.Fatalf("exit %d: %v\n%s%s", code, err, stdout, stderr)
	}
	return exitCode(code), document
}

// backup keeps tables as they are; restore puts one back.
func (s *site) backup(tables ...string) {
	for _, table := range tables {
		s.exec("CREATE TABLE KEPT_" + table + " AS SELECT * FROM " + table)
	}
}

func (s *site) restore(table string) {
	s.exec("DELETE FROM " + table)
	s.exec("INSERT INTO " + table + " SELECT * FROM KEPT_" + table)
}

// plant is one change that somebody makes behind Fairshare's back.
type plant struct {
	name, table, change string // @I an invoice, @P its party, @S the settlement, @A an activity it has an item of
	code, entity, key   string // of the finding that must name it
}

var plants = []plant{
	{"a cent more in an item", "INVOICE_ITEM", "UPDATE INVOICE_ITEM SET AMOUNT = AMOUNT + 0.01 WHERE INVOICE_ID = '@I' AND INVOICE_ITEM_SEQ_ID = '00001'", "VERIFY_INVOICE", "InvoiceItem", "@I, 00001"},
	{"an item gone", "INVOICE_ITEM", "DELETE FROM INVOICE_ITEM WHERE INVOICE_ID = '@I' AND INVOICE_ITEM_SEQ_ID = '00001'", "VERIFY_INVOICE", "InvoiceItem", "@I, 00001"},
	{"an extra item", "INVOICE_ITEM", "INSERT INTO INVOICE_ITEM (INVOICE_ID, INVOICE_ITEM_SEQ_ID, INVOICE_ITEM_TYPE_ID, QUANTITY, AMOUNT) VALUES ('@I', '00099', 'COMM_INV_ITEM', 1, 5)", "VERIFY_INVOICE", "InvoiceItem", "@I, 00099"},
	{"party swapped", "INVOICE", "UPDATE INVOICE SET PARTY_ID_FROM = 'Company' WHERE INVOICE_ID = '@I'", "VERIFY_INVOICE", "Invoice", "@I"},
	{"company swapped", "INVOICE", "UPDATE INVOICE SET PARTY_ID = '@P' WHERE INVOICE_ID = '@I'", "VERIFY_INVOICE", "Invoice", "@I"},
	{"currency", "INVOICE", "UPDATE INVOICE SET CURRENCY_UOM_ID = 'USD' WHERE INVOICE_ID = '@I'", "VERIFY_INVOICE", "Invoice", "@I"},
	{"status cancelled", "INVOICE", "UPDATE INVOICE SET STATUS_ID = 'INVOICE_CANCELLED' WHERE INVOICE_ID = '@I'", "VERIFY_INVOICE", "Invoice", "@I"},
	{"description", "INVOICE_ITEM", "UPDATE INVOICE_ITEM SET DESCRIPTION = 'bonus' WHERE INVOICE_ID = '@I' AND INVOICE_ITEM_SEQ_ID = '00001'", "VERIFY_INVOICE", "InvoiceItem", "@I, 00001"},
	{"reference", "INVOICE", "UPDATE INVOICE SET REFERENCE_NUMBER = 'other' WHERE INVOICE_ID = '@I'", "VERIFY_INVOICE", "Invoice", "@I"},
	{"type", "INVOICE", "UPDATE INVOICE SET INVOICE_TYPE_ID = 'PURCHASE_INVOICE' WHERE INVOICE_ID = '@I'", "VERIFY_INVOICE", "Invoice", "@I"},
	{"quantity 2", "INVOICE_ITEM", "UPDATE INVOICE_ITEM SET QUANTITY = 2 WHERE INVOICE_ID = '@I' AND INVOICE_ITEM_SEQ_ID = '00001'", "VERIFY_INVOICE", "InvoiceItem", "@I, 00001"},
	{"product", "INVOICE_ITEM", "UPDATE INVOICE_ITEM SET PRODUCT_ID = NULL WHERE INVOICE_ID = '@I' AND INVOICE_ITEM_SEQ_ID = '00001'", "VERIFY_INVOICE", "InvoiceItem", "@I, 00001"},
	{"date", "INVOICE", "UPDATE INVOICE SET INVOICE_DATE = INVOICE_DATE + INTERVAL 1 DAY WHERE INVOICE_ID = '@I'", "VERIFY_INVOICE", "Invoice", "@I"},
	{"ledger amount", "FAIRSHARE_LEDGER", "UPDATE FAIRSHARE_LEDGER SET AMOUNT_MINOR = AMOUNT_MINOR + 1 WHERE SETTLEMENT_ID = '@S' AND ACCOUNT = '@P' AND ACTIVITY = '@A'", "VERIFY_LEDGER", "FAIRSHARE_LEDGER", "@S, @P, @A"},
	{"ledger entry gone", "FAIRSHARE_LEDGER", "DELETE FROM FAIRSHARE_LEDGER WHERE SETTLEMENT_ID = '@S' AND ACCOUNT = '@P' AND ACTIVITY = '@A'", "VERIFY_LEDGER", "FAIRSHARE_LEDGER", "@S, @P, @A"},
	{"account closing", "FAIRSHARE_ACCOUNT", "UPDATE FAIRSHARE_ACCOUNT SET CLOSING_MINOR = 7 WHERE SETTLEMENT_ID = '@S' AND PARTY_ID = '@P'", "VERIFY_ACCOUNT", "FAIRSHARE_ACCOUNT", "@S, @P"},
	{"sale amount", "FAIRSHARE_SALE", "UPDATE FAIRSHARE_SALE SET AMOUNT_MINOR = AMOUNT_MINOR + 1 WHERE SETTLEMENT_ID = '@S' AND LINE_NO = 3", "VERIFY_SALE", "FAIRSHARE_SALE", "@S, OrderItem, "},
	{"sale gone", "FAIRSHARE_SALE", "DELETE FROM FAIRSHARE_SALE WHERE SETTLEMENT_ID = '@S' AND LINE_NO = 3", "VERIFY_SALE", "FAIRSHARE_SALE", "@S, OrderItem, "},
	{"flow", "FAIRSHARE_FLOW", "UPDATE FAIRSHARE_FLOW SET KEPT_FINE = KEPT_FINE + 1 WHERE SETTLEMENT_ID = '@S' AND ACTIVITY = '@A'", "VERIFY_FLOW", "FAIRSHARE_FLOW", "@S, @A"},
	{"head", "FAIRSHARE_SETTLEMENT", "UPDATE FAIRSHARE_SETTLEMENT SET INVOICED_MINOR = INVOICED_MINOR - 1 WHERE SETTLEMENT_ID = '@S'", "VERIFY_SETTLEMENT", "FAIRSHARE_SETTLEMENT", "@S"},
	{"planned invoice", "FAIRSHARE_INVOICE", "UPDATE FAIRSHARE_INVOICE SET TOTAL_MINOR = TOTAL_MINOR + 1 WHERE INVOICE_ID = '@I'", "VERIFY_PLANNED_INVOICE", "FAIRSHARE_INVOICE", "@S, @I"},
	{"planned item", "FAIRSHARE_INVOICE_ITEM", "DELETE FROM FAIRSHARE_INVOICE_ITEM WHERE INVOICE_ID = '@I' AND INVOICE_ITEM_SEQ_ID = '00001'", "VERIFY_PLANNED_INVOICE", "FAIRSHARE_INVOICE_ITEM", "@S, @I, 00001"},
	{"adjustment", "FAIRSHARE_ADJUSTMENT", "UPDATE FAIRSHARE_ADJUSTMENT SET AMOUNT_MINOR = AMOUNT_MINOR * 2", "VERIFY_ADJUSTMENT", "FAIRSHARE_ADJUSTMENT", "@S, A"},
	{"invoice gone", "INVOICE", "DELETE FROM INVOICE WHERE INVOICE_ID = '@I'", "VERIFY_INVOICE_GONE", "Invoice", "@I"},
	{"extra invoice with our reference", "INVOICE", "INSERT INTO INVOICE (INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, REFERENCE_NUMBER) VALUES ('X1', 'COMMISSION_INVOICE', '@P', 'Company', 'INVOICE_IN_PROCESS', '@S')", "VERIFY_INVOICE_EXTRA", "Invoice", "X1"},
	{"input blob byte", "FAIRSHARE_INPUT", "UPDATE FAIRSHARE_INPUT SET CONTENT = INSERT(CONTENT, 100, 1, CHAR(ORD(SUBSTRING(CONTENT, 100, 1)) ^ 1)) WHERE SETTLEMENT_ID = '@S'", "VERIFY_INPUT", "FAIRSHARE_INPUT", "@S"},
	{"input gone", "FAIRSHARE_INPUT", "DELETE FROM FAIRSHARE_INPUT WHERE SETTLEMENT_ID = '@S'", "VERIFY_INPUT", "FAIRSHARE_INPUT", "@S"},
}

// TestVerifyFindsWhatWasChanged plants changes one at a time; each must be found,
// named with its entity and key, and be all that is found besides what follows
// from it; put back, nothing is found any more.
func TestVerifyFindsWhatWasChanged(t *testing.T) {
	s := newVEMS(t)
	party := string(s.settleJSON("2026-11-01", "--dry-run").Invoices[0].Party)
	s.must("adjust", party, "12.50", "--currency", "EUR", "--reason", "workshop", "--by", "finance")
	d := s.settleJSON("2026-11-01")
	names := strings.NewReplacer("@S", d.Settlement, "@I", d.Invoices[0].InvoiceID, "@P", party, "@A", string(d.Invoices[0].Items[0].Activity))
	if code, document := s.verify(d.Settlement); code != exitDone || !document.Recomputed || document.Invoices != len(d.Invoices) || len(document.Drift) != 0 {
		t.Fatalf("untouched: exit %d, %+v", code, document)
	}
	s.exec(`UPDATE INVOICE SET STATUS_ID = 'INVOICE_READY' WHERE INVOICE_ID = ?`, d.Invoices[1].InvoiceID) // as it is meant to be
	kept := map[string]bool{}
	for _, p := range plants {
		if !kept[p.table] {
			kept[p.table] = true
			s.backup(p.table)
		}
		t.Run(p.name, func(t *testing.T) {
			s.exec(names.Replace(p.change))
			defer s.restore(p.table)
			code, document := s.verify(d.Settlement)
			if code != exitAttention {
				t.Fatalf("exit %d", code)
			}
			found := false
			for _, f := range document.Deviations {
				found = found || f.Code == p.code && f.Entity == p.entity && strings.HasPrefix(f.Key, names.Replace(p.key)) && f.Text != ""
			}
			if !found || len(document.Deviations) > 3 {
				t.Errorf("want %s %s %s, got %+v", p.code, p.entity, names.Replace(p.key), document.Deviations)
			}
			if len(document.Drift) > 0 && !strings.HasPrefix(p.table, "FAIRSHARE_SALE") {
				t.Errorf("drift: %+v", document.Drift)
			}
		})
	}
	if code, document := s.verify(d.Settlement); code != exitDone {
		t.Errorf("all put back: exit %d, %+v", code, document.Deviations)
	}
}

// TestVerifyTellsDrift changes OFBiz's data about the time before the cut-off:
// that is told, apart from deviations, and is no error.
func TestVerifyTellsDrift(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	s.exec(`UPDATE ORDER_ITEM i JOIN FAIRSHARE_SALE f ON f.SOURCE = 'OrderItem' AND f.DOCUMENT_ID = i.ORDER_ID AND f.ITEM_SEQ_ID = i.ORDER_ITEM_SEQ_ID
		SET i.UNIT_PRICE = i.UNIT_PRICE + 10 WHERE f.SETTLEMENT_ID = '` + novemberEUR + `' AND f.LINE_NO = 3`)
	s.exec(`INSERT INTO INVENTORY_ITEM_DETAIL (INVENTORY_ITEM_ID, INVENTORY_ITEM_DETAIL_SEQ_ID, EFFECTIVE_DATE, QUANTITY_ON_HAND_DIFF)
		SELECT INVENTORY_ITEM_ID, '99999', '2026-03-01 12:00:00', 5 FROM INVENTORY_ITEM WHERE FACILITY_ID <> 'VEMS_WH' AND PRODUCT_ID IS NOT NULL ORDER BY 1 LIMIT 1`)
	code, document := s.verify(novemberEUR)
	if code != exitDone || len(document.Deviations) != 0 {
		t.Errorf("exit %d, deviations %+v", code, document.Deviations)
	}
	codes := map[string]int{}
	for _, f := range document.Drift {
		codes[f.Code+" "+f.Entity]++
	}
	if codes["DRIFT_SALE OrderItem"] != 1 || codes["DRIFT_SCHEME InventoryItemDetail"] != 1 || len(codes) != 2 {
		t.Errorf("drift: %+v", document.Drift)
	}
}

// A settlement of before inputs were stored can't be worked out again; all else of it
// is compared.
func TestVerifyWithoutInput(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	s.exec(`DELETE FROM FAIRSHARE_INPUT`)
	s.exec(`UPDATE FAIRSHARE_SETTLEMENT SET STORED_DIGEST = ''`)
	if _, document := s.verify(novemberEUR); len(document.Deviations) != 1 || document.Deviations[0].Code != "VERIFY_NO_INPUT" || document.Recomputed || document.Invoices == 0 {
		t.Errorf("%+v", document)
	}
}

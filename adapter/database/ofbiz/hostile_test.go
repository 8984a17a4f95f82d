package ofbiz_test

import (
	"fmt"
	"slices"
	"testing"

	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
	"fairshare/testdata/hostile"
)

// TestHostileTextIsWrittenAsItIs writes every text as a description, a title and the
// content of a document: it comes back as what the column can hold of it, and
// nothing else in the database has moved.
func TestHostileTextIsWrittenAsItIs(t *testing.T) {
	db := payoutDB(t)
	var before, after []string
	beside := `SELECT CONCAT_WS('|', (SELECT GROUP_CONCAT(PARTY_ID, COALESCE(PARTY_TYPE_ID, '') ORDER BY 1) FROM PARTY), (SELECT GROUP_CONCAT(PRODUCT_ID ORDER BY 1) FROM PRODUCT), (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()))`
	before = append(before, text(t, db, beside))
	texts := hostile.Texts()
	var invoices []mapping.Invoice
	var documents []mapping.Document
	for i, hostileText := range texts {
		invoice := payout(fmt.Sprintf("FS%d", i))
		invoice.Description, invoice.Items[0].Description, invoice.Items[1].Description = hostileText, hostileText, "x"+hostileText
		invoices = append(invoices, invoice)
		documents = append(documents, mapping.Document{
			Name: fmt.Sprintf("%d.csv", i), Format: "csv", MimeType: "text/csv", Party: "Mik", Title: hostileText, Content: []byte(hostileText),
		})
	}
	if err := write(t, db, invoices...); err != nil {
		t.Fatal(err)
	}
	ids := attach(t, db, documents...)
	for i, hostileText := range texts {
		there := found(t, db, invoices[i].ID)
		if differences := mapping.Compare(invoices[i], there, budapest); differences != nil {
			t.Errorf("%q: %v", hostileText, differences)
		}
		if want := mapping.ColumnText(hostileText, 255); there.Description != want {
			t.Errorf("%q came back as %q, want %q", hostileText, there.Description, want)
		}
		content, err := ofbiz.ReadDocument(t.Context(), db, ids[i].Content)
		if err != nil || string(content) != hostileText {
			t.Errorf("document %q came back as %q, %v", hostileText, content, err)
		}
		if title := text(t, db, "SELECT CONTENT_NAME FROM CONTENT WHERE CONTENT_ID = ?", ids[i].Content); title != mapping.ColumnText(hostileText, 255) {
			t.Errorf("title %q came back as %q", hostileText, title)
		}
	}
	if after = append(after, text(t, db, beside)); !slices.Equal(before, after) {
		t.Errorf("beside it was\n%s\nand is\n%s", before, after)
	}
	if n := text(t, db, "SELECT COUNT(*) FROM INVOICE_ITEM"); n != fmt.Sprint(2*len(texts)) {
		t.Errorf("%s items, want %d", n, 2*len(texts))
	}
}

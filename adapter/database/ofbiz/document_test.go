package ofbiz_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

func attach(t *testing.T, db *sqlx.DB, documents ...mapping.Document) []ofbiz.DocumentID {
	t.Helper()
	ids, err := ofbiz.DocumentIDs(t.Context(), db, len(documents))
	if err != nil {
		t.Fatal(err)
	}
	err = database.InTransaction(t.Context(), db, func(ctx context.Context, tx *sqlx.Tx) error {
		return ofbiz.Attach(ctx, tx, documents, ids, ofbiz.Writing{Zone: budapest})
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// Every byte that goes in comes out, wherever OFBiz keeps it.
func TestAttach(t *testing.T) {
	db := payoutDB(t)
	binary := make([]byte, 70_000)
	for i := range binary {
		binary[i] = byte(i * 7)
	}
	cases := []struct{ name, format, content, stored string }{
		{"CSV", "csv", "\ufeffname;amount\r\nŐrült Ünő;\"12,50\"\r\n", "ELECTRONIC_TEXT"},
		{"HTML", "html", "<!doctype html><p>50 % of 日本 \\ ' \" ` ?</p>\n ", "ELECTRONIC_TEXT"},
		{"TextWithEmoji", "csv", "🚀;1\r\n", "OTHER_OBJECT"},
		{"TextThatIsNone", "csv", "caf\xe9", "OTHER_OBJECT"},
		{"XLSX", "xlsx", string(binary), "OTHER_OBJECT"},
		{"Empty", "csv", "", "ELECTRONIC_TEXT"},
		{"EmptyObject", "xlsx", "", "OTHER_OBJECT"},
		{"LargerThanABatch", "xlsx", strings.Repeat("\x00\xff", 2<<20), "OTHER_OBJECT"},
	}
	var documents []mapping.Document
	for _, c := range cases {
		documents = append(documents, mapping.Document{
			Name: c.name + "." + c.format, Format: c.format, MimeType: "application/" + c.format, Party: "Mik",
			Title: "Statement of Mik: " + c.name, Content: []byte(c.content),
		})
	}
	ids := attach(t, db, documents...)
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			content, err := ofbiz.ReadDocument(t.Context(), db, ids[i].Content)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(content, documents[i].Content) {
				t.Errorf("%d bytes read back differ from %d written", len(content), len(c.content))
			}
			if stored := text(t, db, "SELECT DATA_RESOURCE_TYPE_ID FROM DATA_RESOURCE WHERE DATA_RESOURCE_ID = ?", ids[i].DataResource); stored != c.stored {
				t.Errorf("stored as %s, want %s", stored, c.stored)
			}
		})
	}
	t.Run("OnTheProfilePage", func(t *testing.T) {
		row := text(t, db, `SELECT CONCAT_WS('|', P.PARTY_ID, P.PARTY_CONTENT_TYPE_ID, C.CONTENT_NAME, C.CONTENT_TYPE_ID, C.STATUS_ID, R.DATA_RESOURCE_NAME, R.MIME_TYPE_ID, R.IS_PUBLIC, R.DATA_TEMPLATE_TYPE_ID)
			FROM PARTY_CONTENT P JOIN CONTENT C USING (CONTENT_ID) JOIN DATA_RESOURCE R USING (DATA_RESOURCE_ID) WHERE C.CONTENT_ID = ?`, ids[0].Content)
		if want := "Mik|INTERNAL|Statement of Mik: CSV|DOCUMENT|CTNT_PUBLISHED|CSV.csv|application/csv|N|NONE"; row != want {
			t.Errorf("%s, want %s", row, want)
		}
	})
	t.Run("ErrNone", func(t *testing.T) {
		if _, err := ofbiz.ReadDocument(t.Context(), db, "nothing"); !errors.Is(err, ofbiz.ErrNoDocument) {
			t.Errorf("%v", err)
		}
	})
}

func TestAttachHundreds(t *testing.T) {
	db := payoutDB(t)
	var documents []mapping.Document
	for i := range 700 {
		documents = append(documents, mapping.Document{
			Name: fmt.Sprintf("%d.html", i), Format: "html", MimeType: "text/html", Party: "Mik", Title: fmt.Sprint(i),
			Content: []byte(strings.Repeat(fmt.Sprintf("row %d\n", i), 500)),
		})
	}
	ids := attach(t, db, documents...)
	for i, id := range ids {
		content, err := ofbiz.ReadDocument(t.Context(), db, id.Content)
		if err != nil || !bytes.Equal(content, documents[i].Content) {
			t.Fatalf("document %d: %v", i, err)
		}
	}
}

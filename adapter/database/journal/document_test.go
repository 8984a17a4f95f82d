package journal

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"fairshare/mapping"
)

func TestDocuments(t *testing.T) {
	j := newJournal(t)
	record := func(d Document) {
		t.Helper()
		if err := j.in(t.Context(), func(ctx context.Context, tx *sqlx.Tx) error { return j.RecordDocuments(ctx, tx, d) }); err != nil {
			t.Fatal(err)
		}
	}
	d := NewDocument("S1", mapping.Document{Party: "mik", Format: "html", Name: "S1-mik.html", Content: []byte("abc")})
	if d.SizeBytes != 3 || !strings.HasPrefix(d.SHA256, "ba7816bf") {
		t.Fatalf("%+v", d)
	}
	record(d)
	attached := d
	attached.ContentID, attached.DataResourceID, attached.State = "10010", "10020", DocumentAttached
	record(attached)
	again := d
	again.SHA256, again.SizeBytes = strings.Repeat("b", 64), 11
	record(again)
	again.ContentID, again.DataResourceID = "10010", "10020" // kept
	got, err := j.Documents(t.Context(), "S1")
	if err != nil || !reflect.DeepEqual(got, []Document{again}) {
		t.Fatalf("%+v, %v", got, err)
	}
}

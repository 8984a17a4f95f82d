package ofbiz_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/calc"
	"fairshare/mapping"
)

// The server's errors here; no repetition helps against either.
const (
	noSuchColumn  = 1054
	tableModified = 1412 // Check makes findings of missing tables and rights
)

// operation is something that is done in OFBiz's tables, and the words that its error
// has whichever of its statements fails; "|" is or.
type operation struct {
	name   string
	number uint16
	words  string
	do     func(ctx context.Context, db *sqlx.DB) error
}

// TestFaultAtEveryStatement lets everything that is read from OFBiz or written to it
// meet an error of the server at its first statement, then at its second, and so on.
// The error says what was being done, to what, and of which kind it is; and nothing
// was written, or the next attempt would meet a row of its own.
func TestFaultAtEveryStatement(t *testing.T) {
	d := mariadbtest.NewVEMS(t)
	p := faultproxy.New(t, d.Socket)
	admin := open(t, d)
	mustExec(t, admin, "DELETE FROM SEQUENCE_VALUE_ITEM WHERE SEQ_NAME = 'Content'")
	d.Socket = p.Address // a host and a port will do
	db := open(t, d)
	db.SetMaxOpenConns(1) // one session is set up, once
	kinds := map[uint16]database.Kind{noSuchColumn: database.Schema, tableModified: database.ReadAgain}
	struck := 0
	for _, o := range operations(party(t, admin)) {
		t.Run(o.name, func(t *testing.T) {
			struck += p.EveryStatement(t, o.number, func() error { return o.do(t.Context(), db) }, func(n int, err error) {
				if kind := database.Classify(err); kind != kinds[o.number] || !saysOneOf(err, o.words) {
					t.Fatalf("statement %d: %v (%s)", n, err, kind)
				}
			})
		})
	}
	faultproxy.Figure(t, "statements on OFBiz's tables that were refused one by one", struck)
}

func saysOneOf(err error, words string) bool {
	return slices.ContainsFunc(strings.Split(words, "|"), func(one string) bool { return strings.Contains(err.Error(), one) })
}

// party is some party of the sample company.
func party(t *testing.T, db *sqlx.DB) calc.PartyID {
	t.Helper()
	return calc.PartyID(text(t, db, "SELECT MIN(PARTY_ID) FROM PERSON"))
}

func operations(party calc.PartyID) []operation {
	transact := func(step func(context.Context, *sqlx.Tx) error) func(context.Context, *sqlx.DB) error {
		return func(ctx context.Context, db *sqlx.DB) error { return database.InTransaction(ctx, db, step) }
	}
	invoice := payout("FSFAULT")
	invoice.Party = party
	invoice.Items[0].Activity, invoice.Items[1].Activity = "FIRMWARE", "GENBOARD"
	documents := []mapping.Document{
		{Name: "a.csv", Format: "csv", MimeType: "text/csv", Party: "Company", Title: "A", Content: []byte("a;b")},
		{Name: "b.xlsx", Format: "xlsx", MimeType: "application/x", Party: "Company", Title: "B", Content: []byte{0, 1}},
	}
	var ids []ofbiz.DocumentID
	return []operation{
		{"Check", tableModified, "the server's settings|list tables|check the statements on |compare clocks", func(ctx context.Context, db *sqlx.DB) error {
			_, err := ofbiz.Check(ctx, db, budapest, everything)
			return err
		}},
		{"Read", noSuchColumn, "open a snapshot|list tables|read ", func(ctx context.Context, db *sqlx.DB) error {
			snapshot, err := database.OpenSnapshot(ctx, db)
			if err != nil {
				return err
			}
			defer snapshot.Close()
			return ofbiz.Read(ctx, snapshot, everything, func(*mapping.Entity, mapping.Row) error { return nil }, nil)
		}},
		{"Names", noSuchColumn, "read", func(ctx context.Context, db *sqlx.DB) error {
			_, err := ofbiz.Names(ctx, db)
			return err
		}},
		{"Payee", noSuchColumn, "look for ", func(ctx context.Context, db *sqlx.DB) error {
			_, _, err := ofbiz.Payee(ctx, db, "Company", "EUR")
			return err
		}},
		{"OpenItems", noSuchColumn, "read what was ordered of GENBOARD", func(ctx context.Context, db *sqlx.DB) error {
			_, err := ofbiz.OpenItems(ctx, db, "GENBOARD", "Company", 3, ofbiz.Writing{Zone: budapest})
			return err
		}},
		{"DocumentIDs", noSuchColumn, "take numbers of sequence ", func(ctx context.Context, db *sqlx.DB) (err error) {
			ids, err = ofbiz.DocumentIDs(ctx, db, len(documents))
			return err
		}},
		{"Attach", noSuchColumn, "for the time|attach documents from a.csv", transact(func(ctx context.Context, tx *sqlx.Tx) error {
			return ofbiz.Attach(ctx, tx, documents, ids, ofbiz.Writing{Zone: budapest})
		})},
		{"ReadDocument", noSuchColumn, "read document ", func(ctx context.Context, db *sqlx.DB) error {
			_, err := ofbiz.ReadDocument(ctx, db, ids[1].Content)
			return err
		}},
		{"WriteInvoices", noSuchColumn, "for the time|FSFAULT", transact(func(ctx context.Context, tx *sqlx.Tx) error {
			return ofbiz.WriteInvoices(ctx, tx, []mapping.Invoice{invoice}, ofbiz.Writing{Zone: budapest})
		})},
		{"ReadInvoices", noSuchColumn, "read invoice", func(ctx context.Context, db *sqlx.DB) error {
			_, err := ofbiz.ReadInvoices(ctx, db, []string{invoice.ID})
			return err
		}},
		{"InvoicesOfReference", noSuchColumn, "read the invoices of reference R-1", func(ctx context.Context, db *sqlx.DB) error {
			_, err := ofbiz.InvoicesOfReference(ctx, db, "R-1")
			return err
		}},
		{"CancelInvoice", noSuchColumn, "for the time|invoice FSFAULT", transact(func(ctx context.Context, tx *sqlx.Tx) error {
			_, err := ofbiz.CancelInvoice(ctx, tx, invoice.ID, ofbiz.Writing{Zone: budapest})
			return err
		})},
		{"CancelInvoice again", noSuchColumn, "for the time|invoice FSFAULT", transact(func(ctx context.Context, tx *sqlx.Tx) error {
			_, err := ofbiz.CancelInvoice(ctx, tx, invoice.ID, ofbiz.Writing{Zone: budapest})
			return err
		})},
		{"Import", noSuchColumn, "describe P|for the time|import P", func(ctx context.Context, db *sqlx.DB) error {
			_, err := ofbiz.Import(ctx, db, strings.NewReader(`<entity-engine-xml><Party partyId="FAULT"/><Product productId="FAULT"/></entity-engine-xml>`), budapest)
			return err
		}},
	}
}

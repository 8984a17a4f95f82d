package journal

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/mapping"
)

var update = flag.Bool("update", false, "rewrite grants.sql")

// grants.sql is what Grants prints for the usual names.
func TestGrantsFile(t *testing.T) {
	got, err := Grants(Accounts{OFBiz: "ofbiz", Schema: "fairshare", Writer: "fairshare", Reader: "fairshare_read", Host: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("grants.sql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("grants.sql")
	if err != nil || got != string(want) {
		t.Fatalf("grants.sql is not what Grants prints (%v): run go test -update", err)
	}
	for _, never := range []string{"DELETE", "DROP ", "FILE", "SUPER", "ALL ", "*"} {
		if strings.Contains(withoutComments(got), never) {
			t.Errorf("%q is granted", never)
		}
	}
}

func TestGrantsRefusesNames(t *testing.T) {
	good := Accounts{OFBiz: "ofbiz", Writer: "w", Reader: "r", Host: "%"}
	if _, err := Grants(good); err != nil {
		t.Fatal(err)
	}
	for _, spoil := range []func(*Accounts){
		func(a *Accounts) { a.OFBiz = "of`biz" },
		func(a *Accounts) { a.Schema = "a b" },
		func(a *Accounts) { a.Writer = "" },
		func(a *Accounts) { a.Reader = "r'; DROP" },
		func(a *Accounts) { a.Host = "h'" },
	} {
		bad := good
		spoil(&bad)
		if _, err := Grants(bad); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
}

// With exactly the printed rights the daemon's account can do all of a settlement
// in the journal, and nothing can be deleted; the reader reads, and writes nothing.
func TestGrantsSuffice(t *testing.T) {
	d := mariadbtest.NewVEMS(t)
	admin := open(t, d)
	if _, err := Migrate(t.Context(), admin, ""); err != nil {
		t.Fatal(err)
	}
	script, err := Grants(Accounts{OFBiz: d.Name, Writer: "granted_w", Reader: "granted_r", Host: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	statements := append([]string{"CREATE OR REPLACE USER 'granted_w'@'localhost'", "CREATE OR REPLACE USER 'granted_r'@'localhost'"},
		strings.Split(strings.TrimSpace(withoutComments(script)), ";\n")...)
	for _, statement := range statements {
		if _, err := admin.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	writer, reader := d, d
	writer.User, reader.User = "granted_w", "granted_r"
	settleAsWriter(t, &Journal{DB: open(t, writer), Organization: organization})
	readAsReader(t, &Journal{DB: open(t, reader), Organization: organization})
}

func settleAsWriter(t *testing.T, j *Journal) {
	t.Helper()
	if _, err := j.CheckInstance(t.Context()); err != nil {
		t.Fatal(err)
	}
	lease, p := acquire(t, j), newWorld(30).plan(20)
	if err := j.StartNight(t.Context(), lease, "2026-11-01", epoch); err != nil {
		t.Fatal(err)
	}
	commit(t, j, lease, p)
	mustAdvance(t, j, lease, p.Settlement.ID, mapping.Planned, mapping.Writing)
	writeAll(t, j, p.Settlement.ID)
	mustAdvance(t, j, lease, p.Settlement.ID, mapping.Writing, mapping.Verified)
	voidAsWriter(t, j, lease, p)
	if err := lease.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := j.DB.Exec("DELETE FROM FAIRSHARE_SALE"); database.Classify(err) != database.Grant {
		t.Fatalf("deleting: %v", err)
	}
}

// voidAsWriter takes the settlement back, cancels an invoice in OFBiz and books an
// adjustment.
func voidAsWriter(t *testing.T, j *Journal, lease *Lease, p *mapping.Plan) {
	t.Helper()
	mustAdvance(t, j, lease, p.Settlement.ID, mapping.Verified, mapping.Voiding)
	invoice := mapping.Invoice{
		ID: "FSGRANTS", Type: "COMMISSION_INVOICE", Party: "MIK", Company: "Company", Status: "INVOICE_IN_PROCESS", Date: epoch,
		Currency: "EUR", Decimals: 2, Total: 5, Reference: "S", Items: []mapping.InvoiceItem{{Seq: "00001", Type: "COMM_INV_ITEM", Amount: 5}},
	}
	err := j.in(t.Context(), func(ctx context.Context, tx *sqlx.Tx) error {
		return ofbiz.WriteInvoices(ctx, tx, []mapping.Invoice{invoice}, ofbiz.Writing{})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = j.in(t.Context(), func(ctx context.Context, tx *sqlx.Tx) error {
		if status, err := ofbiz.CancelInvoice(ctx, tx, invoice.ID, ofbiz.Writing{}); err != nil || status != "INVOICE_CANCELLED" {
			return fmt.Errorf("%s: %w", status, err)
		}
		return j.EndInvoice(ctx, tx, p.Invoices.List[0].ID, InvoiceCancelled)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Adjust(t.Context(), mapping.SetOff(invoice, epoch)); err != nil {
		t.Fatal(err)
	}
}

func readAsReader(t *testing.T, j *Journal) {
	t.Helper()
	settlements, err := j.Settlements(t.Context())
	if err != nil || len(settlements) != 1 {
		t.Fatalf("%v, %v", settlements, err)
	}
	if _, err := j.Plan(t.Context(), settlements[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Memory(t.Context(), j.DB); err != nil {
		t.Fatal(err)
	}
	if status, err := Version(t.Context(), j.DB, ""); err != nil || status.Err() != nil {
		t.Fatalf("%v, %v", status, err)
	}
	if _, err := j.CheckInstance(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Acquire(t.Context(), "reader", time.Minute); database.Classify(err) != database.Grant {
		t.Fatalf("taking the lease: %v", err)
	}
}

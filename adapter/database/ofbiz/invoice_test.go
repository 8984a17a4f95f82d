package ofbiz_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/calc"
	"fairshare/mapping"
)

// payoutDB holds two parties and two products.
func payoutDB(t *testing.T) *sqlx.DB {
	t.Helper()
	db := open(t, mariadbtest.NewOFBiz(t))
	mustExec(t, db, "INSERT INTO PARTY (PARTY_ID, PARTY_TYPE_ID) VALUES ('Company', 'PARTY_GROUP'), ('Mik', 'PERSON')")
	mustExec(t, db, "INSERT INTO PRODUCT (PRODUCT_ID) VALUES ('FIRMWARE'), ('GENBOARD')")
	return db
}

func payout(id string) mapping.Invoice {
	return mapping.Invoice{
		ID: id, Type: "COMMISSION_INVOICE", Party: "Mik", Company: "Company", Status: "INVOICE_IN_PROCESS",
		Date:     time.Date(2026, 10, 25, 0, 30, 0, 123_000_000, time.UTC), // 02:30 in Budapest, for the first time that night
		Currency: "EUR", Decimals: 2, Total: 1234_56, Reference: "Company-EUR-20261101", Description: "Fair share of Mik until 2026-10-31",
		Items: []mapping.InvoiceItem{
			{Seq: "00001", Type: "COMM_INV_ITEM", Activity: "FIRMWARE", Amount: 1300_00, Description: "FIRMWARE: 30.00 % of 4333.33 EUR"},
			{Seq: "00002", Type: "COMM_INV_ITEM", Activity: "GENBOARD", Amount: -65_44, Description: "returned"},
		},
	}
}

func write(t *testing.T, db *sqlx.DB, invoices ...mapping.Invoice) error {
	t.Helper()
	return database.InTransaction(t.Context(), db, func(ctx context.Context, tx *sqlx.Tx) error {
		return ofbiz.WriteInvoices(ctx, tx, invoices, ofbiz.Writing{Zone: budapest})
	})
}

func found(t *testing.T, db *sqlx.DB, id string) mapping.FoundInvoice {
	t.Helper()
	invoices, err := ofbiz.ReadInvoices(t.Context(), db, []string{id, "FSNOTTHERE"})
	if err != nil {
		t.Fatal(err)
	}
	if len(invoices) != 1 {
		t.Fatalf("%d invoices: %v", len(invoices), invoices)
	}
	return invoices[id]
}

func TestWriteInvoices(t *testing.T) {
	db := payoutDB(t)
	invoice := payout("FS1")
	invoice.Description = "line\nbreak, " + strings.Repeat("ű", 300)
	invoice.Items[0].Description = "emoji 🚀 and \u202e"
	if err := write(t, db, invoice); err != nil {
		t.Fatal(err)
	}

	t.Run("ReadsBackAsPlanned", func(t *testing.T) {
		if differences := mapping.Compare(invoice, found(t, db, "FS1"), budapest); differences != nil {
			t.Errorf("%v", differences)
		}
	})
	t.Run("AsOFBizWouldHaveIt", func(t *testing.T) {
		want := map[string]string{
			"SELECT INVOICE_DATE FROM INVOICE":                                           "2026-10-25 02:30:00.123",
			"SELECT GROUP_CONCAT(AMOUNT ORDER BY INVOICE_ITEM_SEQ_ID) FROM INVOICE_ITEM": "1300.000,-65.440",
			"SELECT GROUP_CONCAT(QUANTITY) FROM INVOICE_ITEM":                            "1.000000,1.000000",
			"SELECT STATUS_ID FROM INVOICE_STATUS":                                       "INVOICE_IN_PROCESS",
			"SELECT COUNT(*) FROM INVOICE_ROLE":                                          "0",
			"SELECT COALESCE(ROLE_TYPE_ID, DUE_DATE, PAID_DATE, BILLING_ACCOUNT_ID, CONTACT_MECH_ID, RECURRENCE_INFO_ID) FROM INVOICE": "NULL",
			"SELECT RIGHT(DESCRIPTION, 2) FROM INVOICE":                                "ű…",
			"SELECT CHAR_LENGTH(DESCRIPTION) FROM INVOICE":                             "255",
			"SELECT DESCRIPTION FROM INVOICE_ITEM WHERE INVOICE_ITEM_SEQ_ID = '00001'": "emoji � and �",
			"SELECT COUNT(DISTINCT CREATED_TX_STAMP) FROM (SELECT CREATED_TX_STAMP FROM INVOICE UNION ALL SELECT CREATED_TX_STAMP FROM INVOICE_STATUS UNION ALL SELECT CREATED_TX_STAMP FROM INVOICE_ITEM) S": "1",
			"SELECT COUNT(DISTINCT CREATED_STAMP) FROM (SELECT CREATED_STAMP FROM INVOICE UNION ALL SELECT CREATED_STAMP FROM INVOICE_STATUS UNION ALL SELECT CREATED_STAMP FROM INVOICE_ITEM) S":             "4",
			"SELECT COUNT(*) FROM INVOICE_ITEM WHERE LAST_UPDATED_STAMP = CREATED_STAMP AND LAST_UPDATED_TX_STAMP = CREATED_TX_STAMP":                                                                         "2",
		}
		for query, value := range want {
			if got := text(t, db, query); got != value {
				t.Errorf("%s: %s, want %s", query, got, value)
			}
		}
		stamp, err := time.ParseInLocation("2006-01-02 15:04:05.000", text(t, db, "SELECT CREATED_TX_STAMP FROM INVOICE"), budapest)
		if err != nil || time.Since(stamp).Abs() > time.Minute {
			t.Errorf("stamp %v is not now in OFBiz's zone", stamp)
		}
	})
	t.Run("ErrConflict", func(t *testing.T) {
		if err := write(t, db, payout("FS0"), invoice); database.Classify(err) != database.Conflict {
			t.Errorf("%v", err)
		}
		if n := text(t, db, "SELECT COUNT(*) FROM INVOICE"); n != "1" {
			t.Errorf("%s invoices: a part of the batch was written", n)
		}
	})
	t.Run("ErrUnknownParty", func(t *testing.T) {
		stranger := payout("FS2")
		stranger.Party = "Nobody"
		if err := write(t, db, stranger); database.Classify(err) != database.Refused {
			t.Errorf("%v", err)
		}
	})
}

func TestWriteInvoicesRefuses(t *testing.T) {
	cases := []struct {
		name   string
		change func(*mapping.Invoice)
		text   string
	}{
		{"ErrNoItems", func(v *mapping.Invoice) { v.Items, v.Total = nil, 0 }, "no items"},
		{"ErrZeroItem", func(v *mapping.Invoice) { v.Items[1].Amount, v.Total = 0, 1300_00 }, "product's price"},
		{"ErrTotal", func(v *mapping.Invoice) { v.Total++ }, "add up to"},
		{"ErrMills", func(v *mapping.Invoice) { v.Decimals = 3; v.Items[0].Amount++; v.Total++ }, "2 decimals"},
		{"ErrTooBig", func(v *mapping.Invoice) {
			v.Items[0].Amount = 100_000_000_000_000_000
			v.Total = v.Items[0].Amount + v.Items[1].Amount
		}, "DECIMAL(18,3)"},
		{"ErrLongID", func(v *mapping.Invoice) { v.ID = strings.Repeat("F", 21) }, "never cut"},
		{"ErrLongReference", func(v *mapping.Invoice) { v.Reference = strings.Repeat("R", 61) }, "referenceNumber"},
		{"ErrWideID", func(v *mapping.Invoice) { v.Party = "Mik🚀" }, "partyIdFrom"},
		{"ErrLongProduct", func(v *mapping.Invoice) { v.Items[0].Activity = calc.ActivityID(strings.Repeat("A", 21)) }, "productId"},
		{"ErrItemTwice", func(v *mapping.Invoice) { v.Items[1].Seq = "00001" }, "twice"},
		{"ErrNoDate", func(v *mapping.Invoice) { v.Date = time.Time{} }, "date"},
	}
	db := payoutDB(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			invoice := payout("FS1")
			c.change(&invoice)
			err := write(t, db, payout("FS0"), invoice)
			if database.Classify(err) != database.Refused || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%v, want a refusal with %q", err, c.text)
			}
			if n := text(t, db, "SELECT COUNT(*) FROM INVOICE"); n != "0" {
				t.Errorf("%s invoices were written", n)
			}
		})
	}
}

// A currency of three decimals passes where the third one is not used, and one of
// none is whole units.
func TestWriteInvoicesInOtherCurrencies(t *testing.T) {
	db := payoutDB(t)
	for _, decimals := range []int{0, 3} {
		invoice := payout(fmt.Sprintf("FS%d", decimals))
		invoice.Decimals, invoice.Items[0].Amount, invoice.Items[1].Amount, invoice.Total = decimals, 5000, -30, 4970
		if err := write(t, db, invoice); err != nil {
			t.Fatal(err)
		}
		if differences := mapping.Compare(invoice, found(t, db, invoice.ID), budapest); differences != nil {
			t.Errorf("%d decimals: %v", decimals, differences)
		}
	}
	if amounts := text(t, db, "SELECT GROUP_CONCAT(AMOUNT ORDER BY INVOICE_ID, INVOICE_ITEM_SEQ_ID) FROM INVOICE_ITEM"); amounts != "5000.000,-30.000,5.000,-0.030" {
		t.Errorf("%s", amounts)
	}
}

// The text of a statement is utf8mb4 and OFBiz's columns are utf8mb3: the server
// converts the text and not the column, so it still finds rows by their key.
func TestReadInvoicesLeansOnThePrimaryKey(t *testing.T) {
	db := payoutDB(t)
	for i := range 20 {
		if err := write(t, db, payout(fmt.Sprintf("FS%d", i))); err != nil {
			t.Fatal(err)
		}
	}
	conn, err := db.Connx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	mustExec(t, conn, "FLUSH STATUS")
	if _, err := ofbiz.ReadInvoices(t.Context(), conn, []string{"FS7", "FS8"}); err != nil {
		t.Fatal(err)
	}
	if scanned := text(t, conn, "SELECT SUM(VARIABLE_VALUE) FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME IN ('HANDLER_READ_RND_NEXT', 'HANDLER_READ_FIRST')"); scanned != "0" {
		t.Errorf("%s rows were scanned", scanned)
	}
}

func TestWriteManyInvoices(t *testing.T) {
	db := payoutDB(t)
	var invoices []mapping.Invoice
	var ids []string
	for i := range 1200 {
		invoices = append(invoices, payout(fmt.Sprintf("FS%d", i)))
		ids = append(ids, invoices[i].ID)
	}
	began := time.Now()
	for batch := range slices.Chunk(invoices, 50) {
		if err := write(t, db, batch...); err != nil {
			t.Fatal(err)
		}
	}
	wrote := time.Now()
	all, err := ofbiz.ReadInvoices(t.Context(), db, ids)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("1200 invoices written in %v, read in %v", wrote.Sub(began).Round(time.Millisecond), time.Since(wrote).Round(time.Millisecond))
	for _, invoice := range invoices {
		if differences := mapping.Compare(invoice, all[invoice.ID], budapest); differences != nil {
			t.Fatalf("%s: %v", invoice.ID, differences)
		}
	}
}

// An id that the database holds equal is found, and its spelling is a difference.
func TestReadInvoicesSpelledOtherwise(t *testing.T) {
	db := payoutDB(t)
	if err := write(t, db, payout("fs1")); err != nil {
		t.Fatal(err)
	}
	differences := mapping.Compare(payout("FS1"), found(t, db, "FS1"), budapest)
	if len(differences) != 1 || differences[0].Field != "invoiceId" {
		t.Errorf("%v", differences)
	}
}

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fairshare/mapping"
)

// asEntityXML has the configuration, when it is written next, leave files.
func (s *site) asEntityXML() {
	s.way = "  write_with: entity_xml\n"
	s.configure(vems, s.reports())
}

// invoicesFile is where the file of a settlement is.
func (s *site) invoicesFile(settlement string) string {
	return filepath.Join(s.reports(), settlement, mapping.InvoicesFile(settlement))
}

// waits runs a command that must end with a person having to look.
func (s *site) waits(args ...string) (stderr string) {
	s.t.Helper()
	code, stdout, stderr := s.run(args...)
	if exitCode(code) != exitAttention {
		s.t.Fatalf("%v: exit %d, want %d\n%s%s", args, code, exitAttention, stdout, stderr)
	}
	return stderr
}

func (s *site) states() string {
	return strings.Join(s.rows(`SELECT SETTLEMENT_ID, STATE FROM FAIRSHARE_SETTLEMENT ORDER BY 1`), "\n")
}

// invoiceRows are what a payout is in OFBiz.
func (s *site) invoiceRows() []string {
	return append(s.rows(`SELECT INVOICE_ID, INVOICE_TYPE_ID, PARTY_ID_FROM, PARTY_ID, STATUS_ID, REFERENCE_NUMBER, DESCRIPTION, CURRENCY_UOM_ID FROM INVOICE WHERE INVOICE_ID LIKE 'FS%' ORDER BY 1`),
		s.rows(`SELECT s.INVOICE_ID, s.STATUS_ID, t.INVOICE_ITEM_SEQ_ID, t.INVOICE_ITEM_TYPE_ID, t.PRODUCT_ID, t.QUANTITY, t.AMOUNT, t.DESCRIPTION
			FROM INVOICE_ITEM t JOIN INVOICE_STATUS s ON s.INVOICE_ID = t.INVOICE_ID WHERE t.INVOICE_ID LIKE 'FS%' ORDER BY 1, 3`)...)
}

// TestEntityXMLWaitsForItsImport settles as an account that may write nothing into
// OFBiz, waits, imports the files and closes: the rows are those that SQL writes.
func TestEntityXMLWaitsForItsImport(t *testing.T) {
	bySQL, admin := newVEMS(t), newVEMS(t)
	bySQL.must("settle", "--until", "2026-11-01")
	s := readerOfOFBiz(t, admin)

	if stderr := s.waits("settle", "--until", "2026-11-01"); !strings.Contains(stderr, mapping.InvoicesFile(novemberEUR)) || !strings.Contains(stderr, "Webtools") {
		t.Errorf("what to do is not said: %s", stderr)
	}
	if found := s.invoiceRows(); len(found) > 0 {
		t.Fatalf("written into OFBiz: %q", found)
	}
	first, err := os.ReadFile(s.invoicesFile(novemberEUR))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(s.invoicesFile(novemberEUR)); err != nil {
		t.Fatal(err)
	}
	exported := novemberEUR + " | exported\nCompany-USD-20261101 | exported"
	for _, args := range [][]string{{"settle", "--until", "2026-11-01"}, {"settle", "--until", "2026-11-20"}, {"settlements", "verify", novemberEUR}} {
		s.waits(args...)
		if states := s.states(); states != exported {
			t.Fatalf("after %v:\n%s", args, states)
		}
	}
	if again, err := os.ReadFile(s.invoicesFile(novemberEUR)); err != nil || string(again) != string(first) {
		t.Errorf("the file that was gone came back otherwise (%v)", err)
	}

	admin.must("import-entities", s.invoicesFile(novemberEUR))
	s.must("settlements", "verify", novemberEUR)
	if states := s.states(); states != novemberEUR+" | closed\nCompany-USD-20261101 | exported" {
		t.Errorf("one of two imported:\n%s", states)
	}
	admin.must("import-entities", s.invoicesFile("Company-USD-20261101"))
	s.must("settle", "--until", "2026-11-01") // finds it by itself
	if got, want := s.invoiceRows(), bySQL.invoiceRows(); !slices.Equal(got, want) {
		t.Errorf("imported: %s", difference(got, want))
	}
	if files := s.reportFiles(); len(files) == 0 {
		t.Error("no reports after the import")
	}
}

// readerOfOFBiz leaves files as an account with no right to write into OFBiz.
func readerOfOFBiz(t *testing.T, admin *site) *site {
	t.Helper()
	g := granted{admin: admin}
	user := "xml_" + admin.database.Name
	writer := g.account(t, user)
	g.account(t, user+"_read")
	s := g.site(t, writer, vems)
	s.pool = admin.pool // to look with
	s.asEntityXML()
	for _, statement := range strings.Split(withoutComments(s.must("migrate", "--print-grants")), ";") {
		if strings.TrimSpace(statement) != "" {
			admin.execute(statement)
		}
		if strings.Contains(statement, "INSERT") && !strings.Contains(statement, "FAIRSHARE_") {
			t.Errorf("a right to write into OFBiz: %s", statement)
		}
	}
	return s
}

// TestEntityXMLImportedAgainTakesNothingBack: an invoice that OFBiz has set READY
// stays so, whoever imports the file once more.
func TestEntityXMLImportedAgainTakesNothingBack(t *testing.T) {
	s := newVEMS(t)
	s.asEntityXML()
	s.waits("settle", "--until", "2026-11-01")
	file := s.invoicesFile(novemberEUR)
	s.must("import-entities", file)
	s.must("settlements", "verify", novemberEUR)
	s.exec(`UPDATE INVOICE SET STATUS_ID = 'INVOICE_READY' WHERE REFERENCE_NUMBER = ?`, novemberEUR)
	before := s.invoiceRows()
	s.must("import-entities", file)
	if after := s.invoiceRows(); !slices.Equal(after, before) {
		t.Errorf("imported again: %s", difference(after, before))
	}
	s.must("settlements", "verify", novemberEUR)
}

// TestEntityXMLHalfOrOtherwiseImported: nothing is closed that is not what was planned.
func TestEntityXMLHalfOrOtherwiseImported(t *testing.T) {
	s := newVEMS(t)
	s.asEntityXML()
	s.waits("settle", "--until", "2026-11-01")
	file := s.invoicesFile(novemberEUR)
	s.must("import-entities", file)
	for _, c := range []struct{ change, want string }{
		{`DELETE FROM INVOICE_ITEM WHERE INVOICE_ID LIKE 'FS%' ORDER BY INVOICE_ID DESC LIMIT 1`, "invoiceItemSeqId"},
		{`UPDATE INVOICE_ITEM SET AMOUNT = AMOUNT + 0.01 WHERE INVOICE_ID LIKE 'FS%' ORDER BY INVOICE_ID LIMIT 1`, "amount"},
	} {
		s.exec(c.change)
		if stderr := s.waits("settlements", "verify", novemberEUR); !strings.Contains(stderr, c.want) {
			t.Errorf("want %q: %s", c.want, stderr)
		}
		s.exec(`DELETE FROM INVOICE_ITEM WHERE INVOICE_ID LIKE 'FS%'`)
		s.must("import-entities", file) // brings back what is not there
	}
	s.must("settlements", "verify", novemberEUR)
}

// TestEntityXMLVoid takes settlements back before and after their import.
func TestEntityXMLVoid(t *testing.T) {
	s := newVEMS(t)
	s.asEntityXML()
	s.waits("settle", "--until", "2026-11-01")
	content, err := os.ReadFile(s.invoicesFile(novemberEUR))
	if err != nil {
		t.Fatal(err)
	}
	s.must("settlements", "void", novemberEUR)
	if _, err := os.Stat(s.invoicesFile(novemberEUR)); !os.IsNotExist(err) {
		t.Errorf("the file is there for somebody to import: %v", err)
	}
	late := filepath.Join(t.TempDir(), "kept.xml")
	if err := os.WriteFile(late, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s.must("settlements", "verify", novemberEUR)
	s.must("import-entities", late)
	if code, document := s.verify(novemberEUR); code != exitAttention || len(document.Deviations) == 0 || document.Deviations[0].Code != "VERIFY_INVOICE_EXTRA" {
		t.Errorf("imported after it was taken back: exit %d, %+v", code, document.Deviations)
	}
	s.exec(`DELETE FROM INVOICE_ITEM WHERE INVOICE_ID LIKE 'FS%'`)
	s.exec(`DELETE FROM INVOICE_STATUS WHERE INVOICE_ID LIKE 'FS%'`)
	s.exec(`DELETE FROM INVOICE WHERE INVOICE_ID LIKE 'FS%'`)

	s.waits("settle", "--until", "2026-11-01")
	second := novemberEUR + "-2"
	s.must("import-entities", s.invoicesFile(second))
	if stderr := s.waits("settlements", "void", second); !strings.Contains(stderr, "cancel") {
		t.Errorf("not told what to do: %s", stderr)
	}
	s.exec(`UPDATE INVOICE SET STATUS_ID = 'INVOICE_CANCELLED' WHERE REFERENCE_NUMBER = ?`, second)
	s.exec(`UPDATE INVOICE SET STATUS_ID = 'INVOICE_READY' WHERE REFERENCE_NUMBER = ? ORDER BY INVOICE_ID LIMIT 1`, second)
	s.must("settlements", "void", second)
	if set := s.rows(`SELECT COUNT(*) FROM FAIRSHARE_ADJUSTMENT`); set[0] != "1" {
		t.Errorf("%s invoices set off, want the one that stands", set[0])
	}
}

package main

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fairshare/adapter/mail/mailtest"
)

// mailbox is a company and its mail server.
type mailbox struct {
	*site
	server *mailtest.Server
	folder string // with the server's authority and the password
}

// toFinance is the usual section mail.
const toFinance = "finance: [anna@example.com]"

// newMailbox is the sample company with a mail server that encrypts and wants a login.
func newMailbox(t testing.TB, mail, extra string) *mailbox {
	t.Helper()
	b := &mailbox{site: newVEMS(t), folder: private(t)}
	root := authority(t, "root of mail", nil, nil)
	own := certificate(t, "mail server", root, nil, func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)} })
	writeCertificates(t, b.file("root.pem"), root)
	b.server = mailtest.New(t, serving(own), func(s *mailtest.Server) { s.User, s.Password = "fair", "s3cret mail" })
	if err := os.WriteFile(b.file("password"), []byte("s3cret mail\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.setUp(mail, extra)
	return b
}

func serving(c *certified, along ...*certified) *tls.Config {
	chain := [][]byte{c.Raw}
	for _, a := range along {
		chain = append(chain, a.Raw)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: chain, PrivateKey: c.key}}}
}

func (b *mailbox) file(name string) string { return filepath.Join(b.folder, name) }

// setUp configures the company; mail is what its section has besides the server.
func (b *mailbox) setUp(mail, extra string) { b.configure(vems+b.section(mail)+extra, b.reports()) }

func (b *mailbox) section(mail string) string {
	return "mail: {server: \"" + b.server.Address + "\", ca_file: " + b.file("root.pem") + ", user: fair, password_file: " + b.file("password") +
		", from: \"Ágnes Őry <pay@example.com>\", timeout_seconds: 1, " + mail + "}\n"
}

// mails are the server's, taken apart, by subject.
func (b *mailbox) mails() []readMail {
	b.t.Helper()
	var mails []readMail
	for _, m := range b.server.Inbox() {
		mails = append(mails, read(b.t, m))
	}
	slices.SortStableFunc(mails, func(a, c readMail) int { return strings.Compare(a.subject, c.subject) })
	return mails
}

// states are the journal's rows.
func (b *mailbox) states() []string {
	b.t.Helper()
	return b.rows("SELECT KIND, ABOUT, PARTY_ID, ADDRESS, STATE, ATTEMPTS FROM FAIRSHARE_MAIL ORDER BY 2, 1, 3, 4")
}

// TestMailToFinance: one mail for each settlement, whole, encrypted, with the very
// reports; however often the end of the settlement is repeated.
func TestMailToFinance(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	if _, _, stderr := b.run(settling...); !strings.Contains(stderr, "2 mails sent") {
		t.Error(stderr)
	}
	mails := b.mails()
	if len(mails) != 2 {
		t.Fatalf("%d mails", len(mails))
	}
	eur := mails[0]
	if eur.From != "pay@example.com" || eur.To != "anna@example.com" || !eur.Encrypted || eur.User != "fair" {
		t.Errorf("%s to %s, encrypted: %v, by %q", eur.From, eur.To, eur.Encrypted, eur.User)
	}
	if from, err := eur.header.AddressList("From"); err != nil || from[0].Name != "Ágnes Őry" {
		t.Errorf("from %v, %v", from, err)
	}
	if !strings.HasPrefix(eur.subject, "Settled: "+novemberEUR+", ") || !strings.HasSuffix(eur.header.Get("Message-Id"), "@example.com>") || eur.header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("%q %v", eur.subject, eur.header)
	}
	if want := []string{"text/plain", "text/html", "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}; !slices.Equal(eur.types, want) {
		t.Errorf("parts %v", eur.types)
	}
	for _, format := range []string{"pdf", "xlsx"} {
		if got := eur.files[novemberEUR+"."+format]; string(got) != b.must("report", novemberEUR, "--format", format) {
			t.Errorf("the attached %s is not the report: %d bytes", format, len(got))
		}
	}
	for _, said := range []string{novemberEUR, "Earned by parties"} {
		if !strings.Contains(eur.text, said) || !strings.Contains(pageText(t, eur.html), said) {
			t.Errorf("%q is not in\n%s", said, eur.text)
		}
	}
	b.run(settling...)
	b.exec(`UPDATE FAIRSHARE_SETTLEMENT SET STATE = 'verified'`) // as if it had been killed before it was closed
	b.must("run")
	if n := len(b.server.Inbox()); n != 2 {
		t.Errorf("%d mails after three runs", n)
	}
	if listed := b.must("mail", "-o", "csv"); strings.Count(listed, ",sent,1,") != 2 {
		t.Errorf("%s", listed)
	}
}

// TestMailInHungarian: letters of Hungarian come through, and figures as it sets them.
func TestMailInHungarian(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	b.configure(vems+b.section(toFinance), b.reports()+", language: hu")
	b.must(settling...)
	m := b.mails()[0]
	if !strings.HasPrefix(m.subject, "Elszámolva: "+novemberEUR) || !strings.Contains(m.text, "Számlázott, a korábbi egyenlegekkel: ") || !strings.Contains(m.html, "hivatkozási") {
		t.Errorf("%s\n%s", m.subject, m.text)
	}
}

// writeTo gives a party an e-mail address for a purpose in OFBiz.
func (s *site) writeTo(party, address, purpose, from, thru string) {
	s.t.Helper()
	id := "E" + party + purpose[:3]
	s.execute("INSERT INTO CONTACT_MECH (CONTACT_MECH_ID, CONTACT_MECH_TYPE_ID, INFO_STRING) VALUES (?, 'EMAIL_ADDRESS', ?)", id, address)
	s.execute("INSERT INTO PARTY_CONTACT_MECH (PARTY_ID, CONTACT_MECH_ID, FROM_DATE) VALUES (?, ?, '2020-01-01')", party, id)
	s.execute("INSERT INTO PARTY_CONTACT_MECH_PURPOSE (PARTY_ID, CONTACT_MECH_ID, CONTACT_MECH_PURPOSE_TYPE_ID, FROM_DATE, THRU_DATE) VALUES (?, ?, ?, ?, NULLIF(?, ''))", party, id, purpose, from, thru)
}

// TestMailToParties: who has an address for payments now gets its own statement and
// nobody else's; the others nothing.
func TestMailToParties(t *testing.T) {
	b := newMailbox(t, "parties: true", "")
	b.writeTo("MIK", "mik@example.com", "PAYMENT_EMAIL", "2020-01-01", "")
	b.writeTo("CELL", "cell@example.com", "PAYMENT_EMAIL", "2020-01-01", "2021-01-01")
	b.writeTo("DAVE", "dave@example.com", "PRIMARY_EMAIL", "2020-01-01", "")
	b.writeTo("JASON", "jason@example.com\r\nBcc: all@example.com", "PAYMENT_EMAIL", "2020-01-01", "")
	b.must("check")
	code, _, stderr := b.run(settling...)
	if code != 0 {
		t.Errorf("exit %d: %s", code, stderr)
	}
	mails := b.mails()
	if len(mails) != 2 {
		t.Fatalf("%d mails: %v\n%s", len(mails), b.states(), stderr)
	}
	for _, m := range mails {
		if m.To != "mik@example.com" || len(m.files) != 1 {
			t.Errorf("to %s with %d files", m.To, len(m.files))
		}
		for name, content := range m.files {
			settlement, _, _ := strings.Cut(name, ".")
			if string(content) != b.must("statement", "MIK", "--settlement", settlement, "--format", "pdf") {
				t.Errorf("%s is not MIK's statement", name)
			}
		}
		for _, other := range []string{"CELL", "Cell Erdős", "DAVE", "Dave Brunswick"} {
			if strings.Contains(m.text+m.html, other) {
				t.Errorf("MIK reads of %s:\n%s", other, m.text)
			}
		}
		if !strings.Contains(m.text, "Miklós Fűtő") {
			t.Errorf("%s", m.text)
		}
	}
	for _, line := range b.states() {
		if strings.Contains(line, "jason") && !strings.Contains(line, "| failed |") {
			t.Error(line)
		}
	}
}

// TestMailAboutWhatWaits: a held settlement is told once, however often a run finds it
// held, and as settled when it was approved.
func TestMailAboutWhatWaits(t *testing.T) {
	b := newMailbox(t, toFinance, review)
	b.must("settle", "--until", "2026-07-01")
	b.server.Empty()
	for range 3 {
		b.run(settling...)
	}
	mails := b.mails()
	if len(mails) != 2 || !strings.Contains(mails[0].subject, novemberEUR+" waits for you") {
		t.Fatalf("%d mails, %v", len(mails), b.states())
	}
	for _, said := range []string{"fairshare settle --approve " + novemberEUR, "fairshare settlements void " + novemberEUR, "REVIEW_PAYOUT"} {
		if !strings.Contains(mails[0].text, said) || !strings.Contains(mails[0].html, said) {
			t.Errorf("%q is not in\n%s", said, mails[0].text)
		}
	}
	if strings.Index(mails[0].text, "REVIEW_PAYOUT") > strings.Index(mails[0].text, "Income") {
		t.Error("the findings do not come first")
	}
	b.server.Empty()
	b.must("settle", "--approve", novemberEUR)
	if mails := b.mails(); len(mails) != 1 || !strings.HasPrefix(mails[0].subject, "Settled: "+novemberEUR) {
		t.Errorf("%d mails after approving: %v", len(mails), b.states())
	}
}

// TestMailAboutWhatIsRefused: once for the same findings, however often they refuse,
// and again for others.
func TestMailAboutWhatIsRefused(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	b.execute("UPDATE PRODUCT_ASSOC SET QUANTITY = NULL WHERE PRODUCT_ID = 'GENBOARD' LIMIT 1")
	for range 3 {
		if code, _, stderr := b.run(settling...); exitCode(code) != exitRefused {
			t.Fatalf("exit %d: %s", code, stderr)
		}
	}
	mails := b.mails()
	if len(mails) != 1 || mails[0].subject != "Refused: nothing was settled until 2026-10-31" || !strings.Contains(mails[0].text, "QUANTITY_MISSING") || !strings.Contains(mails[0].text, "fairshare run") {
		t.Fatalf("%d mails: %v", len(mails), b.states())
	}
	b.execute("UPDATE PRODUCT_ASSOC SET QUANTITY = NULL WHERE PRODUCT_ID = 'ECU_CABLE' LIMIT 1")
	b.run(settling...)
	if n := len(b.mails()); n != 2 {
		t.Errorf("%d mails for two sets of findings", n)
	}
}

// TestNoMailFromACopy: a copy of the database on another server sends nothing, and
// settles as ever.
func TestNoMailFromACopy(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	b.must("settle", "--until", "2026-07-01")
	b.server.Empty()
	b.execute("UPDATE FAIRSHARE_MAIL_HOME SET SERVER = 'production'") // as in a copy
	code, _, stderr := b.run(settling...)
	if code != 0 || !strings.Contains(stderr, "fairshare mail adopt") || len(b.server.Inbox()) != 0 {
		t.Errorf("exit %d, %d mails: %s", code, len(b.server.Inbox()), stderr)
	}
	if _, stdout, _ := b.run("check"); !strings.Contains(stdout, codeMailHome) {
		t.Error(stdout)
	}
	b.must("mail", "adopt")
	b.must("mail", "retry")
	if n := len(b.server.Inbox()); n != 2 {
		t.Errorf("%d mails after the move", n)
	}
}

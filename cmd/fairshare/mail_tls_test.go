package main

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/mail/mailtest"
)

// TestMailOverTLSOnly: a server that does not prove who it is, or does not encrypt,
// gets neither the password nor a mail, and check says what to do.
func TestMailOverTLSOnly(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	root := authority(t, "root of mail servers", nil, nil)
	writeCertificates(t, b.file("root.pem"), root)
	here := func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)} }
	spoilt := func(change func(*x509.Certificate)) *tls.Config {
		return serving(certificate(t, "mail", root, nil, func(c *x509.Certificate) { here(c); change(c) }))
	}
	good := serving(certificate(t, "mail", root, nil, here))
	old := good.Clone()
	old.MaxVersion = tls.VersionTLS11
	for name, c := range map[string]struct {
		certificate *tls.Config
		change      func(*mailtest.Server)
		mail        string
		words       []string
	}{
		"Expired":     {certificate: spoilt(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }), words: []string{codeMailTLS, "renew"}},
		"HostName":    {certificate: serving(certificate(t, "mail", root, nil, nil)), words: []string{codeMailTLS, "mail.server"}},
		"Unknown":     {certificate: serving(certificate(t, "mail", authority(t, "stranger", nil, nil), nil, here)), words: []string{codeMailTLS, "mail.ca_file"}},
		"SelfSigned":  {certificate: serving(certificate(t, "mail", nil, nil, here)), words: []string{codeMailTLS, "mail.ca_file"}},
		"ForClients":  {certificate: spoilt(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }), words: []string{codeMailTLS, "new certificate"}},
		"OldProtocol": {certificate: old, words: []string{codeMailTLS, "TLS 1.2"}},
		"Stripped":    {certificate: good, change: func(s *mailtest.Server) { s.Hide = true }, words: []string{codeMailTLS, "hides it"}},
		"NoTLS":       {words: []string{codeMailTLS, "STARTTLS"}},
		"NotImplicit": {certificate: good, mail: "tls: implicit, ", words: []string{codeMailTLS, "587"}},
		"ExpiredImplicit": {certificate: spoilt(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }), mail: "tls: implicit, ",
			change: func(s *mailtest.Server) { s.Implicit = true }, words: []string{codeMailTLS, "renew"}},
	} {
		t.Run("Err"+name, func(t *testing.T) {
			inner := *b
			inner.t = t
			inner.useServer(c.certificate, c.change, c.mail)
			_, stdout, _ := inner.run("check")
			code, _, stderr := inner.run("mail", "test", "anna@example.com")
			for _, word := range c.words {
				if !strings.Contains(stdout, word) {
					t.Errorf("check does not say %q:\n%s", word, stdout)
				}
			}
			if exitCode(code) != exitConfig || strings.Contains(stdout+stderr, "s3cret") {
				t.Errorf("exit %d: %s", code, stderr)
			}
			for _, line := range inner.server.Lines() {
				if verb, _, _ := strings.Cut(line, " "); slices.Contains([]string{"AUTH", "MAIL", "RCPT", "DATA"}, verb) {
					t.Errorf("it was told %q", line)
				}
			}
		})
	}
	for name, c := range map[string]struct {
		mail   string
		change func(*mailtest.Server)
	}{"STARTTLS": {"", nil}, "Implicit": {"tls: implicit, ", func(s *mailtest.Server) { s.Implicit = true }}} {
		t.Run("OK"+name, func(t *testing.T) {
			inner := *b
			inner.t = t
			inner.useServer(good, c.change, c.mail)
			if stdout := inner.must("check"); strings.Contains(stdout, "MAIL_") || !strings.Contains(stdout, "encrypted (") {
				t.Error(stdout)
			}
			inner.must("mail", "test", "anna@example.com")
			if inbox := inner.server.Inbox(); len(inbox) != 1 || !inbox[0].Encrypted || inbox[0].User != "fair" {
				t.Errorf("%d mails", len(inbox))
			}
		})
	}
}

// useServer exchanges the mail server.
func (b *mailbox) useServer(certificate *tls.Config, change func(*mailtest.Server), mail string) {
	b.t.Helper()
	b.server = mailtest.New(b.t, certificate, func(s *mailtest.Server) {
		s.User, s.Password = "fair", "s3cret mail"
		if change != nil {
			change(s)
		}
	})
	b.setUp(mail+toFinance, "")
}

// TestMailLogin: a wrong password is told once, and so is one that is read by others.
func TestMailLogin(t *testing.T) {
	b := newMailbox(t, toFinance, "")
	b.server.Password = "another"
	if _, stdout, _ := b.run("check"); !strings.Contains(stdout, codeMailLogin) || !strings.Contains(stdout, "mail.password_file") {
		t.Error(stdout)
	}
	if lines := b.server.Lines(); strings.Count(strings.Join(lines, "\n"), "AUTH") != 1 {
		t.Errorf("%v", lines)
	}
	if err := os.Chmod(b.file("password"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := b.run("check"); exitCode(code) != exitConfig || !strings.Contains(stderr, "mail.password_file") || !strings.Contains(stderr, "chmod 600") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

package main

import (
	"crypto/x509"
	"database/sql"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/embedded"
	"fairshare/adapter/embedded/mariadbtest"
)

// encrypted is a MariaDB of its own that speaks TLS, and a folder with what proves
// who it is. Its ciphers are loosened so far that it takes the certificates that are
// too weak as well: it is Fairshare that shall refuse them.
type encrypted struct {
	t      testing.TB
	folder string
	server *embedded.Server
	admin  *sql.DB
	root   *certified
}

// newEncrypted starts it on a data folder, which the next one may go on with.
func newEncrypted(t *testing.T, data string, arguments ...string) *encrypted {
	t.Helper()
	e := &encrypted{t: t, folder: private(t), root: authority(t, "root of tests", nil, nil)}
	writeCertificates(t, e.file("clients.pem"), e.root)
	writeCertificates(t, e.file("root.pem"), e.root)
	e.write(certificate(t, "good", e.root, nil, nil))
	server, err := embedded.Start(t.Context(), embedded.Options{Dir: data, TCP: true, Relaxed: true, Args: append([]string{
		"--ssl-ca=" + e.file("clients.pem"), "--ssl-cert=" + e.file("server.pem"), "--ssl-key=" + e.file("server.key"), "--ssl-cipher=ALL:@SECLEVEL=0",
	}, arguments...)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Stop() })
	if e.admin, err = sql.Open("mysql", server.DSN("")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.admin.Close() })
	e.server = server
	e.execute("CREATE DATABASE IF NOT EXISTS ofbiz")
	for user, demand := range map[string]string{"tls": "REQUIRE SSL", "certified": "REQUIRE X509"} {
		e.execute("CREATE OR REPLACE USER '" + user + "'@'%' IDENTIFIED BY 's3cret' " + demand)
		e.execute("GRANT ALL ON ofbiz.* TO '" + user + "'@'%'")
	}
	return e
}

func (e *encrypted) file(name string) string { return filepath.Join(e.folder, name) }

func (e *encrypted) execute(statement string) {
	e.t.Helper()
	if _, err := e.admin.Exec(statement); err != nil {
		e.t.Fatalf("%s: %v\n%s", statement, err, e.server.Log())
	}
}

// write puts the server's own certificate and what it sends along into its files.
func (e *encrypted) write(own *certified, along ...*certified) {
	e.t.Helper()
	writeCertificates(e.t, e.file("server.pem"), append([]*certified{own}, along...)...)
	writeKey(e.t, e.file("server.key"), own.key)
}

// present has the server show another certificate.
func (e *encrypted) present(own *certified, along ...*certified) {
	e.t.Helper()
	e.write(own, along...)
	e.execute("FLUSH SSL")
}

// site logs in over TCP with these settings of ofbiz.database.tls.
func (e *encrypted) site(user, address, settings string) *site {
	e.t.Helper()
	if err := os.WriteFile(e.file("password"), []byte("s3cret\n"), 0o600); err != nil {
		e.t.Fatal(err)
	}
	return newSite(e.t, mariadbtest.Database{Socket: address, Name: "ofbiz", User: user + ", password_file: " + e.file("password") + ", tls: {" + settings + "}"}, "")
}

// usual trusts the root and expects db.test.
func (e *encrypted) usual() string {
	return "ca_file: " + e.file("root.pem") + ", server_name: db.test"
}

// works runs a command that has to log in.
func (e *encrypted) works(s *site) {
	e.t.Helper()
	s.must("migrate")
	s.must("settlements")
	if _, stdout, stderr := s.run("check"); !strings.Contains(stdout, "encrypted: ") {
		e.t.Errorf("check does not say that the connection is encrypted:\n%s%s", stdout, stderr)
	}
}

// refused runs commands that must not log in, and say why and what to do.
func (e *encrypted) refused(s *site, words ...string) {
	e.t.Helper()
	code, stdout, stderr := s.run("settlements")
	if code != int(exitConfig) || stdout != "" {
		e.t.Errorf("exit %d\n%s%s", code, stdout, stderr)
	}
	for _, word := range words {
		if !strings.Contains(stderr, word) {
			e.t.Errorf("there is no %q in: %s", word, stderr)
		}
	}
	if strings.Contains(stderr, "s3cret") {
		e.t.Errorf("the password is in: %s", stderr)
	}
}

func TestTLS(t *testing.T) {
	data := t.TempDir()
	t.Run("Server", func(t *testing.T) { testServerCertificate(t, newEncrypted(t, data)) })
	t.Run("NotGivenUp", func(t *testing.T) { testNotGivenUp(t, newEncrypted(t, data)) })
	t.Run("ErrOldProtocol", func(t *testing.T) {
		e := newEncrypted(t, data, "--tls-version=TLSv1.1")
		e.refused(e.site("tls", e.server.Address, e.usual()), "nothing newer than TLS 1.1", "tls_version")
	})
	// In TLS 1.3 the server refuses a client's certificate after the handshake, in
	// 1.2 within it.
	for _, version := range []string{"TLSv1.3", "TLSv1.2"} {
		t.Run("Client"+version, func(t *testing.T) { testClientCertificate(t, newEncrypted(t, data, "--tls-version="+version)) })
	}
}

func testServerCertificate(t *testing.T, e *encrypted) {
	s := e.site("tls", e.server.Address, e.usual())

	t.Run("OK", func(t *testing.T) {
		e.works(s)
		e.present(certificate(t, "by address", e.root, nil, func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = nil, []net.IP{net.IPv4(127, 0, 0, 1)} }))
		e.works(e.site("tls", e.server.Address, "ca_file: "+e.file("root.pem")))
		e.present(certificate(t, "RSA", e.root, rsaKey(t, 2048), nil))
		e.works(s)
		between := authority(t, "intermediate", e.root, nil)
		e.present(certificate(t, "by an intermediate", between, nil, nil), between)
		e.works(s)
	})
	for name, c := range e.bad(t) {
		t.Run("Err"+name, func(t *testing.T) {
			if c.root != nil {
				writeCertificates(t, e.file("root.pem"), c.root)
				defer writeCertificates(t, e.file("root.pem"), e.root)
			}
			e.present(c.own, c.along...)
			inner := *e
			inner.t = t
			inner.refused(s, c.words...)
		})
	}
	t.Run("OKAfterAll", func(t *testing.T) { // so that it was the certificates and nothing else
		e.present(certificate(t, "good again", e.root, nil, nil))
		e.works(s)
	})
}

// badCertificate is a way in which a server can fail to prove who it is.
type badCertificate struct {
	own   *certified
	along []*certified
	root  *certified // in ca_file; nil: the usual one
	words []string   // what must be said
}

func (e *encrypted) bad(t *testing.T) map[string]badCertificate {
	good := func(issuer *certified) *certified { return certificate(t, "server", issuer, nil, nil) }
	spoilt := func(change func(*x509.Certificate)) *certified {
		return certificate(t, "server", e.root, nil, change)
	}
	between := authority(t, "intermediate", e.root, nil)
	noAuthority := certificate(t, "no authority", nil, nil, nil)
	noBetween := certificate(t, "no intermediate", e.root, nil, nil)
	narrow := authority(t, "narrow", e.root, func(c *x509.Certificate) {
		c.PermittedDNSDomainsCritical, c.PermittedDNSDomains = true, []string{"example.org"}
	})
	oldRoot := authority(t, "old root", nil, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	forgeable := certificate(t, "RSA root", nil, rsaKey(t, 2048), func(c *x509.Certificate) { c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign })
	return map[string]badCertificate{
		"Expired":             {own: spoilt(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }), words: []string{"expired on", "renew it"}},
		"NotYetValid":         {own: spoilt(func(c *x509.Certificate) { c.NotBefore = time.Now().Add(30 * time.Minute) }), words: []string{"not valid before", "clock"}},
		"HostName":            {own: spoilt(func(c *x509.Certificate) { c.DNSNames = []string{"other.test"} }), words: []string{"other.test", "tls.server_name"}},
		"NoName":              {own: spoilt(func(c *x509.Certificate) { c.DNSNames = nil }), words: []string{"subject alternative name"}},
		"SelfSigned":          {own: good(nil), words: []string{"signed by itself", "tls.ca_file"}},
		"UnknownAuthority":    {own: good(authority(t, "stranger", nil, nil)), words: []string{"CN=stranger", "tls.ca_file"}},
		"RemovedAuthority":    {own: good(e.root), root: authority(t, "its successor", nil, nil), words: []string{"CN=root of tests", "tls.ca_file"}},
		"SameNameAuthority":   {own: good(authority(t, "root of tests", nil, nil)), words: []string{"CN=root of tests", "tls.ca_file"}},
		"NoAuthority":         {own: good(noAuthority), root: noAuthority, words: []string{"CN=no authority", "is no authority", "CA:TRUE"}},
		"NoAuthorityBetween":  {own: good(noBetween), along: []*certified{noBetween}, words: []string{"no intermediate", "CA:TRUE"}},
		"Usage":               {own: spoilt(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }), words: []string{"serverAuth"}},
		"WeakSignature":       {own: certificate(t, "server", forgeable, nil, func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA }), root: forgeable, words: []string{"SHA-256"}},
		"ShortKey":            {own: certificate(t, "server", e.root, rsaKey(t, 1024), nil), words: []string{"1024 bits", "longer key"}},
		"MissingIntermediate": {own: good(between), words: []string{"CN=intermediate", "send it along"}},
		"NameConstraint":      {own: good(narrow), along: []*certified{narrow}, words: []string{"name constraints"}},
		"ExpiredAuthority":    {own: good(oldRoot), root: oldRoot, words: []string{"old root", "expired on"}},
	}
}

func testNotGivenUp(t *testing.T, e *encrypted) {
	t.Run("ErrNoTLS", func(t *testing.T) {
		server := mariadbtest.Server(t)
		e := &encrypted{t: t, folder: private(t), server: server}
		e.refused(e.site("root", server.Address, "required: true"), "nothing was sent", "ssl_cert")
	})
	t.Run("ErrHidden", func(t *testing.T) {
		hider := hideTLS(t, e.server.Address)
		inner := *e
		inner.t = t
		inner.refused(inner.site("tls", hider.address, inner.usual()), "nothing was sent", "hides")
		if n := hider.sent(); n != 0 {
			t.Errorf("%d bytes were sent to a server that seems to offer no TLS", n)
		}
	})
	t.Run("ErrAccountDemandsTLS", func(t *testing.T) {
		inner := *e
		inner.t = t
		inner.refused(inner.site("tls", e.server.Address, ""), "demand TLS")
	})
	t.Run("ErrSocketWithoutName", func(t *testing.T) {
		inner := *e
		inner.t = t
		inner.refused(inner.site("tls", e.server.Socket, "required: true"), "ofbiz.database.tls.server_name")
		inner.works(inner.site("tls", e.server.Socket, inner.usual()))
	})
}

func testClientCertificate(t *testing.T, e *encrypted) {
	client := func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }
	own := e.usual() + ", cert_file: " + e.file("own.pem") + ", key_file: " + e.file("own.key")
	show := func(c *certified) *site {
		writeCertificates(t, e.file("own.pem"), c)
		writeKey(t, e.file("own.key"), c.key)
		return e.site("certified", e.server.Address, own)
	}
	e.works(show(certificate(t, "fairshare", e.root, nil, client)))
	e.refused(e.site("certified", e.server.Address, e.usual()), "client certificate")
	e.refused(show(certificate(t, "fairshare", authority(t, "stranger", nil, nil), nil, client)), "refuses our own certificate", "tls.cert_file")
	e.refused(show(certificate(t, "fairshare", e.root, nil, func(c *x509.Certificate) { client(c); c.NotAfter = time.Now().Add(-time.Minute) })), "refuses our own certificate")
	good := show(certificate(t, "fairshare", e.root, nil, client))
	writeKey(t, e.file("own.key"), ecKey(t))
	e.refused(good, "ofbiz.database.tls.cert_file", "private key does not match")
	if err := os.Chmod(e.file("own.key"), 0o640); err != nil {
		t.Fatal(err)
	}
	e.refused(good, "ofbiz.database.tls.key_file", "chmod 600")
}

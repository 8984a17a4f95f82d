package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fairshare/adapter/rest/resttest"
)

// encryptedOFBiz is an OFBiz that is reached over TLS, as the host 127.0.0.1.
type encryptedOFBiz struct {
	*resttest.OFBiz
	site    *site
	root    *certified
	ca      string // the file that ofbiz.rest.ca_file names
	shown   atomic.Pointer[tls.Certificate]
	highest atomic.Uint32 // version of TLS that it speaks
}

func newEncryptedOFBiz(t *testing.T) *encryptedOFBiz {
	t.Helper()
	e := &encryptedOFBiz{site: newVEMS(t), root: authority(t, "root of tests", nil, nil), ca: filepath.Join(t.TempDir(), "ca.pem")}
	e.OFBiz = e.site.throughOFBiz()
	e.highest.Store(tls.VersionTLS13)
	server := httptest.NewUnstartedServer(e.OFBiz)
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS10, GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { // #nosec G402 -- it is the client that shall refuse it
		return &tls.Config{Certificates: []tls.Certificate{*e.shown.Load()}, MinVersion: tls.VersionTLS10, MaxVersion: uint16(e.highest.Load())}, nil
	}}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	e.present(ofHere(t, e.root, nil))
	server.StartTLS()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	e.trust(e.root)
	e.site.logInto(server.URL+"/rest", resttest.User, resttest.Password)
	e.site.way = strings.Replace(e.site.way, "timeout_seconds: 1", "timeout_seconds: 5, ca_file: "+e.ca, 1)
	e.site.configure(vems, e.site.reports())
	return e
}

// ofHere makes a certificate for 127.0.0.1; change spoils it.
func ofHere(t *testing.T, issuer *certified, change func(*x509.Certificate)) *certified {
	t.Helper()
	return certificate(t, "ofbiz", issuer, nil, func(c *x509.Certificate) {
		c.DNSNames, c.IPAddresses = nil, []net.IP{net.IPv4(127, 0, 0, 1)}
		if change != nil {
			change(c)
		}
	})
}

func (e *encryptedOFBiz) present(own *certified, along ...*certified) {
	shown := &tls.Certificate{Certificate: [][]byte{own.Raw}, PrivateKey: own.key}
	for _, c := range along {
		shown.Certificate = append(shown.Certificate, c.Raw)
	}
	e.shown.Store(shown)
}

func (e *encryptedOFBiz) trust(root *certified) { writeCertificates(e.site.t, e.ca, root) }

// works logs in and writes.
func (e *encryptedOFBiz) works(t *testing.T, key string) {
	t.Helper()
	e.Reset()
	if code, _, stderr := e.site.run("credit", "propose", "FIRMWARE", "1", "--as", "dave", "--key", key); code != 0 || len(e.Calls()) != 3 {
		t.Errorf("exit %d, calls %v: %s", code, e.Calls(), stderr)
	}
}

// refused sends nothing, neither the password nor anything else, and says why.
func (e *encryptedOFBiz) refused(t *testing.T, words ...string) {
	t.Helper()
	for _, command := range [][]string{{"credit", "propose", "FIRMWARE", "1", "--as", "dave"}, {"settle", "--until", "2026-05-01"}} {
		e.Reset()
		code, _, stderr := e.site.run(command...)
		if exitCode(code) != exitConfig || len(e.Calls()) > 0 {
			t.Errorf("%v: exit %d, OFBiz heard %v: %s", command, code, e.Calls(), stderr)
		}
		for _, word := range words {
			if !strings.Contains(stderr, word) {
				t.Errorf("there is no %q in: %s", word, stderr)
			}
		}
	}
}

// TestRESTOverTLS: nothing is sent to an OFBiz that does not prove who it is.
func TestRESTOverTLS(t *testing.T) {
	e := newEncryptedOFBiz(t)
	between := authority(t, "intermediate", e.root, nil)
	t.Run("OK", func(t *testing.T) {
		e.works(t, "a")
		e.present(ofHere(t, between, nil), between)
		e.works(t, "b")
		e.highest.Store(tls.VersionTLS12)
		e.works(t, "c")
		e.highest.Store(tls.VersionTLS13)
	})
	noAuthority, noBetween := ofHere(t, nil, nil), ofHere(t, e.root, nil)
	oldRoot := authority(t, "old root", nil, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	forgeable := certificate(t, "RSA root", nil, rsaKey(t, 2048), func(c *x509.Certificate) { c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign })
	short := certificate(t, "ofbiz", e.root, rsaKey(t, 1024), func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)} })
	for name, c := range map[string]badCertificate{
		"Expired":             {own: ofHere(t, e.root, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }), words: []string{"expired", "issue a new one"}},
		"NotYetValid":         {own: ofHere(t, e.root, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(30 * time.Minute) }), words: []string{"not yet valid"}},
		"OtherHost":           {own: ofHere(t, e.root, func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 2)} }), words: []string{"127.0.0.2", "another host"}},
		"NoName":              {own: ofHere(t, e.root, func(c *x509.Certificate) { c.IPAddresses = nil }), words: []string{"IP SANs", "another host"}},
		"SelfSigned":          {own: ofHere(t, nil, nil), words: []string{"ofbiz.rest.ca_file"}},
		"UnknownAuthority":    {own: ofHere(t, authority(t, "stranger", nil, nil), nil), words: []string{"ofbiz.rest.ca_file"}},
		"SameNameAuthority":   {own: ofHere(t, authority(t, "root of tests", nil, nil), nil), words: []string{"ofbiz.rest.ca_file"}},
		"RemovedAuthority":    {own: ofHere(t, e.root, nil), root: authority(t, "its successor", nil, nil), words: []string{"ofbiz.rest.ca_file"}},
		"NoAuthority":         {own: ofHere(t, noAuthority, nil), root: noAuthority, words: []string{"cannot sign this kind of certificate"}},
		"NoAuthorityBetween":  {own: ofHere(t, noBetween, nil), along: []*certified{noBetween}, words: []string{"cannot sign this kind of certificate"}},
		"MissingIntermediate": {own: ofHere(t, between, nil), words: []string{"authorities in between"}},
		"Usage":               {own: ofHere(t, e.root, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} }), words: []string{"incompatible key usage"}},
		"WeakSignature":       {own: ofHere(t, forgeable, func(c *x509.Certificate) { c.SignatureAlgorithm = x509.SHA1WithRSA }), root: forgeable, words: []string{"SHA1"}},
		"ShortKey":            {own: short, words: []string{"1024 bits", "longer key"}},
		"ExpiredAuthority":    {own: ofHere(t, oldRoot, nil), root: oldRoot, words: []string{"expired"}},
	} {
		t.Run("Err"+name, func(t *testing.T) {
			if c.root != nil {
				e.trust(c.root)
				defer e.trust(e.root)
			}
			e.present(c.own, c.along...)
			e.refused(t, c.words...)
		})
	}
	e.present(ofHere(t, e.root, nil))
	t.Run("ErrOldProtocol", func(t *testing.T) {
		e.highest.Store(tls.VersionTLS11)
		defer e.highest.Store(tls.VersionTLS13)
		e.refused(t, "protocol version")
	})
	t.Run("ErrNoTLS", func(t *testing.T) {
		way := e.site.way
		defer func() { e.site.way = way; e.site.configure(vems, e.site.reports()) }()
		e.site.logInto("https"+strings.TrimPrefix(e.URL, "http"), resttest.User, resttest.Password)
		e.site.configure(vems, e.site.reports())
		e.refused(t, "does not speak TLS")
	})
	t.Run("OKAfterAll", func(t *testing.T) { e.works(t, "d") }) // so that it was the certificates and nothing else
}

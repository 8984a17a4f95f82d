package main

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/metrics"
	"fairshare/config"
)

// Where other machines listen in, there is no page that asks for a password.
func TestPagesAreShownWherePasswordsAreSafe(t *testing.T) {
	s := newVEMS(t)
	c, err := config.Load(s.config(), nil)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{stdout: new(strings.Builder), stderr: new(strings.Builder), now: time.Now}
	opened, err := a.openWith(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for _, listen := range []struct {
		address string
		shown   bool
	}{{"127.0.0.1:9464", true}, {"localhost:9464", true}, {"[::1]:9464", true}, {"0.0.0.0:9464", false}, {":9464", false}, {"192.0.2.7:9464", false}} {
		c.Serve = config.Serve{Listen: listen.address, AllowRemote: true}
		meter := metrics.New(version)
		server, err := opened.webServer(t.Context(), &watch{meter: meter}, meter)
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		server.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/login", nil))
		if shown := w.Code == http.StatusOK; shown != listen.shown {
			t.Errorf("%s: /login answers %d", listen.address, w.Code)
		}
		w = httptest.NewRecorder()
		server.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/healthz", nil))
		if w.Code != http.StatusOK {
			t.Errorf("%s: /healthz answers %d", listen.address, w.Code)
		}
	}
	c.Serve.TLS = config.ServeTLS{CertFile: s.config(), KeyFile: s.config()}
	if _, err := opened.webServer(t.Context(), nil, metrics.New(version)); err == nil || !strings.Contains(err.Error(), "serve.tls") {
		t.Errorf("a file that is no certificate: %v", err)
	}
}

// Over TLS the cookies never leave it.
func TestPagesOverTLS(t *testing.T) {
	s := newVEMS(t)
	a := &app{configPath: s.config(), stdout: new(strings.Builder), stderr: new(strings.Builder), now: time.Now}
	opened, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	pages := opened.webPages(t.Context())
	pages.Secure = true
	server := httptest.NewTLSServer(pages.Handler())
	defer server.Close()
	known := x509.NewCertPool()
	known.AddCert(server.Certificate())
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: known, MinVersion: tls.VersionTLS12}}}
	response, err := client.Get(server.URL + "/login")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	cookies := response.Cookies()
	if len(cookies) != 1 || !cookies[0].Secure || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode || !strings.HasPrefix(cookies[0].Name, "__Host-") {
		t.Errorf("cookies %v", cookies)
	}
	for header, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "Strict-Transport-Security": "max-age", "Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff"} {
		if got := response.Header.Get(header); !strings.Contains(got, want) {
			t.Errorf("%s: %q", header, got)
		}
	}
}

package rest_test

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/rest"
	"fairshare/mapping"
)

func TestNewRefuses(t *testing.T) {
	good := rest.Settings{URL: "https://ofbiz.example.com:8443/rest", User: "fairshare", Password: "secret", Timeout: time.Second}
	if _, err := rest.New(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*rest.Settings){
		"plain HTTP off loopback":   func(s *rest.Settings) { s.URL = "http://ofbiz.example.com:8080/rest" },
		"a login in the address":    func(s *rest.Settings) { s.URL = "https://fairshare:hunter2@ofbiz.example.com/rest" },
		"no address":                func(s *rest.Settings) { s.URL = "ofbiz.example.com:8443/rest" },
		"the demo's administrator":  func(s *rest.Settings) { s.User, s.Password = "admin", "ofbiz" },
		"a colon in the password":   func(s *rest.Settings) { s.Password = "a:b" },
		"no password":               func(s *rest.Settings) { s.Password = "" },
		"a call may take no time":   func(s *rest.Settings) { s.Timeout = 0 },
		"plain HTTP to a like name": func(s *rest.Settings) { s.URL = "http://127.0.0.1.example.com/rest" },
	} {
		s := good
		change(&s)
		_, err := rest.New(s)
		if err == nil || kindOf(t, err) != rest.Setup || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "a:b") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRefusedLoginIsNeverTriedAgain(t *testing.T) {
	s := newStub(t, answer(200, asJSON, "{}"))
	s.login = answer(403, asJSON, `{"statusCode":403,"errorMessage":"Access Denied: Password incorrect."}`)
	client := newClient(t, settings(s.URL))
	for range 5 {
		if err := client.WriteInvoice(t.Context(), invoice(), time.UTC); kindOf(t, err) != rest.Setup {
			t.Fatal(err)
		}
	}
	if n := s.tokens.Load(); n != 1 {
		t.Errorf("%d logins; the third refused one locks the account", n)
	}
}

func TestTokenIsRenewedBeforeItEnds(t *testing.T) {
	s := newStub(t, answer(422, asJSON, said))
	now := time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC)
	with := settings(s.URL)
	with.Timeout, with.Now = 75*time.Second, func() time.Time { return now }
	client := newClient(t, with)
	for _, step := range []struct {
		later  time.Duration
		tokens int64
	}{{0, 1}, {20 * time.Minute, 1}, {8 * time.Minute, 1}, {16 * time.Second, 2}} { // 1800 s less 75 and 30
		now = now.Add(step.later)
		if err := client.WriteInvoice(t.Context(), invoice(), time.UTC); kindOf(t, err) != rest.Refused {
			t.Fatal(err)
		}
		if n := s.tokens.Load(); n != step.tokens {
			t.Errorf("after %v: %d logins, want %d", step.later, n, step.tokens)
		}
	}
}

// TestNothingFollowsARedirect: neither the token nor the invoice is sent elsewhere.
func TestNothingFollowsARedirect(t *testing.T) {
	elsewhere := newStub(t, answer(200, asJSON, "{}"))
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := newStub(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL+"/x", status) })
		if err := newClient(t, settings(s.URL)).WriteInvoice(t.Context(), invoice(), time.UTC); kindOf(t, err) != rest.Doubtful {
			t.Errorf("%d: %v", status, err)
		}
		s.login = s.answer
		if err := newClient(t, settings(s.URL)).Login(t.Context()); kindOf(t, err) != rest.Setup {
			t.Errorf("login %d: %v", status, err)
		}
	}
	if n := elsewhere.calls.Load() + elsewhere.tokens.Load(); n != 0 {
		t.Errorf("%d calls arrived elsewhere", n)
	}
}

// published makes a token as everybody can who has read OFBiz's configuration.
func published() string {
	part := base64.RawURLEncoding.EncodeToString
	signed := part([]byte(`{"alg":"HS512","typ":"JWT"}`)) + "." + part([]byte(`{"userLoginId":"admin","iss":"ApacheOFBiz"}`))
	mac := hmac.New(sha512.New, []byte("tnz3F9XzZL3uWaQuHEvM/BSqdZudJZJJZ1kWvqkPyC6IoFD3gMMZLvp8pNzUmCZf"))
	mac.Write([]byte(signed))
	return signed + "." + part(mac.Sum(nil))
}

func TestPublishedKeyIsRefused(t *testing.T) {
	s := newStub(t, answer(200, asJSON, versions("24.09.07", "UTC")))
	s.login = func(w http.ResponseWriter, _ *http.Request) { token(w, published(), "1800") }
	with := settings(s.URL)
	_, err := newClient(t, with).Versions(t.Context())
	if kindOf(t, err) != rest.Setup || !strings.Contains(err.Error(), "security.token.key") || s.calls.Load() != 0 {
		t.Errorf("%v (%d calls)", err, s.calls.Load())
	}
	with.AcceptPublishedKey = true
	findings, err := newClient(t, with).Check(t.Context(), rest.Expected{Zone: time.UTC})
	if err != nil || !has(findings, rest.CodeTokenKey, mapping.Blocking) {
		t.Errorf("accepted: %v %v", findings, err)
	}
}

func versions(release, zone string) string {
	return `{"statusCode":200,"data":{"component":"2","ofbiz":"` + release + `","entityEngine":"default","database":"ofbiz MariaDB 10.11","zone":"` + zone +
		`","now":"2026-10-31T12:00:00.000Z","managerRole":"MANAGER","permissions":"FAIRSHARE_VIEW FAIRSHARE_FINANCE"}}`
}

func has(findings []mapping.Finding, code string, severity mapping.Severity) bool {
	for _, f := range findings {
		if f.Code == code && f.Severity == severity {
			return true
		}
	}
	return false
}

func TestCheckFindings(t *testing.T) {
	now := time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC)
	budapest, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		t.Fatal(err)
	}
	good := rest.Expected{Zone: time.UTC, Database: "ofbiz", Now: now}
	for _, c := range []struct {
		name, answer string
		want         rest.Expected
		code         string // none: no finding
		severity     mapping.Severity
	}{
		{"all well", versions("24.09.07", "UTC"), good, "", ""},
		{"another name of the zone", versions("24.09.07", "Etc/UTC"), good, "", ""},
		{"a newer one", versions("24.09.10", "UTC"), good, "", ""},
		{"a trunk", versions("trunk", "UTC"), good, "", ""},
		{"an old one", versions("18.12.01", "UTC"), good, rest.CodeVersion, mapping.Warning},
		{"one before", versions("24.09.06", "UTC"), good, rest.CodeVersion, mapping.Warning},
		{"another zone", versions("24.09.07", "America/New_York"), good, rest.CodeZone, mapping.Blocking},
		{"a zone that differs in summer", versions("24.09.07", "Africa/Algiers"), rest.Expected{Zone: budapest}, rest.CodeZone, mapping.Blocking},
		{"a zone nobody knows", versions("24.09.07", "Mars/Olympus"), good, rest.CodeZone, mapping.Warning},
		{"a clock that is late", versions("24.09.07", "UTC"), rest.Expected{Now: now.Add(6 * time.Minute)}, rest.CodeClock, mapping.Blocking},
		{"another database", versions("24.09.07", "UTC"), rest.Expected{Database: "ofbiz_test"}, rest.CodeDatabase, mapping.Blocking},
		{"a component of tomorrow", strings.Replace(versions("24.09.07", "UTC"), `"2"`, `"3"`, 1), good, rest.CodeComponent, mapping.Blocking},
		{"no right", strings.Replace(versions("24.09.07", "UTC"), " FAIRSHARE_FINANCE", "", 1), good, rest.CodePermission, mapping.Blocking},
		{"no desk", versions("24.09.07", "UTC"), rest.Expected{Desk: true}, rest.CodeDesk, mapping.Blocking},
		{"a desk", strings.Replace(versions("24.09.07", "UTC"), "_VIEW ", "_VIEW FAIRSHARE_DESK ", 1), rest.Expected{Desk: true, ManagerRole: "MANAGER"}, "", ""},
		{"other managers", strings.Replace(versions("24.09.07", "UTC"), "_VIEW ", "_VIEW FAIRSHARE_DESK ", 1), rest.Expected{ManagerRole: "OTHER"}, rest.CodeManager, mapping.Warning},
		{"every right", strings.Replace(versions("24.09.07", "UTC"), "_VIEW ", "_VIEW FAIRSHARE_ADMIN ", 1), good, rest.CodePermission, mapping.Warning},
	} {
		with := settings(newStub(t, answer(200, asJSON, c.answer)).URL)
		with.Timeout = 75 * time.Second
		findings, err := newClient(t, with).Check(t.Context(), c.want)
		if err != nil || c.code == "" && len(findings) > 0 || c.code != "" && (len(findings) != 1 || !has(findings, c.code, c.severity)) {
			t.Errorf("%s: %v %v", c.name, findings, err)
		}
	}
}

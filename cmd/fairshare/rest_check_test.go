package main

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"fairshare/adapter/rest/resttest"
)

// TestCheckAsksOFBiz: check logs in, asks for versions, and says what to do.
func TestCheckAsksOFBiz(t *testing.T) {
	s, ofbiz := newRESTSite(t)
	if stdout := s.must("check"); !strings.Contains(stdout, ofbiz.URL+" as fairshare: 1 findings") || !strings.Contains(stdout, "REST_TIMEOUT") {
		t.Errorf("all well but for the timeout of the tests:\n%s", stdout)
	}
	missing := resttest.Answer(404, "application/json", `{"statusCode":404,"statusDescription":"Not Found","errorMessage":"HTTP 404 Not Found"}`)
	refused := resttest.Answer(403, "application/json", `{"statusCode":403,"statusDescription":"Forbidden","errorMessage":"Access Denied: Password incorrect."}`)
	for _, c := range []struct {
		name  string
		at    int
		fault resttest.Fault
		tell  map[string]string
		want  []string
	}{
		{name: "component missing", at: 2, fault: missing, want: []string{"REST_CALL", "fairshareVersions is not there", "plugins folder"}},
		{name: "login refused", at: 1, fault: refused, want: []string{"REST_CALL", "Password incorrect", "it is not tried again"}},
		{name: "a login page", at: 1, fault: resttest.Answer(200, "text/html", loginPage), want: []string{"REST_CALL", "is ofbiz.rest.url the address"}},
		{name: "another zone", tell: map[string]string{"zone": "UTC"}, want: []string{"REST_ZONE", "set ofbiz.timezone"}},
		{name: "another database", tell: map[string]string{"database": "ofbiz_test MariaDB 10.11"}, want: []string{"REST_DATABASE", "ofbiz_test"}},
		{name: "no right", tell: map[string]string{"permissions": "FAIRSHARE_VIEW"}, want: []string{"REST_PERMISSION", "security group FAIRSHARE_FINANCE"}},
	} {
		ofbiz.Reset()
		ofbiz.Versions = c.tell
		if c.at > 0 {
			ofbiz.At(c.at, c.fault)
		}
		code, stdout, stderr := s.run("check")
		if exitCode(code) != exitRefused || slices.ContainsFunc(c.want, func(text string) bool { return !strings.Contains(stdout, text) }) {
			t.Errorf("%s: exit %d, want %d and %q\n%s%s", c.name, code, exitRefused, c.want, stdout, stderr)
		}
		if c.tell == nil {
			continue
		}
		if code, _, stderr := s.run("settle", "--until", "2026-11-01"); exitCode(code) != exitConfig || !strings.Contains(stderr, c.want[0]) {
			t.Errorf("%s: settle: exit %d, want %d: %s", c.name, code, exitConfig, stderr)
		}
	}
	if rows := s.rows(`SELECT SETTLEMENT_ID FROM FAIRSHARE_SETTLEMENT`); len(rows) > 0 {
		t.Errorf("planned although OFBiz is not as it should be: %v", rows)
	}
}

// TestRESTPasswordAndTokenAreNowhere settles well and badly, and looks for both in
// all that comes out.
func TestRESTPasswordAndTokenAreNowhere(t *testing.T) {
	s, ofbiz := newRESTSite(t)
	secrets := []string{resttest.Password, base64.StdEncoding.EncodeToString([]byte(resttest.User + ":" + resttest.Password)), "eyJ", "Bearer"}
	look := func(where, text string) {
		t.Helper()
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows %q:\n%s", where, secret, text)
			}
		}
	}
	for i, fault := range []resttest.Fault{
		resttest.CutBefore(), resttest.Truncated(), resttest.AnswerAfter(422, "application/json", said), resttest.Answer(404, "text/html", loginPage),
	} {
		for at := 1; at <= 4; at++ {
			ofbiz.Reset()
			ofbiz.At(at, fault)
			for _, args := range [][]string{{"--verbose", "check"}, {"--verbose", "settle", "--until", []string{"2026-05-01", "2026-06-01", "2026-07-01", "2026-11-01"}[i]}, {"config", "show"}} {
				_, stdout, stderr := s.run(args...)
				look(strings.Join(args, " "), stdout+stderr)
			}
		}
	}
	for _, table := range s.rows("SHOW TABLES LIKE 'FAIRSHARE%'") {
		look("table "+table, strings.Join(s.rows("SELECT * FROM "+table), "\n"))
	}
}

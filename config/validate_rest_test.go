package config

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// viaREST is a configuration that writes through OFBiz, with a group rest.
func viaREST(t *testing.T, group string) (*Config, []Problem) {
	t.Helper()
	c, err := load(t, "ofbiz: {write_with: rest, rest: {password_file: "+secretFile(t, "s3cr et\n", 0o600)+", "+group+"}}")
	var wrong *Error
	if err != nil && !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	if wrong == nil {
		return c, nil
	}
	return c, wrong.Problems
}

func TestRESTIsAccepted(t *testing.T) {
	for _, url := range []string{"https://ofbiz.example.com:8443/rest", "http://127.0.0.1:8080/rest", "http://localhost/rest", "'http://[::1]:8080/rest'"} {
		c, wrong := viaREST(t, "user: fairshare, url: "+url)
		if wrong != nil || c.OFBiz.REST.Password.Reveal() != "s3cr et" {
			t.Errorf("%s: %v", url, wrong)
		}
	}
}

func TestRESTIsRefused(t *testing.T) {
	for _, c := range []struct{ group, key, text string }{
		{"user: f", "ofbiz.rest.url", "must be an address"},
		{"user: f, url: ofbiz.example.com", "ofbiz.rest.url", "must be an address"},
		{"user: f, url: 'ftp://me:hunter2@o/rest'", "ofbiz.rest.url", "must be an address"},
		{"user: f, url: 'https://me:hunter2@o/rest'", "ofbiz.rest.url", "neither a user"},
		{"user: f, url: 'https://o/rest?x=1'", "ofbiz.rest.url", "neither a user"},
		{"user: f, url: 'http://ofbiz.example.com/rest'", "ofbiz.rest.url", "not encrypted"},
		{"user: f, url: 'http://127.0.0.1.example.com/rest'", "ofbiz.rest.url", "not encrypted"},
		{"url: 'https://o/rest'", "ofbiz.rest.user", "is empty"},
		{"user: f, url: 'https://o/rest', timeout_seconds: 120", "settlement.lease_seconds", "more than ofbiz.rest.timeout_seconds (120)"},
		{"user: f, url: 'https://o/rest', timeout_seconds: 0", "ofbiz.rest.timeout_seconds", "from 1 to 600"},
	} {
		_, wrong := viaREST(t, c.group)
		found := slices.ContainsFunc(wrong, func(p Problem) bool { return p.Key == c.key && strings.Contains(p.Text, c.text) })
		if len(wrong) != 1 || !found || strings.Contains(wrong[0].Text, "hunter2") {
			t.Errorf("%s: %v", c.group, wrong)
		}
	}
	if _, err := load(t, "ofbiz: {write_with: rest, rest: {user: f, url: 'https://o/rest'}}"); err == nil || !strings.Contains(err.Error(), "ofbiz.rest.password_file") {
		t.Errorf("without a password: %v", err)
	}
}

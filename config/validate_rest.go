package config

import (
	"net"
	"net/url"
	"strings"
)

// validateREST looks at ofbiz.rest where it is used. That an address is safe to send
// a password to belongs here, so that no command begins with one that is not.
func (c *Config) validateREST(wrong *problems) {
	rest := c.OFBiz.REST
	if s := rest.TimeoutSeconds; s < 1 || s > 600 {
		wrong.add("ofbiz.rest.timeout_seconds", "", "it must be from 1 to 600, not %d", s)
	}
	if c.OFBiz.WriteWith != "rest" {
		return
	}
	if c.Settlement.LeaseSeconds <= rest.TimeoutSeconds {
		wrong.add("settlement.lease_seconds", "", "it must be more than ofbiz.rest.timeout_seconds (%d): a run must not be taken for dead while OFBiz still works on its last call", rest.TimeoutSeconds)
	}
	validateURL(wrong, rest.URL)
	if rest.User == "" {
		wrong.add("ofbiz.rest.user", "", "it must name a userLoginId and is empty")
	}
	if rest.PasswordFile == "" {
		wrong.add("ofbiz.rest.password_file", "", "it must name the file with the password and is empty")
	}
}

func validateURL(wrong *problems, text string) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		wrong.add("ofbiz.rest.url", "", "it must be an address such as https://ofbiz.example.com:8443/rest, not %q", withoutLogin(text))
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		wrong.add("ofbiz.rest.url", "", "it must have neither a user nor a ? or #: user and password_file say who logs in")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		wrong.add("ofbiz.rest.url", "", "%s is not encrypted, so the password could be read on its way: use https, or http on 127.0.0.1 only", text)
	}
}

// withoutLogin keeps a password that was put into an address out of the message.
func withoutLogin(text string) string {
	if i := strings.LastIndex(text, "@"); i >= 0 {
		return "…" + text[i:]
	}
	return text
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

package config

import (
	"errors"
	"strings"
	"testing"
)

func TestMailIsAccepted(t *testing.T) {
	password := secretFile(t, "s3cret mail\n", 0o600)
	for _, group := range []string{
		"server: 'mail.example.com:587', from: a@example.com, finance: [b@example.com]",
		"server: 'mail.example.com:465', tls: implicit, from: 'Anna Ő <a@example.com>', parties: true",
		"server: 'localhost:25', tls: none, from: a@example.com, parties: true",
		"server: 'mail.example.com:587', user: x, password_file: " + password + ", from: a@example.com, finance: [b@example.com, c@example.com]",
	} {
		if _, err := load(t, "mail: {"+group+"}"); err != nil {
			t.Errorf("%s: %v", group, err)
		}
	}
	c, err := load(t, "mail: {server: 'm:587', user: x, password_file: "+password+", from: a@example.com, parties: true}")
	if err != nil || c.Mail.Password.Reveal() != "s3cret mail" {
		t.Errorf("%v", err)
	}
	var printed strings.Builder
	if err := c.Print(&printed); err != nil || strings.Contains(printed.String(), "s3cret") {
		t.Errorf("%v\n%s", err, &printed)
	}
}

func TestMailIsRefused(t *testing.T) {
	const good = "from: a@example.com, finance: [b@example.com], "
	for _, c := range []struct{ group, key, text string }{
		{"finance: [b@example.com]", "mail.server", "must name the mail server"},
		{"parties: true", "mail.server", "must name the mail server"},
		{good + "server: mail.example.com", "mail.server", "host:port"},
		{good + "server: 'me:hunter2@mail.example.com:587:1'", "mail.server", "host:port"},
		{good + "server: 'mail.example.com:25', tls: none", "mail.tls", "on this machine only"},
		{good + "server: 'localhost.example.com:25', tls: none", "mail.tls", "on this machine only"},
		{good + "server: '127.0.0.1:25', tls: none, user: x", "mail.user", "without encryption"},
		{good + "server: 'm:25', tls: ssl", "mail.tls", "one of starttls"},
		{good + "server: 'm:25', user: x", "mail.password_file", "is empty"},
		{good + "server: 'm:25', timeout_seconds: 0", "mail.timeout_seconds", "from 1 to 600"},
		{"server: 'm:25', finance: [b@example.com]", "mail.from", "no e-mail address"},
		{"server: 'm:25', from: a@example.com", "mail.finance", "nobody gets mail"},
		{"server: 'm:25', from: a@example.com, finance: ['b@example.com, c@example.com']", "mail.finance", "no e-mail address"},
		{"server: 'm:25', from: a@example.com, parties: true, party_purpose: ''", "mail.party_purpose", "is empty"},
	} {
		_, err := load(t, "mail: {"+c.group+"}")
		var wrong *Error
		if !errors.As(err, &wrong) || len(wrong.Problems) != 1 || wrong.Problems[0].Key != c.key || !strings.Contains(wrong.Problems[0].Text, c.text) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", c.group, err)
		}
	}
}

package config

import (
	"net"
	"net/mail"
)

// validateMail looks at mail where it is sent. That nothing goes out in the open
// belongs here, so that no command begins with a server that is not safe.
func (c *Config) validateMail(wrong *problems) {
	m := c.Mail
	choose(wrong, "mail.tls", m.TLS, "starttls", "implicit", "none")
	checkID(wrong, "mail.party_purpose", m.PartyPurpose)
	if s := m.TimeoutSeconds; s < 1 || s > 600 {
		wrong.add("mail.timeout_seconds", "", "it must be from 1 to 600, not %d", s)
	}
	for _, address := range m.Finance {
		checkAddress(wrong, "mail.finance", address)
	}
	if !m.Enabled() {
		if len(m.Finance) > 0 || m.Parties {
			wrong.add("mail.server", "", "it must name the mail server, host:port, since mail.finance or mail.parties say who gets mail")
		}
		return
	}
	c.validateMailServer(wrong)
	checkAddress(wrong, "mail.from", m.From)
	if m.Parties && m.PartyPurpose == "" {
		wrong.add("mail.party_purpose", "", "it must name a contactMechPurposeTypeId and is empty")
	}
	if len(m.Finance) == 0 && !m.Parties {
		wrong.add("mail.finance", "", "nobody gets mail: name addresses here, or set mail.parties, or leave mail.server empty")
	}
}

func (c *Config) validateMailServer(wrong *problems) {
	m := c.Mail
	host, port, err := net.SplitHostPort(m.Server)
	if err != nil || host == "" || port == "" {
		wrong.add("mail.server", "", "it must be host:port such as mail.example.com:587, not %q", withoutLogin(m.Server))
		return
	}
	switch {
	case m.TLS == "none" && !isLoopback(host):
		wrong.add("mail.tls", "", "none is for a server on this machine only: everybody between here and %s could read the mails", host)
	case m.TLS == "none" && m.User != "":
		wrong.add("mail.user", "", "nobody logs in without encryption: set mail.tls, or leave user empty")
	case m.User != "" && m.PasswordFile == "":
		wrong.add("mail.password_file", "", "it must name the file with the password of mail.user and is empty")
	case m.User == "" && m.PasswordFile != "":
		wrong.add("mail.user", "", "it must name the account whose password mail.password_file holds, and is empty")
	}
}

func checkAddress(wrong *problems, key, text string) {
	if _, err := mail.ParseAddress(text); err != nil {
		wrong.add(key, "", "%q is no e-mail address such as anna@example.com", text)
	}
}

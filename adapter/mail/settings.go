package mail

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"time"
)

// Encryption says how the connection is protected.
type Encryption string

// The ways there are; see the package's comment.
const (
	StartTLS Encryption = "starttls"
	Implicit Encryption = "implicit"
	None     Encryption = "none"
)

// Settings are the way to a mail server.
type Settings struct {
	Address    string // host:port
	Encryption Encryption
	CA         *x509.CertPool  // who may vouch for the server; nil: the system's authorities
	User       string          // "": no login
	Password   string          // of User
	From       netmail.Address // sender
	Hello      string          // name of this machine
	Timeout    time.Duration   // for one answer of the server
}

// Server is a mail server that may be sent to.
type Server struct {
	settings Settings
	host     string
}

// New refuses settings that would give something away, or can't work.
func New(s Settings) (*Server, error) {
	host, port, err := net.SplitHostPort(s.Address)
	switch {
	case err != nil || host == "" || port == "":
		return nil, fmt.Errorf("mail.server: %q is no host:port such as mail.example.com:587", s.Address)
	case s.Encryption != StartTLS && s.Encryption != Implicit && s.Encryption != None:
		return nil, fmt.Errorf("mail.tls: it must be starttls, implicit or none, not %q", s.Encryption)
	case s.Encryption == None && !isLoopback(host):
		return nil, fmt.Errorf("mail.tls: none is for a server on this machine only, since everybody between here and %s could read the mails: use starttls or implicit", host)
	case s.Encryption == None && s.User != "":
		return nil, errors.New("mail.user: nobody logs in without encryption: set mail.tls, or leave user empty")
	}
	if _, err := Parse(s.From.Address); err != nil {
		return nil, fmt.Errorf("mail.from: %w", err)
	}
	if s.Timeout <= 0 {
		s.Timeout = 30 * time.Second
	}
	if !plainName(s.Hello) {
		s.Hello = "localhost"
	}
	return &Server{s, host}, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// plainName recognizes what may follow EHLO.
func plainName(name string) bool {
	for _, c := range name {
		if c != '.' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return name != ""
}

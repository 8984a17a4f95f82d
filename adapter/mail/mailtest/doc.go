// Package mailtest is a mail server for tests: it speaks SMTP over a real line, with
// TLS and a login, keeps what it takes, and does harm at any step when it is told to.
package mailtest

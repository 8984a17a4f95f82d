package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/textproto"
	"strings"

	"fairshare/mapping"
)

// Kind says what an error means for the message.
type Kind int

// The kinds. All but the last are certain: the server did not take the message.
const (
	Unreachable Kind = iota // no connection, or it was lost: any message may fare better later
	Untrusted               // the server did not prove who it is, or would not encrypt
	Login                   // the server did not let us in
	Refused                 // the server will not take this message; Final says whether for good
	Uncertain               // the server may have taken it
)

// Error says what went wrong between here and the mail server, and what to do.
type Error struct {
	Kind  Kind
	Op    string
	Err   error
	Final bool // trying again is no use
	Hint  string
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%s: %s", e.Op, mapping.Shown(e.Err.Error()))
	if e.Hint != "" {
		text += ": " + e.Hint
	}
	return text
}

// Brief is the error without what the server said to a message, which may name its
// addressee: for a log.
func (e *Error) Brief() string {
	var answer *textproto.Error
	switch {
	case errors.As(e.Err, &answer):
		return fmt.Sprintf("%s: the server answers %d", e.Op, answer.Code)
	case e.Kind == Refused:
		return e.Op
	}
	return e.Error()
}

// Unwrap gives what the network, or the server, said.
func (e *Error) Unwrap() error { return e.Err }

// As finds an Error of this package in an error, nil where there is none.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// answered is the error of a command: the server has refused, or did not answer.
func answered(op string, err error) error {
	var answer *textproto.Error
	switch {
	case !errors.As(err, &answer):
		return &Error{Kind: Unreachable, Op: op, Err: err, Hint: "is mail.server right, and can it be reached from here?"}
	case answer.Code == 421: // the server is going away, whatever it was told
		return &Error{Kind: Unreachable, Op: op, Err: err}
	case answer.Code >= 500:
		return &Error{Kind: Refused, Op: op, Err: err, Final: true, Hint: "it is not tried again; when the cause is mended: fairshare mail retry"}
	}
	return &Error{Kind: Refused, Op: op, Err: err}
}

// untrusted tells a failed handshake from a lost connection.
func untrusted(host string, err error) error {
	var unproven *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	kind, hint := Unreachable, "is mail.server right, and can it be reached from here?"
	switch {
	case errors.As(err, &unproven):
		kind, hint = Untrusted, hintFor(host, err)
	case errors.As(err, &plain):
		kind, hint = Untrusted, "what answers there does not speak TLS from the first byte: is mail.tls right? starttls is usual on port 587, implicit on 465"
	case strings.Contains(err.Error(), "tls: "):
		kind, hint = Untrusted, "no encryption could be agreed on: allow TLS 1.2 or 1.3 on the server"
	}
	return &Error{Kind: kind, Op: "encrypt the connection to the mail server", Err: err, Hint: hint}
}

func hintFor(host string, err error) string {
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &name):
		return "nothing was sent; write the name that is in the server's certificate into mail.server, or issue one for " + host
	case errors.As(err, &unknown):
		return "nothing was sent; if you trust whoever signed the server's certificate, put its certificate into mail.ca_file"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "nothing was sent; renew the server's certificate; if it is new, is this machine's clock right?"
	}
	return "nothing was sent; issue a new certificate for the server"
}

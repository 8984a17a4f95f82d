package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// Connection is a conversation with the mail server. After an error of another kind
// than Refused it is over.
type Connection struct {
	server *Server
	line   net.Conn
	client *smtp.Client
	broken bool // nobody listens any more, or nobody knows to what
}

// Connect opens the connection, encrypts it, and logs in.
func (s *Server) Connect(ctx context.Context) (*Connection, error) {
	dialer := net.Dialer{Timeout: s.settings.Timeout}
	line, err := dialer.DialContext(ctx, "tcp", s.settings.Address)
	if err != nil {
		return nil, answered("connect to the mail server", err)
	}
	c := &Connection{server: s, line: line}
	stop := context.AfterFunc(ctx, func() { _ = line.SetDeadline(time.Unix(1, 0)) }) // ends whatever is waited for
	defer stop()
	if err := c.begin(ctx); err != nil {
		_ = line.Close() // the first error counts
		return nil, err
	}
	return c, nil
}

func (c *Connection) begin(ctx context.Context) error {
	c.wait()
	line := c.line
	if c.server.settings.Encryption == Implicit {
		encrypted := tls.Client(line, c.server.tls())
		if err := encrypted.HandshakeContext(ctx); err != nil {
			return untrusted(c.server.host, err)
		}
		line = encrypted
	}
	client, err := smtp.NewClient(line, c.server.host)
	if err != nil {
		return greeting(err)
	}
	c.client = client
	client.SkipSMTPUTF8(true) // addresses are ASCII
	if err := client.Hello(c.server.settings.Hello); err != nil {
		return greeting(err)
	}
	if err := c.encrypt(); err != nil {
		return err
	}
	return c.login()
}

// greeting is the error of a server that talks to nobody, or not to us: that is no
// message's fault.
func greeting(err error) error {
	e := As(answered("greet the mail server", err))
	if e.Kind == Refused {
		e.Kind, e.Final, e.Hint = Unreachable, false, "the server refuses to talk to this machine"
	}
	return e
}

func (s *Server) tls() *tls.Config {
	return &tls.Config{ServerName: s.host, RootCAs: s.settings.CA, MinVersion: tls.VersionTLS12}
}

// wait gives the server its time for the next answer.
func (c *Connection) wait() { _ = c.line.SetDeadline(time.Now().Add(c.server.settings.Timeout)) }

// waitForEnd gives it longer: it may look through the whole message first, and not to
// wait for it would leave nobody knowing.
func (c *Connection) waitForEnd() {
	_ = c.line.SetDeadline(time.Now().Add(4 * c.server.settings.Timeout))
}

var errNoTLS = errors.New("the server does not offer STARTTLS")

// encrypt never goes on in the open: who hides STARTTLS gets nothing.
func (c *Connection) encrypt() error {
	if c.server.settings.Encryption != StartTLS {
		return nil
	}
	if offered, _ := c.client.Extension("STARTTLS"); !offered {
		return &Error{Kind: Untrusted, Op: "encrypt the connection to the mail server", Err: errNoTLS, Hint: "nothing was sent; either it is switched off there, or somebody in between hides it; port 465 wants mail.tls: implicit"}
	}
	c.wait()
	if err := c.client.StartTLS(c.server.tls()); err != nil {
		return untrusted(c.server.host, err)
	}
	return nil
}

// login gives the password to an encrypted connection only.
func (c *Connection) login() error {
	s := c.server.settings
	if s.User == "" {
		return nil
	}
	if _, encrypted := c.client.TLSConnectionState(); !encrypted {
		return &Error{Kind: Login, Op: "log in to the mail server", Err: smtp.ErrUnencrypted}
	}
	_, ways := c.client.Extension("AUTH")
	var way smtp.Auth
	switch offered := strings.Fields(strings.ToUpper(ways)); {
	case slices.Contains(offered, "PLAIN"):
		way = smtp.PlainAuth("", s.User, s.Password, c.server.host, false)
	case slices.Contains(offered, "LOGIN"):
		way = smtp.LoginAuth(s.User, s.Password, c.server.host, false)
	default:
		return &Error{Kind: Login, Op: "log in to the mail server", Err: errors.New("the server offers neither AUTH PLAIN nor LOGIN"), Hint: "is this the port for sending (587 or 465)? Leave mail.user empty if the server wants no login"}
	}
	c.wait()
	if err := c.client.Auth(way); err != nil {
		return loginError(err)
	}
	return nil
}

func loginError(err error) error {
	e := As(answered("log in to the mail server", err))
	if e.Kind == Refused {
		e.Kind, e.Final, e.Hint = Login, false, "correct mail.user, or the password in mail.password_file"
	}
	return e
}

// Close ends the conversation politely, if the server still listens.
func (c *Connection) Close() {
	if c.broken {
		_ = c.line.Close() // nothing is pending
		return
	}
	c.wait()
	_ = c.client.Quit()  // a server that is gone needs no farewell
	_ = c.client.Close() // closed already after Quit
}

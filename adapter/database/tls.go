package database

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"database/sql/driver"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
)

// leastBits is the shortest RSA key that is trusted; Go itself goes down to 1024.
const leastBits = 2048

// secured is TLS as every connection has it: 1.2 or newer, and keys that last. What
// proves the server is the caller's: authorities and the server's name.
func secured(settings *tls.Config) *tls.Config {
	if settings == nil {
		return nil
	}
	c := settings.Clone()
	c.MinVersion = max(c.MinVersion, tls.VersionTLS12)
	c.VerifyConnection = verifyKeys
	return c
}

// verifyKeys runs after the chain was verified, on resumed sessions too.
func verifyKeys(state tls.ConnectionState) error {
	for _, chain := range state.VerifiedChains {
		for _, certificate := range chain {
			if key, ok := certificate.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() < leastBits {
				return &WeakKeyError{certificate.Subject.String(), key.N.BitLen()}
			}
		}
	}
	return nil
}

// alerts is the driver's logger. In TLS 1.3 the server refuses our certificate after
// the handshake, and the driver gives the reason to its logger only: the error that
// it returns is that the connection broke.
type alerts struct {
	mutex  sync.Mutex
	last   error
	opened atomic.Bool // somebody has logged in
}

// dial connects as the driver would, and lets the first login hear the server out.
func (a *alerts) dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil || a.opened.Load() {
		return c, err
	}
	return &greeted{c, &a.opened}, nil
}

// greeted is a connection on which nobody has logged in yet. A server that hangs up
// there may have said why, and the driver reads that only if its own words went off
// well: so a write that comes too late is not told, and the read after it fails.
type greeted struct {
	net.Conn
	opened *atomic.Bool
}

func (g *greeted) Write(b []byte) (int, error) {
	n, err := g.Conn.Write(b)
	var late net.Error
	if hungUp := errors.As(err, &late) && !late.Timeout(); hungUp && !g.opened.Load() {
		return len(b), nil
	}
	return n, err
}

// SyscallConn lets the driver find out whether an idle connection is dead.
func (g *greeted) SyscallConn() (syscall.RawConn, error) {
	raw, ok := g.Conn.(syscall.Conn)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	return raw.SyscallConn()
}

// Print keeps an alert of the server and drops everything else.
func (a *alerts) Print(values ...any) {
	for _, value := range values {
		if err, ok := value.(error); ok && alertOf(err) != "" {
			a.mutex.Lock()
			a.last = err
			a.mutex.Unlock()
		}
	}
}

// reason is the alert that broke a connection, or else the error itself.
func (a *alerts) reason(err error) error {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if broken := errors.Is(err, mysql.ErrInvalidConn) || errors.Is(err, driver.ErrBadConn); a.last != nil && broken {
		return a.last
	}
	return err
}

// Cipher is what the connection is encrypted with, as the server says; empty: it is
// not.
func Cipher(ctx context.Context, db *sqlx.DB) (string, error) {
	var name, cipher string
	if err := db.QueryRowContext(ctx, "SHOW SESSION STATUS LIKE 'Ssl_cipher'").Scan(&name, &cipher); err != nil {
		return "", ReadError("ask how the connection is encrypted", err)
	}
	return cipher, nil
}

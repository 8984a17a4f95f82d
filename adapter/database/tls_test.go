package database

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// A server that refuses our certificate hangs up at once. What we send after that
// fails, and still its reason has to be read.
func TestGreetedHearsTheServerOut(t *testing.T) {
	for name, opened := range map[string]bool{"OK": false, "ErrOncePastTheLogin": true} {
		t.Run(name, func(t *testing.T) {
			conn := refusedBy(t, opened)
			_, err := conn.Write([]byte("login"))
			if told := err != nil; told != opened {
				t.Fatalf("the write that came too late: %v", err)
			}
			if _, err = conn.Read(make([]byte, 1)); alertOf(err) == "" && !opened {
				t.Errorf("read %v, want the server's alert", err)
			}
		})
	}
}

// refusedBy is the client's side of a TLS connection after the server has refused its
// certificate and the client has come to know that writing is over.
func refusedBy(t *testing.T, opened bool) *tls.Conn {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	refused := make(chan error, 1)
	go func() {
		c, err := listener.Accept()
		if err == nil {
			err = tls.Server(c, &tls.Config{MinVersion: tls.VersionTLS13, ClientAuth: tls.RequireAnyClientCert,
				Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}).Handshake()
			_ = c.Close()
		}
		refused <- err
	}()
	a := new(alerts)
	dialed, err := a.dial(context.Background(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	inner := &hungUp{Conn: dialed.(*greeted).Conn}
	dialed.(*greeted).Conn = inner
	conn := tls.Client(dialed, &tls.Config{MinVersion: tls.VersionTLS13, InsecureSkipVerify: true}) //nolint:gosec // the server's name is not what is tested
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.Handshake(); err != nil {
		t.Fatal(err)
	}
	if err := <-refused; err == nil {
		t.Fatal("the server took a client without a certificate")
	}
	inner.over.Store(true)
	a.opened.Store(opened)
	return conn
}

// hungUp is a connection on which nothing more can be written.
type hungUp struct {
	net.Conn
	over atomic.Bool
}

func (h *hungUp) Write(b []byte) (int, error) {
	if h.over.Load() {
		return 0, &net.OpError{Op: "write", Err: syscall.EPIPE}
	}
	return h.Conn.Write(b)
}

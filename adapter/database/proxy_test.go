package database_test

import (
	"bytes"
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// proxy stands between a client and the server and cuts the connection over which
// a statement goes: before it is passed on, or after the server has answered it and
// before the client has the answer.
type proxy struct {
	Address string
	server  string
	before  atomic.Pointer[[]byte]
	after   atomic.Pointer[[]byte]
	cuts    atomic.Int32
}

func newProxy(t *testing.T, server string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	p := &proxy{Address: listener.Addr().String(), server: server}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
	return p
}

// CutBefore cuts once, instead of passing the statement on.
func (p *proxy) CutBefore(statement string) { b := []byte(statement); p.before.Store(&b) }

// CutAfter cuts once, instead of passing the statement's answer on.
func (p *proxy) CutAfter(statement string) { b := []byte(statement); p.after.Store(&b) }

func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	var silent atomic.Bool
	go func() {
		p.answers(client, server, &silent)
		client.Close()
	}()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if p.takes(&p.before, buffer[:n]) {
			return
		}
		if p.takes(&p.after, buffer[:n]) {
			silent.Store(true)
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// takes consumes the statement that was asked for when it comes by.
func (p *proxy) takes(what *atomic.Pointer[[]byte], packet []byte) bool {
	statement := what.Load()
	if statement == nil || !bytes.Contains(packet, *statement) || !what.CompareAndSwap(statement, nil) {
		return false
	}
	p.cuts.Add(1)
	return true
}

func (p *proxy) answers(client io.Writer, server io.Reader, silent *atomic.Bool) {
	buffer := make([]byte, 1<<16)
	for {
		n, err := server.Read(buffer)
		if err != nil || silent.Load() {
			return
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}

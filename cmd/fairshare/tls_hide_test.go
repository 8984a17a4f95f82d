package main

import (
	"bytes"
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// hider sits between Fairshare and the server and takes the offer of TLS out of the
// server's greeting: whoever falls for it sends its password's hash in the open.
type hider struct {
	address string
	bytes   atomic.Int64 // that Fairshare sent
	done    chan struct{}
}

func hideTLS(t *testing.T, server string) *hider {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	h := &hider{address: listener.Addr().String(), done: make(chan struct{})}
	go func() {
		defer close(h.done)
		client, err := listener.Accept()
		if err != nil {
			return
		}
		defer client.Close()
		h.greet(client, server)
	}()
	return h
}

// sent waits until Fairshare has hung up.
func (h *hider) sent() int64 {
	<-h.done
	return h.bytes.Load()
}

// greet hands the greeting on and counts what comes back.
func (h *hider) greet(client net.Conn, server string) {
	real, err := net.Dial("tcp", server)
	if err != nil {
		return
	}
	defer real.Close()
	head := make([]byte, 4)
	if _, err := io.ReadFull(real, head); err != nil {
		return
	}
	greeting := make([]byte, int(head[0])|int(head[1])<<8)
	if _, err := io.ReadFull(real, greeting); err != nil {
		return
	}
	// protocol, version up to its 0, thread (4), salt (8), 0, then the capabilities
	capabilities := bytes.IndexByte(greeting, 0) + 1 + 4 + 8 + 1
	greeting[capabilities+1] &^= 0x08 // CLIENT_SSL is 0x0800
	if _, err := client.Write(append(head, greeting...)); err != nil {
		return
	}
	n, _ := io.Copy(io.Discard, client) // until it hangs up
	h.bytes.Add(n)
}

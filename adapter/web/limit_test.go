package web

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener in memory: its connections live in a test's own time.
type pipes struct {
	next   chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.next:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// serving runs a test against the real server in a bubble of time.
func serving(t *testing.T, pages *Server, try func(t *testing.T, dial func() net.Conn)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		listener := &pipes{make(chan net.Conn), make(chan struct{})}
		done := make(chan error, 1)
		go func() { done <- pages.Serve(ctx, listener) }()
		try(t, func() net.Conn {
			client, server := net.Pipe()
			listener.next <- server
			return client
		})
		cancel()
		if err := <-done; err != nil {
			t.Errorf("stop: %v", err)
		}
	})
}

// endsAfter reads until the server hangs up and tells how long that took.
func endsAfter(t *testing.T, c net.Conn) time.Duration {
	t.Helper()
	began := time.Now()
	if _, err := io.Copy(io.Discard, c); err != nil && !errors.Is(err, io.ErrClosedPipe) {
		t.Fatal(err)
	}
	c.Close()
	return time.Since(began)
}

// write sends what the server is not ready to take as well.
func write(c net.Conn, text string) { go func() { _, _ = io.WriteString(c, text) }() }

func TestSlowHeadersAreCutOff(t *testing.T) {
	serving(t, &Server{Log: quiet()}, func(t *testing.T, dial func() net.Conn) {
		for _, sent := range []string{"", "GET /healthz HTTP/1.1\r\nHost: a\r\n"} {
			c := dial()
			write(c, sent)
			if took := endsAfter(t, c); took != headerTimeout {
				t.Errorf("after %q the server waits for %v, want %v", sent, took, headerTimeout)
			}
		}
	})
}

func TestIdleConnectionsAreClosed(t *testing.T) {
	serving(t, &Server{Log: quiet()}, func(t *testing.T, dial func() net.Conn) {
		c := dial()
		write(c, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
		response, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatal(response, err)
		}
		if took := endsAfter(t, c); took < idleTimeout || took > idleTimeout+requestTimeout {
			t.Errorf("an idle connection ends after %v, want %v", took, idleTimeout)
		}
	})
}

// A reader who takes nothing holds the server up for a while and not for ever.
func TestSlowReadersAreCutOff(t *testing.T) {
	var failed error
	large := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, failed = w.Write(bytes.Repeat([]byte("x"), 1<<20))
	})
	serving(t, &Server{Log: quiet(), Metrics: large}, func(t *testing.T, dial func() net.Conn) {
		c := dial()
		write(c, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
		time.Sleep(requestTimeout + time.Second) // of the bubble's time
		synctest.Wait()
		if failed == nil {
			t.Error("the answer is still being written")
		}
		c.Close()
	})
}

func TestHeadersAreLimited(t *testing.T) {
	serving(t, &Server{Log: quiet()}, func(t *testing.T, dial func() net.Conn) {
		for size, want := range map[int]int{headerBytes / 2: http.StatusOK, 4 * headerBytes: http.StatusRequestHeaderFieldsTooLarge} {
			c := dial()
			write(c, "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: "+strings.Repeat("x", size)+"\r\n\r\n")
			response, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil || response.StatusCode != want {
				t.Errorf("headers of %d bytes: %v %v, want %d", size, response, err, want)
			}
			c.Close()
		}
	})
}

// A body is not wanted: a handler that reads one gets an error, and what is sent of
// a large one is not waited for.
func TestBodiesAreRefused(t *testing.T) {
	var read int
	var failed error
	reading := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		content, err := io.ReadAll(r.Body)
		read, failed = len(content), err
	})
	serving(t, &Server{Log: quiet(), Metrics: reading}, func(t *testing.T, dial func() net.Conn) {
		c := dial()
		write(c, "GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\nxxxxxxxx")
		response, err := http.ReadResponse(bufio.NewReader(c), nil)
		var large *http.MaxBytesError
		if err != nil || read != 0 || !errors.As(failed, &large) {
			t.Errorf("%v %v: the handler got %d bytes and %v", response, err, read, failed)
		}
		if took := endsAfter(t, c); took > requestTimeout+idleTimeout {
			t.Errorf("the server waits for the body for %v", took)
		}
	})
}

func TestNothingElseIsShown(t *testing.T) {
	s := &Server{Log: quiet(), Metrics: http.NotFoundHandler()}
	for _, path := range []string{"/", "/index.html", "/healthz/", "/healthz/x", "/readyz/..", "/debug/pprof/", "/debug/vars", "/reports/", "/../../etc/passwd", "/%2e%2e/etc/passwd", "/.git/config", "//"} {
		if w := get(t, s, path); w.Code/100 == 2 || strings.Contains(w.Body.String(), "<a ") && w.Code != http.StatusMovedPermanently && w.Code != http.StatusTemporaryRedirect {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/"} {
		header := get(t, s, path).Header()
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Cache-Control") != "no-store" || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") || header.Get("Server") != "" {
			t.Errorf("%s: headers %v", path, header)
		}
	}
}

func TestListenIsOnTheLoopbackOnly(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "localhost:0"} {
		l, err := Listen(t.Context(), address, false)
		if err != nil {
			t.Fatal(err)
		}
		if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
			t.Errorf("%s listens on %s", address, ip)
		}
		l.Close()
	}
}

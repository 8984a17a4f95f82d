package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func get(t *testing.T, s *Server, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

func TestHealthIsAboutTheProcessOnly(t *testing.T) {
	s := &Server{Log: quiet(), Checks: []Check{{"database", func(context.Context) error { return errors.New("down") }}}}
	if w := get(t, s, "/healthz"); w.Code != http.StatusOK || w.Body.String() != "ok\n" {
		t.Errorf("healthz: %d %q", w.Code, w.Body)
	}
}

func TestReadyTellsEveryReason(t *testing.T) {
	fail := true
	s := &Server{Log: quiet(), Checks: []Check{
		{"database", func(context.Context) error { return nil }},
		{"migrations", func(context.Context) error {
			if fail {
				return errors.New("run `fairshare migrate`")
			}
			return nil
		}},
		{"night", func(context.Context) error {
			if fail {
				panic("nil map")
			}
			return nil
		}},
	}}
	w := get(t, s, "/readyz")
	var answer report
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	if w.Code != http.StatusServiceUnavailable || answer.Ready || len(answer.Checks) != 3 {
		t.Errorf("not ready: %d %+v", w.Code, answer)
	}
	if !answer.Checks[0].OK || answer.Checks[1].Reason != "run `fairshare migrate`" || !strings.Contains(answer.Checks[2].Reason, "nil map") {
		t.Errorf("reasons: %+v", answer.Checks)
	}
	fail = false
	if w := get(t, s, "/readyz"); w.Code != http.StatusOK {
		t.Errorf("ready: %d %s", w.Code, w.Body)
	}
}

func TestReadyWithANote(t *testing.T) {
	s := &Server{Log: quiet(), Checks: []Check{{"night", func(context.Context) error { return Note("held back until noon") }}}}
	w := get(t, s, "/readyz")
	if want := `{"ready":true,"checks":[{"name":"night","ok":true,"note":"held back until noon"}]}`; w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != want {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestReadyProbesOncePerSecond(t *testing.T) {
	probes := 0
	s := &Server{Log: quiet(), Checks: []Check{{"database", func(context.Context) error { probes++; return nil }}}}
	handler := s.Handler()
	for range 20 {
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/readyz", nil))
	}
	if probes != 1 {
		t.Errorf("%d probes for 20 requests at once", probes)
	}
}

func TestOnlyGetIsAnswered(t *testing.T) {
	s := &Server{Log: quiet(), Metrics: http.NotFoundHandler()}
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader("x")))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %d", path, w.Code)
		}
	}
}

func TestListenRefusesRemoteAddresses(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:9464", "example.org:80"} {
		if l, err := Listen(t.Context(), address, false); err == nil {
			l.Close()
			t.Errorf("%s was opened", address)
		} else if !strings.Contains(err.Error(), "serve.allow_remote") {
			t.Errorf("%s: %v does not say what to do", address, err)
		}
	}
	l, err := Listen(t.Context(), "0.0.0.0:0", true)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

// TestListenTwice names what to free or to set; a listener that breaks ends Serve.
func TestListenTwice(t *testing.T) {
	l, err := Listen(t.Context(), "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(t.Context(), l.Addr().String(), false); !errors.Is(err, syscall.EADDRINUSE) || !strings.HasSuffix(err.Error(), "free the address or set serve.listen") {
		t.Error(err)
	}
	l.Close()
	if err := (&Server{Log: quiet()}).Serve(t.Context(), l); !errors.Is(err, net.ErrClosed) || !strings.HasPrefix(err.Error(), "serve health and metrics: ") {
		t.Error(err)
	}
}

func TestServeStopsWithItsContext(t *testing.T) {
	l, err := Listen(t.Context(), "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- (&Server{Log: quiet()}).Serve(ctx, l) }()
	response, err := http.Get("http://" + l.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	response.Body.Close()
	if string(body) != "ok\n" {
		t.Errorf("body %q", body)
	}
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("stop: %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
}

package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	headerTimeout   = 5 * time.Second
	requestTimeout  = 15 * time.Second
	idleTimeout     = time.Minute
	headerBytes     = 8 << 10
	shutdownTimeout = 5 * time.Second
)

// Server answers /healthz, /readyz and /metrics, and people's pages.
type Server struct {
	Checks  []Check      // of /readyz
	Metrics http.Handler // of /metrics; nil: there is none
	Pages   http.Handler // everything else, behind a log in; nil: there is nothing else
	TLS     *tls.Config  // nil: plain HTTP
	Log     *slog.Logger
}

// Listen opens the address. One that other machines reach is refused unless
// allowRemote says so.
func Listen(ctx context.Context, address string, allowRemote bool) (net.Listener, error) {
	if !allowRemote && !IsLoopback(address) {
		return nil, fmt.Errorf("listen on %s: other machines reach it and there is no password; use 127.0.0.1, or set serve.allow_remote: true", address)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve health and metrics: %w; free the address or set serve.listen", err)
	}
	return listener, nil
}

// IsLoopback says that an address of host:port is reached from this machine only.
func IsLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// Serve answers on the listener until ctx ends; requests that have begun are
// finished, for a few seconds at most.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       requestTimeout,
		WriteTimeout:      requestTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    headerBytes,
		TLSConfig:         s.TLS,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		stopped <- server.Shutdown(deadline)
	})
	err := s.answer(server, listener)
	if stop() || !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve health and metrics: %w", err)
	}
	return <-stopped
}

func (s *Server) answer(server *http.Server, listener net.Listener) error {
	if s.TLS != nil {
		return server.ServeTLS(listener, "", "") // the certificate is in the configuration
	}
	return server.Serve(listener)
}

// Handler is the pages, for tests and for a server of one's own.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", alive)
	mux.Handle("GET /readyz", &readiness{checks: s.Checks, log: s.Log})
	if s.Metrics != nil {
		mux.Handle("GET /metrics", s.Metrics)
	}
	if s.Pages == nil {
		return plain(mux)
	}
	all := http.NewServeMux()
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		all.Handle(path, plain(mux))
	}
	all.Handle("/", s.Pages)
	return all
}

// alive says that the process answers; whether it can work is /readyz's matter.
func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n")) // whoever asked has gone
}

// plain keeps what is shown out of caches and frames, and bodies out of here.
func plain(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		r.Body = http.MaxBytesReader(w, r.Body, 0)
		next.ServeHTTP(w, r)
	})
}

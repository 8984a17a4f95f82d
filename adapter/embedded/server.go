package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/go-sql-driver/mysql"
)

// Server is a private MariaDB server. Its methods are not safe for concurrent use.
type Server struct {
	Socket  string // path of the unix socket
	Address string // "127.0.0.1:port", empty without Options.TCP

	options Options
	folder  *folder
	program string
	process *process
}

const (
	startTimeout = 60 * time.Second // used where the context has no deadline
	stopTimeout  = 20 * time.Second // then it is killed
	pollInterval = 5 * time.Millisecond
	portAttempts = 5 // a free port may be taken between asking and using it
)

// Start runs a private server and returns when it answers. The context bounds
// the start only: the server lives until Stop, Kill or the end of this process.
// If it does not come up, the error carries the end of its log.
func Start(ctx context.Context, options Options) (*Server, error) {
	program, err := find(serverDirs, "mariadb-server", serverNames)
	if err != nil {
		return nil, fmt.Errorf("start embedded MariaDB: %w", err)
	}
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	home, err := openFolder(ctx, options.Dir)
	if err != nil {
		return nil, fmt.Errorf("start embedded MariaDB: %w", err)
	}
	s := &Server{options: options, folder: home, program: program, Socket: home.socket()}
	if err := s.up(ctx); err != nil {
		return nil, errors.Join(err, home.release())
	}
	return s, nil
}

func withDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, startTimeout)
}

// DSN is a data source name of go-sql-driver/mysql for a schema ("" for none).
func (s *Server) DSN(schema string) string {
	config := mysql.NewConfig()
	config.User, config.Net, config.Addr, config.DBName = User, "unix", s.Socket, schema
	return config.FormatDSN()
}

// Log is the end of the server's error log.
func (s *Server) Log() string { return logTail(s.folder.path) }

// Restart stops the server if it runs and starts it on the same data, socket and port.
func (s *Server) Restart(ctx context.Context) error {
	s.shutdown()
	ctx, cancel := withDeadline(ctx)
	defer cancel()
	return s.up(ctx)
}

// Kill ends the server at once, as a crash would (SIGKILL). The data stays for Restart.
func (s *Server) Kill() error {
	s.process.signal(syscall.SIGKILL)
	<-s.process.done
	return nil
}

// Stop shuts the server down, killing it if it does not end in time, and removes
// its folder if that was temporary. Stopping twice is harmless.
func (s *Server) Stop() error {
	s.shutdown()
	return s.folder.release()
}

func (s *Server) shutdown() {
	s.process.signal(syscall.SIGTERM)
	select {
	case <-s.process.done:
	case <-time.After(stopTimeout):
		_ = s.Kill() // it never fails
	}
}

// up starts the process and waits until it answers; with TCP on another port
// when the first one was snatched away.
func (s *Server) up(ctx context.Context) error {
	var err error
	for range portAttempts {
		if err = s.try(ctx); err == nil || s.Address == "" || ctx.Err() != nil {
			break
		}
		s.Address = ""
	}
	return err
}

func (s *Server) try(ctx context.Context) error {
	port, err := s.port()
	if err != nil {
		return fmt.Errorf("start embedded MariaDB: find a free port: %w", err)
	}
	_ = os.Remove(filepath.Join(s.folder.path, logName)) // so a failure shows this start's lines
	s.process, err = startProcess(s.program, s.options.arguments(s.folder.path, s.Socket, port))
	if err != nil {
		return fmt.Errorf("start embedded MariaDB: %w", err)
	}
	if err := s.ready(ctx); err != nil {
		_ = s.Kill() // it never fails
		return fmt.Errorf("start embedded MariaDB: %w; its log ends with:\n%s", err, s.Log())
	}
	return nil
}

// port is 0 without TCP, and the same again after a Restart.
func (s *Server) port() (int, error) {
	if !s.options.TCP {
		return 0, nil
	}
	address := s.Address
	if address == "" {
		address = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp4", address)
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	s.Address = listener.Addr().String()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// ready returns when the server answers a ping, and an error when it has ended.
func (s *Server) ready(ctx context.Context) error {
	db, err := sql.Open("mysql", s.DSN(""))
	if err != nil {
		return err
	}
	defer db.Close()
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for it to answer: %w", ctx.Err())
		case <-s.process.done:
			return fmt.Errorf("it ended with %s", s.process.command.ProcessState)
		case <-ticker.C:
			if err = db.PingContext(ctx); err == nil {
				return nil
			}
		}
	}
}

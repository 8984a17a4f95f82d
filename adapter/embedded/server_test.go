package embedded

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func start(t *testing.T, options Options) *Server {
	t.Helper()
	options.Relaxed = true
	s, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop() })
	return s
}

func query(t *testing.T, s *Server, statement string) string {
	t.Helper()
	db, err := sql.Open("mysql", s.DSN(""))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var text string
	if err := db.QueryRow(statement).Scan(&text); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return text
}

func execute(t *testing.T, s *Server, statements ...string) {
	t.Helper()
	db, err := sql.Open("mysql", s.DSN(""))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func TestStart(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		began := time.Now()
		s := start(t, Options{})
		t.Logf("ready after %v", time.Since(began).Round(time.Millisecond))
		if got := query(t, s, "SELECT @@skip_networking"); got != "1" {
			t.Errorf("skip_networking = %s, want 1: TCP was not asked for", got)
		}
		if got := query(t, s, "SELECT @@collation_server"); got != "utf8mb3_general_ci" {
			t.Errorf("collation = %s", got)
		}
		dir := s.folder.path
		if info, _ := os.Stat(dir); info.Mode().Perm() != 0o700 {
			t.Errorf("folder mode %v, want 0700", info.Mode().Perm())
		}
		for range 2 { // the second time is harmless
			if err := s.Stop(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the temporary folder is still there: %v", err)
		}
	})
	t.Run("KilledServerKeepsItsData", func(t *testing.T) {
		s := start(t, Options{TCP: true})
		address := s.Address
		execute(t, s, "CREATE DATABASE kept", "CREATE TABLE kept.t (a INT) ENGINE=InnoDB", "INSERT INTO kept.t VALUES (42)")
		s.Kill()
		if err := s.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := query(t, s, "SELECT a FROM kept.t"); got != "42" {
			t.Errorf("a = %s, want 42", got)
		}
		if s.Address != address || address == "" {
			t.Errorf("address %q, was %q: want the same port again", s.Address, address)
		}
	})
	t.Run("FolderIsReusable", func(t *testing.T) {
		dir := filepath.Join(shortDir(t), "data")
		first := start(t, Options{Dir: dir})
		execute(t, first, "CREATE DATABASE kept")
		if err := first.Stop(); err != nil {
			t.Fatal(err)
		}
		second := start(t, Options{Dir: dir})
		if got := query(t, second, "SHOW DATABASES LIKE 'kept'"); got != "kept" {
			t.Errorf("got %q, want the database of the first server", got)
		}
	})
	t.Run("ErrLogShown", func(t *testing.T) {
		_, err := Start(t.Context(), Options{Args: []string{"--no-such-option"}})
		if err == nil || !strings.Contains(err.Error(), "unknown option '--no-such-option'") {
			t.Errorf("error %v, want the server's own words", err)
		}
	})
	t.Run("ErrContext", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Start(ctx, Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want context.Canceled", err)
		}
	})
	t.Run("ErrRestartWithoutProgram", func(t *testing.T) {
		s := start(t, Options{})
		s.program = "/nonexistent/mariadbd"
		if err := s.Restart(t.Context()); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("error %v, want that the program is not there", err)
		}
		if err := s.Stop(); err != nil { // with nothing to stop
			t.Error(err)
		}
	})
	t.Run("ErrSpaceInPath", func(t *testing.T) {
		_, err := Start(t.Context(), Options{Dir: filepath.Join(shortDir(t), "data folder")})
		if err == nil || !strings.Contains(err.Error(), "folder without one") {
			t.Errorf("error %v, want what to do about the path", err)
		}
	})
	t.Run("ErrSocketPathTooLong", func(t *testing.T) {
		_, err := Start(t.Context(), Options{Dir: filepath.Join(shortDir(t), strings.Repeat("d", 90))})
		if err == nil || !strings.Contains(err.Error(), "shorter path") {
			t.Errorf("error %v, want what to do about the path", err)
		}
	})
}

// shortDir is a temporary folder whose path leaves room for a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "fs-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// Two servers that shared a folder for temporary tables took each other's away:
// MariaDB deletes what it finds there when it starts, as after a crash of its own.
func TestStartLeavesOthersTemporaryTables(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	others := filepath.Join(folder, "#sql-temptable-5eae-81-36a.MAI")
	if err := os.WriteFile(others, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, Options{})
	if _, err := os.Stat(others); err != nil {
		t.Errorf("another server's temporary table: %v", err)
	}
}

// TestOrphan plays the parent in a process of its own, because the kernel ties the
// server's life to that of its parent.
func TestOrphan(t *testing.T) {
	if os.Getenv("EMBEDDED_PARENT") != "" {
		s, err := Start(t.Context(), Options{Relaxed: true})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("socket " + s.Socket)
		select {} // until it is killed
	}
	parent := exec.Command(os.Args[0], "-test.run=^TestOrphan$")
	parent.Env = append(os.Environ(), "EMBEDDED_PARENT=1")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var socket string
	for socket == "" && lines.Scan() {
		socket, _ = strings.CutPrefix(lines.Text(), "socket ")
	}
	if socket == "" {
		t.Fatal("the parent did not start a server")
	}
	t.Cleanup(func() { os.RemoveAll(filepath.Dir(socket)) })
	connection, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	parent.Process.Kill()
	parent.Wait()
	connection.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.Copy(io.Discard, connection); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the server outlived its parent")
	}
}

func TestFind(t *testing.T) {
	t.Run("OutsidePath", func(t *testing.T) {
		dir := t.TempDir()
		t.Setenv("PATH", "")
		want := filepath.Join(dir, "mariadbd")
		if err := os.WriteFile(want, nil, 0o700); err != nil {
			t.Fatal(err)
		}
		if got, err := find([]string{dir}, "mariadb-server", serverNames); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	})
	t.Run("ErrMissing", func(t *testing.T) {
		t.Setenv("PATH", "")
		_, err := find(nil, "mariadb-server", serverNames)
		var missing *MissingError
		if !errors.As(err, &missing) || !strings.Contains(err.Error(), "install mariadb-server") {
			t.Errorf("error %v, want the package to install", err)
		}
	})
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	used := &folder{}
	if err := used.makeTemporary(); err != nil {
		t.Fatal(err)
	}
	defer used.release()
	left := &folder{}
	if err := left.makeTemporary(); err != nil {
		t.Fatal(err)
	}
	left.lock.Close() // its owner died
	sweep(dir)
	if _, err := os.Stat(left.path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the left-over folder is still there: %v", err)
	}
	if _, err := os.Stat(used.path); err != nil {
		t.Errorf("a folder in use was removed: %v", err)
	}
}

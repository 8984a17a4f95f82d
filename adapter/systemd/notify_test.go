package systemd

import (
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// manager is a socket as systemd has it.
func manager(t *testing.T, name string) *net.UnixConn {
	t.Helper()
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func expect(t *testing.T, conn *net.UnixConn, want string, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 4096) // the datagram lies in the socket's buffer already
	n, err := conn.Read(buffer)
	if got := string(buffer[:n]); got != want || err != nil {
		t.Errorf("told %q, %v; want %q", got, err, want)
	}
}

func TestTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	for _, name := range []string{path, "@" + path} {
		conn := manager(t, name)
		s := New([]string{"A=B", "NOTIFY_SOCKET=" + name, "WATCHDOG_USEC=90000000", "WATCHDOG_PID=7"}, 7)
		expect(t, conn, "READY=1", s.Ready())
		expect(t, conn, "WATCHDOG=1", s.Alive())
		expect(t, conn, "STATUS=2 nights are due: no  READY=1", s.Status("2 nights are due: no\n\tREADY=1"))
		expect(t, conn, "STATUS="+strings.Repeat("é", 200)+"…", s.Status(strings.Repeat("é", 300)))
		expect(t, conn, "STOPPING=1", s.Stopping())
		if s.Watchdog() != 90*time.Second {
			t.Errorf("watchdog %s", s.Watchdog())
		}
	}
}

func TestNobodyToTell(t *testing.T) {
	for name, s := range map[string]Service{
		"zero": {}, "no socket": New([]string{"WATCHDOG_USEC=1000"}, 1), "of a virtual machine": New([]string{"NOTIFY_SOCKET=vsock:2:1234"}, 1),
	} {
		if err := s.Ready(); err != nil || s.Watchdog() != 0 {
			t.Errorf("%s: %v, watchdog %s", name, err, s.Watchdog())
		}
	}
	if s := New([]string{"NOTIFY_SOCKET=/run/x", "WATCHDOG_USEC=1000", "WATCHDOG_PID=8"}, 7); s.Watchdog() != 0 {
		t.Error("the watchdog of another process is ours")
	}
}

func TestErrNoSuchSocket(t *testing.T) {
	s := New([]string{"NOTIFY_SOCKET=" + filepath.Join(t.TempDir(), "gone")}, 1)
	if err := s.Ready(); err == nil || !strings.Contains(err.Error(), "READY=1") {
		t.Errorf("%v", err)
	}
}

package mariadbtest

import (
	"context"
	"os"
	"sync"
	"testing"

	"fairshare/adapter/embedded"
)

// Quick makes a server that is the faster the more tables are made and dropped: in
// one file for all of them instead of one file for each, a schema of OFBiz's tables
// takes a fifth of the time.
const Quick = "--innodb-file-per-table=0"

// running starts the server of this process once.
var running = sync.OnceValues(func() (*embedded.Server, error) {
	return embedded.Start(context.Background(), embedded.Options{
		TCP:     true,
		Relaxed: true,
		Args:    []string{"--innodb-buffer-pool-size=128M", Quick},
	})
})

// used says that the server was started, so that Main does not start one to stop it.
var used bool

var usedMutex sync.Mutex

// Server is the server of this test process. A test that kills or restarts its
// server needs one of its own, from embedded.Start.
func Server(t testing.TB) *embedded.Server {
	t.Helper()
	usedMutex.Lock()
	used = true
	usedMutex.Unlock()
	server, err := running()
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// Main runs the tests and then stops the server. Without it the server is killed
// with the process, and its folder stays until the next server sweeps it away.
func Main(m *testing.M) {
	code := m.Run()
	if used {
		if server, err := running(); err == nil {
			server.Stop()
		}
	}
	os.Exit(code)
}

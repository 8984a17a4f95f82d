package journal

import (
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/embedded/mariadbtest"
)

// proxy stands between the program and the server, and cuts the first connection
// that sends COMMIT: before the server gets it, or instead of handing its answer on.
type proxy struct {
	listener net.Listener
	server   string
	deliver  bool // the server gets the COMMIT
	once     sync.Once
}

func openThroughProxy(t *testing.T, d mariadbtest.Database, deliver bool) *sqlx.DB {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	p := &proxy{listener: listener, server: d.Address, deliver: deliver}
	go p.serve()
	d.Socket = listener.Addr().String() // a host and a port will do
	return open(t, d)
}

func (p *proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil {
			client.Close()
			return
		}
		answered := make(chan struct{})
		go p.forth(client, server, answered)
		go func() {
			defer close(answered)
			defer client.Close()
			_, _ = io.Copy(client, server) // ends when either side is cut, after reading the answer
		}()
	}
}

// forth hands the program's packets on until one is a COMMIT.
func (p *proxy) forth(client, server net.Conn, answered <-chan struct{}) {
	defer server.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		cut := false
		if bytes.HasSuffix(buffer[:n], []byte("\x03COMMIT")) {
			p.once.Do(func() { cut = true })
		}
		if cut {
			client.Close()
		}
		if !cut || p.deliver {
			_, _ = server.Write(buffer[:n])
		}
		if cut && p.deliver {
			<-answered
		}
		if cut {
			return
		}
	}
}

func TestCommitAnswerCutOff(t *testing.T) {
	for name, deliver := range map[string]bool{"Committed": true, "NotCommitted": false} {
		t.Run(name, func(t *testing.T) {
			d := mariadbtest.New(t)
			direct := &Journal{DB: open(t, d), Organization: organization}
			if _, err := Migrate(t.Context(), direct.DB, ""); err != nil {
				t.Fatal(err)
			}
			lease, plans := acquire(t, direct), newWorld(40).night(2, 20)
			j := &Journal{DB: openThroughProxy(t, d, deliver), Organization: organization}
			lease.journal = j
			err := j.CommitPlan(t.Context(), lease, plans...)
			var not *NotCommittedError
			switch {
			case deliver && err != nil:
				t.Fatal(err)
			case !deliver && (!errors.As(err, &not) || !errors.Is(err, database.ErrAmbiguous)):
				t.Fatal(err)
			case !deliver:
				if err := j.CommitPlan(t.Context(), lease, plans...); err != nil {
					t.Fatal(err)
				}
			}
			for _, p := range plans {
				loaded, err := direct.Plan(t.Context(), p.Settlement.ID)
				if err != nil {
					t.Fatal(err)
				}
				samePlan(t, loaded, p)
			}
		})
	}
}

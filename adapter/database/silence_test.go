package database_test

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/database"
	"fairshare/adapter/database/faultproxy"
)

// A connection falls silent without being closed. It is given up when its time is
// over: as after a lost one, only a COMMIT leaves a doubt.
func TestSilence(t *testing.T) {
	for _, c := range []struct {
		name      string
		statement string
		fault     faultproxy.Fault
		ambiguous bool
		runs      int
		rows      int
	}{
		{"commit not delivered", "COMMIT", faultproxy.Stall(time.Hour), true, 1, 0},
		{"commit not answered", "COMMIT", faultproxy.StallAfter(time.Hour), true, 1, 1},
		{"statement not delivered", "INSERT", faultproxy.Stall(time.Hour), false, 2, 1},
		{"statement not answered", "INSERT", faultproxy.StallAfter(time.Hour), false, 2, 1},
		{"session not set up", "SET NAMES", faultproxy.Stall(time.Hour), false, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, direct := newTable(t)
			p := faultproxy.New(t, d.Socket)
			config := configOf(d, p.Address)
			config.ReadTimeout = time.Second
			db := open(t, config)
			db.SetMaxIdleConns(0)
			p.When(func(sent faultproxy.Command) bool { return strings.HasPrefix(sent.Statement, c.statement) }, c.fault)
			runs := 0
			err := database.InTransaction(t.Context(), db, insertOne(&runs))
			if errors.Is(err, database.ErrAmbiguous) != c.ambiguous || !c.ambiguous && err != nil {
				t.Errorf("%v", err)
			}
			if n := count(t, direct, "SELECT COUNT(*) FROM T"); n != c.rows || runs != c.runs || p.Struck() != 1 {
				t.Errorf("%d rows, %d runs, %d faults", n, runs, p.Struck())
			}
		})
	}
}

// A server that takes a connection and never says a word is out of reach.
func TestSilentGreeting(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	config := database.Config{Address: listener.Addr().String(), User: "u", ReadTimeout: 100 * time.Millisecond}
	if _, err := database.Open(t.Context(), config); database.Classify(err) != database.Unreachable {
		t.Errorf("%v is %v", err, database.Classify(err))
	}
}

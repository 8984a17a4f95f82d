package main

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"fairshare/adapter/database/faultproxy"
)

// steal takes the lease as another daemon would when its term is over. It does not
// wait: false says that a transaction of the holder has the row locked, which keeps
// everybody out until it has ended.
func (g *ground) steal() bool {
	g.t.Helper()
	tx, err := g.pool.Begin()
	if err != nil {
		g.t.Error(err)
		return false
	}
	defer tx.Rollback()
	_, err = tx.Exec("SELECT TERM FROM FAIRSHARE_LEASE WHERE NAME = 'Company' FOR UPDATE NOWAIT")
	var server *mysql.MySQLError
	if errors.As(err, &server) && server.Number == 1205 {
		return false
	}
	if err == nil {
		_, err = tx.Exec("UPDATE FAIRSHARE_LEASE SET HOLDER = 'thief', TERM = TERM + 1, UNTIL = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE NAME = 'Company'")
	}
	if err = errors.Join(err, tx.Commit()); err != nil {
		g.t.Error(err)
	}
	return err == nil
}

// isLeaseCheck is the statement by which a transaction makes sure of the lease.
func isLeaseCheck(c faultproxy.Command) bool {
	return c.Kind == faultproxy.Execute && strings.Contains(c.Statement, "RENEWALS = RENEWALS + 1, UNTIL = UTC_TIMESTAMP(3) + INTERVAL")
}

// TestLostLeaseStopsANight takes the lease away just before each of a night's
// transactions makes sure of it. The run ends at once with the code for a held lease,
// and from then on nothing changes but numbers taken from OFBiz's sequences.
func TestLostLeaseStopsANight(t *testing.T) {
	g := newPatientGround(t, monthly)
	checks := 0
	for _, c := range g.sent {
		if isLeaseCheck(c) {
			checks++
		}
	}
	if checks < 12 {
		t.Fatalf("a night makes sure of its lease %d times only", checks)
	}
	for n := range checks {
		g.restore()
		var stolen map[string]string
		seen := 0
		g.proxy.When(func(c faultproxy.Command) bool {
			if isLeaseCheck(c) {
				seen++
			}
			return seen == n+1
		}, faultproxy.Pass(func() {
			if g.steal() {
				stolen = g.checksums()
			}
		}))
		code, _, stderr := g.through.run("run")
		if exitCode(code) != exitHeld || stolen == nil {
			t.Errorf("lease taken before check %d: exit %d: %s", n, code, stderr)
			continue
		}
		left := g.checksums()
		delete(stolen, "SEQUENCE_VALUE_ITEM")
		delete(left, "SEQUENCE_VALUE_ITEM")
		if !maps.Equal(stolen, left) {
			t.Errorf("lease taken before check %d: something was written after that", n)
		}
	}
	g.expireLease()
	g.must("run")
	g.expectWhole()
	faultproxy.Figure(t, "lease taken away before a transaction: times, each refused", checks)
}

// TestEveryWriteIsUnderTheLease looks at every COMMIT of a night: nobody can take the
// lease at that moment, unless nothing was written but a sequence. What is written
// outside of transactions is the lease itself and whose database this is.
func TestEveryWriteIsUnderTheLease(t *testing.T) {
	g := newPatientGround(t, monthly)
	var commit faultproxy.Command
	isCommit := func(c faultproxy.Command) bool {
		commit = c
		return c.Statement == "COMMIT"
	}
	locked := 0
	for range g.length {
		g.proxy.When(isCommit, faultproxy.Pass(func() {
			writes := writesBefore(g.proxy.Commands(), commit)
			switch {
			case !g.stealable():
				locked++
			case slices.ContainsFunc(writes, func(s string) bool { return !strings.Contains(s, "SEQUENCE_VALUE_ITEM") }):
				t.Errorf("committed without the lease:\n%s", strings.Join(writes, "\n"))
			}
		}))
	}
	if code, _, stderr := g.through.run("run"); code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	if locked < 12 {
		t.Errorf("only %d transactions held the lease", locked)
	}
	for _, statement := range alone(g.proxy.Commands()) {
		if !strings.Contains(statement, "FAIRSHARE_LEASE") && !strings.Contains(statement, "FAIRSHARE_INSTANCE") {
			t.Errorf("written outside of a transaction: %s", statement)
		}
	}
	faultproxy.Figure(t, "transactions of a night that hold the lease when they commit", locked)
}

// stealable says whether the lease's row is free at this moment.
func (g *ground) stealable() bool {
	g.t.Helper()
	tx, err := g.pool.Begin()
	if err != nil {
		g.t.Error(err)
		return false
	}
	defer tx.Rollback()
	_, err = tx.Exec("SELECT TERM FROM FAIRSHARE_LEASE WHERE NAME = 'Company' FOR UPDATE NOWAIT")
	return err == nil
}

func isWrite(c faultproxy.Command) bool {
	text := strings.TrimSpace(c.Statement)
	return c.Kind != faultproxy.Prepare && (strings.HasPrefix(text, "INSERT") || strings.HasPrefix(text, "UPDATE"))
}

// writesBefore are the writing statements of the transaction that a command ends.
func writesBefore(sent []faultproxy.Command, end faultproxy.Command) (writes []string) {
	for _, c := range sent {
		switch {
		case c.Connection != end.Connection:
		case c.Statement == "START TRANSACTION":
			writes = nil
		case isWrite(c):
			writes = append(writes, c.Statement)
		}
	}
	return writes
}

// alone are the writing statements outside of transactions.
func alone(sent []faultproxy.Command) (writes []string) {
	open := map[int]bool{}
	for _, c := range sent {
		switch {
		case c.Statement == "START TRANSACTION":
			open[c.Connection] = true
		case c.Statement == "COMMIT", c.Statement == "ROLLBACK":
			delete(open, c.Connection)
		case isWrite(c) && !open[c.Connection]:
			writes = append(writes, c.Statement)
		}
	}
	return writes
}

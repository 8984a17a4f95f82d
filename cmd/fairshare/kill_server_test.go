package main

import (
	"context"
	"database/sql"
	"testing"

	"github.com/go-sql-driver/mysql"

	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/embedded"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/testdata"
)

// newOwnVEMS is the sample company on a server that this test may kill.
func newOwnVEMS(t *testing.T) (*site, *embedded.Server) {
	t.Helper()
	mysql.SetLogger(&mysql.NopLogger{}) // the tests' own connections break too
	server, err := embedded.Start(t.Context(), embedded.Options{Relaxed: true, Args: []string{mariadbtest.Quick}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Stop() })
	db, err := sql.Open("mysql", server.DSN("")+"?multiStatements=true")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE DATABASE ofbiz CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci; USE ofbiz; " + testdata.Tables); err != nil {
		t.Fatal(err)
	}
	database := mariadbtest.Database{Socket: server.Socket, Name: "ofbiz", User: embedded.User}
	mariadbtest.LoadXML(t, database, testdata.Files, append(testdata.Seed(), testdata.Company()...)...)
	s := newSite(t, database, vems)
	s.must("migrate")
	return s, server
}

// TestSettleSurvivesServerKill kills the server with SIGKILL at statements spread
// over a settlement, in turn before it gets one and when it has acted, and starts
// it again. The run goes on by itself or ends as unreachable; the next one leaves
// what an undisturbed settlement leaves.
func TestSettleSurvivesServerKill(t *testing.T) {
	s, server := newOwnVEMS(t)
	g := groundOn(s, scenarios[0])
	var count tally
	times, alone := faultproxy.Many("FAIRSHARE_SERVER_KILLS", 3), 0
	for i := range times {
		g.restore()
		n := g.leased() + 1 + i*(g.length-g.leased())/times
		up := make(chan error, 1)
		restart := func() {
			server.Kill()
			count.kills.Add(1)
			up <- server.Restart(context.WithoutCancel(t.Context()))
		}
		fault := faultproxy.Before(restart)
		if i%2 == 1 {
			fault = faultproxy.After(restart)
		}
		g.proxy.At(n, fault)
		code, stdout, stderr := g.through.run(settling...)
		if g.proxy.Struck() != 1 {
			t.Fatalf("the settlement ended before statement %d", n)
		}
		if err := <-up; err != nil {
			t.Fatal(err)
		}
		switch exitCode(code) {
		case exitDone:
			alone++
		case exitUnreachable:
		default:
			t.Errorf("server killed at statement %d: exit %d\n%.200s%s", n, code, stdout, stderr)
		}
		g.seeWhole(&count)
		g.repair("server killed")
		g.compare(&count, "server killed at statement %d", n)
	}
	g.elsewhere()
	faultproxy.Figure(t, "kill -9 of the server: runs that went on by themselves", alone)
	count.tell(t, "kill -9 of the server", times)
}

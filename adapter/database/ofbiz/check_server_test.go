package ofbiz_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/mapping"
)

// session opens the database with session variables of one's own, as a proxy would
// leave them.
func session(t *testing.T, d mariadbtest.Database, variables map[string]string) *sqlx.DB {
	t.Helper()
	c := mysql.NewConfig()
	c.User, c.Net, c.Addr, c.DBName, c.Params = d.User, "unix", d.Socket, d.Name, variables
	connector, err := mysql.NewConnector(c)
	if err != nil {
		t.Fatal(err)
	}
	db := sqlx.NewDb(sql.OpenDB(connector), "mysql")
	t.Cleanup(func() { db.Close() })
	return db
}

func TestCheckSession(t *testing.T) {
	d := mariadbtest.NewOFBiz(t)
	good := map[string]string{"sql_mode": "'STRICT_ALL_TABLES'", "time_zone": "'+00:00'"}
	if all := findings(t, session(t, d, good), budapest); len(all) != 0 {
		t.Errorf("a good session: %v", all)
	}
	for name, change := range map[string]func(map[string]string){
		"sql_mode":  func(v map[string]string) { v["sql_mode"] = "''" },
		"time_zone": func(v map[string]string) { v["time_zone"] = "'+02:00'" },
	} {
		variables := map[string]string{"sql_mode": good["sql_mode"], "time_zone": good["time_zone"]}
		change(variables)
		t.Run(name, func(t *testing.T) {
			expect(t, findings(t, session(t, d, variables), budapest), ofbiz.CodeSession, "a proxy that keeps")
		})
	}
	good["timestamp"] = fmt.Sprint(time.Now().Add(-time.Hour).Unix()) // the session's clock
	expect(t, findings(t, session(t, d, good), budapest), ofbiz.CodeClock, "1h0m0s away")
}

// TestCheckServer starts a server with everything set wrongly, as a replica of
// another one.
func TestCheckServer(t *testing.T) {
	primary := server(t, "--log-bin=primary", "--server-id=1")
	bad := server(t, "--server-id=2", "--sql-mode=", "--transaction-isolation=READ-UNCOMMITTED", "--max-allowed-packet=1M", "--innodb-flush-log-at-trx-commit=0")
	admin, source := openAs(t, database.Config{Address: bad.Socket, User: embedded.User}), openAs(t, database.Config{Address: primary.Socket, User: embedded.User})
	mustExec(t, source, "CREATE USER 'replica'@'%' IDENTIFIED BY 'r'")
	mustExec(t, source, "GRANT REPLICATION SLAVE ON *.* TO 'replica'@'%'")
	mustExec(t, admin, "CREATE DATABASE ofbiz")
	mustExec(t, admin, "CREATE TABLE ofbiz.CONTENT (CONTENT_ID VARCHAR(20)) ENGINE=Aria")
	db := openAs(t, database.Config{Address: bad.Socket, Name: "ofbiz", User: embedded.User})
	all, err := ofbiz.Check(t.Context(), db, budapest, everything)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, all, ofbiz.CodeDurability, "innodb_flush_log_at_trx_commit is 0")
	expect(t, all, ofbiz.CodePacket, "raise it")
	expect(t, all, ofbiz.CodeMode, "STRICT_TRANS_TABLES")
	expect(t, all, ofbiz.CodeIsolation, "READ-UNCOMMITTED")
	expect(t, all, ofbiz.CodeEngine, "ALTER TABLE CONTENT ENGINE=InnoDB")
	expect(t, all, ofbiz.CodeTable, "ORDER_ITEM")
	unexpected(t, all, ofbiz.CodeReplica)
	unexpected(t, all, ofbiz.CodeReadOnly)

	host, port, _ := strings.Cut(primary.Address, ":")
	mustExec(t, admin, "CHANGE MASTER TO MASTER_HOST='"+host+"', MASTER_PORT="+port+", MASTER_USER='replica', MASTER_PASSWORD='r', MASTER_USE_GTID=slave_pos")
	mustExec(t, admin, "START SLAVE")
	mustExec(t, source, "CREATE DATABASE marker")
	var position string
	if err := source.GetContext(t.Context(), &position, "SELECT @@gtid_binlog_pos"); err != nil {
		t.Fatal(err)
	}
	var reached int
	if err := admin.GetContext(t.Context(), &reached, "SELECT MASTER_GTID_WAIT(?, 30)", position); err != nil || reached != 0 {
		t.Fatalf("the replica does not follow: %d, %v\n%s", reached, err, bad.Log())
	}
	mustExec(t, admin, "SET GLOBAL read_only = 1")
	if all, err = ofbiz.Check(t.Context(), db, budapest, everything); err != nil {
		t.Fatal(err)
	}
	expect(t, all, ofbiz.CodeReplica, "connect to the primary")
	expect(t, all, ofbiz.CodeReadOnly, "read-only")
}

func server(t *testing.T, arguments ...string) *embedded.Server {
	t.Helper()
	s, err := embedded.Start(context.WithoutCancel(t.Context()), embedded.Options{TCP: true, Relaxed: true, Args: arguments})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop() })
	return s
}

func unexpected(t *testing.T, all []mapping.Finding, code string) {
	t.Helper()
	for _, f := range all {
		if f.Code == code {
			t.Errorf("unexpected: %v", f)
		}
	}
}

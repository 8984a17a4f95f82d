package mariadbtest

import (
	"database/sql"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"

	"fairshare/adapter/embedded"
	"fairshare/testdata"
)

// Database is an empty or loaded schema and how to reach it: by socket or, for
// what must pass through a proxy, by TCP. User has every right and no password.
type Database struct {
	Socket  string // path
	Address string // 127.0.0.1:port
	Name    string
	User    string
}

var databases atomic.Int64

// New makes an empty schema with OFBiz's collation. It lives as long as the
// test process.
func New(t testing.TB) Database {
	t.Helper()
	server := Server(t)
	db := Database{
		Socket:  server.Socket,
		Address: server.Address,
		Name:    fmt.Sprintf("test_%d", databases.Add(1)),
		User:    embedded.User,
	}
	conn := open(t, server.DSN(""))
	if _, err := conn.Exec("CREATE DATABASE " + db.Name + " CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci"); err != nil {
		t.Fatalf("create database %s: %v", db.Name, err)
	}
	return db
}

// NewOFBiz makes a schema with the OFBiz tables of testdata and their seed rows
// (types, statuses, currencies), without any company.
func NewOFBiz(t testing.TB) Database {
	t.Helper()
	db := New(t)
	db.execute(t, testdata.Tables)
	LoadXML(t, db, testdata.Files, testdata.Seed()...)
	return db
}

// NewVEMS is NewOFBiz with the sample company.
func NewVEMS(t testing.TB) Database {
	t.Helper()
	db := NewOFBiz(t)
	LoadXML(t, db, testdata.Files, testdata.Company()...)
	return db
}

// DSN is a data source name of go-sql-driver/mysql for the socket, with times
// left as text.
func (d Database) DSN() string {
	config := mysql.NewConfig()
	config.User, config.Net, config.Addr, config.DBName = d.User, "unix", d.Socket, d.Name
	return config.FormatDSN()
}

// dsn is DSN with a parameter more.
func (d Database) dsn(parameter string) string { return d.DSN() + "?" + parameter }

// Open returns a pool on the schema, closed at the end of the test.
func (d Database) Open(t testing.TB) *sql.DB {
	t.Helper()
	return open(t, d.DSN())
}

func open(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// execute runs a script of several statements.
func (d Database) execute(t testing.TB, script string) {
	t.Helper()
	if _, err := open(t, d.dsn("multiStatements=true")).Exec(script); err != nil {
		t.Fatalf("run a script in %s: %v", d.Name, err)
	}
}

package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/database/ofbiz"
	"fairshare/adapter/embedded"
	"fairshare/cmd/internal/world"
	"fairshare/testdata"
)

// serverArgs give the private server the memory of a server that serves a company:
// with its tables in memory, what is measured is Fairshare and not a disk.
var serverArgs = []string{"--innodb-buffer-pool-size=3G", "--innodb-log-file-size=1G", "--max-allowed-packet=64M",
	"--innodb-doublewrite=0", "--innodb-flush-log-at-trx-commit=0", "--innodb-sort-buffer-size=16M"}

func startServer(ctx context.Context) (*embedded.Server, error) {
	return embedded.Start(ctx, embedded.Options{Relaxed: true, Args: serverArgs})
}

// connect opens a database as Fairshare does.
func connect(ctx context.Context, socket, name string) (*sqlx.DB, error) {
	return database.Open(ctx, database.Config{Address: socket, Name: name, User: embedded.User, Zone: time.UTC})
}

// create makes a company's database and returns its name.
func create(ctx context.Context, server *embedded.Server, w *world.World) (name string, err error) {
	name = "world_" + strings.ToLower(w.Name)
	admin, err := sqlx.ConnectContext(ctx, "mysql", server.DSN("")+"?multiStatements=true")
	if err != nil {
		return "", err
	}
	defer admin.Close()
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+name+" CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci; USE "+name+";"+testdata.Tables); err != nil {
		return "", fmt.Errorf("create %s: %w", name, err)
	}
	db, err := connect(ctx, server.Socket, name)
	if err != nil {
		return "", err
	}
	defer db.Close()
	for _, seed := range testdata.Seed() {
		if err := load(ctx, db, seed); err != nil {
			return "", fmt.Errorf("create %s: load %s: %w", name, seed, err)
		}
	}
	// Not by db: a server that builds indexes does not answer for longer than it waits.
	filled, err := sqlx.ConnectContext(ctx, "mysql", server.DSN(name))
	if err != nil {
		return "", err
	}
	defer filled.Close()
	if err := w.Fill(ctx, filled.DB); err != nil {
		return "", err
	}
	_, err = journal.Migrate(ctx, db, "")
	return name, err
}

func load(ctx context.Context, db *sqlx.DB, name string) error {
	file, err := testdata.Files.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = ofbiz.Import(ctx, db, file, time.UTC)
	return err
}

// written are the tables that a settlement's rows are inserted into, the journal's
// in the order of its plan.
var written = struct{ plan, invoices []string }{
	plan: []string{"FAIRSHARE_SETTLEMENT", "FAIRSHARE_SALE", "FAIRSHARE_LEDGER", "FAIRSHARE_FLOW",
		"FAIRSHARE_ACCOUNT", "FAIRSHARE_INVOICE", "FAIRSHARE_INVOICE_ITEM", "FAIRSHARE_FINDING", "FAIRSHARE_INPUT"},
	invoices: []string{"INVOICE", "INVOICE_STATUS", "INVOICE_ITEM"},
}

// forget empties the tables that a settlement writes, for the next one.
func forget(ctx context.Context, db *sqlx.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	statements := []string{"SET foreign_key_checks = 0"}
	for _, table := range append(append([]string(nil), written.invoices...), written.plan...) {
		statements = append(statements, "TRUNCATE TABLE "+table)
	}
	for _, statement := range append(statements, "SET foreign_key_checks = 1") {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("forget: %s: %w", statement, err)
		}
	}
	return nil
}

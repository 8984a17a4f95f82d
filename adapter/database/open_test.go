package database_test

import (
	"errors"
	"strings"
	"testing"

	"fairshare/adapter/database"
	"fairshare/adapter/embedded/mariadbtest"
)

func TestOpen(t *testing.T) {
	d, db := newTable(t)

	t.Run("OK", func(t *testing.T) {
		var session struct {
			Mode     string `db:"MODE"`
			Zone     string `db:"ZONE"`
			Wait     int    `db:"WAIT"`
			Letters  string `db:"LETTERS"`
			Database string `db:"NAME"`
		}
		err := db.GetContext(t.Context(), &session, `SELECT @@sql_mode AS MODE, @@time_zone AS ZONE,
			@@innodb_lock_wait_timeout AS WAIT, @@character_set_client AS LETTERS, DATABASE() AS NAME`)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(session.Mode, "STRICT_ALL_TABLES") || session.Zone != "+00:00" || session.Wait != 5 ||
			session.Letters != "utf8mb4" || session.Database != d.Name {
			t.Errorf("session %+v", session)
		}
	})

	t.Run("FoundRows", func(t *testing.T) {
		mustExec(t, db, "INSERT INTO T VALUES (1, 'a')")
		result, err := db.ExecContext(t.Context(), "UPDATE T SET V = 'a' WHERE ID = 1")
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := result.RowsAffected(); n != 1 {
			t.Errorf("an update that changes nothing found %d rows, want 1", n)
		}
	})

	t.Run("TimesAreText", func(t *testing.T) {
		var at string
		if err := db.GetContext(t.Context(), &at, "SELECT CAST('2026-03-29 02:30:00.123' AS DATETIME(3))"); err != nil || at != "2026-03-29 02:30:00.123" {
			t.Errorf("%q, %v", at, err)
		}
	})
}

func TestOpenFails(t *testing.T) {
	d := mariadbtest.New(t)
	admin := d.Open(t)
	if _, err := admin.Exec("CREATE OR REPLACE USER 'nobody'@'%' IDENTIFIED BY 'secret-?allowAllFiles=true'"); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name   string
		change func(*database.Config)
		kind   database.Kind
		text   string
	}{
		{"ErrNoServer", func(c *database.Config) { c.Address = "127.0.0.1:1" }, database.Unreachable, "is the server running"},
		{"ErrNoSocket", func(c *database.Config) { c.Address = "/nowhere/mysqld.sock" }, database.Unreachable, "is the server running"},
		{"ErrNoDatabase", func(c *database.Config) { c.Name = "missing" }, database.Schema, "database.name"},
		{"ErrPassword", func(c *database.Config) { c.Address, c.User, c.Password = d.Address, "nobody", "wrong" }, database.Grant, "password file"},
		{"ErrNoRight", func(c *database.Config) {
			c.Address, c.User, c.Password = d.Address, "nobody", "secret-?allowAllFiles=true"
		}, database.Grant, "--print-grants"},
		{"ErrIncomplete", func(c *database.Config) { c.Address = "" }, database.Other, "database.address"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			config := configOf(d, "")
			c.change(&config)
			_, err := database.Open(t.Context(), config)
			var typed *database.Error
			if !errors.As(err, &typed) || typed.Kind != c.kind || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%v (%v), want %v and %q", err, database.Classify(err), c.kind, c.text)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Error("the password is in the error")
			}
		})
	}
}

package journal

import (
	"strings"
	"sync"
	"testing"
	"time"

	"fairshare/adapter/database"
	"fairshare/adapter/embedded/mariadbtest"
)

func TestMigrateTwice(t *testing.T) {
	db := open(t, mariadbtest.New(t))
	before, err := Version(t.Context(), db, "")
	if err != nil || before.Err() == nil || !strings.Contains(before.Err().Error(), "fairshare migrate") {
		t.Fatalf("an empty database: %v, %v", before, err)
	}
	first, err := Migrate(t.Context(), db, "")
	if err != nil || len(first) != len(before.Missing) {
		t.Fatalf("first: %v, %v", first, err)
	}
	second, err := Migrate(t.Context(), db, "")
	if err != nil || len(second) != 0 {
		t.Fatalf("second: %v, %v", second, err)
	}
	after, err := Version(t.Context(), db, "")
	if err != nil || after.Err() != nil {
		t.Fatalf("after: %v, %v", after, err)
	}
}

// Every migration is applied, and counted as applied by one of them only.
func TestMigrateConcurrently(t *testing.T) {
	db := open(t, mariadbtest.New(t))
	var all sync.WaitGroup
	applied, errs := make([][]string, 4), make([]error, 4)
	for i := range applied {
		all.Go(func() { applied[i], errs[i] = Migrate(t.Context(), db, "") })
	}
	all.Wait()
	seen := map[string]int{}
	for i := range applied {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		for _, name := range applied[i] {
			seen[name]++
		}
	}
	names, _ := migrationNames()
	for _, name := range names {
		if seen[name] != 1 {
			t.Errorf("%s was applied %d times", name, seen[name])
		}
	}
}

// A migration that died between its statement and its record is resumed.
func TestMigrateResumes(t *testing.T) {
	j := newJournal(t)
	names, _ := migrationNames()
	if _, err := j.DB.Exec("DELETE FROM FAIRSHARE_SCHEMA WHERE MIGRATION >= ?", names[5]); err != nil {
		t.Fatal(err)
	}
	applied, err := Migrate(t.Context(), j.DB, "")
	if err != nil || len(applied) != len(names)-5 {
		t.Fatalf("%v, %v", applied, err)
	}
}

func TestMigrateRefusesNewerTables(t *testing.T) {
	j := newJournal(t)
	if _, err := j.DB.Exec(insertSchema, "9999_future"); err != nil {
		t.Fatal(err)
	}
	if _, err := Migrate(t.Context(), j.DB, ""); err == nil || !strings.Contains(err.Error(), "newer version") {
		t.Fatal(err)
	}
}

// The tables may lie in another schema than the connection's, whose name needs quotes.
func TestMigrateIntoSchema(t *testing.T) {
	d := mariadbtest.New(t)
	db, schema := open(t, d), d.Name+"-own"
	if _, err := Migrate(t.Context(), db, schema); err == nil || !strings.Contains(err.Error(), "CREATE DATABASE") {
		t.Fatalf("no such database: %v", err)
	}
	if _, err := db.Exec("CREATE DATABASE `" + schema + "`"); err != nil {
		t.Fatal(err)
	}
	if _, err := Migrate(t.Context(), db, schema); err != nil {
		t.Fatal(err)
	}
	j := &Journal{DB: db, Schema: schema, Organization: organization}
	w := newWorld(1)
	p := w.plan(10)
	commit(t, j, acquire(t, j), p)
	loaded, err := j.Plan(t.Context(), p.Settlement.ID)
	if err != nil {
		t.Fatal(err)
	}
	samePlan(t, loaded, p)
	if _, err := j.Memory(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if _, err := Migrate(t.Context(), db, "a`b"); err == nil {
		t.Fatal("a name with a quote was accepted")
	}
}

func TestOwnTables(t *testing.T) {
	j := newJournal(t)
	var tables []string
	if err := j.DB.Select(&tables, "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"); err != nil {
		t.Fatal(err)
	}
	if own := OwnTables(); len(without(tables, own)) > 0 || len(without(own, tables)) > 0 {
		t.Fatalf("database has %v, OwnTables says %v", tables, own)
	}
}

// Whoever forgot to migrate is told so.
func TestBeforeMigrate(t *testing.T) {
	j := &Journal{DB: open(t, mariadbtest.New(t)), Organization: organization}
	_, err := j.Memory(t.Context(), j.DB)
	if err == nil || !strings.Contains(err.Error(), "fairshare migrate") || database.Classify(err) != database.Schema {
		t.Fatal(err)
	}
	if _, err := j.Acquire(t.Context(), "test", time.Minute); err == nil || !strings.Contains(err.Error(), "fairshare migrate") {
		t.Fatal(err)
	}
}

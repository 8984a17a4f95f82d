package testdata_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fairshare/adapter/embedded/mariadbtest"
)

func TestMain(m *testing.M) { mariadbtest.Main(m) }

// realOFBiz is the path of a file about a real OFBiz; where there is none, the
// test is skipped.
func realOFBiz(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "ofbiz", name)
	if dir := os.Getenv("FAIRSHARE_OFBIZ"); dir != "" {
		path = filepath.Join(dir, name)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED: nothing to compare with: %v (set FAIRSHARE_OFBIZ to a folder that holds %s)", err, name)
	}
	return path
}

// facts are queries whose answers must be the same for our tables and for a real
// OFBiz's: one line per column, per index, per foreign key to a table we have.
var facts = map[string]string{
	"columns": `SELECT CONCAT_WS(' ', table_name, column_name, column_type, is_nullable, IFNULL(collation_name, '-'), IFNULL(column_default, '-'))
		FROM information_schema.columns WHERE table_schema = ? AND FIND_IN_SET(table_name, ?)`,
	"indexes": `SELECT CONCAT_WS(' ', table_name, index_name, IF(non_unique, '', 'UNIQUE'), GROUP_CONCAT(column_name ORDER BY seq_in_index))
		FROM information_schema.statistics WHERE table_schema = ? AND FIND_IN_SET(table_name, ?) GROUP BY table_name, index_name, non_unique`,
	"foreign keys": `SELECT CONCAT_WS(' ', k.table_name, k.constraint_name, k.referenced_table_name,
			GROUP_CONCAT(CONCAT(k.column_name, '=', k.referenced_column_name) ORDER BY k.ordinal_position), r.delete_rule, r.update_rule)
		FROM information_schema.key_column_usage k
		JOIN information_schema.referential_constraints r
			ON r.constraint_schema = k.constraint_schema AND r.table_name = k.table_name AND r.constraint_name = k.constraint_name
		WHERE k.constraint_schema = ? AND FIND_IN_SET(k.table_name, ?)
		GROUP BY k.table_name, k.constraint_name, k.referenced_table_name`,
}

// TestTables compares our DDL with the schema that an OFBiz made for itself.
func TestTables(t *testing.T) {
	dump := realOFBiz(t, "schema.sql.gz")
	ours, real := mariadbtest.NewOFBiz(t), mariadbtest.New(t)
	mariadbtest.Load(t, real, dump)
	conn := ours.Open(t)
	conn.SetMaxOpenConns(1) // so that the setting holds for every query
	if _, err := conn.Exec("SET group_concat_max_len = 1000000"); err != nil {
		t.Fatal(err)
	}
	tables := lines(t, conn, "SELECT table_name FROM information_schema.tables WHERE table_schema = ?", ours.Name)
	if len(tables) < 90 {
		t.Fatalf("only %d tables", len(tables))
	}
	list := strings.Join(tables, ",")
	for what, query := range facts {
		t.Run(what, func(t *testing.T) {
			have, want := lines(t, conn, query, ours.Name, list), lines(t, conn, query, real.Name, list)
			if what == "foreign keys" {
				query = strings.Replace(query, "GROUP BY", "AND FIND_IN_SET(k.referenced_table_name, ?) GROUP BY", 1)
				want = lines(t, conn, query, real.Name, list, list)
			}
			if len(want) < 100 {
				t.Fatalf("only %d %s in the real schema", len(want), what)
			}
			report(t, "ours only", have, want)
			report(t, "OFBiz only", want, have)
		})
	}
}

func lines(t *testing.T, conn *sql.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := conn.Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// report lists what is in have but not in other, both sorted.
func report(t *testing.T, whose string, have, other []string) {
	t.Helper()
	for _, line := range have {
		if _, found := slices.BinarySearch(other, line); !found {
			t.Errorf("%s: %s", whose, line)
		}
	}
}

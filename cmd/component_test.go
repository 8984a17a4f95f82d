package cmd_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database/journal"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/mapping"
)

var update = flag.Bool("update", false, "rewrite the component's entity model")

// component is what an admin copies into OFBiz's plugins folder.
const component = "../adapter/rest/component/fairshare"

// fieldTypes are OFBiz's types (fieldtypemysql.xml) that can show what is in a
// column of ours, narrowest first: how many characters they hold, or 0.
var fieldTypes = map[string][]struct {
	name   string
	length int
}{
	"varchar":    {{"very-short", 10}, {"id", 20}, {"id-long", 60}, {"name", 100}, {"value", 255}, {"very-long", 0}},
	"char":       {{"id-long", 60}, {"value", 255}},
	"text":       {{"very-long", 0}},
	"mediumtext": {{"very-long", 0}},
	"mediumblob": {{"byte-array", 0}},
	"bigint":     {{"numeric", 0}},
	"int":        {{"numeric", 0}},
	"tinyint":    {{"numeric", 0}},
	"decimal":    {{"fixed-point", 0}},
	"datetime":   {{"date-time", 0}},
	"date":       {{"date", 0}},
}

// modelHeading begins the entity model.
const modelHeading = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Fairshare's own tables, to be looked at in Webtools. "fairshare migrate" makes and
     changes them, and nobody else: never-check keeps OFBiz from making them with its own
     character set and without Fairshare's unique keys, which are what keeps anybody from
     being paid twice. never-cache, because Fairshare writes behind OFBiz's back.
     This file is made from the migrated tables: make update. -->
<entitymodel xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xsi:noNamespaceSchemaLocation="https://ofbiz.apache.org/dtds/entitymodel.xsd">
    <title>Fairshare's entities</title>
    <description>Settlements, ledger, invoices and documents of Fairshare</description>
    <version>1</version>
`

// TestEntityModelIsTheTables makes the entity model from the tables that migrate
// makes, so that the two can't drift apart; -update writes it.
func TestEntityModelIsTheTables(t *testing.T) {
	tables := migrated(t)
	var b strings.Builder
	b.WriteString(modelHeading)
	for _, table := range journal.OwnTables() {
		b.WriteString(tables.entity(table))
	}
	b.WriteString("</entitymodel>\n")
	path := filepath.Join(component, "entitydef", "entitymodel.xml")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(found) != b.String() {
		t.Errorf("%s is not what the tables say: make update, then read the diff", path)
	}
}

// migratedTables are Fairshare's tables in a database of their own.
type migratedTables struct {
	t  *testing.T
	db *sqlx.DB
}

func migrated(t *testing.T) migratedTables {
	t.Helper()
	db := sqlx.NewDb(mariadbtest.New(t).Open(t), "mysql")
	if _, err := journal.Migrate(t.Context(), db, ""); err != nil {
		t.Fatal(err)
	}
	return migratedTables{t, db}
}

// column is one of a table, and how many characters it holds.
type column struct {
	Name   string `db:"NAME"`
	Kind   string `db:"KIND"`
	Length int    `db:"LENGTH"`
}

func (m migratedTables) columns(table string) (found []column) {
	m.t.Helper()
	err := m.db.Select(&found, `SELECT COLUMN_NAME AS NAME, DATA_TYPE AS KIND, COALESCE(CHARACTER_MAXIMUM_LENGTH, 0) AS LENGTH
		FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION`, table)
	if err != nil || len(found) == 0 {
		m.t.Fatalf("%s has %d columns: %v", table, len(found), err)
	}
	return found
}

func (m migratedTables) primaryKey(table string) (found []string) {
	m.t.Helper()
	err := m.db.Select(&found, `SELECT COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE
		WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND CONSTRAINT_NAME = 'PRIMARY' ORDER BY ORDINAL_POSITION`, table)
	if err != nil || len(found) == 0 {
		m.t.Fatalf("%s has no primary key: %v", table, err)
	}
	return found
}

// entity is the model of one table.
func (m migratedTables) entity(table string) string {
	m.t.Helper()
	name := camel(table)
	m.sameName(strings.ToUpper(name[:1])+name[1:], table)
	var b strings.Builder
	fmt.Fprintf(&b, "    <entity entity-name=\"%s\" package-name=\"fairshare\" title=\"%s\" never-check=\"true\" never-cache=\"true\" no-auto-stamp=\"true\">\n",
		strings.ToUpper(name[:1])+name[1:], strings.ToLower(strings.ReplaceAll(table, "_", " ")))
	for _, c := range m.columns(table) {
		m.sameName(camel(c.Name), c.Name)
		fmt.Fprintf(&b, "        <field name=\"%s\" type=\"%s\"/>\n", camel(c.Name), m.fieldType(table, c))
	}
	for _, key := range m.primaryKey(table) {
		fmt.Fprintf(&b, "        <prim-key field=\"%s\"/>\n", camel(key))
	}
	return b.String() + "    </entity>\n"
}

// sameName holds OFBiz's rule for names against ours.
func (m migratedTables) sameName(name, found string) {
	m.t.Helper()
	if mapping.DBName(name) != found {
		m.t.Errorf("OFBiz would look for %s as %s", found, mapping.DBName(name))
	}
}

func (m migratedTables) fieldType(table string, c column) string {
	m.t.Helper()
	for _, f := range fieldTypes[c.Kind] {
		if f.length == 0 || c.Length <= f.length {
			return f.name
		}
	}
	m.t.Fatalf("%s.%s: no type of OFBiz for %s(%d)", table, c.Name, c.Kind, c.Length)
	return ""
}

// camel is the field of a column: SETTLEMENT_ID is settlementId.
func camel(column string) string {
	parts := strings.Split(strings.ToLower(column), "_")
	for i := range parts[1:] {
		parts[i+1] = strings.ToUpper(cmp.Or(parts[i+1], " ")[:1]) + parts[i+1][1:]
	}
	return strings.Join(parts, "")
}

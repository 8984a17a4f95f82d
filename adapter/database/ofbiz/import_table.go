package ofbiz

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is a column of a table of the connection's database. The server's own
// catalogue: there is nothing to lean on.
const selectColumns = `
SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_KEY FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (?, LOWER(?))`

// table is what the importer knows of a table.
type table struct {
	name    string // as the server spells it
	columns map[string]column
}

type column struct {
	key    bool // of the primary key
	binary bool
}

// tableSet looks tables up as they are met. It lives for one import.
type tableSet struct {
	describe func(name string) (*table, error)
	known    map[string]*table
}

func newTableSet(ctx context.Context, q sqlx.QueryerContext) *tableSet {
	return &tableSet{known: map[string]*table{}, describe: func(name string) (*table, error) {
		return describe(ctx, q, name)
	}}
}

func describe(ctx context.Context, q sqlx.QueryerContext, name string) (*table, error) {
	rows, err := q.QueryxContext(ctx, selectColumns, name, name)
	if err != nil {
		return nil, database.ReadError("describe "+name, err)
	}
	defer rows.Close()
	t := &table{columns: map[string]column{}}
	for rows.Next() {
		var columnName, kind, key string
		if err := rows.Scan(&t.name, &columnName, &kind, &key); err != nil {
			return nil, database.ReadError("describe "+name, err)
		}
		t.columns[strings.ToUpper(columnName)] = column{key: key == "PRI", binary: strings.HasSuffix(strings.ToLower(kind), "blob")}
	}
	return t, database.ReadError("describe "+name, rows.Err())
}

// importRow is an element as values for columns of a table, columns in byte order.
type importRow struct {
	table   *table
	columns []string
	values  []any
}

// row finds the table and the columns of an element.
func (s *tableSet) row(entity string, fields map[string]string) (importRow, error) {
	t, err := s.table(entity)
	if err != nil {
		return importRow{}, err
	}
	row := importRow{table: t}
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		name, text := mapping.DBName(field), fields[field]
		column, known := t.columns[name]
		switch {
		case !known:
			return importRow{}, fmt.Errorf("entity %s has no field %s: table %s has no column %s", entity, field, t.name, name)
		case text == "":
			continue
		}
		value, err := column.value(text)
		if err != nil {
			return importRow{}, fmt.Errorf("%s.%s: %w", entity, field, err)
		}
		row.columns, row.values = append(row.columns, name), append(row.values, value)
	}
	return row, t.checkKey(entity, row)
}

func (s *tableSet) table(entity string) (*table, error) {
	if t, known := s.known[entity]; known {
		return t, nil
	}
	name := mapping.DBName(entity)
	t, err := s.describe(name)
	if err != nil {
		return nil, err
	}
	if len(t.columns) == 0 {
		return nil, fmt.Errorf("there is no entity %s: the database has no table %s", entity, name)
	}
	s.known[entity] = t
	return t, nil
}

// checkKey refuses a row without its whole primary key: OFBiz would too.
func (t *table) checkKey(entity string, row importRow) error {
	for name, column := range t.columns {
		if column.key && !slices.Contains(row.columns, name) {
			return fmt.Errorf("entity %s: a row lacks %s of its primary key", entity, name)
		}
	}
	return nil
}

// keyOf prints a row's primary key.
func (t *table) keyOf(columns []string, values []any) string {
	var key []string
	for i, name := range columns {
		if t.columns[name].key {
			key = append(key, fmt.Sprint(values[i]))
		}
	}
	return strings.Join(key, ", ")
}

// value is a field's text as the column takes it: OFBiz writes bytes in Base64.
func (c column) value(text string) (any, error) {
	if !c.binary {
		return text, nil
	}
	content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, fmt.Errorf("bytes must be in Base64: %w", err)
	}
	return content, nil
}

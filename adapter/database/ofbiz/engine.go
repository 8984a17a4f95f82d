package ofbiz

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// A row is a table of the connection's database; a view has no engine. The
// server's own catalogue: there is nothing to lean on.
const selectEngines = `SELECT TABLE_NAME, ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()`

var (
	errNoTable   = errors.New("there are no such tables")
	errNotInnoDB = errors.New("the tables are not InnoDB")
)

// checkEngines refuses tables that a snapshot would not cover: reading one of
// another engine gives what is there now, not what was there then.
func checkEngines(ctx context.Context, q sqlx.QueryerContext, rules mapping.Rules) error {
	engines, err := tableEngines(ctx, q)
	if err != nil {
		return err
	}
	var missing, other []string
	for _, table := range readTables(rules) {
		switch engine, there := engines[table]; {
		case !there:
			missing = append(missing, table)
		case !strings.EqualFold(engine, "InnoDB"):
			other = append(other, table)
		}
	}
	return engineError(missing, other)
}

func engineError(missing, other []string) error {
	switch {
	case len(missing) > 0:
		return &database.Error{Kind: database.Schema, Op: "read " + strings.Join(missing, ", "), Err: errNoTable,
			Hint: "is ofbiz.database.name OFBiz's database (" + SupportedVersion + "), and does the account have the right to read them?"}
	case len(other) > 0:
		return &database.Error{Kind: database.Schema, Op: "read " + strings.Join(other, ", "), Err: errNotInnoDB,
			Hint: "a consistent snapshot needs InnoDB tables: ALTER TABLE … ENGINE=InnoDB"}
	}
	return nil
}

// tableEngines are the engines by the tables' upper-case names; some servers keep
// names in lower case.
func tableEngines(ctx context.Context, q sqlx.QueryerContext) (map[string]string, error) {
	rows, err := q.QueryxContext(ctx, selectEngines)
	if err != nil {
		return nil, database.ReadError("list tables", err)
	}
	defer rows.Close()
	engines := map[string]string{}
	for rows.Next() {
		var name string
		var engine sql.NullString
		if err := rows.Scan(&name, &engine); err != nil {
			return nil, database.ReadError("list tables", err)
		}
		engines[strings.ToUpper(name)] = engine.String
	}
	return engines, database.ReadError("list tables", rows.Err())
}

// readTables are the tables that Read needs, sorted.
func readTables(rules mapping.Rules) []string {
	tables := make([]string, 0, len(mapping.Entities))
	for _, entity := range mapping.Entities {
		if entity.Needed(rules) {
			tables = append(tables, mapping.DBName(entity.Name))
		}
	}
	slices.Sort(tables)
	return slices.Compact(tables)
}

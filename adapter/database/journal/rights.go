package journal

import (
	"context"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// changed are the columns that are ever changed in a row that was written. What was
// planned, earned and taken stays as it is: not even Fairshare's account may alter it.
var changed = map[string][]string{
	"FAIRSHARE_LEASE":      {"HOLDER", "TERM", "RENEWALS", "ACQUIRED_AT", "UNTIL"},
	"FAIRSHARE_SETTLEMENT": {"STATE", "LEASE_TERM", "CHANGED_AT"},
	"FAIRSHARE_INVOICE":    {"STATE"},
	"FAIRSHARE_DOCUMENT":   {"SHA256", "SIZE_BYTES", "CONTENT_ID", "DATA_RESOURCE_ID", "STATE", "RECORDED_AT"},
	"FAIRSHARE_NIGHT":      {"ATTEMPTS", "STARTED_AT", "DONE_AT", "FAILED_AT", "MESSAGE"},
	"FAIRSHARE_MAIL":       {"STATE", "HOLDER", "ATTEMPTS", "NEXT_AT", "ENDED_AT", "MESSAGE"},
}

// upserted are tables with INSERT … ON DUPLICATE KEY UPDATE, for which the server
// wants the right to update every column that is inserted.
var upserted = map[string]bool{"FAIRSHARE_DOCUMENT": true, "FAIRSHARE_NIGHT": true}

// Rights are what Fairshare needs in its own tables once they were migrated.
func Rights() (rights []database.Right) {
	for _, table := range OwnTables() {
		rights = append(rights, database.Right{Table: table, Privilege: "SELECT"})
		if table == "FAIRSHARE_SCHEMA" {
			continue // only migrate writes it
		}
		rights = append(rights, database.Right{Table: table, Privilege: "INSERT"})
		if columns := changed[table]; columns != nil {
			rights = append(rights, database.Right{Table: table, Privilege: "UPDATE", Columns: columns, Whole: upserted[table]})
		}
	}
	return rights
}

// The server's own catalogue: there is nothing to lean on. It shows an account only
// the tables that it has a right to.
const selectNotInnoDB = `
SELECT TABLE_NAME FROM information_schema.TABLES
WHERE TABLE_SCHEMA = COALESCE(NULLIF(?, ''), DATABASE()) AND TABLE_NAME LIKE 'FAIRSHARE\_%' AND ENGINE <> 'InnoDB' ORDER BY TABLE_NAME`

// NotInnoDB are those of Fairshare's tables that no transaction covers.
func NotInnoDB(ctx context.Context, db *sqlx.DB, schema string) (tables []string, err error) {
	err = db.SelectContext(ctx, &tables, selectNotInnoDB, schema)
	return tables, database.ReadError("look at the engines of Fairshare's tables", err)
}

package ofbiz

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// The codes of Check's findings. They never change their meaning.
const (
	CodeTable      = "DATABASE_TABLE"      // a table or column is not there
	CodeEngine     = "DATABASE_ENGINE"     // a table that a snapshot doesn't cover
	CodeGrant      = "DATABASE_GRANT"      // the account lacks a right
	CodeReadOnly   = "DATABASE_READ_ONLY"  // the server takes no writes
	CodeDurability = "DATABASE_DURABILITY" // a crash may lose what was committed
	CodePacket     = "DATABASE_PACKET"     // max_allowed_packet is too small for reports
	CodeClock      = "DATABASE_CLOCK"      // OFBiz's stamps do not fit the zone
)

// Check looks whether Fairshare could work with this database: the server, OFBiz's
// tables and columns as far as the rules need them, the account's rights for every
// statement there is, and OFBiz's zone. It writes nothing. Its error says that it could not look.
func Check(ctx context.Context, db *sqlx.DB, zone *time.Location, rules mapping.Rules) ([]mapping.Finding, error) {
	checks := []func(context.Context, *sqlx.DB) ([]mapping.Finding, error){
		checkServer,
		func(ctx context.Context, db *sqlx.DB) ([]mapping.Finding, error) { return checkTables(ctx, db, rules) },
		func(ctx context.Context, db *sqlx.DB) ([]mapping.Finding, error) {
			return checkStatements(ctx, db, rules)
		},
		func(ctx context.Context, db *sqlx.DB) ([]mapping.Finding, error) {
			return CheckClock(ctx, db, Writing{zone}.zone())
		},
	}
	var findings []mapping.Finding
	for _, check := range checks {
		more, err := check(ctx, db)
		if err != nil {
			return nil, err
		}
		findings = append(findings, more...)
	}
	return mapping.SortFindings(findings), nil
}

func finding(code string, severity mapping.Severity, entity, key, format string, args ...any) mapping.Finding {
	return mapping.Finding{Code: code, Severity: severity, Entity: entity, Key: key, Text: fmt.Sprintf(format, args...)}
}

// The row is the server's settings that matter; every account may read them.
const selectSettings = `
SELECT VERSION() AS VERSION, @@innodb_flush_log_at_trx_commit AS FLUSHING, @@read_only AS READ_ONLY, @@max_allowed_packet AS PACKET`

// smallestPacket holds the largest report and a batch of rows.
const smallestPacket = 4 << 20

func checkServer(ctx context.Context, db *sqlx.DB) ([]mapping.Finding, error) {
	var server struct {
		Version  string `db:"VERSION"`
		Flushing int    `db:"FLUSHING"`
		ReadOnly int    `db:"READ_ONLY"`
		Packet   int64  `db:"PACKET"`
	}
	if err := db.GetContext(ctx, &server, selectSettings); err != nil {
		return nil, database.ReadError("read the server's settings", err)
	}
	var findings []mapping.Finding
	if server.Flushing != 1 {
		findings = append(findings, finding(CodeDurability, mapping.Warning, "Server", server.Version,
			"innodb_flush_log_at_trx_commit is %d: a crash of the server may lose invoices that were committed; set it to 1", server.Flushing))
	}
	if server.ReadOnly != 0 {
		findings = append(findings, finding(CodeReadOnly, mapping.Blocking, "Server", server.Version,
			"the server is read-only: connect to the primary, a replica may also lag behind"))
	}
	if server.Packet < smallestPacket {
		findings = append(findings, finding(CodePacket, mapping.Warning, "Server", server.Version,
			"max_allowed_packet is %d bytes: large reports may be refused; raise it to 16777216", server.Packet))
	}
	return findings, nil
}

func checkTables(ctx context.Context, db *sqlx.DB, rules mapping.Rules) ([]mapping.Finding, error) {
	engines, err := tableEngines(ctx, db)
	if err != nil {
		return nil, err
	}
	var findings []mapping.Finding
	for _, table := range readTables(rules) {
		if engine, there := engines[table]; there && engine != "InnoDB" {
			findings = append(findings, finding(CodeEngine, mapping.Blocking, "Table", table,
				"its engine is %q, a snapshot does not cover it: ALTER TABLE %s ENGINE=InnoDB", engine, table))
		}
	}
	return findings, nil
}

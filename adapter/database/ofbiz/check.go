package ofbiz

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

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
	CodeClock      = "DATABASE_CLOCK"      // OFBiz's stamps do not fit the zone, or clocks differ
	CodeReplica    = "DATABASE_REPLICA"    // what is read may be old
	CodeSession    = "DATABASE_SESSION"    // something in between drops the session's settings
	CodeMode       = "DATABASE_MODE"       // the server lets others store clipped values
	CodePlaintext  = "DATABASE_PLAINTEXT"  // the connection is not encrypted
	CodeIsolation  = "DATABASE_ISOLATION"  // the server's default isolation
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

func checkTables(ctx context.Context, db *sqlx.DB, rules mapping.Rules) ([]mapping.Finding, error) {
	engines, err := tableEngines(ctx, db)
	if err != nil {
		return nil, err
	}
	tables := readTables(rules)
	for _, right := range written {
		tables = append(tables, right.Table)
	}
	slices.Sort(tables)
	var findings []mapping.Finding
	for _, table := range slices.Compact(tables) {
		if engine, there := engines[table]; there && !strings.EqualFold(engine, "InnoDB") {
			findings = append(findings, finding(CodeEngine, mapping.Blocking, "Table", table,
				"its engine is %q: no snapshot and no transaction covers it: ALTER TABLE %s ENGINE=InnoDB", engine, table))
		}
	}
	return findings, nil
}

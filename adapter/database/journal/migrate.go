package journal

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jmoiron/sqlx"
)

// Every file is one statement, because a DDL statement commits by itself: a
// migration that dies goes on with the next file. A file never changes once it
// was released; what comes later gets a file of its own.
//
//go:embed migrations/*.sql
var migrations embed.FS

// FAIRSHARE_SCHEMA holds one row per migration that was applied.
const createSchema = `
CREATE TABLE IF NOT EXISTS FAIRSHARE_SCHEMA (
  MIGRATION  VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  APPLIED_AT DATETIME(3)  NOT NULL,
  PRIMARY KEY (MIGRATION)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`

const selectSchema = `SELECT MIGRATION FROM FAIRSHARE_SCHEMA ORDER BY MIGRATION`

// Of two that migrate at once one inserts the row; the other one's is ignored.
const insertSchema = `INSERT IGNORE INTO FAIRSHARE_SCHEMA (MIGRATION, APPLIED_AT) VALUES (?, UTC_TIMESTAMP(3))`

// Status says how the tables of a database compare with those this program knows.
type Status struct {
	Missing []string // migrations that were not applied yet
	Unknown []string // migrations that a newer version of Fairshare applied
}

// Err is nil where the tables are those this program knows, else it says what to do.
func (s Status) Err() error {
	switch {
	case len(s.Unknown) > 0:
		return fmt.Errorf("the tables were migrated by a newer version of Fairshare (%s): install that version", strings.Join(s.Unknown, ", "))
	case len(s.Missing) > 0:
		return fmt.Errorf("tables are missing (%s): run \"fairshare migrate\"", strings.Join(s.Missing, ", "))
	}
	return nil
}

// Version compares the tables in schema with those this program knows.
func Version(ctx context.Context, q sqlx.QueryerContext, schema string) (Status, error) {
	known, err := migrationNames()
	if err != nil {
		return Status{}, err
	}
	applied, err := appliedMigrations(ctx, q, schema)
	if err != nil {
		return Status{}, err
	}
	return Status{Missing: without(known, applied), Unknown: without(applied, known)}, nil
}

// Migrate creates or completes the FAIRSHARE_ tables in schema (empty: the
// connection's database) and returns the names of the migrations it applied. It
// may be run again, by several at once, and after it died anywhere.
func Migrate(ctx context.Context, db *sqlx.DB, schema string) (applied []string, err error) {
	if err := CheckSchema(schema); err != nil {
		return nil, err
	}
	if _, err := db.ExecContext(ctx, qualify(schema, createSchema)); err != nil {
		return nil, fmt.Errorf("migrate: create FAIRSHARE_SCHEMA: %w", withoutDatabase(err, schema))
	}
	status, err := Version(ctx, db, schema)
	if err != nil {
		return nil, err
	}
	if len(status.Unknown) > 0 {
		return nil, status.Err()
	}
	for _, name := range status.Missing {
		first, err := apply(ctx, db, schema, name)
		if err != nil {
			return applied, fmt.Errorf("migrate: %s: %w", name, err)
		}
		if first {
			applied = append(applied, name)
		}
	}
	return applied, nil
}

// apply runs one migration; first is false where another process recorded it.
func apply(ctx context.Context, db *sqlx.DB, schema, name string) (first bool, err error) {
	text, err := migrations.ReadFile("migrations/" + name + ".sql")
	if err != nil {
		return false, err
	}
	if _, err := db.ExecContext(ctx, qualify(schema, withoutComments(string(text)))); err != nil && !alreadyThere(err) {
		return false, err
	}
	result, err := db.ExecContext(ctx, qualify(schema, insertSchema), name)
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows == 1, err
}

func appliedMigrations(ctx context.Context, q sqlx.QueryerContext, schema string) ([]string, error) {
	if err := CheckSchema(schema); err != nil {
		return nil, err
	}
	var applied []string
	err := sqlx.SelectContext(ctx, q, &applied, qualify(schema, selectSchema))
	if isCode(err, 1146) || isCode(err, 1049) { // no such table or database: nothing was applied
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read FAIRSHARE_SCHEMA: %w", err)
	}
	return applied, nil
}

// migrationNames are the files' names without their extension, in order.
func migrationNames() ([]string, error) {
	entries, err := migrations.ReadDir("migrations") // sorted by name
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = strings.TrimSuffix(entry.Name(), ".sql")
	}
	return names, nil
}

// withoutComments drops whole-line comments: they explain the file, and a table
// that they name must not be taken for one of the statement's.
func withoutComments(text string) string {
	lines := strings.Split(text, "\n")
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "--") }), "\n")
}

// alreadyThere recognizes a step that a migration which died, or another process,
// has done: table (1050), column (1060) or index (1061) exists.
func alreadyThere(err error) bool {
	return isCode(err, 1050) || isCode(err, 1060) || isCode(err, 1061)
}

// withoutDatabase adds to error 1049 what a person has to do.
func withoutDatabase(err error, schema string) error {
	if isCode(err, 1049) {
		return fmt.Errorf("%w: create it first (CREATE DATABASE `%s`), with the grants that \"fairshare migrate --print-grants\" prints", err, schema)
	}
	return err
}

// orMigrate adds to an error about a table or column that isn't there what a person
// has to do.
func orMigrate(err error) error {
	if isCode(err, 1146) || isCode(err, 1054) {
		return fmt.Errorf("%w: run \"fairshare migrate\"", err)
	}
	return err
}

// isCode tells whether an error is the server's error of this number.
func isCode(err error, number uint16) bool {
	var server *mysql.MySQLError
	return errors.As(err, &server) && server.Number == number
}

func without(all, some []string) (rest []string) {
	for _, name := range all {
		if !slices.Contains(some, name) {
			rest = append(rest, name)
		}
	}
	return rest
}

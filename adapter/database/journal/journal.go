package journal

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
)

// Journal is the settlements of one organization in one schema. It holds no state
// of its own and may be used by several goroutines.
type Journal struct {
	DB           *sqlx.DB
	Schema       string // database of the FAIRSHARE_ tables; empty: the connection's own
	Organization string // the paying company's partyId
}

// prefix starts the name of every table here, and of nothing else in a query.
const prefix = "FAIRSHARE_"

// identifier is what a schema may be called without a question about quoting.
var identifier = regexp.MustCompile(`^[A-Za-z0-9_$-]{1,64}$`)

// CheckSchema refuses a schema name that isn't a plain identifier. The empty name
// stands for the connection's own database.
func CheckSchema(schema string) error {
	if schema != "" && !identifier.MatchString(schema) {
		return fmt.Errorf("schema %q: a name of letters, digits, _, $ and - is needed, at most 64", schema)
	}
	return nil
}

// qualify puts the schema in front of every table of a query.
func (j *Journal) qualify(query string) string { return qualify(j.Schema, query) }

// qualify leaves the names alone for a schema that CheckSchema refuses, so that
// nothing unchecked can reach a statement whatever the caller forgot.
func qualify(schema, query string) string {
	if schema == "" || CheckSchema(schema) != nil {
		return query
	}
	return strings.ReplaceAll(query, prefix, "`"+schema+"`."+prefix)
}

// holes is "?, ?, ?" for n values.
func holes(n int) string {
	return strings.TrimSuffix(strings.Repeat("?, ", n), ", ")
}

// millis cuts a time to what DATETIME(3) holds.
func millis(t time.Time) database.UTC { return database.UTC{Time: t.UTC().Truncate(time.Millisecond)} }

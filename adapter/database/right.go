package database

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
)

// Right is a privilege that Fairshare needs on a table.
type Right struct {
	Table     string
	Privilege string   // SELECT, INSERT or UPDATE
	Columns   []string // that are updated, or read where not all are
	Whole     bool     // the update is granted for the whole table and not by its columns
	ToWrite   bool     // reads for the sake of writing
}

// Settling tells the rights of an account that settles from those of one that looks.
func (r Right) Settling() bool { return r.ToWrite || r.Privilege != "SELECT" }

// Clause is the privilege as GRANT wants it.
func (r Right) Clause() string {
	if len(r.Columns) == 0 || r.Whole {
		return r.Privilege
	}
	return r.Privilege + " (" + strings.Join(r.Columns, ", ") + ")"
}

// Grant is the statement that gives the right to accounts, which are quoted already.
func (r Right) Grant(schema string, accounts ...string) string {
	return fmt.Sprintf("GRANT %s ON `%s`.`%s` TO %s;", r.Clause(), schema, r.Table, strings.Join(accounts, ", "))
}

// probe is a statement that needs this right and no other one. It is only
// prepared: the server checks the account's rights then, and nothing is run.
func (r Right) probe(schema string) string {
	table := "`" + schema + "`.`" + r.Table + "`"
	switch r.Privilege {
	case "INSERT":
		return "INSERT INTO " + table + " () VALUES ()"
	case "UPDATE":
		return "UPDATE " + table + " SET " + strings.Join(r.Columns, " = NULL, ") + " = NULL"
	}
	if len(r.Columns) > 0 {
		return "SELECT " + strings.Join(r.Columns, ", ") + " FROM " + table
	}
	return "SELECT 1 FROM " + table
}

// MissingRight says whether the connection's account lacks a right in a schema. A
// table that is not there is nobody's right, unless the account may not know that.
func MissingRight(ctx context.Context, db *sqlx.DB, schema string, right Right) (bool, error) {
	prepared, err := db.PreparexContext(ctx, right.probe(schema))
	switch Classify(err) {
	case Grant:
		return true, nil
	case Schema: // others tell
		return false, nil
	}
	if err != nil {
		return false, ReadError("look for the right to "+right.Privilege+" "+right.Table, err)
	}
	_ = prepared.Close() // nothing was run
	return false, nil
}

// Account is the connection's account as the server knows it, quoted for GRANT:
// the host is the account's, which may be a pattern, and not the client's.
func Account(ctx context.Context, db *sqlx.DB) (string, error) {
	var account string
	if err := db.GetContext(ctx, &account, "SELECT CURRENT_USER()"); err != nil {
		return "", ReadError("ask for the account's name", err)
	}
	return QuoteAccount(account), nil
}

// QuoteAccount turns user@host into 'user'@'host'.
func QuoteAccount(account string) string {
	at := strings.LastIndexByte(account, '@')
	if at < 0 {
		return "'" + strings.ReplaceAll(account, "'", "''") + "'"
	}
	return "'" + strings.ReplaceAll(account[:at], "'", "''") + "'@'" + strings.ReplaceAll(account[at+1:], "'", "''") + "'"
}

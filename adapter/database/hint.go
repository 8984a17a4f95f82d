package database

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/go-sql-driver/mysql"
)

// hints say what a person does about an error of the server.
var hints = map[uint16]string{
	1040: "the server has no connection left: raise max_connections or end idle ones",
	1044: "the account has no right to this database: \"fairshare migrate --print-grants\" prints the statements",
	1045: "check ofbiz.database.user and the password file; the account may also demand TLS or a client certificate (SHOW CREATE USER)",
	1049: "check ofbiz.database.name: the server has no such database",
	1129: "run FLUSH HOSTS on the server and look for what keeps breaking connections",
	1130: "the account may not connect from this host: create it for this host",
	1203: "the account has no connection left: raise its MAX_USER_CONNECTIONS or end other runs",
	1226: "the account has no connection left: raise its MAX_USER_CONNECTIONS or end other runs",
	1290: "the server takes no writes: is ofbiz.database.address a replica?",
	1370: "the account lacks the right to a routine",
	1412: "a table was altered meanwhile: read again",
	1698: "this account logs in through the socket of its own system user only: use another one",
	1792: "writing inside a read-only snapshot: a mistake in Fairshare",
	1836: "the server takes no writes: is ofbiz.database.address a replica?",
	1153: "raise max_allowed_packet on the server",
}

func hintFor(err error) string {
	var server *mysql.MySQLError
	if errors.As(err, &server) {
		if grant := GrantFor(server); grant != "" {
			return "an administrator runs: " + grant
		}
		return hints[server.Number]
	}
	return hintForConnection(err)
}

func hintForConnection(err error) string {
	switch {
	case isTLS(err):
		return hintForTLS(err)
	case errors.Is(err, mysql.ErrPktTooLarge):
		return "raise max_allowed_packet on the server"
	case isUnsent(err):
		return "is the server running, and is ofbiz.database.address right?"
	}
	return ""
}

// denied matches error 1142 and 1143 of MariaDB and MySQL, new and old:
//
//	INSERT command denied to user 'u'@'h' for table `db`.`T`
//	SELECT command denied to user 'u'@'h' for table 'T'
var denied = regexp.MustCompile("^([A-Z, ]+) command denied to user ('[^']*'@'[^']*') for (?:table|column '[^']*' in table) ([`'][^`';\n]+[`'](?:\\.[`'][^`';\n]+[`'])?)$")

// GrantFor is the statement that gives the right whose lack the server complains
// of, or "" where the error is another one.
func GrantFor(server *mysql.MySQLError) string {
	if server.Number != 1142 && server.Number != 1143 {
		return ""
	}
	m := denied.FindStringSubmatch(server.Message)
	if m == nil {
		return "GRANT the missing right (" + server.Message + ")"
	}
	return fmt.Sprintf("GRANT %s ON %s TO %s;", m[1], regexp.MustCompile("'").ReplaceAllString(m[3], "`"), m[2])
}

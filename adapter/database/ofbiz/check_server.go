package ofbiz

import (
	"context"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

// The row is the settings of the server and of this session that matter; every
// account may read them.
const selectSettings = `
SELECT VERSION() AS VERSION, @@innodb_flush_log_at_trx_commit AS FLUSHING, @@read_only AS READ_ONLY, @@max_allowed_packet AS PACKET,
  @@sql_mode AS MODE, @@time_zone AS ZONE, @@global.sql_mode AS SERVER_MODE, UTC_TIMESTAMP(3) AS NOW`

// The variable has another name in MySQL 8 and MariaDB 11; rows are name and value.
const showIsolation = `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')`

// Rows are name and value; every account may see them, SHOW REPLICA STATUS only some.
const showReplicas = `SHOW GLOBAL STATUS WHERE Variable_name IN ('Slave_running', 'Slaves_running')`

// smallestPacket holds the largest report and a batch of rows.
const smallestPacket = 4 << 20

type serverSettings struct {
	Version    string       `db:"VERSION"`
	Flushing   int          `db:"FLUSHING"`
	ReadOnly   int          `db:"READ_ONLY"`
	Packet     int64        `db:"PACKET"`
	Mode       string       `db:"MODE"`
	Zone       string       `db:"ZONE"`
	ServerMode string       `db:"SERVER_MODE"`
	Now        database.UTC `db:"NOW"`
}

func checkServer(ctx context.Context, db *sqlx.DB) ([]mapping.Finding, error) {
	var server serverSettings
	if err := db.GetContext(ctx, &server, selectSettings); err != nil {
		return nil, database.ReadError("read the server's settings", err)
	}
	found := findingsOf(server.Version)
	server.checkWrites(&found)
	server.checkSession(&found)
	isolation, err := values(ctx, db, showIsolation)
	if err != nil {
		return nil, err
	}
	checkIsolation(&found, isolation)
	replicas, err := values(ctx, db, showReplicas)
	if err != nil {
		return nil, err
	}
	checkReplica(&found, replicas)
	return found.findings, nil
}

// serverFindings collects findings about one server.
type serverFindings struct {
	version  string
	findings []mapping.Finding
}

func findingsOf(version string) serverFindings { return serverFindings{version: version} }

func (f *serverFindings) add(code string, severity mapping.Severity, format string, args ...any) {
	f.findings = append(f.findings, finding(code, severity, "Server", f.version, format, args...))
}

func (s serverSettings) checkWrites(found *serverFindings) {
	if s.Flushing != 1 {
		found.add(CodeDurability, mapping.Warning, "innodb_flush_log_at_trx_commit is %d: a crash of the server may lose invoices that were committed; set it to 1", s.Flushing)
	}
	if s.ReadOnly != 0 {
		found.add(CodeReadOnly, mapping.Blocking, "the server is read-only: connect to the primary, a replica may also lag behind")
	}
	if s.Packet < smallestPacket {
		found.add(CodePacket, mapping.Warning, "max_allowed_packet is %d bytes: large reports may be refused; raise it to 16777216", s.Packet)
	}
}

// checkSession holds the session against what every connection asks for. Only a
// proxy that gives one session to several clients can lose that.
func (s serverSettings) checkSession(found *serverFindings) {
	if !strings.Contains(s.Mode, "STRICT_ALL_TABLES") || s.Zone != "+00:00" {
		found.add(CodeSession, mapping.Blocking, "the session's sql_mode is %q and its time_zone %q, which is not what Fairshare set: connect to the server itself, or to a proxy that keeps a session's variables", s.Mode, s.Zone)
	}
	if !strings.Contains(s.ServerMode, "STRICT_") {
		found.add(CodeMode, mapping.Warning, "the server's own sql_mode %q is not strict: OFBiz may store clipped numbers and \"?\" for letters without an error; add STRICT_TRANS_TABLES", s.ServerMode)
	}
	if apart := time.Since(s.Now.Time).Abs(); apart > clockTolerance {
		found.add(CodeClock, mapping.Warning, "the database's clock says %s and this machine's is %s away from it: what is due goes by the database's, certificates and the log by this one; set both by NTP",
			s.Now.Time.UTC().Format(time.RFC3339), apart.Round(time.Minute))
	}
}

func checkIsolation(found *serverFindings, values map[string]string) {
	for name, value := range values {
		if level := strings.ToUpper(value); level != "READ-COMMITTED" && level != "REPEATABLE-READ" {
			found.add(CodeIsolation, mapping.Warning, "%s is %s on the server: single statements of Fairshare, and all of other programs, see rows that are not committed or lock those they read; set it to READ-COMMITTED or REPEATABLE-READ", name, value)
		}
	}
}

func checkReplica(found *serverFindings, values map[string]string) {
	for _, value := range values {
		if value != "OFF" && value != "0" {
			found.add(CodeReplica, mapping.Warning, "the server is a replica: what is read may be old, and what is written is lost to the primary; connect to the primary")
			return
		}
	}
}

// values reads rows of a name and a value.
func values(ctx context.Context, db *sqlx.DB, query string) (map[string]string, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, database.ReadError("read the server's settings", err)
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return nil, database.ReadError("read the server's settings", err)
		}
		all[name] = value
	}
	return all, database.ReadError("read the server's settings", rows.Err())
}

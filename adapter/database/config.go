package database

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// Config says which database to open, and as whom.
type Config struct {
	Address  string // host:port, or the path of a socket
	Name     string // of the database; empty: none is selected
	User     string
	Password string
	TLS      *tls.Config // nil: not encrypted, for a socket or the loopback

	// ReadTimeout bounds the wait for a server that has stopped answering. It must
	// be longer than the longest query runs before its first row; 0 is 5 minutes.
	// A server that has stopped listening is given up as soon, or sooner.
	ReadTimeout time.Duration
	// Zone is OFBiz's: a time.Time that is handed to a statement is written as
	// OFBiz would write it. Fairshare's own tables take UTC instead. nil is UTC.
	Zone *time.Location
}

// Format writes what the database is called and *** for the password, whatever the
// verb.
func (c Config) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "{%s at %s as %s, password ***}", c.Name, c.Address, c.User)
}

// LogValue is the same for package slog.
func (c Config) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(c)) }

const (
	dialTimeout        = 5 * time.Second
	writeTimeout       = 30 * time.Second
	defaultReadTimeout = 5 * time.Minute
)

// strictMode makes the server refuse what it would else cut, clip or replace in
// silence: a number out of range is stored clipped and a letter outside of the
// character set as "?" without it.
const strictMode = "'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ENGINE_SUBSTITUTION'"

// driver builds the driver's settings field by field. A joined DSN would let a
// password or a database name that holds "?" switch options on.
func (c Config) driver() (*mysql.Config, error) {
	if c.Address == "" || c.User == "" {
		return nil, &Error{Kind: Other, Op: "open database", Err: errIncomplete, Hint: "set database.address and database.user in the configuration"}
	}
	d := mysql.NewConfig()
	d.Net, d.Addr = c.network(), c.Address
	d.User, d.Passwd, d.DBName, d.TLS = c.User, c.Password, c.Name, secured(c.TLS)
	d.Timeout, d.WriteTimeout, d.ReadTimeout = dialTimeout, writeTimeout, c.ReadTimeout
	if d.ReadTimeout == 0 {
		d.ReadTimeout = defaultReadTimeout
	}
	d.Timeout, d.WriteTimeout = min(d.Timeout, d.ReadTimeout), min(d.WriteTimeout, d.ReadTimeout)
	if c.Zone != nil {
		d.Loc = c.Zone
	}
	d.ParseTime = false      // a naive time is not an instant: package mapping decides which one it was
	d.ClientFoundRows = true // 0 rows shall mean "not found", which conditional updates rely on
	d.MaxAllowedPacket = 0   // ask the server: its 16 MiB are less than the driver's 64
	d.RejectReadOnly = false // 1792 is the snapshot's own guard; InTransaction sees to the others
	d.ConnectionAttributes = "program_name:fairshare"
	d.Params = sessionVariables()
	if err := d.Apply(mysql.Charset("utf8mb4", "")); err != nil {
		return nil, fmt.Errorf("open database: character set: %w", err)
	}
	return d, nil
}

func (c Config) network() string {
	if strings.Contains(c.Address, "/") {
		return "unix"
	}
	return "tcp"
}

// sessionVariables are set on every connection, whatever the server's defaults.
func sessionVariables() map[string]string {
	return map[string]string{
		"sql_mode":                 strictMode,
		"time_zone":                "'+00:00'", // so that NOW() is the instant that UTC reads
		"innodb_lock_wait_timeout": "5",        // waiting longer would stand in OFBiz's way, not in ours
		"lock_wait_timeout":        "5",        // the same behind an ALTER TABLE
	}
}

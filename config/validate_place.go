package config

import (
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// validateOFBiz repeats no value: whoever pastes a whole URL or DSN into one of these
// keys has a password in it.
func (c *Config) validateOFBiz(wrong *problems) {
	db := c.OFBiz.Database
	if !isSocket(db.Address) && !isHostPort(db.Address) {
		wrong.add("ofbiz.database.address", "", "it must be host:port or the path of a socket, and nothing else")
	}
	if db.Name == "" || !schemaName.MatchString(db.Name) {
		wrong.add("ofbiz.database.name", "", "it must be a name of letters, digits, _, $ and -, at most 64")
	}
	if db.User == "" {
		wrong.add("ofbiz.database.user", "", "it must name the database account and is empty")
	}
	if strings.Contains(db.User, ":") {
		wrong.add("ofbiz.database.user", "", "it must be the name of the account alone; the password belongs into a file, see ofbiz.database.password_file")
	}
	if s := db.TimeoutSeconds; s < 1 || s > 3600 {
		wrong.add("ofbiz.database.timeout_seconds", "", "it must be from 1 to 3600, not %d", s)
	}
	if !schemaName.MatchString(c.Settlement.Schema) {
		wrong.add("settlement.schema", "", "it must be a name of letters, digits, _, $ and -, or empty, not %q", c.Settlement.Schema)
	}
	if db.TLS.Enabled() && db.TLS.ServerName == "" && isSocket(db.Address) {
		wrong.add("ofbiz.database.tls.server_name", "", "a socket has no host name: set the name that is in the server's certificate")
	}
	if (db.TLS.CertFile == "") != (db.TLS.KeyFile == "") {
		wrong.add("ofbiz.database.tls.cert_file", "", "cert_file and key_file go together: set both or none")
	}
}

func isSocket(address string) bool { return filepath.IsAbs(address) }

func isHostPort(address string) bool {
	host, port, err := net.SplitHostPort(address)
	number, numberErr := strconv.Atoi(port)
	return err == nil && host != "" && numberErr == nil && number > 0 && number < 65536
}

func (c *Config) validateSchedule(wrong *problems) {
	if _, err := loadZone(c.OFBiz.Timezone); err != nil {
		wrong.add("ofbiz.timezone", "", "it must be a zone such as Europe/Budapest or UTC: %v", err)
	}
	if c.Schedule.Timezone != "" {
		if _, err := loadZone(c.Schedule.Timezone); err != nil {
			wrong.add("schedule.timezone", "", "it must be a zone such as Europe/Budapest or UTC, or empty: %v", err)
		}
	}
	if _, err := ParseRun(c.Schedule.Run); err != nil {
		wrong.add("schedule.run", "", "%v", err)
	}
	if c.Schedule.PauseFile != "" && !filepath.IsAbs(c.Schedule.PauseFile) {
		wrong.add("schedule.pause_file", "", "it must be an absolute path, or empty, not %q", c.Schedule.PauseFile)
	}
	between(wrong, "schedule.retry_minutes", c.Schedule.RetryMinutes, 0, 1440)
	between(wrong, "schedule.max_load", c.Schedule.MaxLoad, 0, 100_000)
	between(wrong, "schedule.max_wait_hours", c.Schedule.MaxWaitHours, 1, 168)
}

func between(wrong *problems, key string, value, least, most int) {
	if value < least || value > most {
		wrong.add(key, "", "it must be from %d to %d, not %d", least, most, value)
	}
}

func (c *Config) validateServe(wrong *problems) {
	if (c.Serve.TLS.CertFile == "") != (c.Serve.TLS.KeyFile == "") {
		wrong.add("serve.tls.cert_file", "", "cert_file and key_file go together: set both or none")
	}
	listen := c.Serve.Listen
	if listen == "" {
		return
	}
	host, port, err := net.SplitHostPort(listen)
	if number, numberErr := strconv.Atoi(port); err != nil || numberErr != nil || number < 0 || number > 65535 {
		wrong.add("serve.listen", "", "it must be host:port such as 127.0.0.1:9464, or empty, not %q", listen)
		return
	}
	if ip := net.ParseIP(host); !c.Serve.AllowRemote && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		wrong.add("serve.listen", "", "%s is reached from other machines, without a password: use 127.0.0.1, or set serve.allow_remote: true", listen)
	}
}

// ParseRun reads a schedule of five fields, or one of cron's short words such as
// @daily. An interval (@every) is no time of day and is refused.
func ParseRun(run string) (*cron.SpecSchedule, error) {
	if strings.Contains(run, "TZ=") {
		return nil, errRun(run, "the zone is set by schedule.timezone")
	}
	schedule, err := cron.ParseStandard(run)
	if err != nil {
		return nil, errRun(run, err.Error())
	}
	spec, ok := schedule.(*cron.SpecSchedule)
	if !ok {
		return nil, errRun(run, "an interval is no time of day")
	}
	if spec.Next(time.Unix(0, 0).UTC()).IsZero() {
		return nil, errRun(run, "there is no such day")
	}
	return spec, nil
}

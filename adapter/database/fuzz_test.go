package database

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// FuzzDriver: whatever stands in the configuration's fields, no field becomes another
// one, and no option of the driver is switched on by a password or a name.
func FuzzDriver(f *testing.F) {
	f.Add("127.0.0.1:3306", "ofbiz", "fairshare", "geheim")
	f.Add("db:3306", "ofbiz?allowAllFiles=true", "a:b@tcp(evil:1)/", "p@ss:w/o?r&d=%")
	f.Add("/run/mysqld/mysqld.sock", "", "u", "")
	f.Add("db:3306)/x?multiStatements=true", "%2f", "\x00", "\n")
	f.Fuzz(func(t *testing.T, address, name, user, password string) {
		d, err := Config{Address: address, Name: name, User: user, Password: password}.driver()
		if err != nil {
			_, same := Config{Address: address, Name: name, User: user, Password: "another"}.driver()
			if address != "" && user != "" || same == nil || same.Error() != err.Error() {
				t.Errorf("%v, with another password %v", err, same)
			}
			return
		}
		if d.Addr != address || d.DBName != name || d.User != user || d.Passwd != password {
			t.Errorf("%q %q %q became %q %q %q", address, name, user, d.Addr, d.DBName, d.User)
		}
		if d.AllowAllFiles || d.AllowCleartextPasswords || d.AllowFallbackToPlaintext || d.MultiStatements || d.InterpolateParams || d.ParseTime || !d.ClientFoundRows || d.TLSConfig != "" {
			t.Errorf("options were switched on: %+v", d)
		}
	})
}

// FuzzUTC: a time that is read is written as it was, to the millisecond; an error
// names the text.
func FuzzUTC(f *testing.F) {
	for _, text := range []string{"2026-10-31 23:59:59.999", "2026-10-31 23:59:59", "0000-00-00 00:00:00", "2026-10-31", "9999-12-31 23:59:59.999999", "2026-10-31 23:59:60", "", "0001-01-01 00:00:00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var read UTC
		if err := read.Scan([]byte(text)); err != nil {
			if !strings.Contains(err.Error(), "a UTC time can't be read from ") {
				t.Error(err)
			}
			return
		}
		if read.Location() != time.UTC {
			t.Errorf("%q is read in %s", text, read.Location())
		}
		written, err := read.Value()
		if err != nil {
			if !read.IsZero() {
				t.Error(err)
			}
			return
		}
		var again UTC
		if err := again.Scan(written); err != nil || !again.Equal(read.Truncate(time.Millisecond)) {
			t.Errorf("%q is read as %s, written as %v, read as %s, %v", text, read, written, again, err)
		}
	})
}

// oneGrant is a statement that an administrator may copy without looking twice.
var oneGrant = regexp.MustCompile("^GRANT [A-Z, ]+ ON [^;\n]+ TO '[^']*'@'[^']*';$")

// FuzzGrantFor: what the server says becomes one GRANT, or no statement at all.
func FuzzGrantFor(f *testing.F) {
	for _, message := range []string{
		"INSERT command denied to user 'u'@'h' for table `db`.`T`", "SELECT command denied to user 'u'@'h' for table 'T'",
		"SELECT, UPDATE command denied to user 'u'@'%' for column 'C' in table `db`.`T`",
		"SELECT command denied to user 'u'@'h' for table `T`; DROP TABLE X", "SELECT command denied to user 'u'@'h' for table `a`\nTO x; --",
	} {
		f.Add(message)
	}
	f.Fuzz(func(t *testing.T, message string) {
		grant := GrantFor(&mysql.MySQLError{Number: 1142, Message: message})
		if strings.HasPrefix(grant, "GRANT the missing right (") {
			return // a sentence for a person
		}
		if !oneGrant.MatchString(grant) {
			t.Errorf("%q became %q", message, grant)
		}
	})
}

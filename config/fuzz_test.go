package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// FuzzParse: a configuration that is accepted can be used, and printed it is the same.
func FuzzParse(f *testing.F) {
	f.Add(full)
	f.Add(string(Commented))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := load(t, text)
		if err != nil {
			return
		}
		if c.Zone() == nil || c.ScheduleZone() == nil || len(c.Digest()) != 64 {
			t.Error("a configuration that is accepted can't be used")
		}
		var printed strings.Builder
		if err := c.Print(&printed); err != nil {
			t.Fatal(err)
		}
		if again, err := load(t, printed.String()); err != nil || !reflect.DeepEqual(again, c) {
			t.Errorf("printed as\n%s\nit is %+v, %v", &printed, again, err)
		}
	})
}

// FuzzEnvironment: a variable is taken, or refused by its name; no value is repeated
// that could be a secret.
func FuzzEnvironment(f *testing.F) {
	for _, k := range keys {
		f.Add(strings.TrimPrefix(k.env(), envPrefix), "1")
	}
	f.Add("INCOME_ADJUSTMENTS_MINE.OWN", "true")
	f.Add("FOUNDERS", "A: 2.5; B: 1")
	f.Add("FINDINGS_ACCEPT", "CODE: a, b; X")
	f.Add("OFBIZ_DATABASE_PASSWORD", "geheim")
	f.Fuzz(func(t *testing.T, name, value string) {
		c, err := load(t, "", envPrefix+name+"="+value)
		if err == nil {
			if len(c.Digest()) != 64 || c.Zone() == nil {
				t.Error("a configuration that is accepted can't be used")
			}
			return
		}
		var wrong *Error
		if !errors.As(err, &wrong) || len(wrong.Problems) == 0 || wrong.Problems[0].Text == "" {
			t.Fatalf("%s=%s: %v", name, value, err)
		}
	})
}

// FuzzMoment: what is read as local shows the same on a clock that stands in UTC; a
// moment with its zone says itself again; an error names the text.
func FuzzMoment(f *testing.F) {
	for _, text := range []string{"2026-10-31", "2026-10-31 14:30", "2026-10-31T14:30:00", "2026-10-31 14:30:00.250", "2026-10-31T14:30:00+01:00", "0000-01-01", "2026-02-29", "9999-12-31T23:59:59Z", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		moment, local, err := ParseMoment(text)
		switch {
		case err != nil:
			if !strings.Contains(err.Error(), "is not a moment: give") {
				t.Error(err)
			}
		case local:
			digits := strings.NewReplacer("T", " ", ",", ".").Replace(text)
			if whole := moment.Format("2006-01-02 15:04:05.000"); !strings.HasPrefix(whole, digits[:min(len(digits), 16)]) || moment.Location() != time.UTC {
				t.Errorf("%q is read as %s", text, whole)
			}
		default:
			if again, _, err := ParseMoment(moment.Format(time.RFC3339Nano)); err != nil || !again.Equal(moment) {
				t.Errorf("%q is %s, and that %s, %v", text, moment, again, err)
			}
		}
	})
}

// FuzzRun: a schedule that is accepted names times of day, one after the other, to
// the minute.
func FuzzRun(f *testing.F) {
	for _, run := range []string{"15 4 * * *", "@daily", "*/7 1-3,5 L * mon", "0 0 30 2 *", "@every 1h", "TZ=UTC 1 1 * * *", "CRON_TZ=", "60 * * * *", "0 0 1 1 ? *", "-1 0 * * *", ""} {
		f.Add(run)
	}
	f.Fuzz(func(t *testing.T, run string) {
		spec, err := ParseRun(run)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "it must be minute, hour, day of month") {
				t.Error(err)
			}
			return
		}
		last := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		for range 3 {
			next := spec.Next(last)
			if next.IsZero() {
				return // a 29 February that no century has
			}
			if !next.After(last) || next.Second() != 0 || next.Nanosecond() != 0 {
				t.Fatalf("%q: after %s comes %s", run, last, next)
			}
			last = next
		}
	})
}

// FuzzAddress: an address that is accepted is a path, or a host with a port that
// names itself again.
func FuzzAddress(f *testing.F) {
	for _, address := range []string{"127.0.0.1:3306", "[::1]:3306", "db:65535", "db:65536", "db:+1", "db:0x1", "/run/mysqld/mysqld.sock", ":1", "a:b:c", "db:３３０６"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		c := Default()
		c.OFBiz.Database.Address, c.Serve.Listen = address, address
		var wrong problems
		c.validateOFBiz(&wrong)
		c.validateServe(&wrong)
		for _, p := range wrong {
			if !strings.HasPrefix(p.Key, "ofbiz.database.address") && !strings.HasPrefix(p.Key, "serve.listen") {
				t.Errorf("%q is wrong at %s", address, p.Key)
			}
		}
		if len(wrong) == 0 && !isSocket(address) {
			i := strings.LastIndexByte(address, ':')
			if port := address[i+1:]; i < 1 || len(port) > 5 || strings.Trim(port, "0123456789") != "" {
				t.Errorf("%q is accepted", address)
			}
		}
	})
}

// FuzzSecret: a secret is the file's one line, whatever is in it, or an error that
// does not tell it.
func FuzzSecret(f *testing.F) {
	for _, content := range []string{"geheim\n", "a b:@/?&=%\r\n", "\n", "two\nlines", "nul\x00", " spaces ", "\xff"} {
		f.Add([]byte(content))
	}
	path := filepath.Join(f.TempDir(), "secret")
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		secret, err := readSecret(path, "")
		if err != nil {
			if !strings.Contains(err.Error(), path) {
				t.Error(err)
			}
			return
		}
		got := secret.Reveal()
		if got == "" || !strings.HasPrefix(string(content), got) || strings.Trim(string(content)[len(got):], "\r\n") != "" {
			t.Errorf("%q is read as %q", content, got)
		}
	})
}

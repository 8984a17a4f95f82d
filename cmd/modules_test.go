package cmd_test

import (
	"strings"
	"testing"
)

// module is a third-party module that may be used, where, and why there at all.
type module struct {
	path  string
	rooms []string // room prefixes, none for tests only; "adapter" is every adapter
	why   string
}

// modules are all that a package may import beyond the standard library. A new
// one needs a line here, and so a reason.
var modules = []module{
	{"github.com/go-sql-driver/mysql", []string{"adapter/database", "adapter/embedded", "cmd"}, "the MariaDB driver; cmd sees its configuration"},
	{"github.com/jmoiron/sqlx", []string{"adapter/database", "cmd"}, "rows into structs, for Fairshare's own tables"},
	{"github.com/go-resty/resty/v2", []string{"adapter/rest"}, "OFBiz's REST services: timeouts, redirects, body limits and headers set in one place"},
	{"github.com/wneessen/go-mail", []string{"adapter/mail"}, "mails: their parts, and the conversation with a mail server"},
	{"github.com/shopspring/decimal", []string{"mapping", "adapter", "config", "cmd"}, "decimals at the edges; calc counts in integers and rationals"},
	{"github.com/spf13/cobra", []string{"cmd"}, "commands and flags"},
	{"github.com/spf13/pflag", []string{"cmd"}, "cobra's flags"},
	{"github.com/spf13/viper", []string{"config"}, "one file, environment and defaults"},
	{"github.com/go-viper/mapstructure/v2", []string{"config"}, "viper's decoding, so that unknown keys are refused"},
	{"go.yaml.in/yaml/v3", []string{"config"}, "the configuration as it is printed"},
	{"github.com/robfig/cron/v3", []string{"cmd", "config"}, "the schedule; config checks that it parses"},
	{"github.com/prometheus/client_golang", []string{"adapter", "cmd"}, "metrics"},
	{"github.com/xuri/excelize/v2", []string{"adapter/files"}, "XLSX reports"},
	{"codeberg.org/go-pdf/fpdf", []string{"adapter/files"}, "PDF reports"},
	{"golang.org/x/image", []string{"adapter/files"}, "the Go fonts, which PDF reports carry in them: free, and with every letter of Hungarian"},
	{"golang.org/x/text", []string{"mapping", "adapter", "cmd"}, "ids compared as OFBiz's collation does, widths of text in tables"},
	{"golang.org/x/term", []string{"cmd"}, "is this a terminal"},
	{"golang.org/x/net", nil, "tests read the HTML reports as a browser would"},
	{"golang.org/x/sys", []string{"cmd", "adapter"}, "signals and locks"},
}

func TestModules(t *testing.T) {
	for _, f := range files(t) {
		for _, imported := range f.imports {
			if !strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
				continue // the standard library and this project have no dot there
			}
			if complaint := allowed(f, imported); complaint != "" {
				t.Errorf("%s imports %s: %s", f.path, imported, complaint)
			}
		}
	}
}

// allowed is what is wrong with an import of another module, "" if nothing is.
// Tests may use any of the modules.
func allowed(f file, imported string) string {
	for _, m := range modules {
		if imported != m.path && !strings.HasPrefix(imported, m.path+"/") {
			continue
		}
		if f.test() {
			return ""
		}
		for _, room := range m.rooms {
			if f.room() == room || strings.HasPrefix(f.room(), room+"/") {
				return ""
			}
		}
		return "it is there for " + m.why + ", in " + strings.Join(append(m.rooms, "tests"), " and ") + " only"
	}
	return "no such module is agreed on; the standard library may do, else add it to the list in cmd/modules_test.go with its reason"
}

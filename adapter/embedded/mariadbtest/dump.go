package mariadbtest

import (
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"fairshare/adapter/embedded"
)

// Load feeds a dump (.sql or .sql.gz) to the mariadb client: dumps hold the
// client's own directives, which a driver does not know.
func Load(t testing.TB, db Database, path string) {
	t.Helper()
	client, err := embedded.Client()
	if err != nil {
		t.Fatalf("load %s: %v", path, err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatalf("load a dump: %v", err)
	}
	defer file.Close()
	var text io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if text, err = gzip.NewReader(file); err != nil {
			t.Fatalf("load %s: %v", path, err)
		}
	}
	command := exec.CommandContext(t.Context(), client, "--no-defaults", "--socket="+db.Socket, "--user="+db.User,
		"--default-character-set=utf8mb4", "--max-allowed-packet=64M", db.Name)
	command.Stdin = text
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("load %s into %s: %v\n%s", path, db.Name, err, out)
	}
}

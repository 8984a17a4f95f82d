package embedded

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestOpenFolderFails says which folder can't be made, and leaves nothing behind.
func TestOpenFolderFails(t *testing.T) {
	dir := shortDir(t)
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("Temporary", func(t *testing.T) {
		t.Setenv("TMPDIR", filepath.Join(dir, "missing"))
		if _, err := openFolder(t.Context(), ""); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "make a temporary folder: ") {
			t.Error(err)
		}
	})
	t.Run("Lasting", func(t *testing.T) {
		if _, err := openFolder(t.Context(), filepath.Join(file, "data")); !errors.Is(err, syscall.ENOTDIR) || !strings.HasPrefix(err.Error(), "make the data folder: ") {
			t.Error(err)
		}
	})
	t.Run("Program", func(t *testing.T) {
		t.Setenv("PATH", "")
		defer func(dirs []string) { serverDirs = dirs }(serverDirs)
		serverDirs = []string{dir, dir, dir}
		var missing *MissingError
		if _, err := openFolder(t.Context(), filepath.Join(dir, "lasting")); !errors.As(err, &missing) || missing.Program != "mariadb-install-db" {
			t.Error(err)
		}
		if _, err := Start(t.Context(), Options{}); !errors.As(err, &missing) || missing.Program != "mariadbd" || !strings.HasPrefix(err.Error(), "start embedded MariaDB: find mariadbd") {
			t.Error(err)
		}
	})
	t.Run("Install", func(t *testing.T) {
		t.Setenv("TMPDIR", dir)
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if _, err := openFolder(ctx, ""); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "create the system tables in "+dir) {
			t.Error(err)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, tempPattern+"*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

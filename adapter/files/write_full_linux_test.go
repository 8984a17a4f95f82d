package files

import (
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// fullAfter lets no file grow beyond some bytes, as a disk that runs full does.
func fullAfter(t *testing.T, bytes uint64) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ) // else it ends the process
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	})
}

// TestWriteOnAFullDisk leaves the old report as it was and nothing else, says what
// to do, and writes the new one when there is room again.
func TestWriteOnAFullDisk(t *testing.T) {
	dir, large := t.TempDir(), strings.Repeat("report ", 1000)
	if err := Write(dir, document("old")); err != nil {
		t.Fatal(err)
	}
	t.Run("Full", func(t *testing.T) {
		fullAfter(t, 4096)
		err := Write(dir, document(large))
		if !errors.Is(err, syscall.EFBIG) || !strings.Contains(err.Error(), "write report "+filepath.Join(dir, "S.cell.html")+": ") || !strings.HasSuffix(err.Error(), "make room or let Fairshare's user write there, then run again") {
			t.Errorf("%v", err)
		}
		only(t, dir, "S.cell.html")
		if content := read(t, filepath.Join(dir, "S.cell.html")); content != "old" {
			t.Errorf("the old report is now %.20q", content)
		}
	})
	if err := Write(dir, document(large)); err != nil || read(t, filepath.Join(dir, "S.cell.html")) != large {
		t.Errorf("with room again: %v", err)
	}
}

// TestWriteFailsEverywhere: what stands in the way of the temporary file, a folder
// that vanished, one that can't be closed twice.
func TestWriteFailsEverywhere(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ".S.cell.html.tmp", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Write(dir, document("x")); !errors.Is(err, syscall.ENOTEMPTY) && !errors.Is(err, syscall.EEXIST) || !strings.Contains(err.Error(), filepath.Join(dir, "S.cell.html")) {
		t.Errorf("a folder in place of the temporary file: %v", err)
	}
	gone := filepath.Join(dir, "gone")
	folder, err := OpenFolder(gone)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	if err := folder.Write(document("x")); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "write report "+filepath.Join(gone, "S.cell.html")) {
		t.Errorf("a folder that is gone: %v", err)
	}
	folder, err = OpenFolder(gone)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(folder.Write(document("x")), folder.Close()); err != nil {
		t.Fatal(err)
	}
	if err := folder.Close(); !errors.Is(err, os.ErrClosed) || !strings.Contains(err.Error(), "sync reports folder "+gone) {
		t.Errorf("closed twice: %v", err)
	}
}

// TestOpenFolderRefused is about a folder that another user keeps to itself; root may
// do anything.
func TestOpenFolderRefused(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("SKIPPED: root may open any folder")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o100); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFolder(dir); !errors.Is(err, os.ErrPermission) || !strings.Contains(err.Error(), "let Fairshare's user read and write it") {
		t.Error(err)
	}
}

package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// folder is a server's home: data/, the log, the socket. A temporary one is
// locked for as long as its process lives, so that a later process can tell a
// left-over (its owner was killed) from one in use.
type folder struct {
	path      string
	temporary bool
	lock      *os.File // nil if not temporary
}

const (
	tempPattern = "fairshare-mariadb-"
	lockName    = "owner.lock"
	maxSocket   = 100 // bytes; the kernel's limit is 107
)

// openFolder makes or reopens the folder and, if it holds no data yet, the
// system tables.
func openFolder(ctx context.Context, dir string) (*folder, error) {
	f := &folder{path: dir}
	if dir == "" {
		if err := f.makeTemporary(); err != nil {
			return nil, fmt.Errorf("make a temporary folder: %w", err)
		}
	} else if err := f.makeLasting(); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	err := f.checkPath()
	if err == nil {
		err = f.install(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, f.release())
	}
	return f, nil
}

func (f *folder) socket() string { return filepath.Join(f.path, "mariadb.sock") }

// checkPath refuses early what would fail later with a riddle.
func (f *folder) checkPath() error {
	if strings.ContainsAny(f.path, " \t\n") {
		return fmt.Errorf("mariadb-install-db cannot handle the space in %q: choose a folder without one", f.path)
	}
	if len(f.socket()) > maxSocket {
		return fmt.Errorf("the socket's path %s is longer than %d bytes: choose a folder with a shorter path", f.socket(), maxSocket)
	}
	return nil
}

func (f *folder) makeLasting() error {
	path, err := filepath.Abs(f.path)
	if err != nil {
		return err
	}
	f.path = path
	return os.MkdirAll(path, 0o700)
}

func (f *folder) makeTemporary() error {
	sweep(os.TempDir())
	path, err := os.MkdirTemp("", tempPattern)
	if err != nil {
		return err
	}
	f.path, f.temporary = path, true
	// Locked before it gets its name: a sweeping process never sees it unlocked.
	unnamed := filepath.Join(path, lockName+".new")
	if f.lock, err = os.Create(unnamed); err == nil { // #nosec G304 -- in the folder that was just made
		if err = lock(f.lock); err == nil {
			err = os.Rename(unnamed, filepath.Join(path, lockName))
		}
	}
	if err != nil {
		return errors.Join(err, f.release())
	}
	return nil
}

// lock takes a file for this process, or says at once that another one has it.
func lock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) // #nosec G115 -- a descriptor is a small number
}

// release removes a temporary folder and leaves a lasting one alone.
func (f *folder) release() error {
	if !f.temporary {
		return nil
	}
	err := os.RemoveAll(f.path)
	if f.lock != nil {
		_ = f.lock.Close() // a second time it is closed already
	}
	return err
}

// install creates the system tables where there are none. The data folder gets
// its name last, so an interrupted install is not taken for a finished one.
func (f *folder) install(ctx context.Context) error {
	data := filepath.Join(f.path, "data")
	if _, err := os.Stat(data); err == nil {
		return nil
	}
	program, err := find(serverDirs, "mariadb-server", installNames)
	if err != nil {
		return err
	}
	fresh := data + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("clear a half-made data folder: %w", err)
	}
	args := []string{"--no-defaults", "--datadir=" + fresh, "--tmpdir=" + f.path, "--skip-test-db", "--skip-name-resolve",
		"--auth-root-authentication-method=normal", "--innodb-log-file-size=" + logFileSize}
	out, err := exec.CommandContext(ctx, program, append(args, asUser()...)...).CombinedOutput() // #nosec G204 -- MariaDB's installer, found in the system's folders
	if err != nil {
		return fmt.Errorf("create the system tables in %s: %w\n%s", f.path, err, tail(out))
	}
	return os.Rename(fresh, data)
}

// sweep removes the temporary folders whose owner died without Stop.
func sweep(dir string) {
	locks, _ := filepath.Glob(filepath.Join(dir, tempPattern+"*", lockName))
	for _, path := range locks {
		file, err := os.Open(path) // #nosec G304 -- found by our own pattern
		if err != nil {
			continue
		}
		if lock(file) == nil {
			_ = os.RemoveAll(filepath.Dir(path)) // the next sweep tries again
		}
		_ = file.Close()
	}
}

package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// openPrivate opens a file that nobody else may read, replace or have written:
// it is a plain file of the account that runs Fairshare or of root, closed to all
// others, in folders where others cannot exchange it. Links are followed; what they
// lead to counts, and the folders that they lie in. Systemd's credentials pass as
// systemd makes them: root's, in a folder that only the service sees.
func openPrivate(path, credentials string) (*os.File, error) {
	file, err := open(path)
	if errors.Is(err, fs.ErrNotExist) {
		// It is not named: whoever wrote the secret itself here shall not see it again.
		return nil, errors.New("the file that it names does not exist; write the secret into a file, chmod 600 it, and name the file")
	}
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%s can't be read by the account that runs Fairshare; chown it to that account", path)
	}
	if err != nil {
		return nil, fmt.Errorf("the file that it names can't be opened: %w", errors.Unwrap(err))
	}
	if err := checkPrivate(path, file, credentials); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func checkPrivate(path string, file *os.File, credentials string) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file: name the file that holds the secret", path)
	}
	owner := ownerOf(info)
	if inCredentials(path, credentials) && owner == rootOwner {
		return nil
	}
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s can be read or changed by others (mode %04o); chmod 600 it, and choose a new secret if somebody may have read it", path, info.Mode().Perm())
	}
	if owner == otherOwner {
		return fmt.Errorf("%s belongs to another account than the one that runs Fairshare; chown it, or run Fairshare as its owner", path)
	}
	return checkFolders(path)
}

// checkFolders refuses a folder whose files others can exchange. In one with the
// sticky bit, such as /tmp, they can't.
func checkFolders(path string) error {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	for _, name := range []string{path, target} {
		folder := filepath.Dir(name)
		info, err := os.Stat(folder)
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o022 != 0 && info.Mode()&fs.ModeSticky == 0 {
			return fmt.Errorf("%s lies in %s, where others can exchange it (mode %04o); chmod go-w the folder", path, folder, info.Mode().Perm())
		}
	}
	return nil
}

func inCredentials(path, credentials string) bool {
	return credentials != "" && filepath.Dir(filepath.Clean(path)) == filepath.Clean(credentials)
}

// owner tells files apart by whose they are.
type owner int

const (
	ownOwner   owner = iota // of the account that runs Fairshare, or nobody knows
	rootOwner               // of root
	otherOwner              // of somebody else
)

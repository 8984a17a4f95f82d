package files

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"fairshare/mapping"
)

// fileMode lets the daemon's group read reports and nobody else.
const fileMode fs.FileMode = 0o640

// Write puts a document into a folder, whole or not at all: a crash leaves the old
// file or the new one, on the disk and not only in memory. A file that holds the
// same bytes already is left untouched. For many documents, open the Folder once.
func Write(dir string, doc mapping.Document) error {
	folder, err := OpenFolder(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Write(doc), folder.Close())
}

// Remove takes a file out of a folder; one that is not there is no error.
func Remove(dir, name string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	folder, err := OpenFolder(dir)
	if err != nil {
		return err
	}
	folder.changed = true
	return errors.Join(folder.discard(name), folder.Close())
}

// Folder is where reports are put. Nothing is read or written outside of it,
// whatever links lie in it. One process writes to it at a time, which the
// settlement's lease sees to.
type Folder struct {
	root    *os.Root
	changed bool
}

// OpenFolder opens the folder for reports and makes it where it is missing.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("open reports folder %s: %w: make it, or name another one in reports.directory", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open reports folder %s: %w: let Fairshare's user read and write it", dir, err)
	}
	return &Folder{root: root}, nil
}

// Write puts one document into the folder. Its name is only certain to survive a
// power cut when the folder has been closed.
func (f *Folder) Write(doc mapping.Document) error {
	if doc.Name == "" || doc.Name != filepath.Base(doc.Name) || doc.Name[0] == '.' {
		return fmt.Errorf("write report %q: the name must be a plain file name", doc.Name)
	}
	if f.holds(doc) {
		return nil
	}
	if err := f.replace(doc); err != nil {
		path := filepath.Join(f.root.Name(), doc.Name)
		return fmt.Errorf("write report %s: %w: make room or let Fairshare's user write there, then run again", path, err)
	}
	f.changed = true
	return nil
}

// holds reports whether the file is there with the same bytes. A link is not the
// file, wherever it leads.
func (f *Folder) holds(doc mapping.Document) bool {
	info, err := f.root.Lstat(doc.Name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(doc.Content)) {
		return false
	}
	content, err := f.root.ReadFile(doc.Name)
	return err == nil && bytes.Equal(content, doc.Content)
}

// replace writes a temporary file beside the document and renames it over it. The
// temporary name is always the same, so what a crash left is cleared by the next try.
func (f *Folder) replace(doc mapping.Document) error {
	temporary := "." + doc.Name + ".tmp"
	if err := f.discard(temporary); err != nil {
		return err
	}
	if err := f.create(temporary, doc.Content); err != nil {
		return errors.Join(err, f.discard(temporary))
	}
	if err := f.root.Rename(temporary, doc.Name); err != nil {
		return errors.Join(err, f.discard(temporary))
	}
	return nil
}

// create writes a new file to the disk; it must not be there yet, nor be a link.
func (f *Folder) create(name string, content []byte) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Chmod(fileMode) // whatever the umask was
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func (f *Folder) discard(name string) error {
	if err := f.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Close makes the names of new files last and lets go of the folder.
func (f *Folder) Close() error {
	err := f.sync()
	if err != nil {
		err = fmt.Errorf("sync reports folder %s: %w: check the disk, then run again", f.root.Name(), err)
	}
	return errors.Join(err, f.root.Close())
}

func (f *Folder) sync() error {
	if !f.changed {
		return nil
	}
	folder, err := f.root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

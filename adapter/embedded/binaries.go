package embedded

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// serverDirs are where distributions keep mariadbd: often outside a user's PATH.
var serverDirs = []string{
	"/usr/sbin", "/usr/bin", "/usr/libexec", "/usr/local/sbin", "/usr/local/bin",
	"/usr/local/libexec", "/usr/local/mysql/bin", "/usr/local/mysql/scripts", "/opt/homebrew/bin",
}

// The programs needed, under their names of today and of old.
var (
	serverNames  = []string{"mariadbd", "mysqld"}
	installNames = []string{"mariadb-install-db", "mysql_install_db"}
	clientNames  = []string{"mariadb", "mysql"}
)

// MissingError says that a MariaDB program is not on this machine.
type MissingError struct {
	Program string // by its name of today
	Package string // what to install
}

// Error names the package to install, for the common package managers.
func (e *MissingError) Error() string {
	return fmt.Sprintf("find %[1]s: not in PATH nor in %[2]s; install the package %[3]s (apt-get install %[3]s, dnf install %[3]s)",
		e.Program, strings.Join(serverDirs[:3], ", "), e.Package)
}

// Client is the path of the mariadb command-line client.
func Client() (string, error) {
	return find(serverDirs, "mariadb-client", clientNames)
}

// find looks for the first of names in PATH, then in dirs.
func find(dirs []string, pkg string, names []string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
		for _, dir := range dirs {
			if path := filepath.Join(dir, name); executable(path) {
				return path, nil
			}
		}
	}
	return "", &MissingError{Program: names[0], Package: pkg}
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// credentialsVariable is where systemd tells the directory of LoadCredential=.
const credentialsVariable = "CREDENTIALS_DIRECTORY"

const secretSizeLimit = 4096

// readSecrets reads the files that hold secrets and looks at the mode of the
// others that must be private.
func (c *Config) readSecrets(environ []string, wrong *problems) {
	credentials := variable(environ, credentialsVariable)
	db := &c.OFBiz.Database
	if db.PasswordFile != "" {
		password, err := readSecret(secretPath(db.PasswordFile, credentials), credentials)
		if err != nil {
			wrong.add("ofbiz.database.password_file", "", "%v", err)
		}
		db.Password = password
	}
	if db.TLS.KeyFile != "" {
		db.TLS.KeyFile = secretPath(db.TLS.KeyFile, credentials)
		if err := checkPrivate(db.TLS.KeyFile, credentials); err != nil {
			wrong.add("ofbiz.database.tls.key_file", "", "%v", err)
		}
	}
}

// secretPath finds a name without a slash among systemd's credentials.
func secretPath(name, credentials string) string {
	if credentials != "" && !strings.ContainsRune(name, filepath.Separator) {
		return filepath.Join(credentials, name)
	}
	return name
}

func readSecret(path, credentials string) (Secret, error) {
	if err := checkPrivate(path, credentials); err != nil {
		return Secret{}, err
	}
	file, err := os.Open(path)
	if err != nil {
		return Secret{}, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, secretSizeLimit+1))
	if err != nil {
		return Secret{}, err
	}
	content = bytes.TrimSuffix(bytes.TrimSuffix(content, []byte("\n")), []byte("\r"))
	if len(content) == 0 || len(content) > secretSizeLimit || bytes.ContainsAny(content, "\x00\n") {
		return Secret{}, fmt.Errorf("%s must hold the secret in one line and nothing else", path)
	}
	return NewSecret(string(content)), nil
}

// checkPrivate refuses a file that others on the machine can read. Systemd's
// credentials are root's, in a directory only the service sees: those pass.
func checkPrivate(path, credentials string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s does not exist; write the secret there and chmod 600 it", path)
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file", path)
	}
	inCredentials := credentials != "" && filepath.Dir(filepath.Clean(path)) == filepath.Clean(credentials)
	if info.Mode().Perm()&0o077 != 0 && !(inCredentials && ownedByRoot(info)) {
		return fmt.Errorf("%s can be read by others (mode %04o); chmod 600 it", path, info.Mode().Perm())
	}
	return nil
}

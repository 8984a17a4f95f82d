package config

import (
	"bytes"
	"fmt"
	"io"
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
		password, err := readSecret(c.secretPath(db.PasswordFile, credentials), credentials)
		if err != nil {
			wrong.add("ofbiz.database.password_file", "", "%v", err)
		}
		db.Password = password
	}
	if info, err := os.Stat(db.TLS.CAFile); err == nil && info.Mode().Perm()&0o002 != 0 {
		wrong.add("ofbiz.database.tls.ca_file", "", "%s can be changed by everybody, who could add an authority of his own; chmod o-w it", db.TLS.CAFile)
	}
	if rest := &c.OFBiz.REST; rest.PasswordFile != "" {
		password, err := readSecret(c.secretPath(rest.PasswordFile, credentials), credentials)
		if err != nil {
			wrong.add("ofbiz.rest.password_file", "", "%v", err)
		}
		rest.Password = password
	}
	if mail := &c.Mail; mail.PasswordFile != "" {
		password, err := readSecret(c.secretPath(mail.PasswordFile, credentials), credentials)
		if err != nil {
			wrong.add("mail.password_file", "", "%v", err)
		}
		mail.Password = password
	}
	if db.TLS.KeyFile != "" {
		db.TLS.KeyFile = c.secretPath(db.TLS.KeyFile, credentials)
		if file, err := openPrivate(db.TLS.KeyFile, credentials); err != nil {
			wrong.add("ofbiz.database.tls.key_file", "", "%v", err)
		} else {
			_ = file.Close() // it was only looked at
		}
	}
}

// secretPath finds a name without a slash among systemd's credentials and, where
// Fairshare is run by hand, beside the configuration file: one file serves both.
func (c *Config) secretPath(name, credentials string) string {
	switch {
	case strings.ContainsRune(name, filepath.Separator):
		return name
	case credentials != "":
		return filepath.Join(credentials, name)
	case c.File != "":
		return filepath.Join(filepath.Dir(c.File), name)
	}
	return name
}

// readSecret looks at the very file that it reads: one that is opened first can't be
// exchanged between the look and the reading.
func readSecret(path, credentials string) (Secret, error) {
	file, err := openPrivate(path, credentials)
	if err != nil {
		return Secret{}, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, secretSizeLimit+1))
	if err != nil {
		return Secret{}, fmt.Errorf("%s can't be read: %w", path, err)
	}
	text := bytes.TrimSuffix(bytes.TrimSuffix(content, []byte("\n")), []byte("\r"))
	switch {
	case len(content) > secretSizeLimit:
		return Secret{}, fmt.Errorf("%s is longer than %d bytes, which no secret is: name the file that holds it", path, secretSizeLimit)
	case len(text) == 0:
		return Secret{}, fmt.Errorf("%s is empty: write the secret into it, in one line", path)
	case bytes.ContainsAny(text, "\x00\n\r"):
		return Secret{}, fmt.Errorf("%s has more than one line: it must hold the secret in one line and nothing else", path)
	}
	return NewSecret(string(text)), nil
}

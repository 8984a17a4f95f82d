//go:build unix

package config

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// refusePassword expects a password file to be refused with these words, without a
// word of what is in it.
func refusePassword(t *testing.T, path string, words ...string) {
	t.Helper()
	for _, document := range []string{"ofbiz: {database: {password_file: '" + path + "'}}", "ofbiz: {database: {tls: {cert_file: x, key_file: '" + path + "'}}}"} {
		_, err := load(t, document)
		if err == nil {
			t.Errorf("%s was taken", document)
			continue
		}
		for _, word := range words {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("there is no %q in: %v", word, err)
			}
		}
		if strings.Contains(err.Error(), "geheim") {
			t.Errorf("the secret is in: %v", err)
		}
	}
}

func acceptPassword(t *testing.T, path string) {
	t.Helper()
	c, err := load(t, "ofbiz: {database: {password_file: '"+path+"'}}")
	if err != nil {
		t.Errorf("%s: %v", path, err)
	} else if got := c.OFBiz.Database.Password.Reveal(); got != "geheim" {
		t.Errorf("%s: the password is %q", path, got)
	}
}

func TestPasswordFileMode(t *testing.T) {
	for _, mode := range []os.FileMode{0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666, 0o777} {
		refusePassword(t, secretFile(t, "geheim", mode), "chmod 600")
	}
	for _, mode := range []os.FileMode{0o600, 0o400, 0o700} {
		acceptPassword(t, secretFile(t, "geheim\n", mode))
	}
}

func TestPasswordFileFolder(t *testing.T) {
	path := secretFile(t, "geheim", 0o600)
	for _, mode := range []os.FileMode{0o777, 0o770, 0o720, 0o702} {
		if err := os.Chmod(filepath.Dir(path), mode); err != nil {
			t.Fatal(err)
		}
		refusePassword(t, path, "chmod go-w")
	}
	for _, mode := range []os.FileMode{0o755, 0o777 | os.ModeSticky} {
		if err := os.Chmod(filepath.Dir(path), mode); err != nil {
			t.Fatal(err)
		}
		acceptPassword(t, path)
	}
}

func TestPasswordFileLink(t *testing.T) {
	link := func(target string) string {
		name := filepath.Join(privateFolder(t), "link")
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
		return name
	}
	acceptPassword(t, link(secretFile(t, "geheim", 0o600)))
	refusePassword(t, link(secretFile(t, "geheim", 0o644)), "chmod 600")
	refusePassword(t, link("/nowhere/at/all"), "does not exist")
	loose := secretFile(t, "geheim", 0o600)
	if err := os.Chmod(filepath.Dir(loose), 0o777); err != nil {
		t.Fatal(err)
	}
	refusePassword(t, link(loose), "chmod go-w")
	name := link(secretFile(t, "geheim", 0o600))
	if err := os.Chmod(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	refusePassword(t, name, "chmod go-w")
}

func TestPasswordFileKind(t *testing.T) {
	refusePassword(t, privateFolder(t), "is no file")
	pipe := filepath.Join(privateFolder(t), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	refusePassword(t, pipe, "is no file") // and does not wait for a writer
	refusePassword(t, "/dev/null", "is no file")
	refusePassword(t, "/nowhere/at/all", "does not exist", "chmod 600")
}

func TestPasswordFileOwner(t *testing.T) {
	path := secretFile(t, "geheim", 0o600)
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can give a file to another account")
	}
	if err := os.Chown(path, 4711, 0); err != nil {
		t.Skip("SKIPPED: chown is not allowed here:", err)
	}
	refusePassword(t, path, "another account", "chown")
}

func TestPasswordFileHoldsOneLine(t *testing.T) {
	for content, word := range map[string]string{
		"": "is empty", "\n": "is empty", "\r\n": "is empty", "geheim\nb\n": "more than one line", "geheim\n\n": "more than one line",
		"geheim\rb": "more than one line", "geheim\x00b": "more than one line", strings.Repeat("geheim", secretSizeLimit): "is longer than",
	} {
		_, err := load(t, "ofbiz: {database: {password_file: "+secretFile(t, content, 0o600)+"}}")
		if err == nil || !strings.Contains(err.Error(), word) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%.10q: %v", content, err)
		}
	}
	for _, content := range []string{"geheim", "geheim\n", "geheim\r\n"} {
		acceptPassword(t, secretFile(t, content, 0o600))
	}
}

func TestAuthoritiesThatEverybodyCanChange(t *testing.T) {
	_, err := load(t, "ofbiz: {database: {tls: {ca_file: '"+secretFile(t, "certificates", 0o646)+"'}}}")
	if err == nil || !strings.Contains(err.Error(), "chmod o-w") {
		t.Errorf("%v", err)
	}
	if _, err := load(t, "ofbiz: {database: {tls: {ca_file: '"+secretFile(t, "certificates", 0o644)+"'}}}"); err != nil {
		t.Error(err)
	}
}

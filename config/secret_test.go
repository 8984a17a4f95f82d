package config

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// secretFile writes a file with a mode into a new directory.
func secretFile(t *testing.T, content string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(privateFolder(t), "password")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// privateFolder is closed to others whatever the umask.
func privateFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestPasswordIsReadAndNeverShown(t *testing.T) {
	path := secretFile(t, "0123 =x\n", 0o600)
	c, err := load(t, "ofbiz: {database: {password_file: "+path+"}}")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.OFBiz.Database.Password.Reveal(); got != "0123 =x" {
		t.Errorf("the password is %q", got)
	}
	var out bytes.Buffer
	s := c.OFBiz.Database.Password
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+"\n", s)
		fmt.Fprintf(&out, verb+"\n", &s)
		fmt.Fprintf(&out, verb+"\n", *c)
		fmt.Fprintf(&out, verb+"\n", c.OFBiz.Database)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "c", c, "s", s)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "c", c, "s", s)
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		text, err := marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	text, err := xml.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(text)
	if err := c.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, leak := range []string{"0123 =x", fmt.Sprintf("%x", "0123 =x"), "48 49 50 51"} {
		if strings.Contains(out.String(), leak) {
			t.Errorf("the password leaks as %q:\n%s", leak, out.String())
		}
	}
	if !strings.Contains(out.String(), "***") {
		t.Error("nothing says that there is a secret")
	}
}

func TestSystemdCredential(t *testing.T) {
	path := secretFile(t, "geheim", 0o440)
	directory := "CREDENTIALS_DIRECTORY=" + filepath.Dir(path)
	c, err := load(t, "ofbiz: {database: {password_file: password}}", directory)
	if os.Getuid() != 0 {
		if err == nil {
			t.Error("a file that is not root's and others can read was taken")
		}
		t.Skip("SKIPPED: only root can make a credential as systemd does")
	}
	if err != nil || c.OFBiz.Database.Password.Reveal() != "geheim" {
		t.Errorf("%v", err)
	}
	if err := os.Chown(path, 4711, 0); err != nil {
		t.Skip("SKIPPED: chown is not allowed here:", err)
	}
	if _, err := load(t, "ofbiz: {database: {password_file: password}}", directory); err == nil {
		t.Error("a credential that is not root's and others can read was taken")
	}
}

// Run by hand there are no credentials: the same name is that of a file beside the
// configuration file, from whatever folder Fairshare is run.
func TestSecretBesideTheConfiguration(t *testing.T) {
	path := secretFile(t, "geheim", 0o600)
	document, err := parse("config.yaml", []byte("ofbiz: {database: {password_file: password}}"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := build(filepath.Join(filepath.Dir(path), "config.yaml"), document, nil)
	if err != nil || c.OFBiz.Database.Password.Reveal() != "geheim" {
		t.Errorf("%v", err)
	}
}

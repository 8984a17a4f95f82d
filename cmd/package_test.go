package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const dockerfile = "config/docker/Dockerfile"

// TestDockerfile looks at what can be seen without an engine: that everything the
// program is built from is copied, that what is copied exists, and that it does not
// run as root.
func TestDockerfile(t *testing.T) {
	text := readTop(t, dockerfile)
	copied := map[string]bool{}
	for _, line := range regexp.MustCompile(`(?m)^COPY ([^-\n].*) \S+$`).FindAllStringSubmatch(text, -1) {
		for _, name := range strings.Fields(line[1]) {
			copied[name] = true
			if _, err := os.Stat(filepath.Join(top, name)); err != nil {
				t.Errorf("it copies %v", err)
			}
		}
	}
	for _, name := range topLevel {
		if name != "Makefile" && name != "README.md" && name != "bin" && !copied[name] {
			t.Errorf("it does not copy %s", name)
		}
	}
	if regexp.MustCompile(`(?m)^USER (root|0)|^HEALTHCHECK`).FindString(text) != "HEALTHCHECK" || !strings.Contains(text, "\nUSER ") {
		t.Error("it runs as root, or has no health check")
	}
	if wanted := regexp.MustCompile(`(?m)^go (1\.\d+)`).FindStringSubmatch(readTop(t, "go.mod"))[1]; !strings.Contains(text, "FROM golang:"+wanted+" ") {
		t.Errorf("it builds with another Go than %s", wanted)
	}
}

// Every file that the Debian package takes from the project is there; those below
// ${BUILT} are made by the Makefile.
func TestPackageHasItsFiles(t *testing.T) {
	var p struct {
		Contents []struct{ Src, Dst, Type string }
		Scripts  map[string]string
	}
	if err := yaml.Unmarshal([]byte(readTop(t, "config/deb/nfpm.yaml")), &p); err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Contents {
		if strings.HasPrefix(c.Src, "${BUILT}/") {
			continue
		}
		if c.Type == "tree" {
			t.Errorf("%s: a tree's folders would have the mode of its files, and be closed to all but root", c.Src)
		}
		folder, _, _ := strings.Cut(c.Src, "/**")
		if _, err := os.Stat(filepath.Join(top, folder)); err != nil || !strings.HasPrefix(c.Dst, "/") {
			t.Errorf("%s for %s: %v", c.Src, c.Dst, err)
		}
	}
	if len(p.Contents) < 8 || len(p.Scripts) != 3 {
		t.Errorf("%d files, %d scripts", len(p.Contents), len(p.Scripts))
	}
}

// TestPostinst runs the script as dpkg does, with programs in place of those that
// would change this machine.
func TestPostinst(t *testing.T) {
	for says, arguments := range map[string][]string{
		"adduser --quiet --system --group": {"configure"},
		"":                                 {"abort-upgrade"},
	} {
		folder := t.TempDir()
		for name, text := range map[string]string{"getent": "exit 2", "adduser": `echo adduser "$@" >>` + folder + "/called", "systemctl": "exit 0"} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		script := exec.Command("/bin/sh", append([]string{filepath.Join(top, "config/deb/postinst")}, arguments...)...)
		script.Env = []string{"PATH=" + folder + ":/usr/bin:/bin"}
		if out, err := script.CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", arguments, err, out)
		}
		called, _ := os.ReadFile(filepath.Join(folder, "called"))
		if says == "" && len(called) > 0 || !strings.HasPrefix(string(called), says) {
			t.Errorf("%v: called %q", arguments, called)
		}
	}
}

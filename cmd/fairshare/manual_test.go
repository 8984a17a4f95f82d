package main

import (
	"strings"
	"testing"

	"fairshare/config"
)

// Every command is on the page, and no line of a text is taken for troff's.
func TestManual(t *testing.T) {
	s := newSite(t, newVEMS(t).database, vems)
	page := s.must("manual")
	for _, want := range []string{".TH \"FAIRSHARE\"", ".SS \"fairshare settlements void ID\"", "\n\\-\\-dry\\-run\n", "\n\\-o, \\-\\-output string\n"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	for _, line := range strings.Split(page, "\n") {
		if name, _, _ := strings.Cut(line, " "); strings.HasPrefix(name, ".") && !strings.Contains(".TH .SH .SS .TP .PP", name) {
			t.Errorf("troff would act on %q", line)
		}
	}
}

// What the package installs as configuration is one, but for the password.
func TestPackagedConfiguration(t *testing.T) {
	_, err := config.Load("../../config/deb/config.yaml", nil)
	if err == nil || strings.Count(err.Error(), "\n  ") > 1 || !strings.Contains(err.Error(), "password_file") {
		t.Errorf("%v", err)
	}
}

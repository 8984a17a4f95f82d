package main

import (
	"net/http/httptest"
	"strings"
	"testing"

	"fairshare/adapter/web"
)

func TestAlive(t *testing.T) {
	daemon := httptest.NewServer((&web.Server{}).Handler())
	s := newSite(t, newVEMS(t).database, "serve: {listen: \""+strings.TrimPrefix(daemon.URL, "http://")+"\"}\n")
	if got := s.must("alive"); got != "ok\n" {
		t.Errorf("it says %q", got)
	}
	daemon.Close()
	if code, _, stderr := s.run("alive"); exitCode(code) != exitUnreachable || !strings.Contains(stderr, "ask the daemon") {
		t.Errorf("nobody listens: exit %d, %s", code, stderr)
	}
	if code, _, stderr := s.configured("serve: {listen: \"\"}\n").run("alive"); exitCode(code) != exitConfig || !strings.Contains(stderr, "serve.listen") {
		t.Errorf("answers nowhere: exit %d, %s", code, stderr)
	}
}

package database

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestConfigHidesItsPassword(t *testing.T) {
	c := Config{Address: "db:3306", Name: "ofbiz", User: "fairshare", Password: "geheim"}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		fmt.Fprintf(&out, verb+"\n", c)
		fmt.Fprintf(&out, verb+"\n", &c)
		fmt.Fprintf(&out, verb+"\n", []any{c})
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "c", c)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "c", c, "p", &c)
	if strings.Contains(out.String(), "geheim") || strings.Contains(out.String(), fmt.Sprintf("%x", "geheim")) {
		t.Errorf("the password is shown:\n%s", &out)
	}
	if !strings.Contains(out.String(), "ofbiz at db:3306 as fairshare") {
		t.Errorf("nobody learns which database it is:\n%s", &out)
	}
}

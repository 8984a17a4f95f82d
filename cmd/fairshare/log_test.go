package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"fairshare/config"
)

func TestLogIsJSONForAMachineAndHidesSecrets(t *testing.T) {
	var out bytes.Buffer
	log := newLogger(&app{stderr: &out}, config.Log{Level: "info", Format: "auto"})
	log.Debug("not at this level")
	log.Info("night\ndone", "settlement", "Company-EUR-20261101", "password", config.NewSecret("geheim"))
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, &out)
	}
	if line["settlement"] != "Company-EUR-20261101" || line["password"] != "***" || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("%s", &out)
	}
}

func TestLogFormatAndLevelAreTheConfigurations(t *testing.T) {
	var out bytes.Buffer
	log := newLogger(&app{stderr: &out}, config.Log{Level: "debug", Format: "text"})
	log.Debug("x", "until", 1)
	if !strings.Contains(out.String(), "level=DEBUG msg=x until=1") {
		t.Errorf("%s", &out)
	}
}

package main

import (
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"fairshare/config"
)

// The service file gives the daemon the time that it says it may need to stop.
func TestUnitWaitsForTheGrace(t *testing.T) {
	text, err := os.ReadFile("../../config/systemd/fairshare.service")
	if err != nil {
		t.Fatal(err)
	}
	seconds := func(key string) time.Duration {
		found := regexp.MustCompile(`(?m)^` + key + `=(\d+)$`).FindSubmatch(text)
		if found == nil {
			t.Fatalf("no %s", key)
		}
		n, err := strconv.Atoi(string(found[1]))
		if err != nil {
			t.Fatal(err)
		}
		return time.Duration(n) * time.Second
	}
	call := time.Duration(config.Default().OFBiz.REST.TimeoutSeconds) * time.Second
	if stop := seconds("TimeoutStopSec"); stop <= stopGrace || stop <= call {
		t.Errorf("TimeoutStopSec %s; the grace is %s, a REST call may take %s", stop, stopGrace, call)
	}
	if seconds("WatchdogSec") < time.Minute {
		t.Error("a machine that is short of breath for some seconds is no reason to kill")
	}
}

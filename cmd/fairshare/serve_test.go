package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// freeAddress is one where nobody listens at the moment.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// page asks until the answer has the status and holds the text: the daemon needs
// a moment to start and to do its night.
func page(t *testing.T, url string, status int, text string) string {
	t.Helper()
	last := ""
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		response, err := http.Get(url)
		if err != nil {
			last = err.Error()
			continue
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		last = fmt.Sprint(response.Status, "\n", string(body))
		if err == nil && response.StatusCode == status && strings.Contains(string(body), text) {
			return string(body)
		}
	}
	t.Fatalf("%s: want %d with %q, got %s", url, status, text, last)
	return ""
}

// stop ends the daemon by SIGTERM and expects it to end well.
func stop(t *testing.T, daemon *exec.Cmd, output fmt.Stringer) {
	t.Helper()
	if err := daemon.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(stopGrace+10*time.Second, func() { daemon.Process.Kill() })
	defer kill.Stop()
	if err := daemon.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v\n%s", err, output)
	}
}

// The daemon, as a process, settles at its start what is due, shows that it did,
// stops cleanly, and the next start finds nothing to do.
func TestServeAsAProcess(t *testing.T) {
	s := newVEMS(t)
	address := freeAddress(t)
	s.write("serve: {listen: '" + address + "'}\n")

	daemon, output := s.start("serve")
	defer daemon.Process.Kill()
	page(t, "http://"+address+"/metrics", 200, `fairshare_nights_total{result="done"} 1`)
	metrics := page(t, "http://"+address+"/metrics", 200, "\nfairshare_nights_due 0\n")
	for _, line := range []string{`fairshare_settlements{state="closed"} 2`, `fairshare_nights_total{result="failed"} 0`, `fairshare_findings{severity="blocking"} 0`, `fairshare_balance_drift_amount{currency="EUR"} 0`} {
		if !strings.Contains(metrics, "\n"+line+"\n") {
			t.Errorf("the metrics have no line %q:\n%s", line, metrics)
		}
	}
	page(t, "http://"+address+"/readyz", 200, `"ready":true`)
	page(t, "http://"+address+"/healthz", 200, "ok")
	stop(t, daemon, output)
	state := s.settledState()
	if len(s.rows("SELECT 1 FROM INVOICE WHERE INVOICE_ID LIKE 'FS%'")) == 0 {
		t.Error("the night wrote no invoice")
	}

	s.exec("UPDATE FAIRSHARE_ACCOUNT SET CLOSING_MINOR = CLOSING_MINOR + 125 WHERE SETTLEMENT_ID LIKE '%EUR%' AND PARTY_ID = 'MIK'")
	daemon, output = s.start("serve")
	defer daemon.Process.Kill()
	metrics = page(t, "http://"+address+"/metrics", 200, `fairshare_balance_drift_amount{currency="EUR"} 1.25`)
	if strings.Contains(metrics, "fairshare_last_success_timestamp_seconds 0\n") {
		t.Error("the last success is forgotten after a restart")
	}
	stop(t, daemon, output)
	s.exec("UPDATE FAIRSHARE_ACCOUNT SET CLOSING_MINOR = CLOSING_MINOR - 125 WHERE SETTLEMENT_ID LIKE '%EUR%' AND PARTY_ID = 'MIK'")
	if again := s.settledState(); !slices.Equal(state, again) {
		t.Errorf("the second start changed something:\n%s\n---\n%s", strings.Join(state, "\n"), strings.Join(again, "\n"))
	}
}

func TestServeIsNotReadyWithoutTables(t *testing.T) {
	s := newVEMS(t)
	address := freeAddress(t)
	s.write("serve: {listen: '" + address + "'}\n")
	if _, err := s.database.Open(t).Exec("DROP TABLE FAIRSHARE_SCHEMA"); err != nil {
		t.Fatal(err)
	}
	daemon, output := s.start("serve")
	defer daemon.Process.Kill()
	page(t, "http://"+address+"/readyz", 503, "fairshare migrate")
	page(t, "http://"+address+"/healthz", 200, "ok")
	stop(t, daemon, output)
}

// A daemon that the pause file holds back says so wherever one looks, and is ready.
func TestServeTellsThatItIsHeldBack(t *testing.T) {
	s := newVEMS(t)
	address, paused := freeAddress(t), filepath.Join(t.TempDir(), "pause")
	s.write("serve: {listen: '" + address + "'}\nschedule: {pause_file: " + paused + "}\n")
	if err := os.WriteFile(paused, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	daemon, output := s.start("serve")
	defer daemon.Process.Kill()
	page(t, "http://"+address+"/metrics", 200, `fairshare_paused{by="schedule.pause_file"} 1`)
	want := fmt.Sprintf(`{"name":"last night","ok":true,"note":"1 nights wait: the file %s is there (schedule.pause_file): remove it to go on"}`, paused)
	page(t, "http://"+address+"/readyz", 200, want)
	stop(t, daemon, output)
	if written := s.rows("SELECT NIGHT FROM FAIRSHARE_NIGHT"); len(written) > 0 {
		t.Errorf("nights were begun: %v", written)
	}
}

// write adds lines to the site's configuration file.
func (s *site) write(lines string) {
	s.t.Helper()
	file, err := os.OpenFile(s.config(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = file.WriteString(lines)
	if err := errors.Join(err, file.Close()); err != nil {
		s.t.Fatal(err)
	}
}

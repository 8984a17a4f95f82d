package metrics

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"fairshare/mapping"
)

// scrape is what Prometheus would read.
func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != 200 {
		t.Fatalf("scrape: %d %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func expectLines(t *testing.T, page string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(page, "\n"+line+"\n") {
			t.Errorf("the page has no line %q", line)
		}
	}
}

func TestNights(t *testing.T) {
	m := New("1.2.3")
	expectLines(t, scrape(t, m), `fairshare_build_info{version="1.2.3"} 1`, `fairshare_nights_total{result="failed"} 0`)

	at := time.Unix(1_800_000_000, 500_000_000)
	m.NightsDue(3)
	m.NightMissed(at)
	m.Paused("schedule.max_load", "busy")
	m.NightStarted(at)
	m.NightHeldBack()
	expectLines(t, scrape(t, m), "fairshare_night_running 0", `fairshare_nights_total{result="held_back"} 1`)
	m.NightStarted(at)
	expectLines(t, scrape(t, m), "fairshare_night_running 1", "fairshare_nights_due 3", "fairshare_nights_missed_total 1", `fairshare_paused{by="schedule.max_load"} 1`)
	m.Paused("", "")
	if strings.Contains(scrape(t, m), "fairshare_paused{") {
		t.Error("it is still held back")
	}
	m.NightDone(at, 40*time.Second, nil)
	m.NightStarted(at)
	m.NightDone(at.Add(time.Hour), time.Second, errors.New("down"))
	m.NightFailed(Unreachable)
	expectLines(t, scrape(t, m),
		`fairshare_nights_total{result="done"} 1`, `fairshare_nights_total{result="failed"} 1`,
		`fairshare_night_failures_total{reason="unreachable"} 1`, `fairshare_night_failures_total{reason="lease_lost"} 0`,
		"fairshare_last_success_timestamp_seconds 1.8000000005e+09", // the failure did not move it
		`fairshare_night_duration_seconds_bucket{le="30"} 1`, "fairshare_night_duration_seconds_count 2",
		"fairshare_night_running 0")
}

func TestSettlementsAreSummedByCurrencyWithoutVoidOnes(t *testing.T) {
	m := New("test")
	m.Settlements([]mapping.Settlement{
		{Currency: "EUR", Decimals: 2, State: mapping.Closed, Earned: 100_050, Retained: 1, Until: time.Unix(100, 0)},
		{Currency: "EUR", Decimals: 2, State: mapping.Writing, Earned: 50, Retained: 9, Until: time.Unix(300, 0)},
		{Currency: "EUR", Decimals: 2, State: mapping.Void, Earned: 7_777, Until: time.Unix(900, 0)},
		{Currency: "JPY", Decimals: 0, State: mapping.Closed, Earned: 500, Until: time.Unix(300, 0)},
	})
	expectLines(t, scrape(t, m),
		`fairshare_settlements{state="closed"} 2`, `fairshare_settlements{state="void"} 1`, `fairshare_settlements{state="planned"} 0`,
		`fairshare_paid_amount{currency="EUR"} 1001`, `fairshare_retained_amount{currency="EUR"} 0.1`,
		`fairshare_paid_amount{currency="JPY"} 500`, "fairshare_last_cutoff_timestamp_seconds 300")
}

func TestFindingsOfBeforeAreForgotten(t *testing.T) {
	m := New("test")
	m.Findings([]mapping.Finding{{Severity: mapping.Blocking}, {Severity: mapping.Warning}, {Severity: mapping.Warning}})
	m.Findings([]mapping.Finding{{Severity: mapping.Warning}})
	m.LeaseHeld(true)
	m.BalanceDrift("EUR", "12.50")
	expectLines(t, scrape(t, m),
		`fairshare_findings{severity="blocking"} 0`, `fairshare_findings{severity="warning"} 1`, "fairshare_lease_held 1", `fairshare_balance_drift_amount{currency="EUR"} 12.5`)
}

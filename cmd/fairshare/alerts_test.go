package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"fairshare/adapter/metrics"
	"fairshare/mapping"
)

const alertsFile = "../../config/prometheus/alerts.yaml"

// rules is as much of a file of rules as Prometheus needs.
type rules struct {
	Groups []struct {
		Name  string
		Rules []struct {
			Alert, Expr, For    string
			Labels, Annotations map[string]string
		}
	}
}

// shownSeries is what a daemon shows after a night: every series with its labels.
func shownSeries(t *testing.T) string {
	t.Helper()
	m := metrics.New("test")
	m.Settlements([]mapping.Settlement{{Currency: "EUR", Decimals: 2, State: mapping.Closed, Until: time.Unix(1, 0)}})
	m.Findings(nil)
	m.BalanceDrift("EUR", "0.00")
	m.Paused("schedule.max_load", "")
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

// A name or label that is misspelled in an alert would keep it silent for ever.
func TestAlertsAskForWhatIsShown(t *testing.T) {
	text, err := os.ReadFile(alertsFile)
	if err != nil {
		t.Fatal(err)
	}
	var file rules
	if err := yaml.Unmarshal(text, &file); err != nil || len(file.Groups) != 1 {
		t.Fatalf("%d groups, %v", len(file.Groups), err)
	}
	shown := shownSeries(t)
	selector := regexp.MustCompile(`(fairshare_[a-z_]+)(?:\{([a-z]+)=~?"([^"]*)"\})?`)
	var asked []string
	for _, rule := range file.Groups[0].Rules {
		if rule.Alert == "" || rule.Annotations["summary"] == "" || !slices.Contains([]string{"warning", "critical"}, rule.Labels["severity"]) {
			t.Errorf("%q lacks its name, a summary or a severity", rule.Alert)
		}
		for _, series := range selector.FindAllStringSubmatch(rule.Expr, -1) {
			for _, value := range strings.Split(series[3], "|") {
				want := "\n" + series[1]
				if series[2] != "" {
					want += "{" + series[2] + "=\"" + value + "\"}"
				}
				if !strings.Contains(shown, want+" ") && !(series[2] == "" && strings.Contains(shown, want+"{")) {
					t.Errorf("%s asks for %s, which is not shown", rule.Alert, strings.TrimSpace(want))
				}
			}
			asked = append(asked, series[1])
		}
	}
	if len(asked) < 10 {
		t.Errorf("the alerts ask for %v only", asked)
	}
}

func TestPromtoolTakesTheAlerts(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("SKIPPED: promtool is not installed: nobody checked the expressions of " + alertsFile)
	}
	if out, err := exec.Command(promtool, "check", "rules", alertsFile).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

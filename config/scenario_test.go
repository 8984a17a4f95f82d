package config

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/mapping"
)

func day(text string) (time.Time, error) { return time.Parse(time.DateOnly, text) }

func TestScenario(t *testing.T) {
	w, err := parseScenario("changes.yaml", []byte(`
shares:
  - {activity: INTELLECTUAL_PROP, component: TUNINGSOFTWARE, weight: 30, from: 2026-01-01, others: scale}
  - activity: GENBOARD
    component: SUPPORT
    formula: "= weight(SUPPORT, GENBOARD) * 2"
credits: [{party: DAVE, activity: FIRMWARE, pieces: -2.5, from: 2026-03-01}]
founders: [{activity: FOUNDERS, percent: 5, thru: 2027-01-01}]
activities: [{id: MINI, like: GENBOARD, own_weight: 3}]
income:
  expect: forecast
  growth: [{percent: 10}]
  sales: [{activity: MINI, amount: 1200, currency: EUR, from: 2027-01-01, thru: 2027-02-01}]
`), day)
	if err != nil {
		t.Fatal(err)
	}
	january, _ := day("2026-01-01")
	if s := w.Shares[0]; s.Weight != "30" || !s.Scale || !s.From.Equal(january) || s.Where != "changes.yaml:3" {
		t.Errorf("the first share is %+v", s)
	}
	if w.Shares[1].Formula != "= weight(SUPPORT, GENBOARD) * 2" || w.Credits[0].Pieces != "-2.5" || w.Founders[0].Thru.IsZero() ||
		w.Activities[0].OwnWeight != "3" || w.Income.Expect != mapping.ExpectForecast || w.Income.Growth[0].Percent != "10" || w.Income.Sales[0].Amount != "1200" {
		t.Errorf("the scenario is %+v", w)
	}
}

// TestScenarioIsStrict holds that every mistake is told, with its line.
func TestScenarioIsStrict(t *testing.T) {
	_, err := parseScenario("changes.yaml", []byte(`
sharez: []
shares:
  - {activity: A, component: B, wieght: 30}
  - {activity: A, component: B, weight: 3, formula: "= 1", others: shrink}
  - A
credits: {party: X}
founders:
  - {activity: [F], percent: 5, from: soon}
income:
  expect: magic
  growth: [{}]
  grow: 5
`), day)
	var wrong *mapping.WhatIfError
	if !errors.As(err, &wrong) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{
		"changes.yaml:2: sharez: there is no such key; did you mean shares?",
		"changes.yaml:4: shares[1]: give either a weight",
		"changes.yaml:4: shares[1].wieght: there is no such key; did you mean weight?",
		"changes.yaml:5: shares[2]: give either a weight",
		"changes.yaml:5: shares[2].others: \"shrink\" is neither",
		"changes.yaml:6: shares[3]: it must be a group of keys, not a text",
		"changes.yaml:7: credits: it must be a list of groups",
		"changes.yaml:9: founders[1].activity: it must be a text or a number, not a list",
		"changes.yaml:9: founders[1].from: ",
		"changes.yaml:11: income.expect: it must be last_year, forecast or nothing, not \"magic\"",
		"changes.yaml:12: income.growth[1].percent: it is missing",
		"changes.yaml:13: income.grow: there is no such key",
	} {
		if !slices.ContainsFunc(wrong.Problems, func(p string) bool { return strings.HasPrefix(p, want) }) {
			t.Errorf("nobody says %q of\n%s", want, strings.Join(wrong.Problems, "\n"))
		}
	}
	if len(wrong.Problems) != 12 {
		t.Errorf("%d problems:\n%s", len(wrong.Problems), strings.Join(wrong.Problems, "\n"))
	}
	if _, err := LoadScenario(t.TempDir()+"/none.yaml", day); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "--scenario") {
		t.Errorf("a file that is not there: %v", err)
	}
}

// FuzzScenario: whatever stands in a scenario, it is read or told, and what was read
// names the lines of the file.
func FuzzScenario(f *testing.F) {
	f.Add("shares: [{activity: A, component: B, weight: 3, from: 2026-01-01}]")
	f.Add("income: {expect: nothing, growth: [{percent: 1}]}\ncredits:\n- {party: P, activity: A, pieces: 1}")
	f.Add("? [a]\n: b")
	f.Add("activities:\n  - &x {id: A}\n  - *x")
	f.Add("shares: ~\nfounders:\n  -\n")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := parseScenario("f.yaml", []byte(text), day)
		var wrong *mapping.WhatIfError
		switch {
		case err == nil && w == nil:
			t.Error("neither a scenario nor an error")
		case err != nil && (!errors.As(err, &wrong) || len(wrong.Problems) == 0):
			t.Errorf("an error that names nothing: %v", err)
		case err == nil:
			for _, s := range w.Shares {
				if !strings.HasPrefix(s.Where, "f.yaml:") || s.Activity == "" || (s.Weight == "") == (s.Formula == "") {
					t.Errorf("read a share %+v", s)
				}
			}
		}
	})
}

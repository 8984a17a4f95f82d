package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestYAMLDoesNotGuess(t *testing.T) {
	c, err := load(t, full)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %#v, want %#v", what, got, want)
		}
	}
	check("organization", c.Organization, "0123")
	check("group", c.Parties.Group, "NO")
	check("role", c.Parties.Role, "1:30")
	check("facility role", c.Parties.FacilityRole, "0x1F")
	check("vendors", c.Income.Vendors, []string{"yes", "1_000"})
	check("ignored", c.Credits.IgnoreFacilities[1], "010")
	check("minimum", c.Settlement.MinimumPayout, "25.00")
	check("epsilon", c.Shares.Epsilon, "1e-7")
	check("basis", c.Shares.Basis, "PERCENT")
	check("adjustments", c.Income.Adjustments, map[string]bool{"PROMOTION_ADJUSTMENT": false, "MINE.OWN": true})
	check("statuses", c.Credits.Statuses, map[string]bool{"": false, "INV_ON_HOLD": true})
	check("decimals", c.Currencies.Decimals, map[string]int{"HUF": 0})
	check("accept", c.Findings.Accept, []Acceptance{{"SHOP_STOCK", "A, 2026-01-01 00:00:00.0"}, {"X", ""}})
}

func TestEveryKeyIsAVariable(t *testing.T) {
	sample := map[reflect.Type]string{
		reflect.TypeFor[string](): "direct", reflect.TypeFor[bool](): "true", reflect.TypeFor[int](): "77",
		reflect.TypeFor[[]string](): "csv, xlsx", reflect.TypeFor[[]Acceptance](): "A: k1, k2; B", reflect.TypeFor[[]Founder](): "A: 2.5; B: 1",
	}
	want := map[reflect.Type]any{
		reflect.TypeFor[string](): "direct", reflect.TypeFor[bool](): true, reflect.TypeFor[int](): 77,
		reflect.TypeFor[[]string](): []string{"csv", "xlsx"}, reflect.TypeFor[[]Acceptance](): []Acceptance{{"A", "k1, k2"}, {"B", ""}}, reflect.TypeFor[[]Founder](): []Founder{{"A", "2.5"}, {"B", "1"}},
		reflect.TypeFor[map[string]bool](): map[string]bool{"AN_ID": true}, reflect.TypeFor[map[string]int](): map[string]int{"AN_ID": 77},
		reflect.TypeFor[map[string]string](): map[string]string{"AN_ID": "MIK"},
	}
	for _, k := range keys {
		t.Run(k.path, func(t *testing.T) {
			line := k.env() + "=" + sample[k.kind]
			switch k.kind {
			case reflect.TypeFor[map[string]bool]():
				line = k.env() + "_AN_ID=true"
			case reflect.TypeFor[map[string]int]():
				line = k.env() + "_AN_ID=77"
			case reflect.TypeFor[map[string]string]():
				line = k.env() + "_AN_ID=MIK"
			}
			var wrong problems
			c, err := merge(fromEnviron([]string{line}, &wrong), &wrong)
			if err != nil || len(wrong) > 0 {
				t.Fatal(err, wrong)
			}
			if got := k.value(c); !reflect.DeepEqual(got, want[k.kind]) {
				t.Errorf("%s gives %#v, want %#v", line, got, want[k.kind])
			}
		})
	}
}

func TestEnvironmentWinsAndMapsJoin(t *testing.T) {
	c, err := load(t, "organization: A\nincome: {adjustments: {ONE: true, TWO: true}}\n",
		"FAIRSHARE_ORGANIZATION=B", "FAIRSHARE_INCOME_ADJUSTMENTS_TWO=false", "FAIRSHARE_INCOME_ADJUSTMENTS_THREE=true",
		"FAIRSHARE_TEST_SLOW=1", "FAIRSHARE_CONFIG=x", "OTHER=1")
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]bool{"ONE": true, "TWO": false, "THREE": true}; c.Organization != "B" || !reflect.DeepEqual(c.Income.Adjustments, want) {
		t.Errorf("%s %v", c.Organization, c.Income.Adjustments)
	}
}

func TestFilesAreFound(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := os.Stat(SystemFile); err == nil {
		t.Skip("SKIPPED: this machine has a configuration in " + SystemFile)
	}
	if c, err := Load("", nil); err != nil || c.File != "" {
		t.Errorf("no file: %v %v", c, err)
	}
	write := func(path, text string) string {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write(LocalFile, "organization: LOCAL")
	other := write(filepath.Join(t.TempDir(), "x.yaml"), "organization: OTHER")
	for _, c := range []struct {
		path, variable, want string
	}{{"", "", "LOCAL"}, {"", other, "OTHER"}, {LocalFile, other, "LOCAL"}} {
		got, err := Load(c.path, []string{FileVariable + "=" + c.variable})
		if err != nil || got.Organization != c.want {
			t.Errorf("%q %q: %v %v", c.path, c.variable, got, err)
		}
	}
	var wrong *Error
	if _, err := Load("missing.yaml", nil); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "missing.yaml") {
		t.Errorf("a file that was asked for and is missing: %v", err)
	}
}

func TestDigestKnowsWhatDecides(t *testing.T) {
	base, err := load(t, "")
	if err != nil {
		t.Fatal(err)
	}
	same := []string{
		"ofbiz: {database: {address: 'db:3306', user: x}}", "log: {level: debug}", "schedule: {run: 1 1 * * *}",
		"serve: {listen: ''}", "reports: {directory: /x}", "schedule: {timezone: Europe/Budapest}",
	}
	for _, text := range same {
		if c, err := load(t, text); err != nil || c.Digest() != base.Digest() {
			t.Errorf("%s: the digest changed, or %v", text, err)
		}
	}
	seen := map[string]string{base.Digest(): "the defaults"}
	for _, text := range []string{
		"organization: X", "ofbiz: {timezone: UTC}", "schedule: {timezone: UTC}", "parties: {role: X}", "shares: {method: direct}",
		"income: {adjustments: {X: true}}", "income: {adjustments: {X: false}}", "income: {since: 2026-01-01}", "credits: {ignore_facilities: [X]}",
		"currencies: {decimals: {EUR: 3}}", "settlement: {minimum_payout: 1}", "settlement: {period: week}",
		"invoice: {type: PURCHASE_INVOICE}", "findings: {accept: [{code: X}]}",
	} {
		c, err := load(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if other := seen[c.Digest()]; other != "" {
			t.Errorf("%s has the digest of %s", text, other)
		}
		seen[c.Digest()] = text
	}
}

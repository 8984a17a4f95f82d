package mapping_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
	"fairshare/testdata"
)

// sampleCompany is the sample company as its XML files say, in its configuration.
func sampleCompany(t testing.TB) (*mapping.Company, mapping.Rules) {
	t.Helper()
	s, err := parseSetup(map[string]string{"rules": "group=VEMS_PARTNERS\nzone=Europe/Budapest\nignore_facilities=VEMS_WH\n"})
	if err != nil {
		t.Fatal(err)
	}
	in := mapping.NewIntake(s.rules, mapping.Memory{}, time.Time{})
	var rows mapping.EntityRows
	for _, name := range append(testdata.Seed(), testdata.Company()...) {
		file, err := testdata.Files.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := rows.Read(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Deliver(in.Take); err != nil {
		t.Fatal(err)
	}
	company, err := in.Company()
	if err != nil {
		t.Fatal(err)
	}
	return company, s.rules
}

func exported(t testing.TB, company *mapping.Company, rules mapping.Rules) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := mapping.NewCompanyFile(company, rules).Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readBack(t testing.TB, file []byte) (*mapping.CompanyFile, *mapping.Company) {
	t.Helper()
	exchange, err := mapping.ReadExchange(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	company, err := exchange.Company.Company()
	if err != nil {
		t.Fatal(err)
	}
	return exchange.Company, company
}

// sameShares holds what `shares` prints of a company from a file against what it
// prints of the one from OFBiz: at every moment at which something changes, and just
// before.
func sameShares(t *testing.T, company *mapping.Company, rules mapping.Rules) {
	t.Helper()
	file := exported(t, company, rules)
	told, again := readBack(t, file)
	if twice := exported(t, again, rulesOfFile(t, told)); !bytes.Equal(file, twice) {
		t.Fatalf("exported once more it is\n%s\nnot\n%s", twice, file)
	}
	for _, at := range momentsOf(company) {
		got, want := sharesAt(t, again, rules, at), sharesAt(t, company, rules, at)
		if got != want {
			t.Fatalf("as of %d the file gives\n%s\nnot\n%s\nfrom\n%s", at, got, want, file)
		}
	}
}

func rulesOfFile(t testing.TB, file *mapping.CompanyFile) mapping.Rules {
	t.Helper()
	rules, err := file.MappingRules()
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

func momentsOf(c *mapping.Company) []calc.Instant {
	moments := []calc.Instant{0, calc.Instant(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli())}
	add := func(instants ...calc.Instant) {
		for _, at := range instants {
			if at != calc.Ever && at != calc.Never {
				moments = append(moments, at, at-1)
			}
		}
	}
	for _, row := range c.Scheme.Components {
		add(row.From, row.Thru)
	}
	for _, row := range c.Scheme.Tenures {
		add(row.From, row.Thru)
	}
	for _, row := range c.Scheme.Credits {
		add(row.At)
	}
	slices.Sort(moments)
	return slices.Compact(moments)
}

func sharesAt(t testing.TB, c *mapping.Company, rules mapping.Rules, at calc.Instant) string {
	t.Helper()
	picture, err := calc.At(&c.Scheme, at)
	if err != nil {
		return err.Error()
	}
	document, err := mapping.NewSharesDocument(c, picture, mapping.SharesQuery{AsOf: time.UnixMilli(int64(at)).UTC(), Exact: true, Accepted: rules.Accepted})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestExchangeOfTheSampleCompany(t *testing.T) {
	company, rules := sampleCompany(t)
	sameShares(t, company, rules)
}

// TestExchangeOfEveryScenario writes and reads back the companies of all scenarios.
func TestExchangeOfEveryScenario(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(scenarios, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			company, rules := scenarioCompany(t, file)
			if strings.HasPrefix(filepath.Base(file), "ids-that-no-invoice") {
				err := mapping.NewCompanyFile(company, rules).Write(io.Discard)
				if err == nil || !strings.Contains(err.Error(), `"A\nB" has characters that XML can't hold`) {
					t.Errorf("an id that no file can hold: %v", err)
				}
				return
			}
			sameShares(t, company, rules)
		})
	}
}

// TestExchangeIsValid has programs that know XML Schema look at every file that is
// written of the sample company and of the scenarios.
func TestExchangeIsValid(t *testing.T) {
	company, rules := sampleCompany(t)
	texts := []string{string(exported(t, company, rules))}
	files, err := filepath.Glob(filepath.Join(scenarios, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		company, rules := scenarioCompany(t, file)
		var out bytes.Buffer
		if err := mapping.NewCompanyFile(company, rules).Write(&out); err == nil {
			texts = append(texts, out.String())
		}
	}
	if len(texts) < 100 {
		t.Fatalf("only %d files", len(texts))
	}
	mapping.ValidExchange(t, texts)
}

func scenarioCompany(t testing.TB, file string) (*mapping.Company, mapping.Rules) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := parseScenario(string(text))
	s, err := parseSetup(parts)
	if err != nil {
		t.Fatal(err)
	}
	base, err := os.Open(filepath.Join(scenarios, "base.xml"))
	if err != nil {
		t.Fatal(err)
	}
	defer base.Close()
	company, err := takeIn(s, base, strings.NewReader(parts["data.xml"]))
	if err != nil {
		t.Fatal(err)
	}
	return company, s.rules
}

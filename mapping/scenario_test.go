package mapping_test

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

var update = flag.Bool("update", false, "rewrite the expectations of testdata/scenarios")

const scenarios = "../testdata/scenarios"

// TestScenarios runs every file of testdata/scenarios: rows in; sales, shares,
// payouts and findings out. -update rewrites what is wanted, to be read as a diff.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(scenarios, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := parseScenario(string(text))
			got, err := runScenario(parts)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				whole, _, _ := strings.Cut(string(text), "-- want --\n")
				if err := os.WriteFile(file, []byte(whole+"-- want --\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != parts["want"] {
				t.Errorf("got\n%s\nwant\n%s", got, parts["want"])
			}
		})
	}
}

// parseScenario cuts a file at its lines "-- name --".
func parseScenario(text string) map[string]string {
	parts, name := map[string]string{}, "comment"
	for line := range strings.Lines(text) {
		if heading, is := strings.CutPrefix(line, "-- "); is && strings.HasSuffix(line, " --\n") {
			name = strings.TrimSuffix(heading, " --\n")
			continue
		}
		parts[name] += line
	}
	return parts
}

func runScenario(parts map[string]string) (string, error) {
	setup, err := parseSetup(parts)
	if err != nil {
		return "", err
	}
	base, err := os.Open(filepath.Join(scenarios, "base.xml"))
	if err != nil {
		return "", err
	}
	defer base.Close()
	company, err := takeIn(setup, base, strings.NewReader(parts["data.xml"]))
	if err != nil {
		return "", err
	}
	return setup.show(company)
}

func takeIn(s *setup, documents ...io.Reader) (*mapping.Company, error) {
	in := mapping.NewIntake(s.rules, s.memory, s.until)
	if err := mapping.FeedEntityXML(in.Take, documents...); err != nil {
		return nil, err
	}
	return in.Company()
}

// setup is what a scenario's rules say, beside the usual.
type setup struct {
	rules  mapping.Rules
	memory mapping.Memory
	until  time.Time
	asOf   []time.Time
	found  []mapping.Finding
}

func parseSetup(parts map[string]string) (*setup, error) {
	s := &setup{rules: mapping.Rules{
		Organization: "Company", Group: "PARTNERS", RelationshipType: "GROUP_ROLLUP",
		Zone: time.UTC, Facilities: mapping.FirstFacility,
		ItemStatuses: mapping.DefaultItemStatuses(), Adjustments: mapping.DefaultAdjustments(),
	}}
	for line := range strings.Lines(parts["rules"]) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if err := s.set(key, value); err != nil {
			return nil, fmt.Errorf("rule %s: %w", key, err)
		}
	}
	for line := range strings.Lines(parts["taken"]) {
		if err := s.take(strings.Fields(line)); err != nil {
			return nil, fmt.Errorf("taken %s: %w", line, err)
		}
	}
	return s, nil
}

func (s *setup) set(key, value string) (err error) {
	switch key {
	case "group":
		s.rules.Group = value
	case "facility_role":
		s.rules.FacilityRole = value
	case "facilities":
		s.rules.Facilities = mapping.Facility(value)
	case "ignore_facilities":
		s.rules.IgnoreFacilities = strings.Split(value, ",")
	case "zone":
		s.rules.Zone, err = time.LoadLocation(value)
	case "method":
		s.rules.Method = map[string]calc.Method{"recursive": calc.Recursive, "direct": calc.Direct}[value]
	case "recognize":
		s.rules.Recognize = mapping.Recognize(value)
	case "costs":
		for _, source := range strings.Split(value, ",") {
			*map[string]*bool{
				"purchase_invoice": &s.rules.Costs.PurchaseInvoice, "standard_cost": &s.rules.Costs.StandardCost, "shipping": &s.rules.Costs.Shipping,
			}[source] = true
		}
	case "founder":
		product, percent, _ := strings.Cut(value, ":")
		var n int64
		n, err = strconv.ParseInt(percent, 10, 64)
		s.rules.Founders = append(s.rules.Founders, mapping.FounderRule{Product: product, Percent: calc.Quantity(n) * calc.QuantityOne})
	case "cycles":
		s.rules.Cycles = map[string]calc.Cycles{"refuse": calc.RefuseCycles, "solve": calc.SolveCycles}[value]
	case "convert_to":
		s.rules.ConvertTo = value
	case "vendors":
		s.rules.Vendors = strings.Split(value, ",")
	case "basis":
		s.rules.Basis, err = mapping.ParseBasis(value)
	case "adjustments":
		kind, counts, _ := strings.Cut(value, ":")
		s.rules.Adjustments[kind], err = strconv.ParseBool(counts)
	case "accept":
		code, key, _ := strings.Cut(value, " ")
		s.rules.Accepted = append(s.rules.Accepted, mapping.Acceptance{Code: code, Key: strings.ReplaceAll(key, `\n`, "\n")})
	case "since":
		s.rules.Since, err = parseInstant(value)
	case "until":
		s.until, err = parseInstant(value)
	case "as_of":
		for _, text := range strings.Split(value, ",") {
			t, err := parseInstant(text)
			if err != nil {
				return err
			}
			s.asOf = append(s.asOf, t)
		}
	default:
		return errors.New("there is no such rule")
	}
	return err
}

// take reads: source document item currency activity instant amount times, and void
// behind it where only a voided settlement took it.
func (s *setup) take(fields []string) error {
	void := len(fields) == 9 && fields[8] == "void"
	if len(fields) != 8 && !void {
		return errors.New("8 fields belong here")
	}
	at, err := parseInstant(fields[5])
	amount, err2 := strconv.ParseInt(fields[6], 10, 64)
	times, err3 := strconv.Atoi(fields[7])
	s.memory.Taken = append(s.memory.Taken, mapping.Taken{
		SaleKey:  mapping.SaleKey{Source: mapping.Source(fields[0]), Document: fields[1], Item: fields[2]},
		Currency: fields[3], Activity: calc.ActivityID(fields[4]),
		At: calc.Instant(at.UnixMilli()), Amount: calc.Minor(amount), Times: times, VoidOnly: void,
	})
	return errors.Join(err, err2, err3)
}

// parseInstant reads UTC, with as much of the clock as is given.
func parseInstant(text string) (time.Time, error) {
	const whole = "2006-01-02T15:04:05"
	return time.Parse(whole[:min(len(text), len(whole))], text)
}

// show prints what a company's rows come to.
func (s *setup) show(c *mapping.Company) (string, error) {
	out := &strings.Builder{}
	s.found = c.Findings
	s.showSales(out, c)
	for _, t := range s.asOf {
		if err := s.showShares(out, c, t); err != nil {
			return "", err
		}
	}
	if err := s.showPayouts(out, c); err != nil {
		return "", err
	}
	for _, f := range mapping.SortFindings(s.found) {
		fmt.Fprintf(out, "%s %s %s (%s): %s\n", f.Severity, f.Code, f.Entity, f.Key, f.Text)
	}
	return out.String(), nil
}

func (s *setup) showSales(out io.Writer, c *mapping.Company) {
	byInstant := c.Sales.Listed()
	slices.SortStableFunc(byInstant, func(a, b mapping.Sale) int { return cmp.Compare(a.At, b.At) })
	for _, sale := range byInstant {
		at := time.UnixMilli(int64(sale.At)).UTC().Format("2006-01-02T15:04:05.999")
		fmt.Fprintf(out, "sale %s %s %s #%d: %s %s %s at %s\n", sale.Source, sale.Document, sale.Item, sale.Revision,
			c.Scheme.Activities[sale.Activity].ID, s.money(sale.Amount, sale.Currency), sale.Currency, at)
	}
}

// showShares lists the shares in every product that has credits, components or sales.
func (s *setup) showShares(out io.Writer, c *mapping.Company, t time.Time) error {
	picture, err := calc.At(&c.Scheme, calc.Instant(t.UnixMilli()))
	if err != nil {
		return err
	}
	for n, activity := range c.Scheme.Activities {
		if !inUse(c, int32(n)) {
			continue
		}
		fmt.Fprintf(out, "share %s of %s:", t.Format("2006-01-02T15:04:05.999"), activity.ID)
		for _, share := range picture.Shares(int32(n)) {
			fmt.Fprintf(out, " %s %s", holder(c, share.Account), share.Text())
		}
		fmt.Fprintln(out)
	}
	s.found = append(s.found, c.ProblemFindings(picture.Problems)...)
	return nil
}

func inUse(c *mapping.Company, n int32) bool {
	return slices.ContainsFunc(c.Scheme.Credits, func(x calc.CreditChange) bool { return x.Activity == n }) ||
		slices.ContainsFunc(c.Scheme.Components, func(x calc.Component) bool { return x.User == n || x.Used == n })
}

// showPayouts settles every currency by itself.
func (s *setup) showPayouts(out io.Writer, c *mapping.Company) error {
	lines, totals := map[string][]calc.Line{}, map[string]calc.Minor{}
	for sale := range c.Sales.All() {
		lines[sale.Currency] = append(lines[sale.Currency], calc.Line{Activity: sale.Activity, At: sale.At, Amount: sale.Amount, Cost: sale.Source.IsCost()})
		totals[sale.Currency] += sale.Amount
	}
	for _, currency := range slices.Sorted(maps.Keys(lines)) {
		outcome, err := calc.Distribute(&c.Scheme, lines[currency])
		if err != nil {
			return err
		}
		entries, err := calc.Settle(&c.Scheme, outcome.Cells, nil, totals[currency])
		if err != nil {
			return err
		}
		for _, e := range entries {
			fmt.Fprintf(out, "pay %s from %s: %s %s\n", holder(c, e.Account), c.Scheme.Activities[e.Activity].ID, s.money(e.Amount, currency), currency)
		}
		s.found = append(s.found, c.ProblemFindings(outcome.Problems)...)
	}
	return nil
}

func (s *setup) money(amount calc.Minor, currency string) string {
	return amount.Text(s.rules.CurrencyDecimals(currency))
}

func holder(c *mapping.Company, account int32) string {
	a := c.Scheme.Accounts[account]
	if a.Party == "" {
		return "retained " + string(a.Retained)
	}
	return string(a.Party)
}

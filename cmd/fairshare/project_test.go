package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fairshare/calc"
	"fairshare/mapping"
)

var update = flag.Bool("update", false, "rewrite the expectations of testdata/whatif")

const whatIfs = "../../testdata/whatif"

// nowOf is when the database was read, which no expectation can say.
var nowOf = regexp.MustCompile(`(?m)^now .*$`)

// TestWhatIf runs every file of testdata/whatif on the sample company: rows and a
// scenario in; what the command prints, and its exit code, out.
func TestWhatIf(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(whatIfs, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			whole, want, _ := strings.Cut(string(content), "-- want --\n")
			got := runWhatIf(t, partsOfFile(whole))
			if *update {
				if err := os.WriteFile(file, []byte(whole+"-- want --\n"+got), 0o600); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// partsOfFile cuts a file at its lines "-- name --".
func partsOfFile(text string) map[string]string {
	parts, name := map[string]string{}, ""
	for line := range strings.Lines(text) {
		if heading, is := strings.CutPrefix(line, "-- "); is && strings.HasSuffix(line, " --\n") {
			name = strings.TrimSuffix(heading, " --\n")
			continue
		}
		parts[name] += line
	}
	return parts
}

func runWhatIf(t *testing.T, parts map[string]string) string {
	s := newVEMS(t)
	s.settleFrom(parts["first"])
	for statement := range strings.Lines(parts["rows.sql"]) {
		s.execute(strings.TrimSpace(statement))
	}
	s.settleFrom(parts["second"])
	scenario := filepath.Join(s.folder, "changes.yaml")
	if err := os.WriteFile(scenario, []byte(parts["changes.yaml"]), 0o600); err != nil {
		t.Fatal(err)
	}
	var args []string
	for _, arg := range strings.Fields(parts["command"]) {
		args = append(args, strings.Replace(arg, "changes.yaml", scenario, 1))
	}
	code, stdout, stderr := s.run(args...)
	_, now, _ := strings.Cut(strings.TrimSpace(nowOf.FindString(stdout)), " ")
	if now = strings.TrimSpace(now); now != "" {
		stdout = strings.ReplaceAll(stdout, now, "NOW                      ")
	}
	var lines []string
	for line := range strings.Lines(stdout + stderr) {
		lines = append(lines, strings.TrimRight(strings.ReplaceAll(line, s.folder, ""), " \n"))
	}
	return fmt.Sprintf("exit %d\n%s\n", code, strings.Join(lines, "\n"))
}

func (s *site) settleFrom(command string) {
	if command != "" {
		s.must(strings.Fields(command)...)
	}
}

// scenario writes a scenario's file.
func (s *site) scenario(text string) string {
	s.t.Helper()
	path := filepath.Join(s.folder, "scenario.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// TestProjectChangesNothingByNothing holds that neither an empty scenario nor one that
// repeats what OFBiz says changes a cent, that the columns add up, and that the present
// of a time that was settled is what was settled.
func TestProjectChangesNothingByNothing(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	var settled []mapping.SettlementSummary
	s.mustJSON(&settled, "settlements")
	for name, text := range map[string]string{"empty": "", "all of what there is": s.repeated()} {
		var d mapping.ProjectDocument
		s.mustJSON(&d, "project", "--scenario", s.scenario(text), "--from", "2020-01-01", "--to", "2026-11-01")
		if len(d.Shares) == 0 || len(d.Income) != len(settled) {
			t.Fatalf("%s: %d shares, %d currencies", name, len(d.Shares), len(d.Income))
		}
		for _, share := range d.Shares {
			if share.Difference != "0.00" {
				t.Errorf("%s: %+v", name, share)
			}
		}
		for i, income := range d.Income {
			if income.Present != settled[i].Income || income.PartiesPresent != settled[i].PaidTotal || income.RetainedPresent != settled[i].RetainedTotal {
				t.Errorf("%s: %+v is not what was settled, %+v", name, income, settled[i])
			}
		}
		addsUp(t, d)
	}
}

// addsUp holds parties and retained against the income, in both columns.
func addsUp(t *testing.T, d mapping.ProjectDocument) {
	t.Helper()
	for _, income := range d.Income {
		var present, scenario calc.Minor
		add := func(currency, a, b string) {
			if currency == income.Currency {
				x, _ := calc.ParseMinor(a, 2)
				y, _ := calc.ParseMinor(b, 2)
				present, scenario = present+x, scenario+y
			}
		}
		for _, share := range d.Shares {
			add(share.Currency, share.Present, share.Scenario)
		}
		for _, retained := range d.Retained {
			add(retained.Currency, retained.Present, retained.Scenario)
		}
		if present.Text(2) != income.Present || scenario.Text(2) != income.Scenario {
			t.Errorf("%s: %s and %s do not add up to %+v", income.Currency, present.Text(2), scenario.Text(2), income)
		}
	}
}

// repeated is a scenario of every share that OFBiz has, each for its own time.
func (s *site) repeated() string {
	s.t.Helper()
	var text strings.Builder
	text.WriteString("shares:\n")
	rows := s.rows(`SELECT PRODUCT_ID, PRODUCT_ID_TO, QUANTITY, FROM_DATE, IFNULL(THRU_DATE, '') FROM PRODUCT_ASSOC
		WHERE PRODUCT_ASSOC_TYPE_ID = 'ENGINEER_COMPONENT' AND PRODUCT_ID <> PRODUCT_ID_TO AND IFNULL(INSTRUCTION, '') NOT LIKE '=%'`)
	for _, row := range rows {
		f := strings.Split(strings.Trim(row, "[]"), " | ")
		fmt.Fprintf(&text, "  - {activity: %s, component: %s, weight: %s, from: %q, thru: %q}\n", f[0], f[1], f[2], f[3], f[4])
	}
	return text.String()
}

// TestProjectFormats prints projections in every format, and writes nothing.
func TestProjectFormats(t *testing.T) {
	s := newVEMS(t)
	path := s.scenario("shares: [{activity: GENBOARD, component: SUPPORT, weight: 20}]\n")
	ask := []string{"project", "--scenario", path, "--from", "2026-01-01", "--to", "2026-11-01"}
	starts := map[string]string{"html": "<!DOCTYPE html>", "pdf": "%PDF-", "xlsx": "PK", "csv": "record,", "xml": "<?xml", "json": "{"}
	s.untouched(func() {
		for format, start := range starts {
			for _, command := range [][]string{ask, {"project", "future"}} {
				if got := s.must(append(command, "--format", format)...); !strings.HasPrefix(got, start) {
					t.Errorf("%v --format %s begins with %.40q", command, format, got)
				}
			}
		}
	})
	page := s.must(append(ask, "--format", "html")...)
	if strings.Count(page, `<svg class="chart"`) != 2 || !strings.Contains(page, "Miklós Fűtő") {
		t.Error("the page draws no chart for each of two currencies")
	}
	if page := s.must(append(ask, "--format", "html", "--language", "hu")...); !strings.Contains(page, "Ki mennyit kap") {
		t.Error("the page in Hungarian is not")
	}
	for _, output := range []string{outputCSV, outputXML} {
		if got := s.must(append(ask, "-o", output)...); !strings.Contains(got, "difference") {
			t.Errorf("-o %s: %.100s", output, got)
		}
	}
}

// TestProjectRefuses what can't be asked.
func TestProjectRefuses(t *testing.T) {
	s := newVEMS(t)
	for says, args := range map[string][]string{
		"--expect":               {"project", "future", "--expect", "luck"},
		"has passed":             {"project", "future", "--from", "2020-01-01", "--to", "2020-02-01"},
		"50 years":               {"project", "future", "--to", "2999-01-01"},
		"neither a day":          {"project", "compare", "NOSUCH", "2026-01-01"},
		"earlier one first":      {"project", "compare", "2026-02-01", "2026-01-01"},
		"no Product":             {"project", "compare", "2026-01-01", "2026-02-01", "--product", "NOSUCH"},
		"no Party":               {"project", "compare", "2026-01-01", "2026-02-01", "--party", "NOSUCH"},
		"two days":               {"project", "compare", "2026-01-01"},
		"--scenario":             {"project", "--scenario", "/nowhere/changes.yaml"},
		"unknown format \"exe\"": {"project", "future", "--format", "exe"},
	} {
		if code, _, stderr := s.run(args...); code != int(exitUsage) || !strings.Contains(stderr, says) {
			t.Errorf("%v: exit %d, %s", args, code, stderr)
		}
	}
}

// TestCompareAddsUp holds the parts of each account against its difference, over all
// that ever changed.
func TestCompareAddsUp(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-06-01")
	s.must("settle", "--until", "2026-11-01")
	for _, ask := range [][]string{{"2020-01-01", "2026-10-31"}, {"Company-EUR-20260601", "Company-EUR-20261101"}, {"Company-USD-20260601", "Company-USD-20261101"}} {
		var d mapping.CompareDocument
		s.mustJSON(&d, append([]string{"project", "compare"}, ask...)...)
		sums := map[string]calc.Minor{}
		number := func(text string) calc.Minor {
			n, err := calc.ParseMinor(text, 12)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, part := range d.Parts {
			sums[fmt.Sprint(part.Product, part.Party, part.Retained)] += number(part.Amount)
		}
		for _, account := range d.Accounts {
			key := fmt.Sprint(account.Product, account.Party, account.Retained)
			if sums[key] != number(account.Difference) || number(account.After)-number(account.Before) != number(account.Difference) {
				t.Errorf("%v: the parts of %+v add up to %d", ask, account, sums[key])
			}
			delete(sums, key)
		}
		for key, sum := range sums {
			if sum != 0 {
				t.Errorf("%v: %s has parts of %d and no difference", ask, key, sum)
			}
		}
		if len(d.Accounts) == 0 || len(d.Causes) < 5 {
			t.Errorf("%v: %d accounts, %d causes", ask, len(d.Accounts), len(d.Causes))
		}
	}
}

package nightly_test

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

func TestMain(m *testing.M) { mariadbtest.Main(m) }

// dump finds a dump of a real OFBiz beside the project, where there is one.
func dump(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "..", "shared", "ofbiz", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED: %s is not here, so nothing was proved on a real OFBiz database: %v", name, err)
	}
	return path
}

func open(t *testing.T, db mariadbtest.Database, zone *time.Location) *sqlx.DB {
	t.Helper()
	conn, err := database.Open(t.Context(), database.Config{Address: db.Socket, Name: db.Name, User: db.User, Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func newJob(t *testing.T, db *sqlx.DB, rules mapping.Rules) *nightly.Job {
	t.Helper()
	if _, err := journal.Migrate(t.Context(), db, ""); err != nil {
		t.Fatal(err)
	}
	rules.RelationshipType, rules.Facilities = "GROUP_ROLLUP", mapping.FirstFacility
	rules.ItemStatuses, rules.Adjustments = mapping.DefaultItemStatuses(), mapping.DefaultAdjustments()
	return &nightly.Job{
		DB: db, Journal: &journal.Journal{DB: db, Organization: rules.Organization}, Rules: rules, Minimum: "0",
		Invoice: nightly.InvoiceTypes{Invoice: "COMMISSION_INVOICE", Item: "COMM_INV_ITEM"},
		Reports: nightly.Reports{Directory: t.TempDir(), Formats: []string{"html", "csv", "xlsx"}, Attach: true},
		Holder:  t.Name(), Term: time.Minute, Version: "test", Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

// TestRealCompany plans the settlement of the company that OFBiz itself made, for
// each of the organizations that sell there and for both together, and compares
// every cell with the slow reference; then it settles for one of them.
func TestRealCompany(t *testing.T) {
	data := mariadbtest.New(t)
	mariadbtest.Load(t, data, dump(t, "vems-live.sql.gz"))
	db := open(t, data, time.UTC)
	for _, vendors := range [][]string{{"VEMS_KFT"}, {"Company"}, {"VEMS_KFT", "Company"}} {
		for _, ignore := range [][]string{{"VEMS_WH", "VEMS_WH_US"}, nil} {
			t.Run(name(vendors, ignore), func(t *testing.T) {
				job := newJob(t, db, realRules(vendors, ignore))
				result, err := job.Draft(t.Context(), realUntil)
				if err != nil {
					t.Fatal(err)
				}
				compareWithReference(t, job, db, result)
			})
		}
	}
	t.Run("settled", func(t *testing.T) { settleTwice(t, newJob(t, db, realRules([]string{"VEMS_KFT"}, nil))) })
}

var realUntil = time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)

func realRules(vendors, ignore []string) mapping.Rules {
	return mapping.Rules{Organization: vendors[0], Vendors: vendors, Zone: time.UTC, Group: "VEMS_PARTNERS", IgnoreFacilities: ignore}
}

func name(vendors, ignore []string) string {
	text := "vendors"
	for _, vendor := range vendors {
		text += " " + vendor
	}
	if len(ignore) == 0 {
		text += ", stock counted"
	}
	return text
}

func compareWithReference(t *testing.T, job *nightly.Job, db *sqlx.DB, result *nightly.Result) {
	t.Helper()
	r := &reference{t: t, db: db, organization: job.Rules.Organization, group: job.Rules.Group, vendors: job.Rules.Vendors,
		ignore: set(job.Rules.IgnoreFacilities), adjustments: job.Rules.Adjustments, until: "2026-11-16 00:00:00"}
	if result.Blocked || len(result.Plans) != 2 {
		t.Errorf("%d plans, want 2, one a currency; findings: %v", len(result.Plans), result.Findings)
	}
	for _, plan := range result.Plans {
		want, total := r.settle(plan.Settlement.Currency)
		if int64(plan.Settlement.Income) != total || total == 0 {
			t.Errorf("%s: income %d, the reference has %d", plan.Settlement.ID, plan.Settlement.Income, total)
		}
		got := map[cell]int64{}
		for entry := range plan.Ledger.All() {
			got[cellOf(entry)] += int64(entry.Amount)
		}
		for c := range union(got, want) {
			if got[c] != want[c] {
				t.Errorf("%s: %v got %d, the reference gives %d", plan.Settlement.ID, c, got[c], want[c])
			}
		}
	}
}

// settleTwice runs the whole job, and again.
func settleTwice(t *testing.T, job *nightly.Job) {
	t.Helper()
	first, err := job.Settle(t.Context(), realUntil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := job.Settle(t.Context(), realUntil)
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Plans) != 2 || len(again.Plans) != 0 || len(again.Already) != 2 {
		t.Errorf("settled %d currencies, then %d, of which %d were settled already; want 2, 0, 2", len(first.Plans), len(again.Plans), len(again.Already))
	}
}

func cellOf(entry mapping.LedgerEntry) cell {
	if entry.Account.Party != "" {
		return cell{string(entry.Account.Party), string(entry.Activity)}
	}
	return cell{"~" + string(entry.Account.Retained), string(entry.Activity)}
}

func set(names []string) map[string]bool {
	all := map[string]bool{}
	for _, name := range names {
		all[name] = true
	}
	return all
}

func union(maps ...map[cell]int64) map[cell]bool {
	all := map[cell]bool{}
	for _, m := range maps {
		for c := range m {
			all[c] = true
		}
	}
	return all
}

// TestDemoData runs the job on OFBiz's own demo data, in which nobody is a
// partner: it must say so, and settle nothing.
func TestDemoData(t *testing.T) {
	path := dump(t, "ofbiz-demo.sql.gz")
	data := mariadbtest.New(t)
	mariadbtest.Load(t, data, path)
	db := open(t, data, time.UTC)
	job := newJob(t, db, mapping.Rules{Organization: "Company", Zone: time.UTC, Group: "NO_SUCH_GROUP"})
	result, err := job.Settle(t.Context(), time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Findings {
		t.Logf("%s %s %s %s: %s", f.Severity, f.Code, f.Entity, f.Key, f.Text)
	}
	for _, plan := range result.Plans {
		t.Logf("%s: %d lines, income %d, parties %d", plan.Settlement.ID, plan.Settlement.Lines, plan.Settlement.Income, plan.Settlement.Earned)
		if plan.Settlement.Earned != 0 {
			t.Errorf("%s pays %d to parties of a group that does not exist", plan.Settlement.ID, plan.Settlement.Earned)
		}
	}
	reading, err := job.Read(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := calc.At(&reading.Company.Scheme, calc.Instant(time.Now().UnixMilli())); err != nil {
		t.Error(err)
	}
}

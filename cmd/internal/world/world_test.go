package world_test

import (
	"io"
	"log/slog"
	"reflect"
	"testing"
	"time"

	"fairshare/adapter/database"
	"fairshare/adapter/database/journal"
	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/calc"
	"fairshare/cmd/internal/nightly"
	"fairshare/cmd/internal/world"
)

func TestMain(m *testing.M) { mariadbtest.Main(m) }

// small is a company that still has everything.
var small = world.Size{Name: "small", Parties: 30, Activities: 60, Components: 8, Holders: 8, Lines: 300}

func TestNewIsDeterministic(t *testing.T) {
	for _, changes := range []world.Changes{world.None, world.Some, world.Many} {
		a, b := world.New(small, world.Options{Seed: 7, Changes: changes}), world.New(small, world.Options{Seed: 7, Changes: changes})
		if !reflect.DeepEqual(a.Scheme, b.Scheme) || !reflect.DeepEqual(a.Lines, b.Lines) {
			t.Errorf("changes %v: one seed made two companies", changes)
		}
		other := world.New(small, world.Options{Seed: 8, Changes: changes})
		if reflect.DeepEqual(a.Lines, other.Lines) || reflect.DeepEqual(a.Scheme.Credits, other.Scheme.Credits) {
			t.Errorf("changes %v: two seeds made one company", changes)
		}
	}
}

// TestFill settles a company from its rows in a database and from its scheme in
// memory: every cell must be the same.
func TestFill(t *testing.T) {
	for name, changes := range map[string]world.Changes{"one snapshot": world.None, "a year of changes": world.Some, "a year of many": world.Many} {
		t.Run(name, func(t *testing.T) {
			w := world.New(small, world.Options{Seed: 1, Changes: changes})
			want := cellsOf(t, w)
			got := planned(t, w)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%d cells from the rows differ from %d in memory", len(got), len(want))
			}
		})
	}
}

type cell struct {
	account  calc.Account
	activity calc.ActivityID
}

type booked struct {
	earned calc.Fine
	amount calc.Minor
}

func cellsOf(t *testing.T, w *world.World) map[cell]booked {
	t.Helper()
	outcome, err := calc.Distribute(&w.Scheme, w.Lines)
	if err != nil {
		t.Fatal(err)
	}
	var total calc.Minor
	for _, line := range w.Lines {
		total += line.Amount
	}
	entries, err := calc.Settle(&w.Scheme, outcome.Cells, nil, total)
	if err != nil {
		t.Fatal(err)
	}
	cells := map[cell]booked{}
	for _, e := range entries {
		cells[cell{w.Scheme.Accounts[e.Account], w.Scheme.Activities[e.Activity].ID}] = booked{e.Earned, e.Amount}
	}
	return cells
}

func planned(t *testing.T, w *world.World) map[cell]booked {
	t.Helper()
	data := mariadbtest.NewOFBiz(t)
	if err := w.Fill(t.Context(), data.Open(t)); err != nil {
		t.Fatal(err)
	}
	db, err := database.Open(t.Context(), database.Config{Address: data.Socket, Name: data.Name, User: data.User})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	job := &nightly.Job{
		DB: db, Journal: &journal.Journal{DB: db, Organization: world.Organization}, Rules: world.Rules(), Minimum: "0",
		Invoice: nightly.InvoiceTypes{Invoice: "COMMISSION_INVOICE", Item: "COMM_INV_ITEM"},
		Term:    time.Minute, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	result, err := job.Draft(t.Context(), world.YearEnds)
	if err != nil {
		t.Fatal(err)
	}
	if result.Blocked || len(result.Findings) > 0 || len(result.Plans) != 1 {
		t.Fatalf("blocked %v, %d plans, findings %v", result.Blocked, len(result.Plans), result.Findings)
	}
	cells := map[cell]booked{}
	for e := range result.Plans[0].Ledger.All() {
		cells[cell{e.Account, e.Activity}] = booked{e.Earned, e.Amount}
	}
	return cells
}

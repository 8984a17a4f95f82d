package mapping

import (
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fairshare/calc"
)

// part is n/d of so many minor units, in fine units.
func part(t testing.TB, minor calc.Minor, n, d int64) calc.Fine {
	t.Helper()
	whole := calc.FineOf(minor).Big()
	whole.Mul(whole, big.NewInt(n)).Quo(whole, big.NewInt(d))
	fine, err := calc.ParseFine(whole.String())
	if err != nil {
		t.Fatal(err)
	}
	return fine
}

func partyCell(party, activity string, earned calc.Fine, amount calc.Minor) LedgerEntry {
	return LedgerEntry{calc.Account{Party: calc.PartyID(party)}, calc.ActivityID(activity), earned, amount}
}

// statementPlan has a party that is paid, one that is carried, one that owes, and
// money that stays with the company. Its rows are in no particular order.
func statementPlan(t testing.TB) *Plan {
	plan := &Plan{
		Settlement: Settlement{ID: "Company-EUR-20261101", Organization: "Company", Currency: "EUR", Decimals: 2,
			Until: time.Date(2026, 10, 31, 23, 0, 0, 0, time.UTC), Zone: "Europe/Budapest", Lines: 7, Income: 1334567},
		Ledger: RowsOf(
			partyCell("cell", "HWDESIGN", part(t, 100000, 1, 3), 33333),
			partyCell("cell", "FIRMWARE", part(t, 1234567, 30, 100), 370370),
			partyCell("dave", "HWDESIGN", part(t, 100000, 2, 3), 66667),
			partyCell("owes", "SUPPORT", calc.FineOf(-500), -500),
			LedgerEntry{calc.Account{Retained: calc.NotMember}, "FIRMWARE", part(t, 1234567, 50, 100), 617284},
			LedgerEntry{calc.Account{Retained: calc.NoCredits}, "SUPPORT", calc.FineOf(500), 500},
			LedgerEntry{calc.Account{Retained: calc.NoCredits}, "FIRMWARE", part(t, 1234567, 20, 100), 246913},
		),
		Flows: []ActivityFlow{
			{Activity: "HWDESIGN", Received: calc.FineOf(100000), Kept: calc.FineOf(100000)},
			{Activity: "FIRMWARE", Income: 1334567, Delegated: calc.FineOf(100000), Kept: calc.FineOf(1234567)},
		},
		Accounts: []Account{
			{Party: "cell", Earned: 403703, Invoiced: 403703},
			{Party: "dave", Opening: 100, Earned: 66667, Closing: 66767},
			{Party: "idle", Opening: 5, Adjusted: -5},
			{Party: "owes", Earned: -500, Closing: -500},
		},
		Invoices: RowsOf(Invoice{ID: "FS1", Party: "cell", Total: 403703}),
		Findings: []Finding{{Code: "B", Severity: Warning}, {Code: "Z", Severity: Blocking}},
	}
	return plan
}

var statementNames = Names{
	Parties:  map[calc.PartyID]Party{"cell": {ID: "cell", Name: "Kőhalmi Gergő"}},
	Products: map[calc.ActivityID]Product{"FIRMWARE": {ID: "FIRMWARE", Name: "GenBoard firmware"}},
}

func TestStatementsOf(t *testing.T) {
	plan := statementPlan(t)
	statements := StatementsOf(plan, statementNames, "VEMS Kft.")
	if len(statements) != len(plan.Accounts) {
		t.Fatalf("%d statements, want one for each of %d accounts", len(statements), len(plan.Accounts))
	}
	got := statements[0]
	want := []StatementRow{
		{Product{"FIRMWARE", "GenBoard firmware"}, "30.00", "12345.67", 370370},
		{Product{"HWDESIGN", "HWDESIGN"}, "33.33", "1000.00", 33333},
	}
	if fmt.Sprint(got.Rows) != fmt.Sprint(want) {
		t.Errorf("rows %v, want %v", got.Rows, want)
	}
	if got.Party.Name != "Kőhalmi Gergő" || got.Organization != "VEMS Kft." || got.Account != plan.Accounts[0] || got.Invoice == nil || got.Invoice.ID != "FS1" {
		t.Errorf("head %+v", got)
	}
	if until := got.Until.Format(time.RFC3339); until != "2026-11-01T00:00:00+01:00" {
		t.Errorf("until %s is not in the settlement's zone", until)
	}
	if idle := statements[2]; len(idle.Rows) != 0 || idle.Invoice != nil || idle.Party.Name != "idle" {
		t.Errorf("the party that earned nothing has %+v", idle)
	}
	if owing := statements[3].Rows[0]; owing.Percent != "" || owing.Pool != "0.00" {
		t.Errorf("a pool of nothing gives %+v", owing)
	}
}

func TestStatementOfIsTheSame(t *testing.T) {
	plan := statementPlan(t)
	for _, want := range StatementsOf(plan, statementNames, "VEMS Kft.") {
		got, ok := StatementOf(plan, want.Party.ID, statementNames, "VEMS Kft.")
		if !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s alone: %+v, among all: %+v", want.Party.ID, got, want)
		}
	}
	for _, nobody := range []calc.PartyID{"nobody", ""} {
		if _, ok := StatementOf(plan, nobody, statementNames, ""); ok {
			t.Errorf("there is a statement for %q", nobody)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		part, whole int64
		want        string
	}{
		{30, 100, "30.00"}, {1, 3, "33.33"}, {2, 3, "66.67"}, {1, 1, "100.00"}, {0, 7, "0.00"},
		{1, 800, "0.13"}, {1, 20_000, "0.01"}, {1, 20_001, "0.00"}, {124_999, 1_000_000, "12.50"},
		{-1, 3, "-33.33"}, {-1, -3, "33.33"}, {1, -20_000, "-0.01"}, {-1, 30_000, "0.00"}, {5, 2, "250.00"}, {1, 0, ""}, {0, 0, ""},
	} {
		pool := newPool(calc.FineOf(calc.Minor(c.whole)), Settlement{}, "")
		if got := pool.percentOf(calc.FineOf(calc.Minor(c.part))); got != c.want {
			t.Errorf("%d of %d is %q %%, want %q", c.part, c.whole, got, c.want)
		}
	}
}

func TestItemDescription(t *testing.T) {
	plan := statementPlan(t)
	pools := PoolsOf(plan)
	describe := func(e LedgerEntry) string { return ItemDescription(plan.Settlement, e, pools[e.Activity]) }
	if got, want := describe(plan.Ledger.List[1]), "FIRMWARE: 30.00 % of 12345.67 EUR, until 2026-10-31"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := describe(plan.Ledger.List[3]), "SUPPORT: part of 0.00 EUR, until 2026-10-31"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	plan.Ledger.List[0].Activity = calc.ActivityID(strings.Repeat("ő", 300))
	pools = PoolsOf(plan)
	got := describe(plan.Ledger.List[0])
	if utf8.RuneCountInString(got) != descriptionRunes || !strings.Contains(got, "ő…: 100.00 % of 333.33 EUR") {
		t.Errorf("%d runes: %q", utf8.RuneCountInString(got), got)
	}
}

// BenchmarkStatementsOf has 100 000 parties with five credits each.
func BenchmarkStatementsOf(b *testing.B) {
	plan := &Plan{Settlement: Settlement{Currency: "EUR", Decimals: 2, Zone: "Europe/Budapest"}}
	for i := range 100_000 {
		party := fmt.Sprintf("P%06d", i)
		plan.Accounts = append(plan.Accounts, Account{Party: calc.PartyID(party)})
		for j := range 5 {
			plan.Ledger.Add(partyCell(party, fmt.Sprintf("A%05d", (i*7+j*13)%10_000), part(b, calc.Minor(i+j), 1, 3), calc.Minor(i+j)/3))
		}
	}
	for b.Loop() {
		StatementsOf(plan, Names{}, "VEMS Kft.")
	}
}

// BenchmarkItemDescription is done for every cell that is paid.
func BenchmarkItemDescription(b *testing.B) {
	plan := statementPlan(b)
	pools := PoolsOf(plan)
	b.ReportAllocs()
	for b.Loop() {
		ItemDescription(plan.Settlement, plan.Ledger.List[1], pools["FIRMWARE"])
	}
}

package mapping

import (
	"strings"
	"testing"

	"fairshare/calc"
)

// TestOriginsAddUp: what came from each product's sales is, together, what reached the
// activity, to the dust; also where there are more products than are told one by one.
func TestOriginsAddUp(t *testing.T) {
	for _, activities := range []int{12, 80} {
		input, plan := flowInput(t, 5, activities, 0)
		for _, flow := range plan.Flows {
			origins, err := input.Origins(flow.Activity)
			if err != nil {
				t.Fatal(err)
			}
			off := calc.FineOf(flow.Income).Add(calc.FineOf(flow.Costs)).Add(flow.Received)
			for i, o := range origins {
				off = off.Sub(o.Reached)
				if o.Product == "" && (i != len(origins)-1 || o.Products < 2) {
					t.Errorf("%s: all others are not the last: %+v", flow.Activity, o)
				}
			}
			if dust := size(off); dust.Cmp(calc.FineOf(1)) > 0 || dust.Text(8) != "0.00000000" {
				t.Errorf("%s: the origins are off by %s", flow.Activity, off)
			}
			if len(origins) > originsAtMost+1 {
				t.Errorf("%s has %d origins", flow.Activity, len(origins))
			}
		}
	}
}

func TestOriginsOfNothing(t *testing.T) {
	if origins, err := (&Input{}).Origins("NO_SUCH"); err != nil || origins != nil {
		t.Errorf("%v, %v", origins, err)
	}
}

// TestCreditHistory: what lay where at the end of each settlement's income, in whose
// hands then, and what changed.
func TestCreditHistory(t *testing.T) {
	company := &Company{Scheme: calc.Scheme{
		Activities: []calc.Activity{{ID: "A"}, {ID: "B"}}, Facilities: []calc.FacilityID{"F", "G"},
		Accounts: []calc.Account{{Party: "p"}, {Activity: "B"}, {Retained: calc.NotMember}},
		Tenures: []calc.Tenure{{Facility: 0, Account: 0, From: calc.Ever, Thru: 500}, {Facility: 0, Account: 2, From: 500, Thru: calc.Never},
			{Facility: 1, Account: 1, From: calc.Ever, Thru: calc.Never}},
		Credits: []calc.CreditChange{{Activity: 0, Facility: 0, At: 1000, Change: 3_000_000}, {Activity: 0, Facility: 0, At: 10, Change: 1_000_000},
			{Activity: 0, Facility: 1, At: 20, Change: 3_000_000}, {Activity: 1, Facility: 1, At: 5, Change: 7_000_000}, {Activity: 0, Facility: 1, At: 1000, Change: -1_000_000}},
		Components: []calc.Component{{User: 1, Used: 0, From: calc.Ever, Thru: 86_400_000, Weight: 2_500_000}, {User: 1, Used: 1, From: 0, Thru: calc.Never}},
	}}
	plans := []*Plan{statementPlan(t), statementPlan(t)}
	plans[0].Settlement.Until = plans[0].Settlement.Until.AddDate(-80, 0, 0) // before it all
	report := ActivityReport(ActivityAsked{Activity: "A", Plans: plans, Company: company})
	want := map[string]string{
		"credits":        "F,,,4,66.67;G,B,B,2,33.33",
		"credit_history": "Company-EUR-20261101,2026-10-31,F,,,4,66.67;Company-EUR-20261101,2026-10-31,G,B,B,2,33.33",
		"credit_changes": "1970-01-01,G,B,B,-1,2;1970-01-01,F,,,3,4;1970-01-01,G,B,B,3,3;1970-01-01,F,p,p,1,1",
		"shares":         "B,A,2.5,,,1970-01-02",
	}
	for _, table := range report.Tables {
		var rows []string
		for _, row := range table.Rows {
			rows = append(rows, strings.Join(row, ","))
		}
		if got := strings.Join(rows, ";"); want[table.Name] != "" && got != want[table.Name] {
			t.Errorf("%s: %s, want %s", table.Name, got, want[table.Name])
		}
	}
}

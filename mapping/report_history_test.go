package mapping

import (
	"fmt"
	"testing"

	"fairshare/calc"
)

func TestHistoryAndComparison(t *testing.T) {
	plan := statementPlan(t)
	past := []PastSettlement{
		{Settlement{ID: "first"}, []Account{{Party: "cell", Earned: 1, Invoiced: 1}}},
		{Settlement{ID: "last"}, []Account{{Party: "cell", Earned: 403700, Invoiced: 5}, {Party: "gone", Earned: 900}, {Party: "dave", Earned: 66667}}},
	}
	history := HistoryOf(past, plan)
	if got := fmt.Sprint(len(history["cell"]), history["cell"][1].Invoiced, history["cell"][2].Invoiced, len(history["owes"]), len(history["gone"])); got != "3 5 403703 1 1" {
		t.Errorf("history %s", got)
	}
	comparison := Against(past, plan, statementNames)
	var got string
	for _, c := range comparison.Changes {
		got += fmt.Sprintf("%s %d; ", c.Party.ID, c.Difference())
	}
	if want := "gone -900; owes -500; cell 3; "; got != want || comparison.Before.ID != "last" {
		t.Errorf("changes %s, want %s", got, want)
	}
	if Against(nil, plan, statementNames) != nil {
		t.Error("the first settlement is compared with something")
	}
}

// TestFlowOfAddsUp: what each activity kept goes out whole, with many activities too.
func TestFlowOfAddsUp(t *testing.T) {
	plan := statementPlan(t)
	for i := range 30 {
		plan.Ledger.Add(partyCell(fmt.Sprintf("p%02d", i), fmt.Sprintf("A%02d", i%14), calc.FineOf(100), calc.Minor(100+i)))
	}
	flow := flowOf(plan, statementNames)
	kept, out := make([]calc.Minor, len(flow.Kept)), make([]calc.Minor, len(flow.Out))
	for _, part := range flow.Parts {
		kept[part.Kept] += part.Amount
		out[part.Out] += part.Amount
	}
	for i, bar := range flow.Kept {
		if kept[i] != bar.Amount || bar.Rest != (i == barsAtMost) {
			t.Errorf("kept %+v, parts of it %d", bar, kept[i])
		}
	}
	for i, bar := range flow.Out {
		if out[i] != bar.Amount {
			t.Errorf("out %+v, parts of it %d", bar, out[i])
		}
	}
	if len(flow.Out) != barsAtMost+1 || !flow.Out[0].Retained {
		t.Errorf("out %+v", flow.Out)
	}
}

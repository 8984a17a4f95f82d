package mapping

import (
	"fmt"
	"testing"
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

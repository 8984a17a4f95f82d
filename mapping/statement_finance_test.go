package mapping

import (
	"strings"
	"testing"

	"fairshare/calc"
)

func TestFinanceOf(t *testing.T) {
	plan := statementPlan(t)
	report := FinanceOf(plan, statementNames, "VEMS Kft.")

	notes := map[calc.PartyID]string{"cell": "", "dave": "carried: ", "idle": "nothing to pay", "owes": "owes"}
	for _, line := range report.Parties {
		want := notes[line.Party.ID]
		if !strings.HasPrefix(line.Note, want) || (line.Note == "") != (want == "") || (line.Invoice == "") == (want == "") {
			t.Errorf("%s: invoice %q, note %q", line.Party.ID, line.Invoice, line.Note)
		}
	}

	var retained []string
	for _, line := range report.Retained {
		retained = append(retained, string(line.Reason)+" "+string(line.Activity.ID)+" "+line.Amount.Text(2))
	}
	want := "NOT_MEMBER FIRMWARE 6172.84, NO_CREDITS FIRMWARE 2469.13, NO_CREDITS SUPPORT 5.00" // in byte order
	if got := strings.Join(retained, ", "); got != want {
		t.Errorf("retained %s, want %s", got, want)
	}

	firmware := ActivityLine{Product{"FIRMWARE", "GenBoard firmware"}, 1334567, 0, "0.00", "0.00", "1000.00", "12345.67"}
	if len(report.Activities) != 2 || report.Activities[0] != firmware {
		t.Errorf("activities %+v", report.Activities)
	}
	if report.Findings[0].Severity != Blocking || plan.Findings[0].Severity == Blocking {
		t.Error("the report's findings are not blocking first, or the plan's were turned around")
	}
}

func TestReasonText(t *testing.T) {
	for _, reason := range []calc.Reason{calc.NoCredits, calc.NoParty, calc.NotMember, calc.SecondFacility, calc.SharedFacility,
		calc.PartyDisabled, calc.TheCompany, calc.NoProduct, calc.RuleRefused, calc.InCycle, calc.BelowEpsilon} {
		if text := ReasonText(reason); text == string(reason) || len(text) < 20 {
			t.Errorf("%s has no meaning: %q", reason, text)
		}
	}
	if text := ReasonText("NEW_ONE"); text != "NEW_ONE" {
		t.Errorf("an unknown reason says %q", text)
	}
}

package main

import (
	"math/big"
	"strings"
	"testing"

	"fairshare/mapping"
)

// TestExplainAddsUp settles the sample company and explains every party's account:
// the parts are the invoice, to the last fine unit.
func TestExplainAddsUp(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-08-01")
	s.must("settle", "--until", "2026-11-01")
	var settlements []mapping.SettlementSummary
	s.mustJSON(&settlements, "settlements")
	for _, settlement := range settlements {
		for _, party := range partiesOf(s) {
			var d mapping.ExplainDocument
			s.mustJSON(&d, "explain", "--party", party, "--settlement", settlement.Settlement, "--paths", "3")
			checkExplanation(t, d)
			var statement mapping.StatementDocument
			if code, _, _ := s.run("statement", party, "--settlement", settlement.Settlement); code != 0 {
				if len(d.Items) > 0 || len(d.Zeros) == 0 {
					t.Errorf("%s has no account in %s and %d items, %d zeros", party, settlement.Settlement, len(d.Items), len(d.Zeros))
				}
				continue
			}
			s.mustJSON(&statement, "statement", party, "--settlement", settlement.Settlement)
			if d.Earned != statement.EarnedTotal || d.Invoiced != statement.Invoiced || len(d.Items) != len(statement.Earned) {
				t.Errorf("%s in %s: explained %s, invoiced %s; the statement says %s and %s", party, settlement.Settlement, d.Earned, d.Invoiced, statement.EarnedTotal, statement.Invoiced)
			}
		}
	}
}

func partiesOf(s *site) []string {
	return s.rows("SELECT DISTINCT PARTY_ID_TO FROM PARTY_RELATIONSHIP WHERE PARTY_ID_TO <> '' ORDER BY 1")
}

// checkExplanation adds the parts of an explanation up.
func checkExplanation(t *testing.T, d mapping.ExplainDocument) {
	t.Helper()
	earned := new(big.Rat)
	for _, item := range d.Items {
		exact := number(t, item.OthersExact)
		for _, path := range item.Paths {
			exact.Add(exact, number(t, path.Exact))
		}
		if exact.Cmp(number(t, item.Exact)) != 0 || item.Unexplained != "" {
			t.Errorf("%s in %s, %s: the parts add up to %s, not to %s", d.Party, d.Settlement, item.Activity, exact.FloatString(20), item.Exact)
		}
		booked := exact.Add(exact, number(t, item.Brought))
		if booked.Sub(booked, number(t, item.Carried)).Cmp(number(t, item.Amount)) != 0 {
			t.Errorf("%s in %s, %s: %s + %s - %s is not %s", d.Party, d.Settlement, item.Activity, item.Exact, item.Brought, item.Carried, item.Amount)
		}
		earned.Add(earned, number(t, item.Amount))
	}
	if earned.Cmp(number(t, d.Earned)) != 0 {
		t.Errorf("%s in %s: the items add up to %s, not to %s", d.Party, d.Settlement, earned.FloatString(2), d.Earned)
	}
	if d.Invoice == "" && len(d.Zeros) == 0 {
		t.Errorf("%s in %s has no invoice and no reason", d.Party, d.Settlement)
	}
}

func number(t *testing.T, text string) *big.Rat {
	t.Helper()
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return value
}

func TestExplainText(t *testing.T) {
	s := newVEMS(t)
	s.must("settle", "--until", "2026-11-01")
	text := s.must("explain", "--party", "MIK", "--paths", "3")
	for _, want := range []string{"MIK", " → ", " pieces (", "others ("} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	share := s.must("explain", "--party", "MIK", "--as-of", "2026-10-31", "--product", "GENBOARD")
	if !strings.Contains(share, "GENBOARD: 24.25 % of its income") || !strings.Contains(share, "9.51 %  GENBOARD → GENBOARD keeps 13.00 %") {
		t.Errorf("%s", share)
	}
	if code, _, stderr := s.run("explain", "--party", "NOBODY_OF_US"); code != int(exitUsage) || !strings.Contains(stderr, "NOBODY_OF_US") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

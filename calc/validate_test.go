package calc

import (
	"math"
	"testing"
)

func TestValidate(t *testing.T) {
	valid := func() *Scheme {
		s, _ := company(t, "A uses B 1 ..\nA own 1\nmik has 1 of A\ncell has 1 of B")
		return s
	}
	tests := []struct {
		name, want string
		spoil      func(s *Scheme)
	}{
		{"OK", "", func(*Scheme) {}},
		{"OKTenuresMeet", "", func(s *Scheme) { s.Tenures[0].Thru = 5; s.Tenures = append(s.Tenures, Tenure{0, 1, 5, Never}) }},
		{"OKNegativeWeightIsNotUsed", "", func(s *Scheme) {
			refused, formula := s.Components[0], s.Components[0]
			refused.Weight = -1
			refused.Refuse(RuleRefused)
			formula.Weight = -1
			formula.SetFormula(mustParse(t, "= 1"))
			s.Components = append(s.Components, refused, formula)
		}},
		{"ErrActivityOrder", `scheme: activity "A" stands behind "B"`, func(s *Scheme) { s.Activities[0], s.Activities[1] = s.Activities[1], s.Activities[0] }},
		{"ErrFacilityOrder", `scheme: facility "mik" stands behind "mik"`, func(s *Scheme) { s.Facilities[0] = "mik" }},
		{"ErrMethod", "scheme: method 2 is unknown", func(s *Scheme) { s.Method = 2 }},
		{"ErrAccountOfNobody", `scheme: account 0: needs a party, a reason or an activity, got party "", reason "" and activity ""`, func(s *Scheme) { s.Accounts[0] = Account{} }},
		{"ErrAccountOfBoth", `scheme: account 0: needs a party, a reason or an activity, got party "x", reason "y" and activity ""`, func(s *Scheme) { s.Accounts[0] = Account{Party: "x", Retained: "y"} }},
		{"ErrPartyOrder", `scheme: account 1: party "cell" stands behind "cell"`, func(s *Scheme) { s.Accounts[1].Party = "cell" }},
		{"ErrReasonTwice", "scheme: account 3: NO_PARTY has another account", func(s *Scheme) {
			s.Accounts = append(s.Accounts, Account{Retained: NoParty}, Account{Retained: NoParty})
		}},
		{"ErrPartyBehindReason", `scheme: account 3: party "zoe" stands behind a retained account or an activity's`, func(s *Scheme) { s.Accounts = append(s.Accounts, Account{Retained: NoParty}, Account{Party: "zoe"}) }},
		{"ErrPartyBehindActivity", `scheme: account 1: party "mik" stands behind a retained account or an activity's`, func(s *Scheme) { s.Accounts[0] = Account{Activity: "A"} }},
		{"ErrActivityTwice", "scheme: account 3: A has another account", func(s *Scheme) { s.Accounts = append(s.Accounts, Account{Activity: "A"}, Account{Activity: "A"}) }},
		{"ErrAccountOfUnknownActivity", "scheme: account 2: activity C is unknown", func(s *Scheme) { s.Accounts = append(s.Accounts, Account{Activity: "C"}) }},
		{"ErrCycles", "scheme: way of dealing with cycles 2 is unknown", func(s *Scheme) { s.Cycles = 2 }},
		{"ErrEpsilon", "scheme: epsilon -0.000001 is not between 0 and 1", func(s *Scheme) { s.Epsilon = -1 }},
		{"ErrFounderIndex", "scheme: founder 0: activity 2 is unknown", func(s *Scheme) { s.Founders = []Founder{{Activity: 2}} }},
		{"ErrFounderPercent", "scheme: founder 0 (B): -1 % is negative", func(s *Scheme) { s.Founders = []Founder{{Activity: 1, Percent: -QuantityOne}} }},
		{"ErrBasis", "scheme: activity A: basis 3 is unknown", func(s *Scheme) { s.Activities[0].Basis = 3 }},
		{"ErrOwnWeight", "scheme: activity A: own weight -1 is negative", func(s *Scheme) { s.Activities[0].OwnWeight = -QuantityOne }},
		{"ErrLeastOwnWeight", "scheme: activity B: own weight -0.000001 is negative", func(s *Scheme) { s.Activities[1].OwnWeight = -1 }},
		{"ErrComponentIndex", "scheme: component 0: activity 0 or 2 is unknown", func(s *Scheme) { s.Components[0].Used = 2 }},
		{"ErrComponentWeight", "scheme: component 0 (A, B): weight -0.000001 is negative", func(s *Scheme) { s.Components[0].Weight = -1 }},
		{"ErrCreditIndex", "scheme: credit change 1: activity 1 or facility -1 is unknown", func(s *Scheme) { s.Credits[1].Facility = -1 }},
		{"ErrTenureIndex", "scheme: tenure 0: facility 0 or account 7 is unknown", func(s *Scheme) { s.Tenures[0].Account = 7 }},
		{"ErrTwoHolders", "scheme: facility cell has two holders at 5 ms", func(s *Scheme) { s.Tenures = append(s.Tenures, Tenure{0, 1, 5, 6}) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := valid()
			tt.spoil(s)
			if got := errorText(s.Validate()); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			_, err := At(s, 0)
			if _, err2 := Distribute(s, nil); (err == nil) != (tt.want == "") || (err2 == nil) != (tt.want == "") {
				t.Errorf("At: %v, Distribute: %v", err, err2)
			}
		})
	}
}

func TestValidateLines(t *testing.T) {
	s, _ := company(t, "mik has 1 of A")
	for want, lines := range map[string][]Line{
		"distribute: line 1: activity 1 is unknown":                              {{Amount: 1}, {Activity: 1, Amount: 1}},
		"distribute: the lines add up to more than 63 bits of minor units":       {{Amount: math.MaxInt64}, {Amount: -1}},
		"distribute: the lines add up to more than 63 bits of minor units ":      {{Amount: math.MinInt64}},
		"distribute: the lines add up to more than 63 bits of minor units twice": {{Amount: math.MinInt64}, {Amount: math.MinInt64}},
	} {
		if _, err := Distribute(s, lines); err == nil || err.Error() != want[:len(err.Error())] {
			t.Errorf("%v: %v", lines, err)
		}
	}
	if o := distribute(t, s, []Line{{Amount: math.MaxInt64}}); o.Cells[0].Earned != FineOf(math.MaxInt64) {
		t.Errorf("%+v", o)
	}
}

// TestBrokenOutcomesAreRefused checks the check that nothing is to get past.
func TestBrokenOutcomesAreRefused(t *testing.T) {
	cell, flow := Cell{0, 0, FineOf(100)}, Flow{Activity: 0, Income: 100, Kept: FineOf(100)}
	tests := []struct {
		name    string
		outcome Outcome
		want    string
	}{
		{"OK", Outcome{Cells: []Cell{cell}, Flows: []Flow{flow}}, ""},
		{"ErrLost", Outcome{Flows: []Flow{flow}}, "the cells add up to -100000000000000000000 fine units more than the lines"},
		{"ErrFlow", Outcome{Cells: []Cell{cell}, Flows: []Flow{{Income: 99, Kept: FineOf(100)}}},
			"activity 0 does not add up: {Activity:0 Income:99 Costs:0 Received:0 Founders:0 Delegated:0 Kept:100000000000000000000}, its cells 100000000000000000000"},
		{"ErrKept", Outcome{Cells: []Cell{cell}, Flows: []Flow{{Income: 100, Delegated: FineOf(100)}}},
			"activity 0 does not add up: {Activity:0 Income:100 Costs:0 Received:0 Founders:0 Delegated:100000000000000000000 Kept:0}, its cells 100000000000000000000"},
		{"ErrElsewhere", Outcome{Cells: []Cell{{0, 1, FineOf(100)}}}, "activity 1 has cells of 100000000000000000000 fine units and no flow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := errorText(tt.outcome.check(100, 2)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestLostMoneyIsRefused loses a fine unit inside a sweep: nothing comes out.
func TestLostMoneyIsRefused(t *testing.T) {
	s, lines := company(t, "mik has 1 of A\nA earns 100 @1")
	s.Complete()
	w := newSweep(newState(s, spanOf(lines)))
	w.park(lines, w.everything())
	w.finish()
	w.addCell(0, 0, Fine{-1, ^uint64(0)})
	if outcome, err := w.checked(total(lines)); outcome != nil || errorText(err) != "distribute: the cells add up to -1 fine units more than the lines" {
		t.Errorf("%+v, %v", outcome, err)
	}
}

// TestNoCycleNoPath asks for the cycle of a group that is none.
func TestNoCycleNoPath(t *testing.T) {
	s, lines := company(t, "A uses B 1 ..\nA earns 100 @1")
	s.Complete()
	st := newState(s, spanOf(lines))
	st.cycles.group[0], st.cycles.group[1] = 1, 1
	if path := st.shortestCycle(0); path != nil {
		t.Errorf("%v", path)
	}
}

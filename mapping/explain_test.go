package mapping

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
)

// randomInputs makes two settlements of a small random company, the second one with
// what rounding left by the first one: founders, costs, circles, activities that hold
// credits, facilities that change hands.
func randomInputs(t *testing.T, seed uint64) []*Input {
	r := rand.New(rand.NewPCG(seed, 11))
	s := randomScheme(r)
	var inputs []*Input
	memory := Memory{}
	for month := range 2 {
		input := &Input{
			Head:   Settlement{ID: fmt.Sprint("S", month), Currency: "EUR", Decimals: 2, Zone: "UTC", Until: time.UnixMilli(int64(month+1) * 30)},
			Scheme: s, Memory: memory, Payout: Payout{Minimum: calc.Minor(r.IntN(2000)), Hold: []string{"P1"}},
		}
		for i := range 1 + r.IntN(20) {
			sale := Sale{SaleKey: SaleKey{FromOrderItem, fmt.Sprint("O", i/2), fmt.Sprint(i)}, Currency: "EUR",
				Activity: r.Int32N(int32(len(s.Activities))), At: calc.Instant(30*month + r.IntN(30)), Amount: calc.Minor(r.IntN(90_000) - 10_000)}
			if r.IntN(5) == 0 {
				sale.Source, sale.Amount = FromStandardCost, -max(sale.Amount, -sale.Amount)
			}
			input.Sales.Add(sale)
		}
		inputs = append(inputs, input)
		plan := planOf(t, input)
		memory = Memory{Residues: residuesOf(plan)}
		for _, a := range plan.Accounts {
			memory.Balances = append(memory.Balances, Balance{"EUR", a.Party, a.Closing})
		}
	}
	return inputs
}

func planOf(t *testing.T, input *Input) *Plan {
	t.Helper()
	plan, _, err := input.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func randomScheme(r *rand.Rand) calc.Scheme {
	s := calc.Scheme{Cycles: calc.Cycles(r.IntN(2)), Method: calc.Method(r.IntN(5) / 4)}
	activities, parties, facilities := 3+r.IntN(8), 1+r.IntN(5), 2+r.IntN(6)
	for i := range activities {
		s.Activities = append(s.Activities, calc.Activity{ID: calc.ActivityID(fmt.Sprintf("A%02d", i)), Basis: calc.Basis(r.IntN(2)), OwnWeight: calc.Quantity(r.IntN(3)) * calc.QuantityOne})
	}
	for i := range parties {
		s.Accounts = append(s.Accounts, calc.Account{Party: calc.PartyID(fmt.Sprint("P", i))})
	}
	s.Accounts = append(s.Accounts, calc.Account{Retained: calc.NotMember}, calc.Account{Activity: s.Activities[r.IntN(activities)].ID})
	for f := range facilities {
		s.Facilities = append(s.Facilities, calc.FacilityID(fmt.Sprint("F", f)))
		cut := calc.Instant(r.IntN(90))
		s.Tenures = append(s.Tenures,
			calc.Tenure{Facility: int32(f), Account: r.Int32N(int32(len(s.Accounts))), From: calc.Ever, Thru: cut},
			calc.Tenure{Facility: int32(f), Account: r.Int32N(int32(len(s.Accounts))), From: cut, Thru: calc.Never})
	}
	for user := range activities {
		for range r.IntN(4) {
			used := r.IntN(activities)
			if used <= user && r.IntN(6) > 0 {
				continue // few circles
			}
			s.Components = append(s.Components, calc.Component{User: int32(user), Used: int32(used), From: calc.Instant(r.IntN(40)), Thru: calc.Instant(40 + r.IntN(60)), Weight: calc.Quantity(1+r.IntN(30)) * calc.QuantityOne})
		}
	}
	for range 5 * activities {
		s.Credits = append(s.Credits, calc.CreditChange{Activity: r.Int32N(int32(activities)), Facility: r.Int32N(int32(facilities)), At: calc.Instant(r.IntN(80) - 20), Change: calc.Quantity(r.IntN(90)-10) * calc.QuantityOne / 3})
	}
	if r.IntN(2) == 0 {
		s.Founders = append(s.Founders, calc.Founder{Activity: r.Int32N(int32(activities)), Percent: calc.Quantity(r.IntN(20)) * calc.QuantityOne, From: calc.Instant(r.IntN(30)), Thru: calc.Never})
	}
	return s
}

// TestExplanationsAddUp explains every party's account in random settlements.
func TestExplanationsAddUp(t *testing.T) {
	for seed := range uint64(300) {
		for _, input := range randomInputs(t, seed) {
			plan := planOf(t, input)
			for party := range 6 {
				query := ExplainQuery{Party: calc.PartyID(fmt.Sprint("P", party)), Paths: 1 + int(seed%7)}
				document, err := ExplainSettlement(input, plan, nil, query)
				if err != nil {
					t.Fatal(err)
				}
				checkExplained(t, plan, document)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func checkExplained(t *testing.T, plan *Plan, d ExplainDocument) {
	t.Helper()
	earned, cells := new(big.Rat), 0
	for _, item := range d.Items {
		sum := ratOf(item.OthersExact)
		for _, path := range item.Paths {
			sum.Add(sum, ratOf(path.Exact))
		}
		if sum.Cmp(ratOf(item.Exact)) != 0 || item.Unexplained != "" {
			t.Errorf("%s of %s: the parts add up to %s, not to %s, unexplained %q", item.Activity, d.Party, sum.FloatString(20), item.Exact, item.Unexplained)
		}
		sum.Add(sum, ratOf(item.Brought)).Sub(sum, ratOf(item.Carried))
		if sum.Cmp(ratOf(item.Amount)) != 0 {
			t.Errorf("%s of %s: %s + %s - %s is not %s", item.Activity, d.Party, item.Exact, item.Brought, item.Carried, item.Amount)
		}
		earned.Add(earned, ratOf(item.Amount))
	}
	for entry := range plan.Ledger.All() {
		if entry.Account.Party == d.Party {
			cells++
		}
	}
	if earned.Cmp(ratOf(d.Earned)) != 0 || cells != len(d.Items) {
		t.Errorf("%s: %d items of %d cells add up to %s, not to %s", d.Party, len(d.Items), cells, earned.FloatString(2), d.Earned)
	}
	closing := ratOf(d.Opening)
	closing.Add(closing, earned).Add(closing, ratOf(d.Adjusted)).Sub(closing, ratOf(d.Invoiced))
	if closing.Cmp(ratOf(d.Closing)) != 0 {
		t.Errorf("%s: the balance does not add up: %+v", d.Party, d)
	}
	if ratOf(d.Invoiced).Sign() == 0 && len(d.Zeros) == 0 {
		t.Errorf("%s got nothing, for no reason", d.Party)
	}
}

func ratOf(text string) *big.Rat {
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("no number: " + text)
	}
	return value
}

// zeroCase is a company with one activity that is sold, BOARD, and what the party
// mik has that brings it nothing.
type zeroCase struct {
	name   string
	change func(input *Input, company *Company)
	want   string
}

func TestZeros(t *testing.T) {
	half := func(a, of calc.Quantity) calc.Component {
		return calc.Component{User: 0, Used: 1, From: calc.Ever, Thru: calc.Never, Weight: a}
	}
	for _, c := range []zeroCase{
		{"NoCredit", func(in *Input, c *Company) { in.Scheme.Credits = in.Scheme.Credits[:1] }, "NO_CREDIT NOTHING_DUE"},
		{"NoFacility", func(in *Input, c *Company) { in.Scheme.Credits, c.Claims = in.Scheme.Credits[:1], nil }, "NOTHING_DUE NO_FACILITY"},
		{"CreditTooLate", func(in *Input, c *Company) { in.Scheme.Credits[1].At = 50 }, "NOTHING_DUE BOARD:NO_APPROVED_CREDIT"},
		{"NoSales", func(in *Input, c *Company) { in.Scheme.Credits[1].Activity = 1 }, "NOTHING_DUE DESIGN:NO_SALES"},
		{"NoOwnWeight", func(in *Input, c *Company) { in.Scheme.Components = []calc.Component{half(100, 100)} }, "NOTHING_DUE BOARD:NO_OWN_WEIGHT"},
		{"Refused", func(in *Input, c *Company) { in.Scheme.Activities[0].Refused = calc.RuleRefused }, "NOTHING_DUE BOARD:RULE_REFUSED"},
		{"Cancelled", func(in *Input, c *Company) {
			in.Sales.Add(Sale{Currency: "EUR", At: 10, Amount: -in.Sales.List[0].Amount})
		}, "NOTHING_DUE BOARD:CANCELLED_OUT"},
		{"NotAMember", func(in *Input, c *Company) {
			in.Scheme.Tenures[1].Account, c.Claims[0].Reason = 2, calc.NotMember
		}, "NOTHING_DUE NO_CREDIT BOARD:NOT_MEMBER"},
		{"SecondFacility", func(in *Input, c *Company) {
			in.Scheme.Tenures[1].Account, c.Claims[0].Reason = 2, calc.SecondFacility
		}, "NOTHING_DUE NO_CREDIT BOARD:SECOND_FACILITY"},
		{"OnHold", func(in *Input, c *Company) {
			in.Scheme.Credits, c.Waiting = in.Scheme.Credits[:1], []Waiting{{"DESIGN", "F1", calc.QuantityOne}}
		}, "NOTHING_DUE NO_CREDIT DESIGN:CREDIT_ON_HOLD"},
		{"BelowMinimum", func(in *Input, c *Company) { in.Payout.Minimum = 100_000 }, "BELOW_MINIMUM"},
		{"Held", func(in *Input, c *Company) { in.Payout.Hold = []string{"mik"} }, "HELD"},
		{"Owes", func(in *Input, c *Company) { in.Sales.List[0].Amount = -1000 }, "OWES"},
		{"Paid", func(in *Input, c *Company) {}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			input, company := zeroInput()
			c.change(input, company)
			document, err := ExplainSettlement(input, planOf(t, input), company, ExplainQuery{Party: "mik"})
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Fields(c.want)
			slices.Sort(want)
			if got := zeroCodes(document.Zeros); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v: %+v", got, want, document.Zeros)
			}
		})
	}
}

func zeroCodes(zeros []ExplainZero) []string {
	var codes []string
	for _, zero := range zeros {
		code := zero.Code
		if zero.Activity != "" {
			code = string(zero.Activity) + ":" + code
		}
		if zero.Text == "" || zero.Text == zero.Code {
			code += " without words"
		}
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

func zeroInput() (*Input, *Company) {
	input := &Input{
		Head: Settlement{ID: "S", Currency: "EUR", Decimals: 2, Zone: "UTC", Until: time.UnixMilli(100)},
		Scheme: calc.Scheme{
			Activities: []calc.Activity{{ID: "BOARD"}, {ID: "DESIGN"}},
			Facilities: []calc.FacilityID{"F0", "F1"},
			Accounts:   []calc.Account{{Party: "cell"}, {Party: "mik"}, {Retained: calc.NotMember}},
			Tenures:    []calc.Tenure{{Facility: 0, Account: 0, From: calc.Ever, Thru: calc.Never}, {Facility: 1, Account: 1, From: calc.Ever, Thru: calc.Never}},
			Credits:    []calc.CreditChange{{Activity: 0, Facility: 0, Change: 10}, {Activity: 0, Facility: 1, Change: 10}},
		},
		Sales: RowsOf(Sale{Currency: "EUR", At: 10, Amount: 1000}),
	}
	return input, &Company{Claims: []Claim{{Party: "mik", Facility: "F1", From: calc.Ever, Thru: calc.Never}}}
}

func TestExactText(t *testing.T) {
	for _, c := range []struct {
		fine     string
		decimals int
		want     string
	}{
		{"0", 2, "0.00"}, {"0", 0, "0"}, {"1", 2, "0.00000000000000000001"}, {"-1", 0, "-0.000000000000000001"},
		{"1000000000000000000", 2, "0.01"}, {"-12345000000000000000000", 2, "-123.45"}, {"1500000000000000000", 0, "1.5"},
	} {
		f, err := calc.ParseFine(c.fine)
		if err != nil {
			t.Fatal(err)
		}
		if got := exactText(f, c.decimals); got != c.want {
			t.Errorf("%s with %d digits: %q, want %q", c.fine, c.decimals, got, c.want)
		}
	}
}

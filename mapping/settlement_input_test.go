package mapping

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
)

// storedSample has one of everything that is stored.
func storedSample(t testing.TB) *Input {
	t.Helper()
	formula, err := calc.ParseFormula("= weight(FIRMWARE, GENBOARD) / 2 + min(5, 0.25)")
	if err != nil {
		t.Fatal(err)
	}
	one := calc.QuantityOne
	until := time.Date(2026, 10, 31, 23, 0, 0, 0, time.UTC)
	scheme := calc.Scheme{
		Activities: []calc.Activity{{ID: "FIRMWARE"}, {ID: "GENBOARD", OwnWeight: one}, {ID: "HWDESIGN"}},
		Facilities: []calc.FacilityID{"MIK_FAC"},
		Accounts:   []calc.Account{{Party: "mik"}, {Retained: calc.NoCredits}},
		Components: []calc.Component{
			{User: 1, Used: 0, From: calc.Ever, Thru: calc.Never, Weight: 2 * one},
			{User: 1, Used: 2, From: calc.Ever, Thru: calc.Never, Special: &calc.Special{Formula: formula}},
		},
		Tenures: []calc.Tenure{{Facility: 0, Account: 0, From: calc.Ever, Thru: calc.Never}},
		Credits: []calc.CreditChange{{Activity: 0, Facility: 0, At: 5, Change: 3 * one}},
	}
	rest := calc.FineOf(1).Sub(calc.FineOf(3))
	return &Input{
		Head:   Settlement{ID: "Company-EUR-20261101", Organization: "Company", Currency: "EUR", Decimals: 2, Until: until, Zone: "Europe/Budapest", SnapshotAt: until, State: Planned},
		Scheme: scheme,
		Sales:  RowsOf(Sale{SaleKey{FromOrderItem, "O1", "00001"}, 2, "EUR", 1, 77, 1234}),
		Memory: Memory{
			Residues:    []Residue{{"EUR", calc.Account{Party: "mik"}, "FIRMWARE", rest}},
			Balances:    []Balance{{"EUR", "mik", 55}},
			Adjustments: []Adjustment{{ID: "A1", Party: "mik", Currency: "EUR", Amount: -5, Reason: "ű", By: "finance", At: until}},
		},
		Payout: Payout{Minimum: 10, Hold: []string{"dave"}, InvoiceType: "COMMISSION_INVOICE", ItemType: "COMM_INV_ITEM", Status: "INVOICE_IN_PROCESS"},
	}
}

func TestInputIsStoredWhole(t *testing.T) {
	in := storedSample(t)
	stored := storedBytes(t, in)
	out, err := OpenInput(stored, InputDigest(stored))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(stored, storedBytes(t, out)) {
		t.Error("stored again it is another")
	}
	out.Sales = RowsOf(out.Sales.Listed()...)
	if !reflect.DeepEqual(in, out) {
		t.Errorf("got %+v\nwant %+v", out, in)
	}
}

// TestInputOfManyChunks stores more rows than a chunk has.
func TestInputOfManyChunks(t *testing.T) {
	in := storedSample(t)
	for n := range 3*chunkRows + 1 {
		in.Scheme.Credits = append(in.Scheme.Credits, calc.CreditChange{At: calc.Instant(n)})
		in.Sales.Add(Sale{SaleKey{FromOrderItem, fmt.Sprint("O", n/2), fmt.Sprint(n)}, n % 3, "EUR", 1, calc.Instant(n), 1})
	}
	stored := storedBytes(t, in)
	out, err := OpenInput(stored, InputDigest(stored))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(out.Sales.Listed(), in.Sales.List) || !reflect.DeepEqual(out.Scheme.Credits, in.Scheme.Credits) {
		t.Errorf("%d sales and %d credits came back of %d and %d, or others", out.Sales.Len(), len(out.Scheme.Credits), in.Sales.Len(), len(in.Scheme.Credits))
	}
	cut := stored[:len(stored)/2]
	if _, err := OpenInput(cut, InputDigest(cut)); err == nil {
		t.Error("half of an input was taken for a whole one")
	}
}

func storedBytes(t testing.TB, in *Input) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := in.Store(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestInputDamaged(t *testing.T) {
	stored := storedBytes(t, storedSample(t))
	digest := InputDigest(stored)
	for i := range stored {
		stored[i] ^= 1
		if _, err := OpenInput(stored, digest); err == nil || !strings.Contains(err.Error(), "digest") {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		_, _ = OpenInput(stored, InputDigest(stored)) // whatever it holds, it must not panic
		stored[i] ^= 1
	}
}

// TestDrift changes what OFBiz says, each time one thing, and wants it told, or
// not told where it is of after the cut-off.
func TestDrift(t *testing.T) {
	after := calc.Instant(time.Date(2026, 11, 5, 0, 0, 0, 0, time.UTC).UnixMilli())
	for _, c := range []struct {
		name   string
		change func(*Company)
		want   string // code, entity and key; empty: nothing
	}{
		{"nothing", func(*Company) {}, ""},
		{"credit in the past", func(c *Company) {
			c.Scheme.Credits = append(c.Scheme.Credits, calc.CreditChange{Activity: 0, Facility: 0, At: 9, Change: 1})
		}, "DRIFT_SCHEME InventoryItemDetail FIRMWARE, MIK_FAC"},
		{"credit since", func(c *Company) {
			c.Scheme.Credits = append(c.Scheme.Credits, calc.CreditChange{Activity: 0, Facility: 0, At: after, Change: 1})
		}, ""},
		{"membership ended since", func(c *Company) { c.Scheme.Tenures[0].Thru = after }, ""},
		{"membership ended in the past", func(c *Company) { c.Scheme.Tenures[0].Thru = 100 }, "DRIFT_SCHEME Facility MIK_FAC"},
		{"weight", func(c *Company) { c.Scheme.Components[0].Weight++ }, "DRIFT_SCHEME ProductAssoc GENBOARD, FIRMWARE"},
		{"own weight", func(c *Company) { c.Scheme.Activities[1].OwnWeight++ }, "DRIFT_SCHEME Product GENBOARD"},
		{"a new activity", func(c *Company) { c.Scheme.Activities = append(c.Scheme.Activities, calc.Activity{ID: "ZEBRA"}) }, ""},
		{"price", func(c *Company) {
			c.Sales = RowsOf(Sale{SaleKey{FromOrderItem, "O1", "00001"}, 3, "EUR", 1, 77, -100})
		}, "DRIFT_SALE OrderItem O1, 00001"},
		{"late sale", func(c *Company) { c.Sales = RowsOf(Sale{SaleKey{FromOrderItem, "O2", "00001"}, 0, "EUR", 1, 78, 100}) }, "DRIFT_LATE_SALE OrderItem O2, 00001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := storedSample(t)
			now := &Company{Scheme: storedSample(t).Scheme}
			c.change(now)
			findings := Drift(in, now)
			if len(findings) == 0 {
				if c.want != "" {
					t.Error("nothing was told")
				}
				return
			}
			for _, f := range findings {
				if got := f.Code + " " + f.Entity + " " + f.Key; got != c.want {
					t.Errorf("%s: %s", got, f.Text)
				}
			}
		})
	}
}

// A stored input that somebody forged with numbers of rows that are not there is an
// error when it is worked out, and no panic.
func TestForgedInputIsRefused(t *testing.T) {
	for name, forge := range map[string]func(*Input){
		"ErrActivityOfSale":     func(in *Input) { in.Sales.List[0].Activity = 99 },
		"ErrNegativeActivity":   func(in *Input) { in.Sales.List[0].Activity = -1 },
		"ErrComponent":          func(in *Input) { in.Scheme.Components[0].Used = 99 },
		"ErrUser":               func(in *Input) { in.Scheme.Components[0].User = -1 },
		"ErrTenureAccount":      func(in *Input) { in.Scheme.Tenures[0].Account = 99 },
		"ErrTenureFacility":     func(in *Input) { in.Scheme.Tenures[0].Facility = 99 },
		"ErrCreditFacility":     func(in *Input) { in.Scheme.Credits[0].Facility = -7 },
		"ErrCreditActivity":     func(in *Input) { in.Scheme.Credits[0].Activity = 3 },
		"ErrNegativeWeight":     func(in *Input) { in.Scheme.Components[0].Weight = -1 },
		"ErrFounder":            func(in *Input) { in.Scheme.Founders = []calc.Founder{{Activity: 99, Percent: 1, Thru: 1}} },
		"ErrAmountBeyondBounds": func(in *Input) { in.Sales.List[0].Amount = 1<<63 - 1; in.Sales.Add(in.Sales.List[0]) },
		"ErrNoAccounts":         func(in *Input) { in.Scheme.Accounts = nil },
	} {
		t.Run(name, func(t *testing.T) {
			in := storedSample(t)
			forge(in)
			if plan, _, err := in.Plan(); err == nil {
				t.Errorf("it came to %+v", plan.Settlement)
			}
		})
	}
}

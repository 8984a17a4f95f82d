package mapping

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Whatever rows come, the company that is made of them keeps calc's contract, every
// line of income names an activity, and every currency's income is divided to the
// last minor unit.
func FuzzIntake(f *testing.F) {
	files, err := filepath.Glob("../testdata/scenarios/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatal("no scenarios", err)
	}
	base, err := os.ReadFile("../testdata/scenarios/base.xml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		_, rows, _ := strings.Cut(string(text), "-- data.xml --\n")
		rows, _, _ = strings.Cut(rows, "-- want --\n")
		f.Add(rows)
	}
	rules := sampleRules()
	rules.Group, rules.FacilityRole = "PARTNERS", ""
	f.Fuzz(func(t *testing.T, document string) {
		in := NewIntake(rules, Memory{}, time.Time{})
		if err := FeedEntityXML(in.Take, strings.NewReader(string(base)), strings.NewReader(document)); err != nil {
			return
		}
		company, err := in.Company()
		if err != nil {
			t.Fatal(err)
		}
		conserved(t, company)
		company.Scheme.Complete()
		if err := company.Scheme.Validate(); err != nil {
			t.Error(err)
		}
		for sale := range company.Sales.All() {
			if int(sale.Activity) >= len(company.Scheme.Activities) || sale.Activity < 0 || sale.Amount == 0 || sale.Currency == "" {
				t.Errorf("line %+v", sale)
			}
		}
	})
}

// conserved plans a settlement of every currency; a plan that does not add up is refused.
func conserved(t *testing.T, company *Company) {
	byCurrency := map[string][]Sale{}
	for sale := range company.Sales.All() {
		byCurrency[sale.Currency] = append(byCurrency[sale.Currency], sale)
	}
	for currency, sales := range byCurrency {
		head := Settlement{ID: "G-" + currency, Organization: "G", Currency: currency, Decimals: 2, Until: time.UnixMilli(0).UTC(), Zone: "UTC"}
		plan, _, err := NewInput(head, company, RowsOf(sales...), Memory{}, Payout{InvoiceType: "T", ItemType: "I"}).Plan()
		if err != nil {
			t.Fatalf("%s: %v", currency, err)
		}
		if plan.Settlement.Earned+plan.Settlement.Retained != plan.Settlement.Income {
			t.Errorf("%s: %d earned, %d retained, %d income", currency, plan.Settlement.Earned, plan.Settlement.Retained, plan.Settlement.Income)
		}
	}
}

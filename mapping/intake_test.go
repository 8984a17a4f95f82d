package mapping

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
)

// sampleRows are the rows of the sample company.
func sampleRows(t testing.TB) *EntityRows {
	t.Helper()
	files, err := filepath.Glob("../testdata/vems/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sample company: %v", err)
	}
	rows := &EntityRows{}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if err := rows.Read(file); err != nil {
			t.Fatal(err)
		}
	}
	return rows
}

func sampleRules() Rules {
	return Rules{
		Organization: "Company", Zone: time.UTC, Group: "VEMS_PARTNERS", RelationshipType: "GROUP_ROLLUP",
		FacilityRole: "OWNER", Facilities: FirstFacility, IgnoreFacilities: []string{"VEMS_WH"},
	}
}

// The order of rows means nothing: neither to the digest nor to what is found.
func TestOrderOfRowsMeansNothing(t *testing.T) {
	var first *Company
	for seed := range uint64(5) {
		random := rand.New(rand.NewPCG(seed, 7))
		in := NewIntake(sampleRules(), Memory{}, time.Time{})
		var batch []Row
		deliver := func(entity *Entity) {
			if seed > 0 && !entity.Ordered {
				random.Shuffle(len(batch), func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
			}
			for _, row := range batch {
				if err := in.Take(entity, row); err != nil {
					t.Fatal(err)
				}
			}
			batch = nil
		}
		var last *Entity
		err := sampleRows(t).Deliver(func(entity *Entity, row Row) error {
			if last != nil && last != entity {
				deliver(last)
			}
			last, batch = entity, append(batch, row)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		deliver(last)
		company, err := in.Company()
		if err != nil {
			t.Fatal(err)
		}
		if err := company.Scheme.Validate(); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = company
		}
		if company.Digest != first.Digest || !reflect.DeepEqual(company.Findings, first.Findings) || !reflect.DeepEqual(company.Sales.Listed(), first.Sales.Listed()) {
			t.Errorf("seed %d: digest %s, want %s; findings %v, want %v", seed, company.Digest, first.Digest, company.Findings, first.Findings)
		}
	}
}

// A reader reuses the bytes of its rows: nothing of them may be kept.
func TestTakeKeepsNoBytes(t *testing.T) {
	var digests []string
	for _, reuse := range []bool{false, true} {
		in := NewIntake(sampleRules(), Memory{}, time.Time{})
		err := sampleRows(t).Deliver(func(entity *Entity, row Row) error {
			copied := make(Row, len(row))
			for i, field := range row {
				if field != nil {
					copied[i] = append([]byte{}, field...)
				}
			}
			err := in.Take(entity, copied)
			for _, field := range copied {
				for i := range field {
					if reuse {
						field[i] = '?'
					}
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		company, err := in.Company()
		if err != nil {
			t.Fatal(err)
		}
		names := ""
		for _, f := range company.Findings {
			names += f.Key + f.Text
		}
		for _, p := range company.Parties {
			if strings.Contains(p.Name+p.Currency, "?") {
				t.Errorf("party %+v", p)
			}
		}
		if strings.Contains(names, "??") {
			t.Errorf("findings %s", names)
		}
		digests = append(digests, company.Digest)
	}
	if digests[0] != digests[1] {
		t.Error("the company changed with bytes that were the reader's")
	}
}

// What was taken and is worth the same makes no line; all else adds up to it.
func TestSettledSalesMakeNoLines(t *testing.T) {
	take := func(memory Memory) *Company {
		in := NewIntake(sampleRules(), memory, time.Time{})
		if err := sampleRows(t).Deliver(in.Take); err != nil {
			t.Fatal(err)
		}
		company, err := in.Company()
		if err != nil {
			t.Fatal(err)
		}
		return company
	}
	first := take(Memory{})
	var memory Memory
	for s := range first.Sales.All() {
		id := calc.ActivityID(strings.ToLower(string(first.Scheme.Activities[s.Activity].ID))) // spelled otherwise since
		memory.Taken = append(memory.Taken, Taken{s.SaleKey, s.Currency, id, s.At, s.Amount, 1, false})
	}
	memory.Residues = []Residue{{"EUR", calc.Account{Party: "LEFT_LONG_AGO"}, "GONE", calc.Fine{}}}
	second := take(memory)
	if first.Sales.Len() == 0 || second.Sales.Len() != 0 {
		t.Errorf("%d lines, then %v", first.Sales.Len(), second.Sales.Listed())
	}
	if _, known := second.Parties["LEFT_LONG_AGO"]; !known {
		t.Error("a party with a residue has no account")
	}
	if _, known := second.Products["GONE"]; !known {
		t.Error("an activity with a residue is not in the scheme")
	}
}

func TestFindingCodesAreUnique(t *testing.T) {
	for _, code := range FindingCodes {
		if NewFinding(code.Code, "", "", "").Severity != code.Severity || code.Text == "" {
			t.Errorf("%s is there twice, or says nothing", code.Code)
		}
	}
	if NewFinding("NOT_IN_THE_CATALOGUE", "", "", "").Severity != Blocking {
		t.Error("an unknown code may pass")
	}
}

// DefaultAdjustments decides the types of OFBiz 24.09's seed data, all of them.
func TestDefaultAdjustmentsDecideEverySeededType(t *testing.T) {
	decided := DefaultAdjustments()
	for _, kind := range strings.Fields(`ADDITIONAL_FEATURE DEPOSIT_ADJUSTMENT DISCOUNT_ADJUSTMENT DONATION_ADJUSTMENT FEE
		MISCELLANEOUS_CHARGE MKTG_PKG_AUTO_ADJUST PROMOTION_ADJUSTMENT REPLACE_ADJUSTMENT SALES_TAX SHIPPING_CHARGES
		SURCHARGE_ADJUSTMENT VAT_PRICE_CORRECT VAT_TAX WARRANTY_ADJUSTMENT`) {
		if _, known := decided[kind]; !known {
			t.Errorf("%s is not decided", kind)
		}
	}
}

func TestCurrencyDecimals(t *testing.T) {
	rules := Rules{Decimals: map[string]int{"kwd": 2}}
	for code, want := range map[string]int{"EUR": 2, "JPY": 0, "TND": 3, "CLF": 4, "KWD": 2, "XXX": 2} {
		if got := rules.CurrencyDecimals(code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
}

// A database with a thousand oddities of one kind gets the first of them and their
// number (MORE_FINDINGS); what blocks is listed whole.
func TestManyFindingsAreCounted(t *testing.T) {
	var found findings
	for i := range 1000 {
		found.add("SPELLING", "Party", strings.Repeat("x", i), "warned")
		found.add("QUANTITY_MISSING", "ProductAssoc", strings.Repeat("x", i), "blocked")
	}
	count := map[string]int{}
	for _, f := range curbed(SortFindings(found)) {
		count[f.Code]++
		if f.Code == "MORE_FINDINGS" && (f.Key != "SPELLING" || !strings.HasPrefix(f.Text, "1000 findings SPELLING")) {
			t.Errorf("%+v", f)
		}
	}
	if count["SPELLING"] != maxWarnings || count["QUANTITY_MISSING"] != 1000 || count["MORE_FINDINGS"] != 1 {
		t.Errorf("%v", count)
	}
}

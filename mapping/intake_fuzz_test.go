package mapping

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Whatever rows come, the company that is made of them keeps calc's contract, and
// every line of income names an activity.
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
		company.Scheme.Complete()
		if err := company.Scheme.Validate(); err != nil {
			t.Error(err)
		}
		for _, sale := range company.Sales {
			if int(sale.Activity) >= len(company.Scheme.Activities) || sale.Activity < 0 || sale.Amount == 0 || sale.Currency == "" {
				t.Errorf("line %+v", sale)
			}
		}
	})
}

package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// fits holds the JSON that a command really prints against its schema. A command
// that prints its findings and then fails has printed JSON all the same.
func (s *site) fits(schema string, args ...string) (document any) {
	s.t.Helper()
	_, stdout, stderr := s.run(append(args, "-o", "json")...)
	if err := json.Unmarshal([]byte(stdout), &document); err != nil {
		s.t.Fatalf("%v: %v\n%s", args, err, stderr)
	}
	wanted := schemaNamed(s.t, schema)
	if _, list := document.([]any); !list && wanted.Type == "array" {
		wanted = *wanted.Items // show prints one settlement of those that settle prints
	}
	if faults := wanted.wrong(schema, document); len(faults) > 0 {
		s.t.Errorf("%v:\n%s", args, strings.Join(faults[:min(10, len(faults))], "\n"))
	}
	return document
}

// TestRealOutputFitsItsSchema asks the program for everything that has a schema, in
// as many of its states as one company goes through. No list may stay empty all the
// way: an empty one fits everything.
func TestRealOutputFitsItsSchema(t *testing.T) {
	s, seen := newVEMS(t), map[string]bool{}
	fits := func(schema string, args ...string) { t.Helper(); seeLists(schema, s.fits(schema, args...), seen) }
	people := func(more ...string) {
		t.Helper()
		for _, party := range partiesOf(s) {
			fits("explain", append([]string{"explain", "--party", party, "--paths", "2"}, more...)...)
		}
	}

	fits("check", "check")
	fits("settlements", "settlements")
	fits("shares", "shares", "--as-of", "2026-10-31", "--top", "2", "--exact")
	people() // shares as of now: there is no settlement
	fits("import", "import", s.saved("over.xml", edited(t, s.must("export"), shareOfSupport, endOfSupport+`<share of="SUPPORT" weight="22" from="2031-01-01T00:00:00+01:00"/>`)))
	fits("adjust", "adjust", "CELL", "12.50", "--currency", "EUR", "--reason", "workshop", "--by", "finance")
	s.must("adjust", "--currency", "USD", "--reason", "advance", "--by", "finance", "--", "CELL", "-1000000")
	fits("settle", "settle", "--until", "2026-08-01", "--dry-run")
	fits("settle", "settle", "--until", "2026-08-01")
	s = s.configured("invoice: {final_status: ready}\n")
	fits("settle", "settle", "--until", "2026-11-01")
	fits("settle", "settlements", "show", novemberEUR)
	fits("adjust", "adjust", "--list")
	fits("settlements", "settlements")
	people()
	people("--as-of", "2026-10-31")
	fits("statement", "statement", "CELL", "--settlement", "Company-EUR-20260801")
	fits("verify", "settlements", "verify", novemberEUR)

	fits("project", "project", "--from", "2026-01-01", "--to", "2026-11-01",
		"--scenario", s.scenario("shares: [{activity: INTELLECTUAL_PROP, component: TUNINGSOFTWARE, weight: 30, from: 2026-09-01}]\n"))
	s.execute("INSERT INTO PRODUCT_ASSOC (PRODUCT_ID, PRODUCT_ID_TO, PRODUCT_ASSOC_TYPE_ID, FROM_DATE, QUANTITY) VALUES ('INTELLECTUAL_PROP', 'SUPPORT', 'ENGINEER_COMPONENT', NOW() + INTERVAL 9 DAY, 5)")
	fits("project_future", "project", "future")
	s.execute("DELETE FROM PRODUCT_ASSOC WHERE PRODUCT_ID = 'INTELLECTUAL_PROP' AND PRODUCT_ID_TO = 'SUPPORT'")
	fits("project_compare", "project", "compare", "2026-05-31", "2026-10-31")

	invoice := s.rows("SELECT INVOICE_ID FROM INVOICE WHERE REFERENCE_NUMBER = ? ORDER BY 1 LIMIT 1", novemberEUR)[0]
	s.exec("UPDATE INVOICE_ITEM SET AMOUNT = AMOUNT + 1 WHERE INVOICE_ID = ?", invoice)
	s.exec("UPDATE PRODUCT_ASSOC SET QUANTITY = QUANTITY + 1 WHERE PRODUCT_ID = 'GENBOARD' AND PRODUCT_ID_TO = 'INTELLECTUAL_PROP'")
	fits("verify", "settlements", "verify", novemberEUR)
	s.must("settlements", "void", "Company-USD-20261101")
	fits("settlements", "settlements")
	fits("settle", "settlements", "show", "Company-USD-20261101")
	fits("check", "check")

	for _, name := range schemaNames() {
		for _, list := range listsOf(name, schemaNamed(t, name)) {
			if !seen[list] {
				t.Errorf("%s was empty in everything that was printed", list)
			}
		}
	}
}

// seeLists notes which lists of a document have anything in them.
func seeLists(at string, value any, seen map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for name, field := range value {
			seeLists(at+"."+name, field, seen)
		}
	case []any:
		for _, item := range value {
			seen[at] = true
			seeLists(at, item, seen)
		}
	}
}

// listsOf are the lists that a schema knows.
func listsOf(at string, s schema) (lists []string) {
	if s.Items != nil {
		lists = append([]string{at}, listsOf(at, *s.Items)...)
	}
	for name, property := range s.Properties {
		lists = append(lists, listsOf(at+"."+name, property)...)
	}
	return slices.Compact(slices.Sorted(slices.Values(lists)))
}

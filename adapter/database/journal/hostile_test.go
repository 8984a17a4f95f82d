package journal

import (
	"testing"
	"unicode/utf8"

	"fairshare/mapping"
	"fairshare/testdata/hostile"
)

// TestHostileTextIsKept stores every text that is UTF-8 where a plan and an adjustment
// have room for one, and reads it back unaltered.
func TestHostileTextIsKept(t *testing.T) {
	j := newJournal(t)
	lease, w := acquire(t, j), newWorld(7)
	p := w.plan(20)
	var texts []string
	for _, text := range hostile.Texts() {
		if utf8.ValidString(text) {
			texts = append(texts, text)
			p.Findings = append(p.Findings, mapping.Finding{Code: "ODD_NAME", Severity: mapping.Warning, Entity: "Party", Key: text, Text: text})
		}
	}
	for i := range p.Invoices.List {
		p.Invoices.List[i].Description = mapping.ColumnText(texts[i%len(texts)], 255)
		for n := range p.Invoices.List[i].Items {
			p.Invoices.List[i].Items[n].Description = mapping.ColumnText(texts[(7*i+n)%len(texts)], 255)
		}
	}
	commit(t, j, lease, p)
	loaded, err := j.Plan(t.Context(), p.Settlement.ID)
	if err != nil {
		t.Fatal(err)
	}
	samePlan(t, loaded, p)

	reasons := map[string]string{}
	for i, text := range texts {
		a := adjustment("H"+string(rune('A'+i/26))+string(rune('A'+i%26)), 1)
		a.Reason, reasons[a.ID] = mapping.ColumnText(text, 500), mapping.ColumnText(text, 500)
		if err := j.Adjust(t.Context(), a); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
	}
	memory, err := j.Memory(t.Context(), j.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range memory.Adjustments {
		if a.Reason != reasons[a.ID] {
			t.Errorf("reason %q came back as %q", reasons[a.ID], a.Reason)
		}
		delete(reasons, a.ID)
	}
	if len(reasons) != 0 {
		t.Errorf("%d reasons are gone", len(reasons))
	}
}

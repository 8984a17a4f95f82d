package mapping

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"testing"
	"time"
	"unicode/utf8"

	"fairshare/testdata/hostile"
)

// TestHostileNamesAreReadAsTheyAre gives rows of parties, products and facilities
// every text as a name, in entity XML: the company has it, unaltered, and a finding
// where a person would not see it as it is.
func TestHostileNamesAreReadAsTheyAre(t *testing.T) {
	var rows bytes.Buffer
	names := map[string]string{}
	rows.WriteString(`<entity-engine-xml><Party partyId="G"/>`)
	for i, text := range hostile.Texts() {
		var escaped bytes.Buffer
		if err := xml.EscapeText(&escaped, []byte(text)); err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprintf("P%03d", i)
		names[id] = xmlReadable(text)
		fmt.Fprintf(&rows, `<Party partyId="%s"/><PartyGroup partyId="%s" groupName="%s"/><Product productId="%s" productName="%s"/>`, id, id, &escaped, id, &escaped)
		fmt.Fprintf(&rows, `<PartyRelationship partyIdFrom="G" partyIdTo="%s" roleTypeIdFrom="A" roleTypeIdTo="B" fromDate="2026-01-01 00:00:00" partyRelationshipTypeId="R"/>`, id)
	}
	rows.WriteString(`</entity-engine-xml>`)
	in := NewIntake(Rules{Organization: "G", Group: "G", RelationshipType: "R", Zone: time.UTC}, Memory{}, time.Time{})
	if err := FeedEntityXML(in.Take, &rows); err != nil {
		t.Fatal(err)
	}
	company, err := in.Company()
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, f := range company.Findings {
		told[f.Code+" "+f.Key] = true
	}
	seen := 0
	for id, party := range company.Parties {
		want, ours := names[string(id)]
		if !ours {
			continue
		}
		seen++
		if want != "" && party.Name != want {
			t.Errorf("%s is called %q, want %q", id, party.Name, want)
		}
		if odd := ColumnText(Shown(party.Name), 10000) != party.Name; odd != told["ODD_NAME "+string(id)] && !bytes.ContainsRune([]byte(want), utf8.RuneError) {
			t.Errorf("%s, %q: told %v, odd %v", id, party.Name, !odd, odd)
		}
	}
	if seen != len(names) {
		t.Errorf("%d of %d parties", seen, len(names))
	}
}

// xmlReadable is what XML can say of a text.
func xmlReadable(text string) string {
	var out []rune
	for _, r := range text {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			r = utf8.RuneError
		}
		out = append(out, r)
	}
	return string(out)
}

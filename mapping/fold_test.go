package mapping

import "testing"

// What MariaDB 10.11 answers to SELECT a = b COLLATE utf8mb3_general_ci.
func TestFold(t *testing.T) {
	for _, test := range []struct {
		name, a, b string
		equal      bool
	}{
		{"Case", "Mik", "MIK", true},
		{"TrailingBlanks", "Mik  ", "mik", true},
		{"LeadingBlankCounts", " Mik", "Mik", false},
		{"Accent", "Mík", "mik", true},
		{"HungarianDoubleAcute", "KŐ", "ko", true},
		{"SharpSIsS", "Straße", "STRASE", true},
		{"SharpSIsNotSS", "Straße", "STRASSE", false},
		{"StrokedOIsALetter", "Ørsted", "Orsted", false},
		{"CombiningAccentStays", "Mi\u0301k", "Mik", false},
		{"Greek", "ά", "Α", true},
		{"CyrillicShortI", "Й", "И", false},
		{"CyrillicCase", "Й", "й", true},
		{"DotlessI", "ı", "I", true},
		{"Underscore", "A_B", "a_b", true},
		{"Other", "A-B", "A_B", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := foldText(test.a) == foldText(test.b); got != test.equal {
				t.Errorf("%q = %q: %v", test.a, test.b, got)
			}
		})
	}
}

func TestIDTable(t *testing.T) {
	ids := newIDTable()
	if n := ids.find([]byte("mik")); n != -1 {
		t.Fatalf("an empty table has mik: %d", n)
	}
	for i := range 1000 { // through several growths
		if n := ids.add([]byte{'p', byte('0' + i/100), byte('0' + i/10%10), byte('0' + i%10)}); int(n) != i {
			t.Fatalf("id %d got number %d", i, n)
		}
	}
	mik := ids.add([]byte("Mík"))
	if ids.add([]byte("MIK ")) != mik || ids.find([]byte("P042")) != 42 {
		t.Error("ids that fold alike got two numbers")
	}
	if ids.string(mik) != "Mík" || ids.string(7) != "p007" {
		t.Errorf("spellings %q and %q", ids.string(mik), ids.string(7))
	}
}

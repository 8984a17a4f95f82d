package calc

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func mustParse(t testing.TB, text string) *Formula {
	t.Helper()
	f, err := ParseFormula(text)
	if err != nil {
		t.Fatalf("ParseFormula(%q): %v", text, err)
	}
	return f
}

func TestFormulaCanonicalText(t *testing.T) {
	for text, want := range map[string]string{
		"= weight(FIRMWARE, GENBOARD) / 2 + 5":    "= weight(FIRMWARE, GENBOARD) / 2 + 5",
		"=weight(FIRMWARE,GENBOARD)÷2×3−1":        "= weight(FIRMWARE, GENBOARD) / 2 * 3 - 1",
		"  =\t1\n+\u00a02":                        "= 1 + 2",
		"= 007.500 + 0.0 + 010":                   "= 7.5 + 0 + 10",
		"= ((1)) - (2 - 3) - 4":                   "= 1 - (2 - 3) - 4",
		"= (1 * 2) + (3 / 4)":                     "= 1 * 2 + 3 / 4",
		"= (1 + 2) * (3 - 4)":                     "= (1 + 2) * (3 - 4)",
		"= 1 / (2 / 3) / 4":                       "= 1 / (2 / 3) / 4",
		"= 1 / (2 * 3)":                           "= 1 / (2 * 3)",
		"= --1 - -(2 + 3) * −4":                   "= --1 - -(2 + 3) * -4",
		"= -(2 * 3)":                              "= -(2 * 3)",
		"= min ( 1 , (2) , 3+4 ) * max(5,6)":      "= min(1, 2, 3 + 4) * max(5, 6)",
		"= credits( A-1.b_2 )-1":                  "= credits(A-1.b_2) - 1",
		`= weight("A", "two words")`:              `= weight(A, "two words")`,
		`= weight("a""b",")")`:                    `= weight("a""b", ")")`,
		"= credits(Gehäuse)":                      "= credits(Gehäuse)",
		"= 999999999999999999.123456789012345678": "= 999999999999999999.123456789012345678",
	} {
		f := mustParse(t, text)
		if got := f.String(); got != want {
			t.Errorf("%q: canonical text is\n     %q\nwant %q", text, got, want)
		}
		checkRoundTrip(t, f)
	}
}

func TestFormulaErrorPositions(t *testing.T) {
	deep := func(open, end string, n int) string {
		return "=" + strings.Repeat(open, n) + "1" + strings.Repeat(end, n)
	}
	for _, c := range []struct {
		text     string
		position int
		says     string
	}{
		{"", 1, `the end of the formula where '=' should`},
		{"1 + 2", 1, `'1' where '=' should`},
		{"=", 2, "the end of the formula where a number"},
		{"= 1 +", 6, "the end of the formula where a number"},
		{"= 1 2", 5, "'2' where an operator"},
		{"= 1 = 2", 5, "'='"},
		{"= (1", 5, "where ')' should"},
		{"= 1)", 4, "')' where an operator"},
		{"= +1", 3, "'+'"},
		{"= .5", 3, "'.'"},
		{"= 5.", 5, "a digit must follow"},
		{"= 5. 5", 5, "a digit must follow"},
		{"= 1,5", 4, "','"},
		{"= 1e5", 4, "'e'"},
		{"= 3 * 1234567890123456789", 7, "more than 18 digits"},
		{"= 0.1234567890123456789", 3, "more than 18 digits"},
		{"= FIRMWARE / 2", 3, `"FIRMWARE" is unknown`},
		{"= Weight(A, B)", 3, `"Weight" is unknown`},
		{"= negate(1)", 3, `"negate" is unknown`},
		{"= number(1)", 3, `"number" is unknown`},
		{"= ä + weight(A)", 3, `"ä" is unknown`},
		{"= −−− weight(A)", 15, "where ',' should"},
		{"= weight(A, B, C)", 14, "',' where ')'"},
		{"= weight(, B)", 10, "where an id"},
		{"= weight(A B)", 12, "'B' where ','"},
		{"= weight(A×B, C)", 11, "'×' where ','"},
		{"= weight", 9, "where '(' should"},
		{"= credits()", 11, "where an id"},
		{"= credits(A, B)", 12, "',' where ')'"},
		{`= credits("A)`, 11, "closing quote"},
		{`= credits("A"`, 14, `found the end of the formula where ')' should stand`},
		{`= credits("")`, 11, "empty"},
		{"= credits(\"A\x07\")", 13, "U+0007"},
		{"= min(1)", 8, "min needs two or more"},
		{"= min(1", 8, "where ')' should"},
		{"= max()", 7, "')' where a number"},
		{"= min(1, 2,)", 12, "')' where a number"},
		{"= 1 + \xff", 7, "not UTF-8"},
		{"= \"ä\uFFFD\xc3", 6, "not UTF-8"},
		{deep("(", ")", 51), 52, "nested more than 50"},
		{deep("-", "", 51), 52, "nested more than 50"},
		{deep("max(", ",2)", 51), 256, "at most 255"},
		{deep("-(", ")", 26), 52, "nested more than 50"},
		{"= 1" + strings.Repeat(" ", 253), 256, "has 256 characters, at most 255"},
	} {
		_, err := ParseFormula(c.text)
		var e *FormulaError
		if !errors.As(err, &e) {
			t.Errorf("%q: got %v, want a FormulaError", c.text, err)
			continue
		}
		if e.Position != c.position || !strings.Contains(e.Text, c.says) {
			t.Errorf("%q: got %v, want column %d: … %s …", c.text, e, c.position, c.says)
		}
	}
	mustParse(t, deep("(", ")", 50))
	mustParse(t, deep("-", "", 50))
	mustParse(t, "= 1"+strings.Repeat(" ", 252))
}

func TestFormulaReferences(t *testing.T) {
	f := mustParse(t, `= weight(B, C) + credits(A) * min(weight(A, C), weight(B, C)) - credits(A) / credits("B")`)
	weights, credits := f.References()
	if want := []WeightReference{{"B", "C"}, {"A", "C"}}; !reflect.DeepEqual(weights, want) {
		t.Errorf("weights %v, want %v", weights, want)
	}
	if want := []ActivityID{"A", "B"}; !reflect.DeepEqual(credits, want) {
		t.Errorf("credits %v, want %v", credits, want)
	}
}

// A text that is as long as allowed and has no space in it leaves no room for ours.
func TestFormulaCanonicalTextFits(t *testing.T) {
	text := "=" + strings.Repeat("1+", 126) + "10"
	f := mustParse(t, text)
	if got := f.String(); got != text {
		t.Errorf("canonical text is %q, want %q", got, text)
	}
	checkRoundTrip(t, f)
}

// checkRoundTrip holds that the canonical text means the same tree.
func checkRoundTrip(t testing.TB, f *Formula) {
	t.Helper()
	text := f.String()
	again, err := ParseFormula(text)
	if err != nil {
		t.Fatalf("canonical text %q does not parse: %v", text, err)
	}
	if !sameTree(f.root, again.root) {
		t.Fatalf("canonical text %q parses to another tree, %q", text, again)
	}
	if again.String() != text {
		t.Fatalf("canonical text %q becomes %q", text, again)
	}
}

// sameTree compares all but the columns.
func sameTree(a, b *formulaNode) bool {
	if a.operation != b.operation || a.reference != b.reference || len(a.operands) != len(b.operands) {
		return false
	}
	if a.operation == opNumber && a.number.Cmp(b.number) != 0 {
		return false
	}
	for i := range a.operands {
		if !sameTree(a.operands[i], b.operands[i]) {
			return false
		}
	}
	return true
}

func FuzzParseFormula(f *testing.F) {
	for _, seed := range []string{
		"= weight(FIRMWARE, GENBOARD) / 2 + 5", "=min(1,-2.50)×max(credits(A),3)÷(4−1)",
		`= weight("a""b", c-d.e_f)--1`, "= ((((1", "= \xff", "=1-(2-3)/(4/5)", "= .5.",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		formula, err := ParseFormula(text)
		if err != nil {
			var e *FormulaError
			if !errors.As(err, &e) || e.Position < 1 || e.Position > maxFormulaRunes+1 || e.Text == "" {
				t.Fatalf("%q: error %v without a position in the text", text, err)
			}
			return
		}
		checkRoundTrip(t, formula)
		value, err := formula.Evaluate(mapValues{})
		if (err == nil) == (value == nil) || err == nil && value.Sign() < 0 {
			t.Fatalf("%q: evaluates to %v, %v", text, value, err)
		}
	})
}

package mapping

import (
	"strings"
	"testing"
	"unicode"

	"fairshare/testdata/hostile"
)

func TestShown(t *testing.T) {
	for text, want := range map[string]string{
		"Kőhalmi Gergő":  "Kőhalmi Gergő",
		"a\x00b\r\nc\td": "a␀b␍␊c␉d",
		"\x7f\u0085":     "␡[U+0085]",
		"a\u202eb":       "a[U+202E]b",
		"\xff":           "\ufffd",
		"👩‍👧🇭🇺":          "👩‍👧🇭🇺",
		"\ufeffx\uffff":  "[U+FEFF]x[U+FFFF]",
	} {
		if got := Shown(text); got != want {
			t.Errorf("Shown(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzShown: what is shown has nothing hidden in it, and showing it again changes nothing.
func FuzzShown(f *testing.F) {
	for _, text := range hostile.Texts() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Shown(text)
		if strings.ContainsFunc(got, func(r rune) bool { return hidden(r) || unicode.IsControl(r) }) || Shown(got) != got {
			t.Errorf("Shown(%q) = %q", text, got)
		}
	})
}

// FuzzCellText: whichever way a spreadsheet parts the cells, none begins a formula,
// and the text says what it did.
func FuzzCellText(f *testing.F) {
	for _, text := range hostile.Texts() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := CellText(text)
		for part := range strings.SplitSeq(got, ";") {
			if start := strings.TrimLeft(part, " \u00a0\""); strings.IndexAny(start, "=+-@\t\r\n\u2212＝＋－＠") == 0 {
				t.Errorf("%q begins a formula in %q", part, got)
			}
		}
		quotes := func(s string) string { return strings.ReplaceAll(s, "'", "") }
		if quotes(got) != quotes(Shown(text)) {
			t.Errorf("%q became %q", text, got)
		}
	})
}

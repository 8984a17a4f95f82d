package calc

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// formulaScanner walks over the runes of a formula. What stands at a place decides
// how it is read: a "-" is part of an id inside weight( ), and a minus elsewhere.
type formulaScanner struct {
	runes []rune
	next  int // index of the next rune; its column is next + 1
}

// endOfFormula is what peek answers behind the last rune; no rune has this value.
const endOfFormula rune = -1

func newFormulaScanner(text string) (*formulaScanner, error) {
	if n := utf8.RuneCountInString(text); n > maxFormulaRunes {
		return nil, &FormulaError{Position: maxFormulaRunes + 1,
			Text: fmt.Sprintf("the formula has %d characters, at most %d are allowed", n, maxFormulaRunes)}
	}
	if at := invalidUTF8(text); at > 0 {
		return nil, &FormulaError{Position: at, Text: "the text is not UTF-8"}
	}
	return &formulaScanner{runes: []rune(text)}, nil
}

// invalidUTF8 returns the column of the first rune that is none, or 0.
func invalidUTF8(text string) int {
	for column := 1; text != ""; column++ {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			return column
		}
		text = text[size:]
	}
	return 0
}

// peek skips spaces and returns the rune behind them.
func (s *formulaScanner) peek() rune {
	for s.next < len(s.runes) && unicode.IsSpace(s.runes[s.next]) {
		s.next++
	}
	if s.next == len(s.runes) {
		return endOfFormula
	}
	return s.runes[s.next]
}

// column is the position of the rune that peek returned.
func (s *formulaScanner) column() int { return s.next + 1 }

// take steps over the rune if it comes next.
func (s *formulaScanner) take(r rune) bool {
	if s.peek() != r {
		return false
	}
	s.next++
	return true
}

// expect is take where nothing else may stand.
func (s *formulaScanner) expect(r rune) error {
	if !s.take(r) {
		return s.unexpected(fmt.Sprintf("%q", r))
	}
	return nil
}

// run takes the runes up to the first one that does not belong.
func (s *formulaScanner) run(belongs func(rune) bool) string {
	start := s.next
	for s.next < len(s.runes) && belongs(s.runes[s.next]) {
		s.next++
	}
	return string(s.runes[start:s.next])
}

// unexpected tells what stands at the next place and what should.
func (s *formulaScanner) unexpected(wanted string) error {
	found := "the end of the formula"
	if r := s.peek(); r != endOfFormula {
		found = fmt.Sprintf("%q", r)
	}
	return s.fail("found %s where %s should stand", found, wanted)
}

// fail makes an error at the next rune.
func (s *formulaScanner) fail(format string, args ...any) error {
	return &FormulaError{Position: s.column(), Text: fmt.Sprintf(format, args...)}
}

func isFormulaDigit(r rune) bool { return '0' <= r && r <= '9' }

func isFormulaName(r rune) bool { return unicode.IsLetter(r) || isFormulaDigit(r) || r == '_' }

// isFormulaID reports whether a rune may stand in an id without quotes.
func isFormulaID(r rune) bool { return isFormulaName(r) || r == '-' || r == '.' }

package mapping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ColumnText is a text as OFBiz's columns can hold it: at most so many characters,
// the last one an ellipsis where some were cut; a line break or another control
// character replaced by its picture (␊), a character of four bytes, which utf8mb3
// can't hold, one that turns the direction of writing, and what is no UTF-8 by �.
// It is for texts, never for ids: those are refused when they do not fit.
func ColumnText(text string, characters int) string {
	if len(text) <= characters && isPlain(text) { // as nearly all are
		return text
	}
	text = strings.Map(columnRune, strings.ToValidUTF8(text, string(utf8.RuneError)))
	if utf8.RuneCountInString(text) <= characters {
		return text
	}
	return string([]rune(text)[:characters-1]) + "…"
}

// isPlain reports whether a text is of printable ASCII characters alone.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

func columnRune(r rune) rune {
	switch {
	case r < ' ':
		return '␀' + r
	case r == 0x7f:
		return '␡'
	case r > 0xffff, unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
		return utf8.RuneError
	}
	return r
}

// IsColumnID tells whether an id fits a column of so many characters unchanged.
func IsColumnID(id string, characters int) bool {
	return id != "" && ColumnText(id, characters) == id && strings.TrimSpace(id) == id
}

package mapping

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Shown is a text as a person may safely read it: control characters become their
// pictures (␀, ␍), invisible characters and those that turn the direction of the
// text around become their number ([U+202E]), broken UTF-8 becomes �. Joiners
// inside words and emoji stay, for names need them.
func Shown(text string) string {
	if strings.IndexFunc(text, hidden) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < ' ':
			b.WriteRune('␀' + r)
		case r == 0x7f:
			b.WriteRune('␡')
		case hidden(r):
			fmt.Fprintf(&b, "[U+%04X]", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

const (
	zeroWidthNonJoiner = 0x200c
	zeroWidthJoiner    = 0x200d
)

// hidden reports whether a character can't be seen as what it is: controls, line
// and paragraph separators, format characters, and the non-characters that XML forbids.
func hidden(r rune) bool {
	switch {
	case r == zeroWidthJoiner, r == zeroWidthNonJoiner, 0xe0020 <= r && r <= 0xe007f: // the last spell flags
		return false
	case r == 0xfffe, r == 0xffff:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// CellText is a text as a cell of CSV: shown, and such that no spreadsheet takes it
// for a formula. An apostrophe goes before it, and before any part of it that would
// be a cell of its own where the semicolon parts cells.
func CellText(text string) string {
	parts := strings.Split(Shown(text), ";")
	for i, part := range parts {
		start := strings.TrimLeft(part, " \u00a0\"")
		if first, _ := utf8.DecodeRuneInString(start); strings.ContainsRune("=+-@\u2212＝＋－＠", first) && start != "" {
			parts[i] = "'" + part
		}
	}
	return strings.Join(parts, ";")
}

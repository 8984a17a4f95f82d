package mapping

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold appends to dst the form of an id under which MariaDB's utf8_general_ci,
// OFBiz's collation, finds ids equal: upper case, without accents, without
// trailing blanks. So Mik, mik, "Mik " and Mík are one id here as they are there.
//
// The collation weighs rune by rune (a combining accent stays a rune of its own)
// and by the case pairs of Unicode 3.0; pairs that are younger fold here and not
// there, which makes two ids one only if both exist and differ by nothing else.
func fold(dst, id []byte) []byte {
	for len(id) > 0 && id[len(id)-1] == ' ' {
		id = id[:len(id)-1]
	}
	for i, b := range id {
		if b >= utf8.RuneSelf {
			return foldRunes(dst, id[i:])
		}
		if 'a' <= b && b <= 'z' {
			b -= 'a' - 'A'
		}
		dst = append(dst, b)
	}
	return dst
}

func foldRunes(dst, id []byte) []byte {
	for len(id) > 0 {
		r, n := utf8.DecodeRune(id)
		dst = utf8.AppendRune(dst, foldRune(r))
		id = id[n:]
	}
	return dst
}

func foldRune(r rune) rune {
	switch r {
	case 'ß':
		return 'S'
	case 'й', 'Й': // the collation keeps Cyrillic short I apart from I
		return 'Й'
	}
	var whole [utf8.UTFMax]byte
	n := utf8.EncodeRune(whole[:], r)
	if parts := norm.NFD.Properties(whole[:n]).Decomposition(); parts != nil {
		r, _ = utf8.DecodeRune(parts)
	}
	return unicode.ToUpper(r)
}

// foldText is fold for the few ids that come as strings, from the configuration.
func foldText(id string) string { return string(fold(nil, []byte(id))) }

package files

import (
	"strconv"
	"strings"
	"sync"

	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"

	"fairshare/mapping"
)

// missing is printed for a character that the font can't show.
const missing = '□'

// glyphs is the font, asked for what it can show.
var glyphs = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		panic(err) // built in, so it is whole
	}
	return f
})

// printable is a text as it can be printed.
func printable(text string) string {
	var buffer sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if r < 0x7f || r == '\u00a0' {
			return r
		}
		if index, err := glyphs().GlyphIndex(&buffer, r); err != nil || index == 0 || r > 0xffff {
			return missing
		}
		return r
	}, mapping.Shown(text))
}

func itoa(n int) string { return strconv.Itoa(n) }

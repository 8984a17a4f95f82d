package files

import (
	"html/template"
	"strings"

	"fairshare/mapping"
)

// minus is the sign that people see; files for machines keep the hyphen.
const minus = "−"

// moneyHTML sets a figure of our own making ("-12345.67") for reading: digits in
// groups of three, parted by space that isn't copied with them, and a true minus.
func (l Language) moneyHTML(figure string) template.HTML {
	digits, negative := strings.CutPrefix(figure, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if !allDigits(whole) || !allDigits(fraction) {
		return template.HTML(template.HTMLEscapeString(mapping.Shown(figure))) // #nosec G203 -- escaped right here
	}
	var b strings.Builder
	switch {
	case negative:
		b.WriteString(`<span class="neg">` + minus)
	case strings.Trim(digits, "0.") == "":
		b.WriteString(`<span class="zero">`)
	default:
		b.WriteString(`<span>`)
	}
	first := (len(whole)-1)%3 + 1
	b.WriteString(whole[:first])
	for i := first; i < len(whole); i += 3 {
		b.WriteString(`<span class="g">` + whole[i:i+3] + `</span>`)
	}
	if fraction != "" {
		b.WriteString(l.point() + fraction)
	}
	b.WriteString(`</span>`)
	return template.HTML(b.String()) // #nosec G203 -- digits between tags of our own
}

func allDigits(text string) bool {
	return strings.Trim(text, "0123456789") == ""
}

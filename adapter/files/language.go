package files

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"fairshare/mapping"
)

// Language is what reports for people are written in. CSV and XML are for machines
// and the same in all.
type Language string

// The languages that reports can be had in.
const (
	English   Language = "en"
	Hungarian Language = "hu"
)

// Languages are all of them.
var Languages = []Language{English, Hungarian}

// ParseLanguage reads a language's code; empty is the fallback.
func ParseLanguage(code, fallback string) (Language, error) {
	l := Language(cmp.Or(code, fallback))
	if !slices.Contains(Languages, l) {
		return l, fmt.Errorf("there are no reports in %q: use one of en, hu", code)
	}
	return l, nil
}

// Lang is the language's code, as HTML and PDF name it.
func (l Language) Lang() string { return cmp.Or(string(l), string(English)) }

// text is an English text in this language. English is the key, so that the
// templates can be read; a test holds that none is missing.
func (l Language) text(english string) string {
	if said, ok := hungarian[english]; ok && l == Hungarian {
		return said
	}
	return english
}

// textf is text with values at its %s.
func (l Language) textf(english string, values ...any) string {
	return fmt.Sprintf(l.text(english), values...)
}

// Say is a text for a template; values that are not HTML yet are escaped.
func (l Language) Say(english string, values ...any) template.HTML {
	said := template.HTMLEscapeString(mapping.Shown(l.text(english)))
	if len(values) == 0 {
		return template.HTML(said) // #nosec G203 -- escaped right here
	}
	escaped := make([]any, len(values))
	for i, value := range values {
		if made, ok := value.(template.HTML); ok {
			escaped[i] = made
		} else {
			escaped[i] = template.HTMLEscapeString(mapping.Shown(fmt.Sprint(value)))
		}
	}
	return template.HTML(fmt.Sprintf(said, escaped...)) // #nosec G203 -- every part is escaped
}

// point parts whole units from the smaller ones.
func (l Language) point() string {
	if l == Hungarian {
		return ","
	}
	return "."
}

// day writes a date for reading; what is not a date is left as it is.
func (l Language) day(iso string) string {
	if l != Hungarian {
		return iso
	}
	if day, err := time.Parse(time.DateOnly, iso); err == nil {
		return day.Format("2006. 01. 02.")
	}
	return iso
}

// figure sets a figure of our own making ("-12345.67") for reading, as plain text.
func (l Language) figure(f string) string {
	digits, negative := strings.CutPrefix(f, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole == "" || !allDigits(whole) || !allDigits(fraction) {
		return f
	}
	first := (len(whole)-1)%3 + 1
	set := whole[:first]
	for i := first; i < len(whole); i += 3 {
		set += groupSpace + whole[i:i+3]
	}
	if fraction != "" {
		set += l.point() + fraction
	}
	if negative {
		return minus + set
	}
	return set
}

// groupSpace parts groups of digits; a line never ends in it.
const groupSpace = "\u00a0"

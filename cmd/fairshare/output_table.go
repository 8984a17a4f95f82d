package main

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"fairshare/mapping"
)

// writeTables writes a document for people: single values as "name  value"
// lines, then each list as an aligned table under its title.
func writeTables(w io.Writer, root node) error {
	out := bufio.NewWriter(w)
	head := block{}
	for _, f := range valuesOf(root, "") {
		head.rows = append(head.rows, []string{f.name, f.value.text})
	}
	head.align(out, []bool{false, false})
	blocks := blocksOf(root)
	for i, b := range blocks {
		if i > 0 || len(head.rows) > 0 {
			out.WriteByte('\n')
		}
		if b.title != "" {
			out.WriteString(b.title + "\n")
		}
		b.rows = slices.Insert(b.rows, 0, b.columns)
		b.align(out, b.numeric())
	}
	if len(blocks) == 0 && len(head.rows) == 0 {
		out.WriteString("nothing to show\n")
	}
	return out.Flush()
}

// numeric says which columns hold nothing but numbers: those are right-aligned.
func (b block) numeric() []bool {
	numeric := make([]bool, len(b.columns))
	for column := range numeric {
		numeric[column] = true
		for _, row := range b.rows[1:] {
			if value := cell(row, column); value != "" && !isNumber(value) {
				numeric[column] = false
			}
		}
	}
	return numeric
}

// align writes the rows in columns two spaces apart, without trailing spaces.
func (b block) align(out *bufio.Writer, right []bool) {
	widths := make([]int, len(right))
	for _, row := range b.rows {
		for i := range widths {
			widths[i] = max(widths[i], displayWidth(printable(cell(row, i))))
		}
	}
	for _, row := range b.rows {
		var line strings.Builder
		for i := range widths {
			line.WriteString(pad(printable(cell(row, i)), widths[i], right[i]) + "  ")
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

func pad(value string, columns int, right bool) string {
	space := strings.Repeat(" ", columns-displayWidth(value))
	if right {
		return space + value
	}
	return value + space
}

// printable is a text on one line that can't steer a terminal: texts come from
// OFBiz's users.
func printable(value string) string {
	return mapping.Shown(strings.NewReplacer("\n", " ", "\t", " ").Replace(value))
}

// displayWidth is how many columns a terminal gives a text: two for a wide East
// Asian character, none for a mark that sits on the character before it.
func displayWidth(value string) int {
	columns := 0
	for _, r := range value {
		switch kind := width.LookupRune(r).Kind(); {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case kind == width.EastAsianWide || kind == width.EastAsianFullwidth:
			columns += 2
		default:
			columns++
		}
	}
	return columns
}

package files

import (
	"fmt"
	"html/template"
	"strings"

	"fairshare/mapping"
)

// drawing is an SVG in the making, to stand in a page. Names are only ever text in
// it, so that nothing that somebody typed becomes an attribute.
type drawing struct {
	strings.Builder
}

// newDrawing starts a drawing with what a screen reader says instead of it.
func newDrawing(id string, width, height float64, title, description template.HTML) *drawing {
	d := &drawing{}
	d.put(`<svg class="chart" role="img" viewBox="0 0 %.0f %.0f" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		width, height, id, id, id, title, id, description)
	return d
}

func (d *drawing) put(format string, values ...any) { fmt.Fprintf(d, format, values...) }

func (d *drawing) rect(x, y, width, height float64, class string) {
	d.put(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" class="%s"/>`, x, y, width, max(height, 0.5), class)
}

// write puts a label of at most so many letters; anchor is start, middle or end.
func (d *drawing) write(x, y float64, anchor, class, text string, longest int) {
	d.put(`<text x="%.1f" y="%.1f" text-anchor="%s" class="%s">%s</text>`, x, y, anchor, class, label(text, longest))
}

// label is a name as it can stand in a drawing.
func label(text string, longest int) string {
	runes := []rune(mapping.Shown(text))
	if len(runes) > longest {
		runes = append(runes[:longest-1], '…')
	}
	return template.HTMLEscapeString(string(runes))
}

// ribbon is a band that flows from a height on the left to one on the right.
func (d *drawing) ribbon(x1, y1, x2, y2, height float64, class string) {
	middle := (x1 + x2) / 2
	d.put(`<path class="%s" d="M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fV%.1fC%.1f %.1f %.1f %.1f %.1f %.1fZ"/>`, class,
		x1, y1, middle, y1, middle, y2, x2, y2, y2+height, middle, y2+height, middle, y1+height, x1, y1+height)
}

func (d *drawing) done() template.HTML {
	d.put(`</svg>`)
	return template.HTML(d.String()) // #nosec G203 -- figures, and texts that label and Say have escaped
}

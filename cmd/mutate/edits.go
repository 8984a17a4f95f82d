package main

import "strings"

// edits are insertions into a source text that wrap parts of it, one in another.
// Outer parts are wrapped before those in them.
type edits struct {
	before, after map[int]string // by offset: what begins there, what ends there
	instead       map[int]instead
}

// instead is text in the place of what goes to an offset.
type instead struct {
	thru int
	text string
}

func newEdits() edits { return edits{map[int]string{}, map[int]string{}, map[int]instead{}} }

func (e edits) wrap(from, thru int, before, after string) {
	e.before[from] += before
	e.after[thru] = after + e.after[thru]
}

func (e edits) replace(from, thru int, text string) { e.instead[from] = instead{thru, text} }

func (e edits) applyTo(text string) string {
	var out strings.Builder
	for i := 0; i <= len(text); {
		out.WriteString(e.after[i] + e.before[i])
		if other, ok := e.instead[i]; ok {
			out.WriteString(other.text)
			i = other.thru
			continue
		}
		if i < len(text) {
			out.WriteByte(text[i])
		}
		i++
	}
	return out.String()
}

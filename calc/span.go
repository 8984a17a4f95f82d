package calc

// span is a stretch of time, both ends included: from the first line to the last.
type span struct {
	first, last Instant
}

// spanOf returns the span of the lines; there is at least one.
func spanOf(lines []Line) span {
	s := span{Never, Ever}
	for i := range lines {
		s.include(lines[i].At)
	}
	return s
}

func (s *span) include(t Instant) { s.first, s.last = min(s.first, t), max(s.last, t) }

// touches reports whether something valid in [from, thru) is valid at some instant
// of the span.
func (s span) touches(from, thru Instant) bool {
	return from < thru && from <= s.last && thru > s.first
}

// opens reports whether something valid in [from, thru) is valid as the span begins.
func (s span) opens(from, thru Instant) bool { return from <= s.first && s.first < thru }

// changesAt reports whether a change at an instant happens while the span lasts,
// not before or as it begins.
func (s span) changesAt(at Instant) bool { return s.first < at && at <= s.last }

// moves reports whether something valid in [from, thru) begins or ends while the span
// lasts.
func (s span) moves(from, thru Instant) bool {
	return s.touches(from, thru) && (s.changesAt(from) || s.changesAt(thru))
}

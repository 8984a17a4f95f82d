package mapping

import (
	"cmp"
	"slices"
)

// Severity says what a finding does to a run.
type Severity string

// The severities. A blocking finding stops the writes, never the report; a
// blocking one that the configuration accepts is told as accepted.
const (
	Blocking Severity = "blocking"
	Warning  Severity = "warning"
	Accepted Severity = "accepted"
)

// Finding is something in the company's data that a person should look at: which
// entity, which key, and in Text what is wrong, what was done about it, and what
// to do next. Codes are stable: the configuration names them to accept a finding.
type Finding struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Entity   string   `json:"entity"` // OFBiz's entity name, e.g. "ProductAssoc"
	Key      string   `json:"key"`    // its key fields in order, joined by ", "
	Text     string   `json:"text"`
}

// Acceptance is a configuration line that lets a blocking finding pass.
// An empty Key accepts every finding of the code.
type Acceptance struct {
	Code string
	Key  string
}

// SortFindings puts blocking findings first, then orders by code, entity, key and
// text, so that the same data gives the same list, and drops repetitions.
func SortFindings(findings []Finding) []Finding {
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Severity.rank(), b.Severity.rank()),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Entity, b.Entity),
			cmp.Compare(a.Key, b.Key),
			cmp.Compare(a.Text, b.Text),
		)
	})
	return slices.Compact(findings)
}

func (s Severity) rank() int {
	switch s {
	case Blocking:
		return 0
	case Accepted:
		return 1
	default:
		return 2
	}
}

// Accept turns the blocking findings that the configuration names into accepted ones.
func Accept(findings []Finding, accepted []Acceptance) {
	for i := range findings {
		f := &findings[i]
		named := func(a Acceptance) bool { return a.Code == f.Code && (a.Key == "" || a.Key == f.Key) }
		if f.Severity == Blocking && slices.ContainsFunc(accepted, named) {
			f.Severity = Accepted
		}
	}
}

// Blocked reports whether any finding stops the writes.
func Blocked(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == Blocking })
}

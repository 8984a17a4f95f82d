package files

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"strings"
	texttemplate "text/template"

	"fairshare/mapping"
)

// A letter is the body of a mail: short, with the whole report attached. Readers of
// mail know little of style sheets, so it has its own page.
var (
	letterHTML = htmltemplate.Must(htmltemplate.ParseFS(sources, "letter.tmpl"))
	letterText = texttemplate.Must(texttemplate.ParseFS(sources, "letter.text.tmpl"))
)

// letter is what both templates show. Its texts are fit to be seen: what somebody
// typed has gone through shown.
type letter struct {
	Language
	Subject      string
	Organization string
	Heading      string
	Lead         []string // what it is about
	Urgent       bool     // somebody has to do something
	Findings     []letterFinding
	More         string // how many findings are not listed
	Figures      []letterFigure
	Next         []string // what to do
	Why          string   // why one gets it
}

// letterFinding is a finding as it is listed.
type letterFinding struct {
	Blocking             bool
	Severity, Code, Text string
	Where                string
	Also                 string // where else the same is so
}

// letterFigure is a line with a sum. Total is the one that counts.
type letterFigure struct {
	Label, Value string
	Total        bool
}

// findingsInLetter is how many of them a mail lists.
const findingsInLetter = 10

// FindingsHeading stands before them where there is no HTML.
func (m letter) FindingsHeading() string { return m.text("What is wrong, and what to do") }

// AlsoHeading is the same before the places of more.
func (m letter) AlsoHeading() string { return m.text("also") }

// addFindings lists the first of them, as they are ordered. Warnings of one kind are
// one entry, so that what matters is not buried: the report has each.
func (m *letter) addFindings(findings []mapping.Finding, whereMore string) {
	last, more := mapping.Finding{}, 0
	for _, f := range findings {
		where := mapping.Shown(strings.TrimSpace(f.Entity + " " + f.Key))
		switch {
		case len(m.Findings) > 0 && f.Code == last.Code && groups(f):
			m.Findings[len(m.Findings)-1].add(where)
		case len(m.Findings) == findingsInLetter:
			more++
			continue
		default:
			m.Findings = append(m.Findings, letterFinding{
				Blocking: f.Severity == mapping.Blocking, Severity: m.text(string(f.Severity)), Code: mapping.Shown(f.Code), Text: mapping.Shown(f.Text), Where: where,
			})
		}
		last = f
	}
	if more > 0 {
		m.More = m.textf("… and %s more", fmt.Sprint(more)) + ": " + whereMore
	}
}

// groups says whether a finding may share an entry: why a settlement is held is told
// one by one.
func groups(f mapping.Finding) bool {
	return f.Severity == mapping.Warning && !strings.HasPrefix(f.Code, "REVIEW_")
}

// alsoAtMost is about how many characters of places are named.
const alsoAtMost = 300

func (f *letterFinding) add(where string) {
	switch {
	case f.Also == "":
		f.Also = where
	case len(f.Also) < alsoAtMost:
		f.Also += ", " + where
	default:
		f.Also = strings.TrimSuffix(f.Also, ", …") + ", …"
	}
}

// sentence ends a text with a dot, if it has none: a date in Hungarian has.
func sentence(text string) string { return strings.TrimSuffix(text, ".") + "." }

// addFigure adds a sum of money.
func (m *letter) addFigure(label, amount, currency string, total bool) {
	m.Figures = append(m.Figures, letterFigure{label, m.figure(amount) + groupSpace + mapping.Shown(currency), total})
}

// letter makes the mail's texts.
func (m letter) letter() (mapping.Letter, error) {
	var page, text bytes.Buffer
	if err := letterHTML.Execute(&page, m); err != nil {
		return mapping.Letter{}, fmt.Errorf("write the mail %q: %w", m.Subject, err)
	}
	if err := letterText.Execute(&text, m); err != nil {
		return mapping.Letter{}, fmt.Errorf("write the mail %q: %w", m.Subject, err)
	}
	return mapping.Letter{Subject: m.Subject, Text: text.String(), HTML: page.String()}, nil
}

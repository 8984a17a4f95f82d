package mapping

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"fairshare/calc"
)

// Write writes the file. What no file can name, such as an id with a control
// character, is refused; in names and in findings it is shown.
func (f *CompanyFile) Write(out io.Writer) error {
	zone, err := loadZone(f.Zone)
	if err != nil {
		return fmt.Errorf("write the company: zone %s: %w", f.Zone, err)
	}
	w := newExchangeWriter(out, zone)
	if f.Organization == "" || f.Group == "" {
		return errors.New("write the company: organization and parties.group must name parties")
	}
	w.open("company", "xmlns", ExchangeNamespace, "organization", w.id("party", f.Organization), "group", w.id("party", f.Group), "zone", f.Zone)
	w.rules(f.Rules)
	w.open("parties")
	for _, p := range f.Parties {
		w.party(p)
	}
	w.close("parties")
	w.open("facilities")
	for _, facility := range f.Facilities {
		w.facility(facility)
	}
	w.close("facilities")
	w.open("activities")
	for _, a := range f.Activities {
		w.activity(a)
	}
	w.close("activities")
	if f.Judged {
		w.open("findings")
		w.findings(f.Findings)
		w.close("findings")
	}
	w.close("company")
	return w.finish("the company")
}

// exchangeWriter writes one element a line. The first error is kept.
type exchangeWriter struct {
	out   *bufio.Writer
	zone  *time.Location
	depth int
	err   error
}

func newExchangeWriter(out io.Writer, zone *time.Location) *exchangeWriter {
	w := &exchangeWriter{out: bufio.NewWriterSize(out, 1<<16), zone: zone}
	w.out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	return w
}

func (w *exchangeWriter) finish(what string) error {
	if err := w.out.Flush(); w.err == nil {
		w.err = err
	}
	if w.err != nil {
		return fmt.Errorf("write %s: %w", what, w.err)
	}
	return nil
}

func (w *exchangeWriter) rules(r FileRules) {
	method, cycles := methodName(r.Method), "refuse"
	if r.Cycles == calc.SolveCycles {
		cycles = "solve"
	}
	values := []string{"method", method, "cycles", cycles, "epsilon", r.Epsilon.String(), "facilities", string(r.Facilities)}
	w.around("rules", values, len(r.Founders)+len(r.Accepted), func() {
		for _, founder := range r.Founders {
			w.empty("founder", "activity", w.id("activity", founder.Activity), "percent", founder.Percent.String())
		}
		for _, a := range r.Accepted {
			w.empty("accepted", "code", a.Code, "key", Shown(a.Key))
		}
	})
}

func (w *exchangeWriter) party(p FileParty) {
	values := []string{"id", w.id("party", p.ID), "name", w.name(p.Name, p.ID), "disabled", flagText(p.Disabled)}
	w.around("party", values, len(p.Members), func() {
		for _, m := range p.Members {
			w.empty("member", w.period(m)...)
		}
	})
}

func (w *exchangeWriter) facility(f FileFacility) {
	if f.Activity != "" {
		w.empty("facility-of-activity", "id", w.id("facility", f.ID), "activity", w.id("activity", f.Activity))
		return
	}
	w.around("facility", []string{"id", w.id("facility", f.ID)}, len(f.Holders), func() {
		for _, h := range f.Holders {
			w.empty("holder", append([]string{"party", w.id("party", h.Party)}, w.period(h.FilePeriod)...)...)
		}
	})
}

func (w *exchangeWriter) activity(a FileActivity) {
	own := ""
	if a.OwnWeight != 0 {
		own = a.OwnWeight.String()
	}
	values := []string{"id", w.id("activity", a.ID), "name", w.name(a.Name, a.ID), "basis", basisName(a.Basis), "own-weight", own, "refused", flagText(a.Refused)}
	w.around("activity", values, len(a.Shares)+len(a.Credits), func() {
		for _, s := range a.Shares {
			w.share(s)
		}
		for _, c := range a.Credits {
			w.empty("credit", "facility", w.id("facility", c.Facility), "at", fileMoment(c.At, w.zone), "change", c.Change.String())
		}
	})
}

func (w *exchangeWriter) share(s FileShare) {
	values := []string{"of", w.id("activity", s.Of)}
	name := "share"
	switch {
	case s.Unreadable:
		name = unreadableName
	case s.Formula != "":
		name, values = "formula", append(values, "text", w.text("formula", s.Formula))
	default:
		values = append(values, "weight", s.Weight.String())
	}
	w.empty(name, append(values, w.period(s.FilePeriod)...)...)
}

func (w *exchangeWriter) findings(found []Finding) {
	for _, f := range found {
		w.element("finding", true, true, "code", f.Code, "severity", string(f.Severity), "entity", Shown(f.Entity), "key", Shown(f.Key), "text", Shown(f.Text))
	}
}

func (w *exchangeWriter) period(p FilePeriod) []string {
	return []string{"from", fileMoment(p.From, w.zone), "thru", fileMoment(p.Thru, w.zone)}
}

func flagText(set bool) string {
	if set {
		return "true"
	}
	return ""
}

// name is left out where it says no more than the id.
func (w *exchangeWriter) name(name, id string) string {
	if name == id {
		return ""
	}
	return Shown(name)
}

// id refuses what would not come back as it is.
func (w *exchangeWriter) id(what, id string) string {
	if id != "" && utf8.RuneCountInString(id) > fileIDLength && w.err == nil {
		w.err = fmt.Errorf("the id of %s %q has more than %d characters", what, id, fileIDLength)
	}
	return w.text("the id of "+what, id)
}

func (w *exchangeWriter) text(what, text string) string {
	bad := func(r rune) bool { return r == 0xfffe || r == 0xffff }
	if _, err := kindText(text); (err != nil || !utf8.ValidString(text) || strings.ContainsFunc(text, bad)) && w.err == nil {
		w.err = fmt.Errorf("%s %q has characters that XML can't hold: change it in OFBiz", what, text)
	}
	return text
}

// around writes an element with so many children, or an empty one.
func (w *exchangeWriter) around(name string, values []string, children int, inside func()) {
	if children == 0 {
		w.empty(name, values...)
		return
	}
	w.open(name, values...)
	inside()
	w.close(name)
}

func (w *exchangeWriter) open(name string, values ...string) {
	w.element(name, false, false, values...)
	w.depth++
}

func (w *exchangeWriter) empty(name string, values ...string) {
	w.element(name, true, false, values...)
}

func (w *exchangeWriter) close(name string) {
	w.depth--
	w.indent()
	w.out.WriteString("</" + name + ">\n")
}

func (w *exchangeWriter) indent() {
	for range w.depth {
		w.out.WriteString("  ")
	}
}

// element writes a start tag with names and values in turn; what is empty is left
// out, unless all are wanted.
func (w *exchangeWriter) element(name string, closed, all bool, values ...string) {
	w.indent()
	w.out.WriteString("<" + name)
	for ; len(values) > 1; values = values[2:] {
		if values[1] != "" || all {
			w.out.WriteString(" " + values[0] + `="`)
			_, _ = attributeText.WriteString(w.out, values[1]) // out keeps its first error
			w.out.WriteString(`"`)
		}
	}
	if closed {
		w.out.WriteString("/")
	}
	w.out.WriteString(">\n")
}

var attributeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

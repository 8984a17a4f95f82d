package mapping

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fairshare/calc"
)

// ImportDocument is what `fairshare import` prints: how the file differs from OFBiz,
// and what becomes of that. Either all that is new is made, or nothing.
type ImportDocument struct {
	DryRun   bool           `json:"dry_run"`
	File     string         `json:"file"` // of entity XML that was written for OFBiz's own import; empty: none
	Changes  []ImportChange `json:"changes"`
	Findings []Finding      `json:"findings"` // that the changes would bring; a blocking one refuses all
}

// ImportChange is one way in which the file differs.
type ImportChange struct {
	Line     int    `json:"line"` // of the file
	What     string `json:"what"` // share or credit; what import leaves to others: activity, party, facility, rule, settlement
	Activity string `json:"activity"`
	Key      string `json:"key"`  // the component, the facility, the party, or the configuration's key
	From     string `json:"from"` // or the moment of a credit
	Before   string `json:"before"`
	After    string `json:"after"`
	Outcome  string `json:"outcome"` // new, made or refused
	Text     string `json:"text"`    // why it is refused, and what to do
}

// ImportPlan is what an import comes to. Nothing of it may be done while Refused.
type ImportPlan struct {
	ImportDocument
	Pairs   []SharePair
	Credits []ImportCredit
}

// SharePair is one activity's share of another: its rows as they are and as they
// shall be.
type SharePair struct {
	Activity, Component string
	Before, After       []ShareRow
}

// ImportCredit is a credit that shall count from a moment on, without a proposal.
type ImportCredit struct {
	Activity, Facility, Party string
	Quantity                  calc.Quantity
	At                        time.Time
	from                      string // At, as the document has it
}

// Refused reports whether something stands in the way.
func (d *ImportDocument) Refused() bool {
	return Blocked(d.Findings) || slices.ContainsFunc(d.Changes, func(c ImportChange) bool { return c.Outcome == ImportRefused })
}

// Settled is up to when an organization's income has been divided, and by which
// settlement; the zero value is never.
type Settled struct {
	Until time.Time
	By    string
}

// NewImport compares a file with the company as it is. Of what the file names
// (activities, parties, facilities) everything must agree or be changed; what it
// does not name is left alone.
func NewImport(company *Company, rules Rules, told *CompanyFile, settled Settled) (*ImportPlan, error) {
	wanted, err := told.Company()
	if err != nil {
		return nil, err
	}
	zone := rules.Zone
	if zone == nil {
		zone = time.UTC
	}
	wantedRules, err := told.MappingRules()
	if err != nil {
		return nil, err
	}
	d := &importDiffer{
		company: company, now: NewCompanyFile(company, rules), told: told, wanted: NewCompanyFile(wanted, wantedRules),
		settled: settled, zone: zone, plan: &ImportPlan{ImportDocument: ImportDocument{Changes: []ImportChange{}, Findings: []Finding{}}},
	}
	d.rules()
	d.parties()
	d.facilities()
	d.activities()
	slices.SortStableFunc(d.plan.Changes, func(a, b ImportChange) int { return cmp.Compare(a.Line, b.Line) })
	if d.plan.Refused() {
		return d.plan, nil
	}
	d.plan.Findings, err = d.problems()
	return d.plan, err
}

// importDiffer compares two files: one of now, and the one that was told, once as it
// was read, with its lines, and once in the order of now.
type importDiffer struct {
	company           *Company
	now, told, wanted *CompanyFile
	settled           Settled
	zone              *time.Location
	plan              *ImportPlan
}

func (d *importDiffer) add(c ImportChange) { d.plan.Changes = append(d.plan.Changes, c) }

// refuse notes a difference that import does not carry over.
func (d *importDiffer) refuse(line int, what, key, before, after, text string) {
	if before != after {
		d.add(ImportChange{Line: line, What: what, Key: key, Before: before, After: after, Outcome: ImportRefused, Text: text})
	}
}

// rules compares what the configuration says.
func (d *importDiffer) rules() {
	const text = "Fairshare's configuration says this: change it there"
	rule := func(line int, key, before, after string) { d.refuse(line, "rule", key, before, after, text) }
	now, told := d.now.Rules, d.told.Rules
	rule(d.told.Line, "organization", d.now.Organization, d.told.Organization)
	rule(d.told.Line, "parties.group", d.now.Group, d.told.Group)
	rule(d.told.Line, "ofbiz.timezone", d.now.Zone, d.told.Zone)
	rule(told.Line, "shares.method", methodName(now.Method), methodName(told.Method))
	rule(told.Line, "shares.cycles", cyclesName(now.Cycles), cyclesName(told.Cycles))
	rule(told.Line, "shares.epsilon", now.Epsilon.String(), told.Epsilon.String())
	rule(told.Line, "parties.facilities", string(now.Facilities), string(told.Facilities))
	rule(told.Line, "founders", foundersText(now.Founders), foundersText(d.wanted.Rules.Founders))
	rule(told.Line, "findings.accept", acceptedText(now.Accepted), acceptedText(told.Accepted))
}

func foundersText(founders []FileFounder) string {
	return joined(founders, func(f FileFounder) string { return f.Activity + " " + f.Percent.String() + " %" })
}

func acceptedText(accepted []Acceptance) string {
	return joined(accepted, func(a Acceptance) string { return strings.TrimSpace(a.Code + " " + Shown(a.Key)) })
}

func joined[R any](rows []R, text func(R) string) string {
	texts := make([]string, len(rows))
	for i, row := range rows {
		texts[i] = text(row)
	}
	return strings.Join(texts, ", ")
}

// parties compares who was in the group when.
func (d *importDiffer) parties() {
	now, lines := map[string]FileParty{}, map[string]int{}
	for _, p := range d.now.Parties {
		now[p.ID] = p
	}
	for _, p := range d.told.Parties {
		lines[p.ID] = p.Line
	}
	for _, p := range d.wanted.Parties {
		before, known := now[p.ID]
		after := d.partyText(p)
		if !known && after == "" {
			after = "a party"
		}
		d.refuse(lines[p.ID], "party", p.ID, d.partyText(before), after, "who takes part is OFBiz's to say: change it on the party's relationships in its Party Manager")
	}
}

func (d *importDiffer) partyText(p FileParty) string {
	text := joined(p.Members, func(m FilePeriod) string { return strings.TrimSpace("member" + d.periodText(m)) })
	if p.Disabled {
		text = strings.TrimSpace(text + " disabled")
	}
	return text
}

// periodText is " from … until …", of what is bounded.
func (d *importDiffer) periodText(p FilePeriod) (text string) {
	if from := fileMoment(p.From, d.zone); from != "" {
		text = " from " + from
	}
	return text + d.untilText(p.Thru)
}

func (d *importDiffer) untilText(thru calc.Instant) string {
	if until := fileMoment(thru, d.zone); until != "" {
		return " until " + until
	}
	return ""
}

// facilities compares whose credits lie where. A file may name one in which nothing
// lies.
func (d *importDiffer) facilities() {
	now, wanted := map[string]FileFacility{}, map[string]FileFacility{}
	for _, f := range d.now.Facilities {
		now[f.ID] = f
	}
	for _, f := range d.wanted.Facilities {
		wanted[f.ID] = f
	}
	for _, f := range d.told.Facilities {
		d.refuse(f.Line, "facility", f.ID, d.facilityText(now[f.ID]), d.facilityText(wanted[f.ID]), "whose a facility is, is OFBiz's to say: change it in its Facility Manager")
	}
}

func (d *importDiffer) facilityText(f FileFacility) string {
	if f.Activity != "" {
		return "activity " + f.Activity
	}
	return joined(f.Holders, func(h FileHolder) string { return h.Party + d.periodText(h.FilePeriod) })
}

// activities compares those that the file names.
func (d *importDiffer) activities() {
	now, wanted := map[string]FileActivity{}, map[string]FileActivity{}
	for _, a := range d.now.Activities {
		now[a.ID] = a
	}
	for _, a := range d.wanted.Activities {
		wanted[a.ID] = a
	}
	for _, a := range d.told.Activities {
		before, known := now[a.ID]
		if !known {
			d.refuse(a.Line, "activity", a.ID, "", basisName(a.Basis), "OFBiz has no such product: make it there, or with `fairshare activity clone`")
			continue
		}
		const attribute = "OFBiz keeps no dates for it, so it would change the past: set the product's attribute there, right after a settlement"
		d.refuse(a.Line, "activity", a.ID+" basis", basisName(before.Basis), basisName(a.Basis), attribute)
		d.refuse(a.Line, "activity", a.ID+" own-weight", before.OwnWeight.String(), a.OwnWeight.String(), attribute)
		d.refuse(a.Line, "activity", a.ID+" refused", flagText(before.Refused), flagText(a.Refused), "it follows from OFBiz's rows: correct those")
		d.shares(before, wanted[a.ID], a)
		d.credits(before, wanted[a.ID], a)
	}
}

// settledText refuses a moment up to which the income has been divided.
func (d *importDiffer) settledText(at calc.Instant) string {
	if d.settled.By == "" || at >= calc.Instant(d.settled.Until.UnixMilli()) {
		return ""
	}
	return fmt.Sprintf("settlement %s has paid until %s already: choose a moment from then on", d.settled.By, d.settled.Until.In(d.zone).Format(time.RFC3339))
}

func (d *importDiffer) moment(at calc.Instant) time.Time {
	if at == calc.Ever || at == calc.Never {
		return time.Time{}
	}
	return time.UnixMilli(int64(at)).In(d.zone)
}

func cyclesName(cycles calc.Cycles) string {
	if cycles == calc.SolveCycles {
		return "solve"
	}
	return "refuse"
}

// sortedKeys are a map's keys in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

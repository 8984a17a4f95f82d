package mapping

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairshare/calc"
)

// Company is the company that a file tells of, put together as one from OFBiz is:
// the same holders, the same order, the same sums. Income it has none.
func (f *CompanyFile) Company() (*Company, error) {
	in, err := f.intake()
	if err != nil {
		return nil, err
	}
	company, err := in.Company()
	if err != nil {
		return nil, err
	}
	for _, p := range f.Parties {
		id := calc.PartyID(p.ID)
		company.Parties[id] = Party{ID: id, Name: cmp.Or(p.Name, p.ID), Disabled: p.Disabled}
	}
	if f.Judged {
		company.Findings = SortFindings(slices.Clone(f.Findings))
	}
	return company, nil
}

// MappingRules are the rules that a file tells, as far as dividing depends on them.
func (f *CompanyFile) MappingRules() (Rules, error) {
	zone, err := loadZone(f.Zone)
	if err != nil {
		return Rules{}, &ExchangeError{Line: f.Line, Text: "zone " + Shown(f.Zone) + " is no time zone", Beyond: true}
	}
	rules := Rules{
		Organization: f.Organization, Group: f.Group, Zone: zone, Facilities: f.Rules.Facilities,
		Method: f.Rules.Method, Cycles: f.Rules.Cycles, Epsilon: f.Rules.Epsilon, Accepted: f.Rules.Accepted,
	}
	for _, founder := range f.Rules.Founders {
		rules.Founders = append(rules.Founders, FounderRule{founder.Activity, founder.Percent})
	}
	return rules, nil
}

// intake is one whose rows have been read.
func (f *CompanyFile) intake() (*Intake, error) {
	rules, err := f.MappingRules()
	if err != nil {
		return nil, err
	}
	in := NewIntake(rules, Memory{}, time.Time{})
	in.stock.release() // no item follows
	for _, p := range f.Parties {
		n := in.fileParty(p.ID)
		in.parties.rows[n] = partyRow{name: p.Name, disabled: p.Disabled}
		for _, m := range p.Members {
			in.parties.members[n] = in.parties.members[n].add(period{m.From, m.Thru})
		}
	}
	for _, a := range f.Activities {
		in.products.ids.add([]byte(a.ID))
		row := productRow{name: a.Name, basis: a.Basis, basisGiven: true, discontinued: calc.Never, own: a.OwnWeight}
		if a.Refused {
			row.refused = calc.RuleRefused
		}
		in.products.rows = append(in.products.rows, row)
	}
	for _, facility := range f.Facilities {
		in.addFileFacility(facility)
	}
	for _, a := range f.Activities {
		if err := in.addFileShares(a); err != nil {
			return nil, err
		}
		in.addFileCredits(a)
	}
	return in, nil
}

// fileParty finds or adds a party: whoever holds a facility need not take part.
func (in *Intake) fileParty(id string) int32 {
	n := in.parties.ids.add([]byte(id))
	if int(n) == len(in.parties.rows) {
		in.parties.rows = append(in.parties.rows, partyRow{})
	}
	return n
}

func (in *Intake) addFileFacility(f FileFacility) {
	row := facilityRow{roled: true, owner: -1, activity: -1}
	if f.Activity != "" {
		row.activity = in.products.ids.find([]byte(f.Activity))
	}
	for _, h := range f.Holders {
		row.claims = append(row.claims, claim{in.fileParty(h.Party), period{h.From, h.Thru}})
	}
	in.facilities.ids.add([]byte(f.ID))
	in.facilities.rows = append(in.facilities.rows, row)
}

func (in *Intake) addFileShares(a FileActivity) error {
	user := in.products.ids.find([]byte(a.ID))
	for _, s := range a.Shares {
		c := calc.Component{User: user, Used: in.products.ids.find([]byte(s.Of)), From: s.From, Thru: s.Thru, Weight: s.Weight}
		if s.Formula != "" {
			formula, err := calc.ParseFormula(s.Formula)
			if err != nil {
				return &ExchangeError{Line: s.Line, Text: fmt.Sprintf("the formula %q can't be read at %v", Shown(s.Formula), err), Beyond: true}
			}
			c.SetFormula(formula)
		}
		if s.Unreadable {
			c.Refuse(calc.RuleRefused)
		}
		in.products.components.add(c)
	}
	return nil
}

func (in *Intake) addFileCredits(a FileActivity) {
	activity := in.products.ids.find([]byte(a.ID))
	for _, c := range a.Credits {
		facility := in.facilities.ids.add([]byte(c.Facility))
		if int(facility) == len(in.facilities.rows) { // nowhere
			in.facilities.rows = append(in.facilities.rows, facilityRow{owner: -1, activity: -1, missing: true})
		}
		in.stock.changes = append(in.stock.changes, calc.CreditChange{Activity: activity, Facility: facility, At: c.At, Change: c.Change})
	}
}

// NewCompanyFile is what a file tells of a company. Two files of one company are
// equal however their rows came.
func NewCompanyFile(c *Company, rules Rules) *CompanyFile {
	f := &CompanyFile{
		Organization: rules.Organization, Group: rules.Group, Zone: zoneName(rules.Zone),
		Rules: FileRules{
			Method: c.Scheme.Method, Cycles: c.Scheme.Cycles, Epsilon: cmp.Or(c.Scheme.Epsilon, calc.DefaultEpsilon),
			Facilities: cmp.Or(rules.Facilities, FirstFacility), Accepted: slices.Clone(rules.Accepted),
		},
		Findings: slices.Clone(c.Findings), Judged: true,
	}
	for _, founder := range c.Scheme.Founders {
		f.Rules.Founders = append(f.Rules.Founders, FileFounder{Activity: string(c.Scheme.Activities[founder.Activity].ID), Percent: founder.Percent})
	}
	f.addParties(c)
	f.addFacilities(c)
	f.addActivities(c)
	return f
}

func zoneName(zone *time.Location) string {
	if zone == nil {
		return time.UTC.String()
	}
	return zone.String()
}

func (f *CompanyFile) addParties(c *Company) {
	members := map[calc.PartyID][]FilePeriod{}
	for _, m := range c.Members {
		members[m.Party] = append(members[m.Party], FilePeriod{m.From, m.Thru})
	}
	for id, p := range c.Parties {
		f.Parties = append(f.Parties, FileParty{ID: string(id), Name: p.Name, Disabled: p.Disabled, Members: members[id]})
	}
	slices.SortFunc(f.Parties, func(a, b FileParty) int { return strings.Compare(a.ID, b.ID) })
}

// addFacilities lists those that hold credits and those that somebody holds.
func (f *CompanyFile) addFacilities(c *Company) {
	holders := map[calc.FacilityID]*FileFacility{}
	for _, change := range c.Scheme.Credits {
		if id := c.Scheme.Facilities[change.Facility]; id != "" && holders[id] == nil {
			holders[id] = &FileFacility{ID: string(id)}
		}
	}
	for _, h := range c.Holders {
		if holders[h.Facility] == nil {
			holders[h.Facility] = &FileFacility{ID: string(h.Facility)}
		}
		facility := holders[h.Facility]
		if facility.Activity = string(h.Activity); h.Activity == "" {
			facility.Holders = append(facility.Holders, FileHolder{string(h.Party), FilePeriod{h.From, h.Thru}})
		}
	}
	for _, facility := range holders {
		slices.SortFunc(facility.Holders, func(a, b FileHolder) int {
			return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Party, b.Party), cmp.Compare(a.Thru, b.Thru))
		})
		f.Facilities = append(f.Facilities, *facility)
	}
	slices.SortFunc(f.Facilities, func(a, b FileFacility) int { return strings.Compare(a.ID, b.ID) })
}

func (f *CompanyFile) addActivities(c *Company) {
	for _, a := range c.Scheme.Activities {
		f.Activities = append(f.Activities, FileActivity{
			ID: string(a.ID), Name: c.Products[a.ID].Name, Basis: a.Basis, OwnWeight: a.OwnWeight, Refused: a.Refused != "",
		})
	}
	for _, row := range c.Scheme.Components {
		share := FileShare{Of: string(c.Scheme.Activities[row.Used].ID), Weight: row.Weight, Formula: formulaText(row.Formula()), Unreadable: row.Refused() != "", FilePeriod: FilePeriod{row.From, row.Thru}}
		f.Activities[row.User].Shares = append(f.Activities[row.User].Shares, share)
	}
	for _, change := range c.Scheme.Credits {
		a := &f.Activities[change.Activity]
		a.Credits = append(a.Credits, FileCredit{Facility: string(c.Scheme.Facilities[change.Facility]), At: change.At, Change: change.Change})
	}
	f.Activities = slices.DeleteFunc(f.Activities, func(a FileActivity) bool { return a.ID == string(calc.NoActivity) })
}

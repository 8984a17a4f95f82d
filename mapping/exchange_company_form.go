package mapping

import (
	"time"

	"fairshare/calc"
)

// The forms of a company's file, the inner ones first. The schema says the same.
var (
	periodAttributes = []formAttribute{optional("from", kindMoment), optional("thru", kindMoment)}

	founderForm = &form{name: "founder", attributes: []formAttribute{needed("activity", kindID), needed("percent", kindPercent)}, take: (*exchangeReader).takeFounder}
	acceptForm  = &form{name: "accepted", attributes: []formAttribute{needed("code", kindID), optional("key", kindText)}, take: (*exchangeReader).takeAccepted}
	rulesForm   = &form{name: "rules", attributes: []formAttribute{
		needed("method", kindOf("recursive", "direct")), needed("cycles", kindOf("refuse", "solve")),
		needed("epsilon", kindPart), needed("facilities", kindOf("first", "all")),
	}, children: []formGroup{several(founderForm), several(acceptForm)}, take: (*exchangeReader).takeRules}

	memberForm = &form{name: "member", attributes: periodAttributes, take: (*exchangeReader).takeMember}
	partyForm  = &form{name: "party", attributes: []formAttribute{
		needed("id", kindID), optional("name", kindText), optional("disabled", kindFlag),
	}, children: []formGroup{several(memberForm)}, take: (*exchangeReader).takeParty}

	holderForm         = &form{name: "holder", attributes: append([]formAttribute{needed("party", kindID)}, periodAttributes...), take: (*exchangeReader).takeHolder}
	facilityForm       = &form{name: "facility", attributes: []formAttribute{needed("id", kindID)}, children: []formGroup{several(holderForm)}, take: (*exchangeReader).takeFacility}
	ofActivityForm     = &form{name: "facility-of-activity", attributes: []formAttribute{needed("id", kindID), needed("activity", kindID)}, take: (*exchangeReader).takeFacility}
	shareForm          = &form{name: "share", attributes: append([]formAttribute{needed("of", kindID), needed("weight", kindWeight)}, periodAttributes...), take: (*exchangeReader).takeShare}
	formulaForm        = &form{name: "formula", attributes: append([]formAttribute{needed("of", kindID), needed("text", kindFormula)}, periodAttributes...), take: (*exchangeReader).takeShare}
	unreadableForm     = &form{name: "unreadable", attributes: append([]formAttribute{needed("of", kindID)}, periodAttributes...), take: (*exchangeReader).takeShare}
	creditForm         = &form{name: "credit", attributes: []formAttribute{optional("facility", kindID), optional("at", kindMoment), needed("change", kindChange)}, take: (*exchangeReader).takeCredit}
	activityForm       = &form{name: "activity", attributes: activityAttributes, children: []formGroup{several(shareForm, formulaForm, unreadableForm), several(creditForm)}, take: (*exchangeReader).takeActivity}
	activityAttributes = []formAttribute{
		needed("id", kindID), optional("name", kindText), needed("basis", kindOf("WEIGHT", "PERCENT", "FACADE")),
		optional("own-weight", kindOwnWeight), optional("refused", kindFlag),
	}

	findingForm = &form{name: "finding", attributes: []formAttribute{
		needed("code", kindID), needed("severity", kindOf(string(Blocking), string(Accepted), string(Warning))),
		needed("entity", kindText), needed("key", kindText), needed("text", kindText),
	}, take: (*exchangeReader).takeFinding}

	companyForm = &form{name: "company", attributes: []formAttribute{needed("organization", kindID), needed("group", kindID), needed("zone", kindID)},
		children: []formGroup{
			single(rulesForm),
			single(&form{name: "parties", children: []formGroup{several(partyForm)}}),
			single(&form{name: "facilities", children: []formGroup{several(facilityForm, ofActivityForm)}}),
			single(&form{name: "activities", children: []formGroup{several(activityForm)}}),
			{0, 1, []*form{{name: "findings", children: []formGroup{several(findingForm)}, take: (*exchangeReader).takeFindings}}},
		},
		take: (*exchangeReader).takeCompany, done: (*exchangeReader).checkReferences}
)

func (r *exchangeReader) takeCompany(e formElement) error {
	r.exchange.Company = &CompanyFile{Line: e.line, Organization: e.values["organization"], Group: e.values["group"], Zone: e.values["zone"]}
	if _, err := loadZone(e.values["zone"]); err != nil {
		r.beyond(e.line, "zone=%q is no time zone; such as Europe/Budapest belongs here", Shown(e.values["zone"]))
	}
	return nil
}

// loadZone refuses what would be the zone of whoever reads the file.
func loadZone(name string) (*time.Location, error) {
	if name == "Local" {
		name = ""
	}
	if name == "" {
		return nil, errNotTime
	}
	return time.LoadLocation(name)
}

func (r *exchangeReader) takeRules(e formElement) error {
	rules := &r.exchange.Company.Rules
	rules.Line, rules.Epsilon, rules.Facilities = e.line, quantityOf(e.values["epsilon"]), Facility(e.values["facilities"])
	if e.values["method"] == "direct" {
		rules.Method = calc.Direct
	}
	if e.values["cycles"] == "solve" {
		rules.Cycles = calc.SolveCycles
	}
	return nil
}

func (r *exchangeReader) takeFounder(e formElement) error {
	rules := &r.exchange.Company.Rules
	rules.Founders = append(rules.Founders, FileFounder{e.line, e.values["activity"], quantityOf(e.values["percent"])})
	return nil
}

func (r *exchangeReader) takeAccepted(e formElement) error {
	rules := &r.exchange.Company.Rules
	rules.Accepted = append(rules.Accepted, Acceptance{e.values["code"], e.values["key"]})
	return nil
}

func (r *exchangeReader) takeParty(e formElement) error {
	file := r.exchange.Company
	file.Parties = append(file.Parties, FileParty{Line: e.line, ID: e.values["id"], Name: e.values["name"], Disabled: e.values["disabled"] == "true"})
	return r.name("party", e)
}

func (r *exchangeReader) takeMember(e formElement) error {
	p := r.period(e)
	last := &r.exchange.Company.Parties[len(r.exchange.Company.Parties)-1]
	last.Members = append(last.Members, p)
	return nil
}

func (r *exchangeReader) takeFacility(e formElement) error {
	file := r.exchange.Company
	file.Facilities = append(file.Facilities, FileFacility{Line: e.line, ID: e.values["id"], Activity: e.values["activity"]})
	return r.name("facility", e)
}

func (r *exchangeReader) takeHolder(e formElement) error {
	p := r.period(e)
	last := &r.exchange.Company.Facilities[len(r.exchange.Company.Facilities)-1]
	last.Holders = append(last.Holders, FileHolder{e.values["party"], p})
	return nil
}

func (r *exchangeReader) takeActivity(e formElement) error {
	file := r.exchange.Company
	file.Activities = append(file.Activities, FileActivity{
		Line: e.line, ID: e.values["id"], Name: e.values["name"], Basis: bases[e.values["basis"]],
		OwnWeight: quantityOf(e.values["own-weight"]), Refused: e.values["refused"] == "true",
	})
	if SameID(e.values["id"], string(calc.NoActivity)) {
		r.beyond(e.line, "%s stands for income that names no product; choose another id", calc.NoActivity)
	}
	return r.name("activity", e)
}

func (r *exchangeReader) takeShare(e formElement) error {
	p := r.period(e)
	share := FileShare{Line: e.line, Of: e.values["of"], Weight: quantityOf(e.values["weight"]), Unreadable: e.name == unreadableName, FilePeriod: p}
	if text, is := e.values["text"]; is {
		formula, err := calc.ParseFormula(text)
		if err != nil {
			r.beyond(e.line, "the formula %q can't be read at %v", Shown(text), err)
			return nil
		}
		share.Formula = formula.String()
	}
	last := &r.exchange.Company.Activities[len(r.exchange.Company.Activities)-1]
	last.Shares = append(last.Shares, share)
	return nil
}

const unreadableName = "unreadable"

func (r *exchangeReader) takeCredit(e formElement) error {
	last := &r.exchange.Company.Activities[len(r.exchange.Company.Activities)-1]
	last.Credits = append(last.Credits, FileCredit{e.line, e.values["facility"], fileInstant(e.values["at"], calc.Ever), quantityOf(e.values["change"])})
	return nil
}

func (r *exchangeReader) takeFindings(formElement) error {
	r.exchange.Company.Judged = true
	return nil
}

func (r *exchangeReader) takeFinding(e formElement) error {
	found := Finding{Code: e.values["code"], Severity: Severity(e.values["severity"]), Entity: e.values["entity"], Key: e.values["key"], Text: e.values["text"]}
	if r.exchange.Company != nil {
		r.exchange.Company.Findings = append(r.exchange.Company.Findings, found)
	} else {
		r.exchange.Settlement.Findings = append(r.exchange.Settlement.Findings, found)
	}
	return nil
}

func (r *exchangeReader) period(e formElement) FilePeriod {
	p := FilePeriod{fileInstant(e.values["from"], calc.Ever), fileInstant(e.values["thru"], calc.Never)}
	if p.From >= p.Thru {
		r.beyond(e.line, "<%s>: from is not before thru, so it is never valid; correct one of them, or leave the element out", e.name)
	}
	return p
}

// namedID is an id as it is spelled, and where.
type namedID struct {
	id   string
	line int
}

// name notes an id; what OFBiz's database holds equal can't be two.
func (r *exchangeReader) name(what string, e formElement) error {
	id := e.values["id"]
	if r.ids[what] == nil {
		r.ids[what] = map[string]namedID{}
	}
	known, twice := r.ids[what][FoldedID(id)]
	switch {
	case !twice:
		r.ids[what][FoldedID(id)] = namedID{id, e.line}
	case known.id == id:
		return r.refuseAt(e.line, "the %s %s is there already, in line %d", what, Shown(id), known.line)
	default:
		r.beyond(e.line, "there is the %s %s in line %d, which OFBiz's database holds equal to %s: they are one", what, Shown(known.id), known.line, Shown(id))
	}
	return nil
}

// checkReferences looks for what is named and is not there, once all is known.
func (r *exchangeReader) checkReferences(formElement) error {
	file := r.exchange.Company
	for _, f := range file.Rules.Founders {
		if err := r.refer("activity", f.Activity, f.Line); err != nil {
			return err
		}
	}
	for _, f := range file.Facilities {
		if err := r.refer("activity", f.Activity, f.Line); err != nil {
			return err
		}
	}
	for _, a := range file.Activities {
		for _, s := range a.Shares {
			if err := r.refer("activity", s.Of, s.Line); err != nil {
				return err
			}
		}
		for _, c := range a.Credits {
			if err := r.refer("facility", c.Facility, c.Line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *exchangeReader) refer(what, id string, line int) error {
	known, there := r.ids[what][FoldedID(id)]
	switch {
	case id == "" || there && known.id == id:
		return nil
	case there:
		return r.refuseAt(line, "%s %s is spelled %s in line %d; spell it so", what, Shown(id), Shown(known.id), known.line)
	}
	return r.refuseAt(line, "there is no %s %s in the file", what, Shown(id))
}

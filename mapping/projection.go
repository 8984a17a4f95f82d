package mapping

import (
	"cmp"
	"slices"
	"time"

	"fairshare/calc"
)

// ProjectDocument is what `fairshare project` prints of a scenario: the present
// beside it, and the difference. In each currency the parties and what is retained add
// up to the income, in every column.
type ProjectDocument struct {
	Scenario string            `json:"scenario"`
	From     string            `json:"from"`
	To       string            `json:"to"`     // not included
	Now      string            `json:"now"`    // what was sold until then is what it was
	Expect   Expect            `json:"expect"` // what the sales of coming days are taken from at present
	Income   []ProjectIncome   `json:"income"`
	Parties  []ProjectParty    `json:"parties"`
	Shares   []ProjectShare    `json:"shares"`
	Retained []ProjectRetained `json:"retained"`
	Findings []Finding         `json:"findings"` // that the scenario brings
}

// ProjectIncome is the income in a currency, and how much of it is only expected.
type ProjectIncome struct {
	Currency         string `json:"currency"`
	Present          string `json:"present"`
	Scenario         string `json:"scenario"`
	Difference       string `json:"difference"`
	PresentExpected  string `json:"present_expected"`
	ScenarioExpected string `json:"scenario_expected"`
	PartiesPresent   string `json:"parties_present"`
	PartiesScenario  string `json:"parties_scenario"`
	RetainedPresent  string `json:"retained_present"`
	RetainedScenario string `json:"retained_scenario"`
}

// ProjectParty is what a party gets of all activities together.
type ProjectParty struct {
	Currency   string       `json:"currency"`
	Party      calc.PartyID `json:"party"`
	Name       string       `json:"name"`
	Present    string       `json:"present"`
	Scenario   string       `json:"scenario"`
	Difference string       `json:"difference"`
}

// ProjectShare is what a party gets for its credits in one activity.
type ProjectShare struct {
	Currency   string          `json:"currency"`
	Party      calc.PartyID    `json:"party"`
	Activity   calc.ActivityID `json:"activity"`
	Present    string          `json:"present"`
	Scenario   string          `json:"scenario"`
	Difference string          `json:"difference"`
}

// ProjectRetained is what an activity keeps and nobody can take.
type ProjectRetained struct {
	Currency   string          `json:"currency"`
	Activity   calc.ActivityID `json:"activity"`
	Reason     calc.Reason     `json:"reason"`
	Present    string          `json:"present"`
	Scenario   string          `json:"scenario"`
	Difference string          `json:"difference"`
}

// Projection is a company at present and as a scenario would have it, with the sales of
// each in the same time.
type Projection struct {
	Prospect       Prospect
	Scenario       string // its name
	ScenarioExpect Expect // "": as the prospect
	Present, Would *Company
	Sales          []Sale // at present
	SalesWould     []Sale
	Decimals       func(string) int
	Accepted       []Acceptance

	now, then map[string]*outlook
	document  ProjectDocument
}

// NewProjection lays a scenario over the company.
func NewProjection(company *Company, p Prospect, w *WhatIf, rules Rules) (*Projection, error) {
	would, err := company.With(w)
	if err != nil {
		return nil, err
	}
	sales, err := p.SalesWith(would, w, rules.CurrencyDecimals)
	if err != nil {
		return nil, err
	}
	return &Projection{
		Prospect: p, Scenario: w.Name, ScenarioExpect: w.Income.Expect, Present: company, Would: would, Sales: p.Sales(company), SalesWould: sales,
		Decimals: rules.CurrencyDecimals, Accepted: rules.Accepted,
	}, nil
}

// Document works the projection out.
func (p *Projection) Document() (ProjectDocument, error) {
	var err error
	if p.now, err = outlooks(&p.Present.Scheme, p.Sales, p.Decimals); err != nil {
		return p.document, err
	}
	if p.then, err = outlooks(&p.Would.Scheme, p.SalesWould, p.Decimals); err != nil {
		return p.document, err
	}
	text := func(t time.Time) string { return t.In(p.Prospect.Zone).Format(time.RFC3339) }
	p.document = ProjectDocument{
		Scenario: p.Scenario, From: text(p.Prospect.From), To: text(p.Prospect.To), Now: text(p.Prospect.Now), Expect: p.Prospect.Expect,
		Income: []ProjectIncome{}, Parties: []ProjectParty{}, Shares: []ProjectShare{}, Retained: []ProjectRetained{}, Findings: []Finding{},
	}
	for _, currency := range currenciesIn(p.now, p.then) {
		now, then := outlookIn(p.now, currency, p.Decimals), outlookIn(p.then, currency, p.Decimals)
		p.addIncome(now, then)
		p.addParties(now, then)
		p.addCells(now, then)
	}
	found, err := p.findings()
	p.document.Findings = append(p.document.Findings, found...)
	return p.document, err
}

// expected is how much of sales in a currency is yet to come.
func (p *Projection) expected(sales []Sale, currency string) (sum calc.Minor) {
	for _, sale := range sales {
		if sale.Currency == currency && sale.At > instantOf(p.Prospect.Now) {
			sum += sale.Amount
		}
	}
	return sum
}

func (p *Projection) addIncome(now, then *outlook) {
	d := then.decimals
	entry := ProjectIncome{
		Currency: then.currency, Present: now.income.Text(d), Scenario: then.income.Text(d), Difference: (then.income - now.income).Text(d),
		PresentExpected: p.expected(p.Sales, then.currency).Text(d), ScenarioExpected: p.expected(p.SalesWould, then.currency).Text(d),
	}
	sums := func(o *outlook) (parties, retained calc.Minor) {
		for cell, amount := range o.amounts {
			if cell.account.Party != "" {
				parties += amount
			} else {
				retained += amount
			}
		}
		return parties, retained
	}
	a, b := sums(now)
	entry.PartiesPresent, entry.RetainedPresent = a.Text(d), b.Text(d)
	a, b = sums(then)
	entry.PartiesScenario, entry.RetainedScenario = a.Text(d), b.Text(d)
	p.document.Income = append(p.document.Income, entry)
}

func (p *Projection) addParties(now, then *outlook) {
	a, b, d := now.byAccount(), then.byAccount(), then.decimals
	for _, account := range keysOf(a, b, compareAccounts) {
		if account.Party != "" {
			p.document.Parties = append(p.document.Parties, ProjectParty{then.currency, account.Party, p.Present.partyName(account.Party),
				a[account].Text(d), b[account].Text(d), (b[account] - a[account]).Text(d)})
		}
	}
}

func (c *Company) partyName(party calc.PartyID) string {
	return cmp.Or(c.Parties[party].Name, string(party))
}

func (p *Projection) addCells(now, then *outlook) {
	d := then.decimals
	for _, cell := range keysOf(now.amounts, then.amounts, compareCells) {
		a, b := now.amounts[cell], then.amounts[cell]
		if cell.account.Party != "" {
			p.document.Shares = append(p.document.Shares, ProjectShare{then.currency, cell.account.Party, cell.activity, a.Text(d), b.Text(d), (b - a).Text(d)})
		} else {
			p.document.Retained = append(p.document.Retained, ProjectRetained{then.currency, cell.activity, cell.account.Retained, a.Text(d), b.Text(d), (b - a).Text(d)})
		}
	}
}

// findings are those that the scenario brings: what its money meets, and what is wrong
// at the end of the time.
func (p *Projection) findings() ([]Finding, error) {
	before, err := problemsOf(p.Present, p.now, p.Prospect.To)
	if err != nil {
		return nil, err
	}
	after, err := problemsOf(p.Would, p.then, p.Prospect.To)
	if err != nil {
		return nil, err
	}
	fresh := newFindings(before, after)
	if p.Prospect.Expect == ExpectForecast || p.ScenarioExpect == ExpectForecast {
		fresh = append(fresh, p.Present.findingsOf("FORECAST")...)
	}
	Accept(fresh, p.Accepted)
	return SortFindings(fresh), nil
}

func problemsOf(c *Company, all map[string]*outlook, to time.Time) ([]Finding, error) {
	found, err := c.problemsAt(instantOf(to) - 1)
	if err != nil {
		return nil, err
	}
	for _, o := range all {
		found = append(found, c.ProblemFindings(o.problems)...)
	}
	found = SortFindings(found)
	return slices.CompactFunc(found, func(a, b Finding) bool { return a.Code == b.Code && a.Key == b.Key }), nil
}

func (c *Company) findingsOf(code string) (found []Finding) {
	for _, f := range c.Findings {
		if f.Code == code {
			found = append(found, f)
		}
	}
	return found
}

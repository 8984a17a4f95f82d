package mapping

import "fairshare/calc"

// FinanceDocument is the report of a whole settlement, as `fairshare report` prints it.
type FinanceDocument struct {
	Settlement    string                 `json:"settlement"`
	Organization  string                 `json:"organization"`
	Currency      string                 `json:"currency"`
	Until         string                 `json:"until"`
	State         State                  `json:"state"`
	Lines         int                    `json:"lines"`
	Income        string                 `json:"income"`
	PaidTotal     string                 `json:"paid_total"`
	RetainedTotal string                 `json:"retained_total"`
	InvoicedTotal string                 `json:"invoiced_total"`
	Findings      []Finding              `json:"findings"`
	Parties       []FinancePartyEntry    `json:"parties"`
	Adjustments   []FinanceAdjustEntry   `json:"adjustments"`
	Retained      []FinanceRetainedEntry `json:"retained"`
	Activities    []FinanceActivityEntry `json:"activities"`
	Links         []FinanceLinkEntry     `json:"links"`  // the largest first
	Before        string                 `json:"before"` // the settlement before, with which changes compares
	Changes       []FinanceChangeEntry   `json:"changes"`
}

// FinanceChangeEntry is a party that earned more or less than in the settlement before.
type FinanceChangeEntry struct {
	Party      calc.PartyID `json:"party"`
	Name       string       `json:"name"`
	Before     string       `json:"before"`
	Now        string       `json:"now"`
	Difference string       `json:"difference"`
}

// FinancePartyEntry is a party's account: closing = opening + earned + adjusted − invoiced.
type FinancePartyEntry struct {
	Party    calc.PartyID `json:"party"`
	Name     string       `json:"name"`
	Opening  string       `json:"opening"`
	Earned   string       `json:"earned"`
	Adjusted string       `json:"adjusted"`
	Invoiced string       `json:"invoiced"`
	Closing  string       `json:"closing"`
	Invoice  string       `json:"invoice"`
	Note     string       `json:"note"` // why there is no invoice
}

// FinanceAdjustEntry is what a person added to a party's balance, or took from it.
type FinanceAdjustEntry struct {
	ID     string       `json:"id"`
	Party  calc.PartyID `json:"party"`
	Amount string       `json:"amount"`
	Reason string       `json:"reason"`
	By     string       `json:"by"`
}

// FinanceRetainedEntry is what stays with the company, and why.
type FinanceRetainedEntry struct {
	Reason   calc.Reason     `json:"reason"`
	Meaning  string          `json:"meaning"`
	Activity calc.ActivityID `json:"activity"`
	Name     string          `json:"name"`
	Amount   string          `json:"amount"`
}

// FinanceActivityEntry is an activity as cost and profit centre:
// income + costs + received = founders + delegated + kept.
type FinanceActivityEntry struct {
	Activity  calc.ActivityID `json:"activity"`
	Name      string          `json:"name"`
	Income    string          `json:"income"`
	Costs     string          `json:"costs"`
	Received  string          `json:"received"`
	Founders  string          `json:"founders"`
	Delegated string          `json:"delegated"`
	Kept      string          `json:"kept"`
}

// FinanceLinkEntry is what an activity passed on to another; with neither from nor to it
// is all smaller ones together.
type FinanceLinkEntry struct {
	From   calc.ActivityID `json:"from"`
	To     calc.ActivityID `json:"to"`
	Amount string          `json:"amount"`
}

// NewFinanceDocument says what a finance report says.
func NewFinanceDocument(r Finance) FinanceDocument {
	s := r.Settlement
	text := func(m calc.Minor) string { return m.Text(s.Decimals) }
	d := FinanceDocument{
		Settlement: s.ID, Organization: s.Organization, Currency: s.Currency, Until: untilText(s), State: s.State, Lines: s.Lines,
		Income: text(s.Income), PaidTotal: text(s.Earned), RetainedTotal: text(s.Retained), InvoicedTotal: text(s.Invoiced),
		Findings: append([]Finding{}, r.Findings...), Parties: []FinancePartyEntry{}, Adjustments: []FinanceAdjustEntry{},
		Retained: []FinanceRetainedEntry{}, Activities: []FinanceActivityEntry{}, Links: []FinanceLinkEntry{}, Changes: []FinanceChangeEntry{},
	}
	for _, line := range r.Parties {
		a := line.Account
		d.Parties = append(d.Parties, FinancePartyEntry{line.Party.ID, line.Party.Name, text(a.Opening), text(a.Earned),
			text(a.Adjusted), text(a.Invoiced), text(a.Closing), line.Invoice, line.Note})
	}
	for _, a := range r.Adjustments {
		d.Adjustments = append(d.Adjustments, FinanceAdjustEntry{a.ID, a.Party.ID, text(a.Amount), a.Reason, a.By})
	}
	for _, line := range r.Retained {
		d.Retained = append(d.Retained, FinanceRetainedEntry{line.Reason, line.Meaning, line.Activity.ID, line.Activity.Name, text(line.Amount)})
	}
	for _, a := range r.Activities {
		d.Activities = append(d.Activities, FinanceActivityEntry{a.Activity.ID, a.Activity.Name, text(a.Income), text(a.Costs),
			a.Received, a.Founders, a.Delegated, a.Kept})
	}
	for _, l := range r.Links {
		d.Links = append(d.Links, FinanceLinkEntry{l.From.ID, l.To.ID, l.Amount})
	}
	if r.Comparison != nil {
		d.Before = r.Comparison.Before.ID
		for _, c := range r.Comparison.Changes {
			d.Changes = append(d.Changes, FinanceChangeEntry{c.Party.ID, c.Party.Name, text(c.Before), text(c.Now), text(c.Difference())})
		}
	}
	return d
}

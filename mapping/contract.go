package mapping

import "fairshare/calc"

// The structs of this file are the JSON that the commands print: a contract whose
// fields keep their names and meaning. Decimals are strings, times RFC 3339, lists
// never null. The command's JSON Schemas describe the same.

// SharesDocument is what `fairshare shares` prints. For every product the shares
// and the retained parts add up to 1.
type SharesDocument struct {
	AsOf     string          `json:"as_of"`
	Method   string          `json:"method"` // recursive or direct
	Shares   []ShareEntry    `json:"shares"`
	Retained []RetainedShare `json:"retained"`
	Findings []Finding       `json:"findings"`

	Others []OthersShare `json:"others,omitempty"` // with --top: what is not listed
}

// OthersShare sums up the parties of a product that are not among the largest.
type OthersShare struct {
	Product calc.ActivityID `json:"product"`
	Parties int             `json:"parties"`
	Share   string          `json:"share"`
}

// ShareEntry is a party's share of what a product earns: 12 digits after the point.
type ShareEntry struct {
	Party   calc.PartyID    `json:"party"`
	Product calc.ActivityID `json:"product"`
	Share   string          `json:"share"`
	Exact   string          `json:"exact,omitempty"` // "n/d", on demand
}

// RetainedShare is the part of a product's income that stays with the company.
type RetainedShare struct {
	Product calc.ActivityID `json:"product"`
	Reason  calc.Reason     `json:"reason"`
	Share   string          `json:"share"`
	Exact   string          `json:"exact,omitempty"`
}

// SettlementSummary is the head of a settlement: what `fairshare settlements` lists.
type SettlementSummary struct {
	Settlement    string `json:"settlement"`
	Organization  string `json:"organization"`
	Currency      string `json:"currency"`
	Until         string `json:"until"` // the cut-off, not included
	State         State  `json:"state"`
	Lines         int    `json:"lines"`
	Income        string `json:"income"`
	RetainedTotal string `json:"retained_total"`
	PaidTotal     string `json:"paid_total"` // the parties' part: income = paid + retained
	InvoicedTotal string `json:"invoiced_total"`
}

// SettleDocument is one currency's settlement: `fairshare settle` prints an array.
type SettleDocument struct {
	Settlement    string          `json:"settlement"`
	Organization  string          `json:"organization"`
	Currency      string          `json:"currency"`
	Until         string          `json:"until"`
	State         State           `json:"state"`
	DryRun        bool            `json:"dry_run"`
	Income        string          `json:"income"`
	RetainedTotal string          `json:"retained_total"`
	PaidTotal     string          `json:"paid_total"`
	Payouts       []PayoutEntry   `json:"payouts"`
	Retained      []RetainedEntry `json:"retained"`
	Invoices      []InvoiceEntry  `json:"invoices"`
	Carried       []CarriedEntry  `json:"carried"`
	Findings      []Finding       `json:"findings"` // of a held one the reasons first

	Adjustments []AdjustmentEntry `json:"adjustments"`

	Jobs []JobEntry `json:"jobs"` // of settlements show, with invoice.final_status: ready
}

// PayoutEntry is what a party earned with its credits in one activity.
type PayoutEntry struct {
	Party    calc.PartyID    `json:"party"`
	Activity calc.ActivityID `json:"activity"`
	Amount   string          `json:"amount"`
}

// RetainedEntry is what an activity earned and nobody could take.
type RetainedEntry struct {
	Activity calc.ActivityID `json:"activity"`
	Reason   calc.Reason     `json:"reason"`
	Amount   string          `json:"amount"`
}

// InvoiceEntry is a payout invoice in OFBiz.
type InvoiceEntry struct {
	InvoiceID string             `json:"invoice_id"`
	Party     calc.PartyID       `json:"party"`
	Total     string             `json:"total"`
	Items     []InvoiceItemEntry `json:"items"`
}

// InvoiceItemEntry is one item; the activity is empty for a carried balance.
type InvoiceItemEntry struct {
	Seq         string          `json:"seq"`
	Activity    calc.ActivityID `json:"activity"`
	Amount      string          `json:"amount"`
	Description string          `json:"description"`
}

// CarriedEntry is a balance that goes to the next settlement, and why.
type CarriedEntry struct {
	Party  calc.PartyID `json:"party"`
	Amount string       `json:"amount"`
	Note   string       `json:"note"` // empty where an invoice was made as well
}

// AdjustmentEntry is what a person added to a party's balance, or took from it.
type AdjustmentEntry struct {
	ID         string       `json:"id"`
	Party      calc.PartyID `json:"party"`
	Currency   string       `json:"currency"`
	Amount     string       `json:"amount"`
	Reason     string       `json:"reason"`
	By         string       `json:"by"`
	At         string       `json:"at"`
	Settlement string       `json:"settlement"` // that took it; empty: none yet
}

// VerifyDocument is what `fairshare settlements verify` found: deviations mean that
// what was settled was changed, drift that OFBiz's data has moved on since.
type VerifyDocument struct {
	Settlement string    `json:"settlement"`
	State      State     `json:"state"`
	Recomputed bool      `json:"recomputed"` // worked out again from its stored input
	Invoices   int       `json:"invoices"`   // compared in OFBiz
	Deviations []Finding `json:"deviations"`
	Drift      []Finding `json:"drift"`
}

// StatementDocument is one party's account in one settlement.
type StatementDocument struct {
	Settlement   string           `json:"settlement"`
	Organization string           `json:"organization"`
	Currency     string           `json:"currency"`
	Until        string           `json:"until"`
	Party        calc.PartyID     `json:"party"`
	Name         string           `json:"name"`
	Opening      string           `json:"opening"` // balance from before
	EarnedTotal  string           `json:"earned_total"`
	Adjusted     string           `json:"adjusted"`
	Invoiced     string           `json:"invoiced"`
	Closing      string           `json:"closing"` // opening + earned + adjusted − invoiced
	Earned       []StatementEntry `json:"earned"`
	Invoices     []InvoiceEntry   `json:"invoices"` // none or one

	Adjustments []AdjustmentEntry `json:"adjustments"`
	Note        string            `json:"note"` // why there is no invoice; empty where there is one
}

// StatementEntry is what the party earned in one activity: percent of pool, where
// the pool is what the activity kept for its holders.
type StatementEntry struct {
	Activity calc.ActivityID `json:"activity"`
	Name     string          `json:"name"`
	Percent  string          `json:"percent"` // two digits; empty where the pool is zero
	Pool     string          `json:"pool"`
	Amount   string          `json:"amount"`
}

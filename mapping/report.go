package mapping

import (
	"time"

	"fairshare/calc"
)

// Names are what reports call parties and activities.
type Names struct {
	Parties  map[calc.PartyID]Party
	Products map[calc.ActivityID]Product
}

// Statement is one party's account for one settlement: what every format shows.
type Statement struct {
	Settlement   Settlement
	Organization string // its name
	Party        Party
	Account      Account // opening, earned, adjusted, invoiced, closing
	Rows         []StatementRow
	Invoice      *Invoice      // nil where none was made
	Adjustments  []Adjustment  // what a person added or took, by id; their sum is Account.Adjusted
	Until        time.Time     // the cut-off in the settlement's zone
	History      []HistoryLine // this settlement is the last of them; empty: not looked up
}

// StatementRow is what the party earned with its credits in one activity:
// Amount = Percent of Pool, where Pool is what the activity kept for its holders.
type StatementRow struct {
	Activity Product
	Percent  string // two digits after the point, half-up, e.g. "30.00"; "" when Pool is zero
	Pool     string // money with the currency's digits
	Amount   calc.Minor
}

// Finance is the report of a whole settlement for the finance staff.
type Finance struct {
	Settlement   Settlement
	Organization string
	Until        time.Time
	Parties      []PartyLine      // by party id
	Retained     []RetainedLine   // by reason, then activity
	Activities   []ActivityLine   // by activity id
	Findings     []Finding        // why it is held, then blocking first
	Adjustments  []AdjustmentLine // by party, then id
	Flow         *FlowPicture     // how the money went; nil: nobody knows any more, see Input.Links
	Links        []LinkLine       // what activities passed on to each other, the largest first
	Comparison   *Comparison      // with the settlement before; nil: there is none
}

// PartyLine is one party in the finance report.
type PartyLine struct {
	Party   Party
	Account Account
	Invoice string // its id, or ""
	Note    string // why there is no invoice: "below minimum, carried", "owes", …
}

// AdjustmentLine is what a person added to a party's balance, or took, and why.
type AdjustmentLine struct {
	Party  Party
	ID     string
	Amount calc.Minor
	Reason string
	By     string
}

// RetainedLine is what stays with the company, and why.
type RetainedLine struct {
	Reason   calc.Reason
	Meaning  string // the reason in words
	Activity Product
	Amount   calc.Minor
}

// ActivityLine is one activity as cost and profit centre, in money text:
// Income + Costs + Received = Founders + Delegated + Kept.
type ActivityLine struct {
	Activity  Product
	Income    calc.Minor
	Costs     calc.Minor
	Received  string
	Founders  string
	Delegated string
	Kept      string
}

// Document is a finished file for people.
type Document struct {
	Name     string // file name: settlement, party and extension only
	Format   string // html, pdf, xlsx, csv, xml
	MimeType string
	Party    calc.PartyID // whose profile page it belongs to (the organization's for finance reports)
	Title    string       // what OFBiz's party page calls it
	Content  []byte
}

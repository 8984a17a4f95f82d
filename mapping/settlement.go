package mapping

import (
	"time"

	"fairshare/calc"
)

// State is how far a settlement has come. It only moves forward:
//
//	held     waits for a person (settle --approve); nothing of it is in OFBiz
//	planned  every invoice, item, amount and id is committed; nothing of it is in OFBiz yet
//	writing  invoices are being written; a crash is repaired by replaying the plan
//	exported its invoices are in a file that a person imports into OFBiz
//	verified all invoices were read back and are what was planned
//	closed   done
//	voiding  a person reverses it; its invoices are being cancelled
//	void     reversed by a person
//	refused  findings stopped it before it was planned: it is printed, and never in the journal
type State string

// The states in their order.
const (
	Held     State = "held"
	Planned  State = "planned"
	Writing  State = "writing"
	Exported State = "exported"
	Verified State = "verified"
	Closed   State = "closed"
	Voiding  State = "voiding"
	Void     State = "void"
	Refused  State = "refused"
)

// Settlement is the head of one settlement: all income of an organization in one
// currency up to a cut-off that no earlier settlement took.
type Settlement struct {
	ID           string // also the invoices' referenceNumber, at most 60 characters
	Organization string
	Currency     string
	Decimals     int       // of the currency's minor unit
	Until        time.Time // the cut-off, not included; UTC
	Zone         string    // in which people read Until
	SnapshotAt   time.Time // database clock when the input was read; UTC
	State        State
	ConfigDigest string
	InputDigest  string
	StoredDigest string // of the stored input; empty where none was stored
	Version      string // of Fairshare
	Lines        int
	Income       calc.Minor // Σ lines
	Earned       calc.Minor // Σ parties' cells
	Retained     calc.Minor // Σ retained cells; Income = Earned + Retained
	Invoiced     calc.Minor // Σ invoices
}

// LedgerEntry is what one account got from one activity in one settlement.
// Exactly one of Account.Party and Account.Retained is set.
type LedgerEntry struct {
	Account  calc.Account
	Activity calc.ActivityID
	Earned   calc.Fine  // exact, of this settlement alone
	Amount   calc.Minor // what was booked, in whole minor units
}

// ActivityFlow is one activity's account in a settlement (calc.Flow with its id).
type ActivityFlow struct {
	Activity  calc.ActivityID
	Income    calc.Minor
	Costs     calc.Minor
	Founders  calc.Fine
	Received  calc.Fine
	Delegated calc.Fine
	Kept      calc.Fine
}

// Account is how a party's balance moved in a settlement:
// Closing = Opening + Earned + Adjusted − Invoiced.
type Account struct {
	Party    calc.PartyID
	Opening  calc.Minor
	Earned   calc.Minor
	Adjusted calc.Minor
	Invoiced calc.Minor
	Closing  calc.Minor
	Held     bool // settlement.hold names the party: nothing is invoiced
}

// Adjustment is what a person added to a party's balance, or took from it, and why.
// The next settlement of its currency takes it.
type Adjustment struct {
	ID         string
	Party      calc.PartyID
	Currency   string
	Amount     calc.Minor
	Reason     string
	By         string    // who
	At         time.Time // UTC
	Settlement string    // that took it; empty: none yet
}

// Invoice is a payout invoice: partyIdFrom = the payee, partyId = the company.
type Invoice struct {
	ID          string // FS…, at most 20 characters, from settlement and party
	Type        string // COMMISSION_INVOICE or PURCHASE_INVOICE
	Party       calc.PartyID
	Company     string
	Status      string // INVOICE_IN_PROCESS
	Date        time.Time
	Currency    string
	Decimals    int
	Total       calc.Minor
	Reference   string // the settlement's id
	Description string
	Items       []InvoiceItem
}

// InvoiceItem is one credited activity's part of a payout, or with no activity
// the balance carried from before. Quantity is always 1; Amount is never 0.
type InvoiceItem struct {
	Seq         string // 00001, 00002, …
	Type        string // COMM_INV_ITEM
	Activity    calc.ActivityID
	Amount      calc.Minor
	Description string
}

// Plan is a whole settlement, complete before the first invoice is written.
// Replaying it needs nothing else.
type Plan struct {
	Settlement Settlement
	Sales      Rows[PlannedSale]
	Ledger     Rows[LedgerEntry] // parties by id, then reasons, each by activity
	Flows      []ActivityFlow
	Accounts   []Account     // every party with a cell or a balance, by party id
	Invoices   Rows[Invoice] // by party id
	Findings   []Finding

	Adjustments []Adjustment // those the settlement takes, by id

	// Input is what the plan was worked out from, to be stored with it. A plan that
	// was loaded back has none: it is read by itself.
	Input *Input

	sums Rows[Invoice] // InvoiceSums
	byID []int32       // InvoicesByID
}

// Made reports whether the plan was worked out here and makes its rows, rather than
// having been loaded.
func (p *Plan) Made() bool { return p.Ledger.made != nil }

// Commit drops what a plan that was made has only to be committed with: what it was
// worked out from, and the sale lines.
func (p *Plan) Commit() {
	p.Input, p.Sales = nil, Rows[PlannedSale]{}
}

// PlannedSale is a line that the settlement takes.
type PlannedSale struct {
	SaleKey
	Revision int
	Activity calc.ActivityID
	At       calc.Instant
	Amount   calc.Minor
}

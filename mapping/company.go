package mapping

import (
	"time"

	"fairshare/calc"
)

// Company is everything that one snapshot of the OFBiz database says about who
// shares what: the scheme with its whole history, the income not yet settled,
// names for the reports, and what is wrong with the data.
type Company struct {
	Scheme   calc.Scheme
	Sales    Rows[Sale] // what no settlement took yet, by key
	Findings []Finding  // sorted; acceptances applied
	Digest   string     // of the canonical input: same data, same digest

	// What only people ask for; nil where it is read to settle only.
	Parties  map[calc.PartyID]Party
	Products map[calc.ActivityID]Product
	Members  []Membership // who was in the party group when
	Holders  []Holder     // who claimed which facility when
	Claims   []Claim      // whose facilities were whose, and why some don't count
	Waiting  []Waiting    // credit that nobody approved yet

	Forecasts []Forecast // by id, where the rules ask for them

	accepted []Acceptance // for ProblemFindings
}

// Party is what the reports and the payout need of a party.
type Party struct {
	ID       calc.PartyID
	Name     string // group name, or first and last name; the id where there is none
	Currency string // preferredCurrencyUomId; OFBiz would rewrite an invoice to it
	Disabled bool
}

// Product is what the reports need of an activity.
type Product struct {
	ID   calc.ActivityID
	Name string
}

// Source is the OFBiz entity that a line of income comes from.
type Source string

// The sources of income. (More follow: invoices, payments, costs.)
const (
	FromOrderItem          Source = "OrderItem"
	FromReturnItem         Source = "ReturnItem"
	FromInvoiceItem        Source = "InvoiceItem"        // recognized as invoiced
	FromPaymentApplication Source = "PaymentApplication" // recognized as paid; Item names the invoice item too
	FromPurchaseInvoice    Source = "PurchaseInvoice"    // a direct cost: item of a purchase invoice
	FromStandardCost       Source = "StandardCost"       // a direct cost: of an order item sold
	FromShipping           Source = "Shipping"           // a direct cost: an order item's part of its order's shipping
)

// IsCost reports whether lines of the source are direct costs.
func (s Source) IsCost() bool {
	return s == FromPurchaseInvoice || s == FromStandardCost || s == FromShipping
}

// SaleKey names one item of one OFBiz document for ever.
type SaleKey struct {
	Source   Source
	Document string // orderId, returnId
	Item     string // orderItemSeqId, returnItemSeqId
}

// Sale is a line of income: the difference between what a document's item is
// worth now and what settlements already took of it, valued at the instant of
// the original sale. Revision counts how often the item was taken before.
type Sale struct {
	SaleKey
	Revision int
	Currency string
	Activity int32 // index in Scheme.Activities
	At       calc.Instant
	Amount   calc.Minor
}

// Taken is what settlements took of an item so far (from Fairshare's own tables).
type Taken struct {
	SaleKey
	Currency string
	Activity calc.ActivityID
	At       calc.Instant
	Amount   calc.Minor // Σ over revisions
	Times    int        // number of revisions
	VoidOnly bool       // only voided settlements took it so: it counts for its Times alone
}

// Residue is what rounding still owes a cell (from Fairshare's own tables):
// Σ earned − Σ paid over the settlements so far, between −1 and 1 minor unit.
type Residue struct {
	Currency string
	Account  calc.Account
	Activity calc.ActivityID
	Rest     calc.Fine
}

// Balance is what the company owes a party from before (from Fairshare's own
// tables): earned and adjusted, less invoiced. Negative when the party owes.
type Balance struct {
	Currency string
	Party    calc.PartyID
	Amount   calc.Minor
}

// Memory is what Fairshare remembers of earlier settlements of an organization.
type Memory struct {
	Taken    []Taken
	Residues []Residue
	Balances []Balance

	Adjustments []Adjustment // that no settlement took yet
}

// SnapshotInfo says when and from which server a company was read.
type SnapshotInfo struct {
	At     time.Time // the database's clock, UTC
	Server string    // version()
}

package mapping

import (
	"time"

	"fairshare/calc"
)

// Rules is what the configuration says about how OFBiz's rows are understood.
// cmd fills it from the configuration file; nothing in this package reads files.
type Rules struct {
	Organization string         // the paying company's partyId
	Vendors      []string       // whose sales orders are income; empty: the organization's
	Zone         *time.Location // of OFBiz's naive times

	Group            string   // partyId of the PartyGroup whose members take part
	RelationshipType string   // PartyRelationship.partyRelationshipTypeId of a membership
	MemberRole       string   // roleTypeIdTo of a membership; empty: any
	FacilityRole     string   // FacilityParty.roleTypeId; empty: any
	Facilities       Facility // which of a party's facilities count

	IgnoreFacilities []string          // stock kept for selling: left out of every sum
	ItemStatuses     map[string]Counts // InventoryItem.statusId → counted or not; unknown is a finding

	Basis  calc.Basis // of activities without a SHARE_BASIS attribute
	Method calc.Method

	Adjustments map[string]bool // orderAdjustmentTypeId → is it income
	Decimals    map[string]int  // currency → digits of its minor unit, where not ISO 4217's

	Recognize Recognize     // when income counts
	Since     time.Time     // what was sold before it never counts; zero: all of the past does
	Costs     Costs         // which sources of direct costs are read
	Founders  []FounderRule // who gets a part of every sale first
	Cycles    calc.Cycles
	Epsilon   calc.Quantity // QuantityOne is the whole; 0 is calc's default
	ConvertTo string        // a currency into which all income is converted at the dated rate; empty: one settlement per currency

	Accepted []Acceptance // findings that may pass
	Forecast bool         // OFBiz's sales forecasts are read too: for projections only
}

// Recognize says when a sale is income (design, section 2).
type Recognize string

// The ways of recognizing income.
const (
	RecognizeCompleted Recognize = "completed" // order items, when they are completed; also ""
	RecognizeInvoiced  Recognize = "invoiced"  // items of sales invoices from READY on, at invoiceDate
	RecognizePaid      Recognize = "paid"      // the part of those invoices that payments applied, at the payment's effectiveDate
)

// byOrder, bySalesInvoice and byPayment say what makes a sale income, and with the
// others below which entities the rules need.
func (r Rules) byOrder() bool        { return !r.bySalesInvoice() }
func (r Rules) bySalesInvoice() bool { return r.Recognize == RecognizeInvoiced || r.byPayment() }
func (r Rules) byPayment() bool      { return r.Recognize == RecognizePaid }
func (r Rules) readsInvoices() bool  { return r.bySalesInvoice() || r.Costs.PurchaseInvoice }
func (r Rules) costsStandard() bool  { return r.Costs.StandardCost }
func (r Rules) converts() bool       { return r.ConvertTo != "" }
func (r Rules) forecasts() bool      { return r.Forecast }

// reads reports whether the rules make lines of a source.
func (r Rules) reads(s Source) bool {
	switch s {
	case FromOrderItem, FromReturnItem:
		return r.byOrder()
	case FromInvoiceItem:
		return r.bySalesInvoice() && !r.byPayment()
	case FromPaymentApplication:
		return r.byPayment()
	case FromPurchaseInvoice:
		return r.Costs.PurchaseInvoice
	case FromStandardCost:
		return r.Costs.StandardCost
	case FromShipping:
		return r.Costs.Shipping
	}
	return false
}

// Costs says which direct costs are read; none by default.
type Costs struct {
	PurchaseInvoice bool // items of purchase invoices that name the product
	StandardCost    bool // CostComponent × quantity sold, as of the sale
	Shipping        bool // what the order's shipping adjustments cost
}

// FounderRule is a line under founders: a percentage of every sale.
type FounderRule struct {
	Product string
	Percent calc.Quantity // QuantityOne is 1 %
}

// Facility is the rule for parties with several facilities.
type Facility string

// The two rules: only the party's first facility counts, or all of them do.
const (
	FirstFacility Facility = "first"
	AllFacilities Facility = "all"
)

// Counts says whether inventory of a status is credit.
type Counts bool

// DefaultItemStatuses is OFBiz's own rule (getProductInventoryAvailable): an item
// without a status, available, promised or returned to stock is there; one on
// hold, defective, delivered or only ordered is not.
func DefaultItemStatuses() map[string]Counts {
	return map[string]Counts{
		"": true, "INV_AVAILABLE": true, "INV_PROMISED": true, "INV_NS_RETURNED": true,
		"INV_BEING_TRANSFERED": true, "INV_BEING_TRANS_PRM": true,
		"INV_NS_ON_HOLD": false, "INV_NS_DEFECTIVE": false, "INV_NS_DEF_HOLD": false,
		"INV_ON_HOLD": false, "INV_DEFECTIVE": false, "INV_RETURNED": false,
		"INV_DELIVERED": false, "INV_ON_ORDER": false, "INV_ACTIVATED": false, "INV_DEACTIVATED": false,
	}
}

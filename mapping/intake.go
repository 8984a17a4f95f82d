package mapping

import (
	"fmt"
	"time"

	"fairshare/calc"
)

// Intake turns the rows of OFBiz into a Company. Rows come in the order of
// Entities and stream through: ids become small numbers and only what is needed
// is kept, in slices without pointers.
//
// What is wrong with a row becomes a finding of the company; Take and Company
// fail only on what a database can't contain.
type Intake struct {
	rules   Rules
	memory  Memory
	since   calc.Instant // what was sold before it never counts
	until   calc.Instant // sale lines at or after it are left for later
	clock   zoneClock
	found   findings
	settle  bool // SettleOnly
	reading      // of the row at hand

	parties    partyTable
	products   productTable
	facilities facilityTable
	stock      stockTable
	orders     orderTable
	returns    returnTable
	invoices   invoiceTable
	payments   paymentTable
	costs      costTable
	rates      rateTable
	forecasts  forecastTable
}

// NewIntake returns an empty intake. Only sale lines before until are returned
// as the company's sales; a zero until is no limit.
func NewIntake(rules Rules, memory Memory, until time.Time) *Intake {
	in := &Intake{rules: rules, memory: memory, since: calc.Ever, until: calc.Never}
	if !rules.Since.IsZero() {
		in.since = calc.Instant(rules.Since.UnixMilli())
	}
	if !until.IsZero() {
		in.until = calc.Instant(until.UnixMilli())
	}
	in.clock.zone = rules.Zone
	if rules.Zone == nil {
		in.clock.zone = time.UTC
	}
	in.reading.in = in
	in.parties = newPartyTable(rules)
	in.products = newProductTable()
	in.facilities = newFacilityTable(rules)
	in.stock = newStockTable(rules)
	in.orders = newOrderTable(rules)
	in.returns = newReturnTable()
	in.invoices = newInvoiceTable()
	in.payments = newPaymentTable()
	in.costs = costTable{}
	in.rates = rateTable{}
	return in
}

// SettleOnly leaves out what only people ask for and a settlement does not need: the
// company will have no names, claims or credit that waits. It is called before Take.
func (in *Intake) SettleOnly() { in.settle = true }

// takers says what is done with a row of each entity. The rows of the others
// (Uom, OrderAdjustmentType, FacilityAttribute's unknown names) pass unread.
var takers = map[string]func(*Intake){
	"Party":                (*Intake).takeParty,
	"PartyGroup":           (*Intake).takePartyGroup,
	"Person":               (*Intake).takePerson,
	"PartyRelationship":    (*Intake).takePartyRelationship,
	"Product":              (*Intake).takeProduct,
	"ProductAttribute":     (*Intake).takeProductAttribute,
	"ProductAssoc":         (*Intake).takeProductAssoc,
	"Facility":             (*Intake).takeFacility,
	"FacilityAttribute":    (*Intake).takeFacilityAttribute,
	"FacilityParty":        (*Intake).takeFacilityParty,
	"ProductStore":         (*Intake).takeProductStore,
	"ProductStoreFacility": (*Intake).takeProductStoreFacility,
	"InventoryItem":        (*Intake).takeInventoryItem,
	"InventoryItemStatus":  (*Intake).takeInventoryItemStatus,
	"InventoryItemDetail":  (*Intake).takeInventoryItemDetail,
	"OrderHeader":          (*Intake).takeOrderHeader,
	"OrderRole":            (*Intake).takeOrderRole,
	"OrderItem":            (*Intake).takeOrderItem,
	"OrderAdjustment":      (*Intake).takeOrderAdjustment,
	"OrderStatus":          (*Intake).takeOrderStatus,
	"ReturnHeader":         (*Intake).takeReturnHeader,
	"ReturnItem":           (*Intake).takeReturnItem,
	"ReturnAdjustment":     (*Intake).takeReturnAdjustment,
	"ReturnStatus":         (*Intake).takeReturnStatus,
	"UomConversionDated":   (*Intake).takeUomConversionDated,
	"CostComponent":        (*Intake).takeCostComponent,
	"InvoiceType":          (*Intake).takeInvoiceType,
	"InvoiceItemType":      (*Intake).takeInvoiceItemType,
	"Invoice":              (*Intake).takeInvoice,
	"InvoiceItem":          (*Intake).takeInvoiceItem,
	"OrderItemBilling":     (*Intake).takeOrderItemBilling,
	"ReturnItemBilling":    (*Intake).takeReturnItemBilling,
	"Payment":              (*Intake).takePayment,
	"PaymentApplication":   (*Intake).takePaymentApplication,
	"CustomTimePeriod":     (*Intake).takeCustomTimePeriod,
	"SalesForecast":        (*Intake).takeSalesForecast,
	"SalesForecastDetail":  (*Intake).takeSalesForecastDetail,
}

// Take takes a row; it keeps none of the row's bytes.
func (in *Intake) Take(entity *Entity, row Row) error {
	if len(row) != len(entity.Fields) {
		return fmt.Errorf("take %s: %d fields, not the %d of %v", entity.Name, len(row), len(entity.Fields), entity.Fields)
	}
	if in.entity != entity {
		in.entity, in.taker = entity, takers[entity.Name]
		if !entity.Needed(in.rules) {
			in.taker = nil
		}
	}
	if in.taker == nil {
		return nil
	}
	in.row, in.err = row, nil
	in.taker(in)
	return in.err
}

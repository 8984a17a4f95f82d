package mapping

import "fmt"

// FindingCode is an entry of the catalogue of findings: a stable code, what it
// does to a run, and what it says, in general, with what to do.
type FindingCode struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Text     string   `json:"text"`
}

// FindingCodes is the catalogue of what is found in OFBiz's rows and in the
// scheme they make, by code within what it is about.
var FindingCodes = []FindingCode{
	// any row
	{"BAD_VALUE", Blocking, "a number or a date can't be read or doesn't fit; the row is left out: correct it in OFBiz"},
	{"LOCAL_TIME", Warning, "a local time that the zone's clocks skipped (read with the offset before the change) or showed twice (read as the second one)"},
	{"ZERO_DATE", Warning, "a date of zeros is read as no date: set or clear it in OFBiz"},
	{"NEVER_VALID", Warning, "fromDate is not before thruDate: the row is never valid"},
	{"SPELLING", Warning, "an id is spelled otherwise than in its own row, which the database holds equal: the spelling of its own row counts"},

	{"BAD_ID", Blocking, "the id of a member, or of a product with credits, holds what no invoice can name: the party's balance is carried, the product's part retained; use a plain id"},
	{"ODD_NAME", Warning, "a name holds characters that can't be seen, turn the text around or do not fit OFBiz's tables: they are replaced wherever it is shown; correct the name"},

	// parties and facilities
	{"UNKNOWN_PARTY", Blocking, "a row names a party that has no Party row"},
	{"GROUP_EMPTY", Blocking, "the party group has no members: nobody could be paid; check parties.group, relationship_type and the role"},
	{"GROUP_IN_ITSELF", Warning, "the party group is a member of itself: the row is ignored"},
	{"PARTY_WITHOUT_FACILITY", Warning, "a member has no facility, so no credits: give it one in OFBiz's Facility Manager"},
	{"SECOND_FACILITY", Warning, "the rule is facilities: first, and this is not the party's first facility: what it holds is retained"},
	{"SHARED_FACILITY", Blocking, "two parties claim the facility: what it holds is retained; end one of the FacilityParty rows"},
	{"PARTY_DISABLED", Blocking, "a disabled (or merged) member holds credits: its part is retained until a person decides"},
	{"PARTY_CURRENCY", Warning, "a member prefers another currency than there is income in: its invoice is in the income's currency"},
	{"CREDIT_OUTSIDE_GROUP", Warning, "credits lie in a facility of nobody in the party group: their part is retained"},
	{"ORGANIZATION_CREDIT", Warning, "credits lie in a facility of the organization itself: their part is retained, no invoice to itself"},
	{"STORE_FACILITY", Warning, "a product store sells from this facility and its stock counts as credit: list it in credits.ignore_facilities if it is goods"},
	{"UNKNOWN_FACILITY", Warning, "the row or configuration names a facility that has no Facility row"},

	// activities and shares
	{"UNKNOWN_PRODUCT", Blocking, "a row names a product that has no Product row: what reaches it is retained"},
	{"BAD_BASIS", Blocking, "SHARE_BASIS must be WEIGHT, PERCENT or FACADE: what reaches the product is retained"},
	{"BAD_OWN_WEIGHT", Blocking, "SHARE_OWN_WEIGHT must be a number of at least 0: what reaches the product is retained"},
	{"QUANTITY_MISSING", Blocking, "a BOM row has no quantity: its product's income is retained while the row is valid; set the weight"},
	{"QUANTITY_NEGATIVE", Blocking, "a BOM row's quantity is negative: its product's income is retained while the row is valid; set the weight"},
	{"QUANTITY_ZERO", Warning, "a BOM row's quantity is zero: the row is ignored"},
	{"SELF_COMPONENT", Warning, "a product is its own component: the weight adds to its own weight; OFBiz's BOM screen may loop on such a row, SHARE_OWN_WEIGHT says the same"},
	{"DUPLICATE_COMPONENT", Blocking, "two BOM rows of one pair are valid at once: accept it to have them added, or end one"},
	{"DISCONTINUED_CREDIT", Warning, "a discontinued product holds credits: it is still paid"},
	{"VARIANT_WITHOUT_BOM", Blocking, "a variant was sold that has no BOM rows while its virtual product has: copy them to the variant, or accept that only the variant's own credits count"},
	{"FORMULA_SYNTAX", Blocking, "the instruction of a BOM row starts with = and is no formula: its product's income is retained while the row is valid"},
	{"FORMULA", Blocking, "a weight by formula can't be worked out (a circle of formulas, an unknown reference, a division by zero): its product's income is retained"},
	{"FOUNDER", Blocking, "a line under founders in the configuration names no product, or no percentage above 0 and up to 100: it is left out"},
	{"FOUNDERS_OVER_100", Blocking, "the founders together take more than 100 % of every sale: lower the percentages"},
	{"CLOSED_CYCLE", Blocking, "activities use one another in a circle that nothing leaves: what reaches it is retained; give one of them credits, or end one of the BOM rows"},
	{"FACADE_HAS_COSTS", Blocking, "a FACADE only passes income on, yet it has direct costs: let them name one of its components"},
	{"CYCLE", Blocking, "activities use one another in a circle: what reaches it is retained; end one of the BOM rows"},
	{"PERCENT_OVER_100", Blocking, "the components of a PERCENT activity take more than 100 %: its income is retained; lower them"},
	{"FACADE_NOT_100", Blocking, "the components of a FACADE do not sum to 100 %: its income is retained; correct them"},
	{"FACADE_HAS_CREDITS", Blocking, "a FACADE has nothing for its own credits, yet somebody holds some: move them to a component"},
	{"NEGATIVE_CREDIT", Blocking, "a facility's credits are below zero and count as 0: correct the inventory items named"},
	{"SUM_TOO_LARGE", Blocking, "weights or credits are too large to be added exactly"},
	{"IDLE_CREDITS", Warning, "an activity with components has credits but no own part, so they earn nothing: set SHARE_OWN_WEIGHT if they should"},
	{"DOMINANT_WEIGHT", Warning, "one component takes more than 99.99 % of the weights: look whether its quantity is meant"},

	// credits
	{"NO_CREDITS", Warning, "an activity earns and nobody holds credits in it: what it keeps is retained"},
	{"ITEM_STATUS", Blocking, "an inventory item's status is not in credits.statuses: it is not counted until somebody decides"},
	{"ITEM_WITHOUT_FACILITY", Warning, "an inventory item lies in no known facility: its part is retained"},
	{"ITEM_NEGATIVE", Warning, "an inventory item's differences sum to less than zero"},
	{"QUANTITY_NULL", Warning, "an inventory item has no quantityOnHandTotal: counted as what its details say"},
	{"TOTAL_DIFFERS", Warning, "quantityOnHandTotal is not the sum of the item's details: the details count"},
	{"OWNER_DIFFERS", Warning, "an inventory item's owner is not the party of its facility: the facility's party counts"},
	{"DETAIL_WITHOUT_ITEM", Warning, "an inventory detail's item does not exist: it is left out"},
	{"NO_DATE", Warning, "a row has no date where it needs one; the text says which is used"},

	// income
	{"OTHER_VENDOR", Warning, "sales orders of another vendor are left out: add it to income.vendors if its sales are to be shared"},
	{"ORDER_CURRENCY", Blocking, "a sales order, or an invoice that bills none, has no currency: it is left out"},
	{"CURRENCY_DECIMALS", Blocking, "the currency has more than 2 digits after the point; OFBiz's invoices keep 2"},
	{"ADJUSTMENT_TYPE", Blocking, "nobody decided whether adjustments of this type are income: set income.adjustments; until then they are not"},
	{"ADJUSTMENT_ITEM", Blocking, "an adjustment that is income names an item that its order does not have: it is left out"},
	{"HEADER_WITHOUT_ITEMS", Warning, "an order's own adjustment has no live item to fall on: it is left out"},
	{"HEADER_TAX_INCLUDED", Warning, "tax included in an order's header adjustment is not taken out of income: only items' is"},
	{"ITEM_UNDATED", Warning, "nothing says when an item was completed: the order's date counts"},
	{"ITEM_WITHOUT_PRODUCT", Warning, "an order item names no product: its income is retained"},
	{"EXTERNAL_ID_TWICE", Warning, "two orders have the same externalId: look whether one was imported twice"},
	{"AMOUNT_TOO_LARGE", Blocking, "an amount is too large to be counted exactly: what it is of is left out"},
	{"RETURN_WITHOUT_SALE", Blocking, "a completed return names no completed order item: it can't be valued and is left out"},
	{"RETURN_EXCEEDS_SALE", Warning, "more was returned of an order item than was sold"},
	{"RETURN_CURRENCY", Warning, "a return's currency is not its order's: the order's counts"},
	{"REACHES_BACK", Warning, "income.since is empty and the first settlement takes income of more than a year: set it to the day from which sales are to be shared, or leave it empty if the whole past is"},
	{"SALE_CHANGED", Warning, "an item was settled and is worth something else now: the difference is taken, valued at the original sale"},
	{"SALE_VANISHED", Warning, "an item was settled and is no income any more: it is taken back, valued at the original sale"},
	{"RECOGNITION_CHANGED", Blocking, "items were settled under another income.recognize: they are taken back and what is income now is taken; accept it if that is meant"},

	// what a person has to look at before a settlement goes on
	{"REVIEW_PAYOUT", Warning, "a payout differs by more than settlement.review_change_percent from the party's last invoice: the settlement is held until `fairshare settle --approve`"},
	{"REVIEW_NO_SALES", Warning, "there are no sales where the last settlement had at least settlement.review_no_sales lines: the settlement is held until `fairshare settle --approve`"},
	// what `fairshare settlements verify` finds: somebody changed what was settled
	{"VERIFY_INPUT", Blocking, "the stored input of a settlement is not what was stored"},
	{"VERIFY_NO_INPUT", Warning, "the settlement is older than the storing of inputs: it can't be worked out again"},
	{"VERIFY_SETTLEMENT", Blocking, "the head of a settlement in the journal is not what the stored input comes to"},
	{"VERIFY_SALE", Blocking, "a line of a settlement in the journal is not the one that was stored"},
	{"VERIFY_LEDGER", Blocking, "an entry of the ledger is not what the stored input comes to"},
	{"VERIFY_FLOW", Blocking, "an activity's flow in the journal is not what the stored input comes to"},
	{"VERIFY_ACCOUNT", Blocking, "a party's account in the journal is not what the stored input comes to"},
	{"VERIFY_ADJUSTMENT", Blocking, "an adjustment in the journal is not the one that was taken"},
	{"VERIFY_PLANNED_INVOICE", Blocking, "an invoice or item in the journal is not what the stored input comes to"},
	{"VERIFY_INVOICE", Blocking, "a payout invoice or item in OFBiz is not what was planned"},
	{"VERIFY_INVOICE_GONE", Blocking, "a payout invoice is not in OFBiz any more"},
	{"VERIFY_INVOICE_EXTRA", Blocking, "an invoice in OFBiz carries a settlement's reference and is none of it"},
	// what `fairshare settlements verify` tells of OFBiz's data since: nothing wrong by itself
	{"DRIFT_SALE", Warning, "a settled item is worth something else now: the next settlement takes the difference"},
	{"DRIFT_LATE_SALE", Warning, "an item of before the cut-off came after it was settled: the next settlement takes it"},
	{"DRIFT_SCHEME", Warning, "a credit, weight, membership or facility of before the cut-off was changed after it was settled"},

	// income by invoices and payments
	{"INVOICE_UNDATED", Blocking, "an invoice that counts has no invoiceDate: it is left out"},
	{"INVOICE_CURRENCY", Warning, "an invoice is in another currency than the order it bills: the order's counts, OFBiz put in what the customer prefers"},
	{"INVOICE_CURRENCIES", Blocking, "an invoice bills orders of several currencies: one of them counts for all of it"},
	{"INVOICE_ITEM_TYPE", Blocking, "nobody decided whether invoice items of this type are income (or a cost): set income.adjustments; until then they are not"},
	{"INVOICE_PRICE", Warning, "an invoice asks for what its order gives away: OFBiz takes a price of zero for a missing one; the invoice's counts"},
	{"INVOICE_TOTAL", Blocking, "payments are applied to an invoice that comes to nothing or less: no part of it can be told as paid"},
	{"PAYMENT_UNDATED", Blocking, "a payment that came has no effectiveDate: what it pays is left out"},
	{"RETURN_NOT_INVOICED", Warning, "a completed return has no return invoice, and invoices are income: the sale stays income"},

	// direct costs and currencies
	{"COST_CURRENCY", Blocking, "a product was sold in a currency in which it has no standard cost, only in another: the cost is left out"},
	{"FORECAST", Warning, "a sales forecast, or a line of it, lacks its time period, currency, product or amount: it is left out of projections; complete it in OFBiz"},
	{"RATE_MISSING", Blocking, "no rate of exchange is valid on a day on which it is needed: what was earned or spent then is left out; inverse rates are not used"},

	// findings of a code that says there are more of them
	{"MORE_FINDINGS", Warning, "there are more findings of a code than are listed"},
}

var severities = func() map[string]Severity {
	m := make(map[string]Severity, len(FindingCodes))
	for _, c := range FindingCodes {
		m[c.Code] = c.Severity
	}
	return m
}()

// NewFinding makes a finding of a code of the catalogue; text says what is wrong
// with this row, what was done about it and what to do. A code that is not in
// the catalogue blocks: nobody can have decided that it may pass.
func NewFinding(code, entity, key, text string) Finding {
	severity, known := severities[code]
	if !known {
		severity = Blocking
	}
	return Finding{Code: code, Severity: severity, Entity: entity, Key: key, Text: text}
}

// findings gathers findings while rows are read.
type findings []Finding

func (f *findings) add(code, entity, key, format string, args ...any) {
	*f = append(*f, NewFinding(code, entity, key, fmt.Sprintf(format, args...)))
}

// maxWarnings is how many warnings of one code are listed one by one.
const maxWarnings = 200

// curbed shortens sorted findings: a database with a million oddities of one kind
// gets the first of them and their number. What blocks is always listed, since
// the configuration accepts it by key.
func curbed(sorted []Finding) []Finding {
	counts := map[string]int{}
	kept := sorted[:0:0]
	for _, f := range sorted {
		if f.Severity == Warning {
			counts[f.Code]++
		}
		if counts[f.Code] <= maxWarnings {
			kept = append(kept, f)
		}
	}
	for code, n := range counts {
		if n > maxWarnings {
			more := fmt.Sprintf("%d findings %s in all, %d of them listed", n, code, maxWarnings)
			kept = append(kept, NewFinding("MORE_FINDINGS", "", code, more))
		}
	}
	return SortFindings(kept)
}

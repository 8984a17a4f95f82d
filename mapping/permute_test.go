package mapping_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// TestLifetimeTotals: whatever order orders, changed prices, returns, invoices,
// payments and costs arrive in, and wherever settlements are cut off, what every
// account got from every activity in the end is the same, to the unit.
// FAIRSHARE_TEST_COMPANIES sets how many random companies are tried.
func TestLifetimeTotals(t *testing.T) {
	companies := 60
	if n, err := strconv.Atoi(os.Getenv("FAIRSHARE_TEST_COMPANIES")); err == nil {
		companies = n
	}
	moved := 0
	for seed := range companies {
		rng := rand.New(rand.NewPCG(uint64(seed), 4))
		company := randomBusiness(rng)
		want := company.live(t, rng, 1)
		for range 3 {
			settlements := 2 + rng.IntN(5)
			got := company.live(t, rng, settlements)
			if !maps.Equal(got, want) {
				t.Fatalf("company %d in %d settlements: %s", seed, settlements, differences(got, want))
			}
			moved += len(got)
		}
	}
	if moved < 10*companies {
		t.Errorf("only %d cells in %d companies", moved, companies)
	}
}

func differences(got, want map[string]calc.Minor) string {
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if got[key] != want[key] {
			fmt.Fprintf(&text, "\n%s: %d, at once %d", key, got[key], want[key])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if _, there := got[key]; !there {
			fmt.Fprintf(&text, "\n%s: nothing, at once %d", key, want[key])
		}
	}
	return text.String()
}

// business is a random company: what never changes, and documents that arrive, and
// change, some time.
type business struct {
	rules     mapping.Rules
	fixed     string
	documents [][]string // the versions of each, as rows
}

var (
	businessProducts   = []string{"BOARD", "FIRMWARE", "DOCS"}
	businessFacilities = []string{"FAC_MIK", "FAC_CELL", "FAC_DAVE"}
	businessCurrencies = []string{"EUR", "USD", "JPY"}
)

func randomBusiness(rng *rand.Rand) *business {
	b := &business{rules: mapping.Rules{
		Organization: "Company", Group: "PARTNERS", RelationshipType: "GROUP_ROLLUP", Zone: time.UTC,
		Recognize: []mapping.Recognize{mapping.RecognizeCompleted, mapping.RecognizeInvoiced, mapping.RecognizePaid}[rng.IntN(3)],
		Costs:     mapping.Costs{PurchaseInvoice: rng.IntN(2) == 0, StandardCost: rng.IntN(2) == 0, Shipping: rng.IntN(2) == 0},
	}}
	if rng.IntN(2) == 0 {
		b.rules.Founders = []mapping.FounderRule{{Product: "DOCS", Percent: calc.Quantity(1 + rng.IntN(20_000_000))}}
	}
	if rng.IntN(3) == 0 {
		b.rules.ConvertTo = "EUR"
	}
	b.fixed = scheme(rng)
	for n := range 4 + rng.IntN(8) {
		b.addOrder(rng, n)
	}
	for n := range rng.IntN(4) {
		b.add(purchase(rng, n), 1+rng.IntN(3))
	}
	return b
}

// scheme is credits that grow, components that end, a formula, costs and rates.
func scheme(rng *rand.Rand) string {
	var rows strings.Builder
	for n := range 12 {
		fmt.Fprintf(&rows, `<InventoryItem inventoryItemId="C%[1]d" productId="%[2]s" facilityId="%[3]s" quantityOnHandTotal="%[4]s"/><InventoryItemDetail inventoryItemId="C%[1]d" inventoryItemDetailSeqId="1" effectiveDate="%[5]s" quantityOnHandDiff="%[4]s"/>`,
			n, one(rng, businessProducts), one(rng, businessFacilities), amountText(rng, 6), instantText(rng))
	}
	half := instantText(rng)
	fmt.Fprintf(&rows, `<ProductAttribute productId="BOARD" attrName="SHARE_OWN_WEIGHT" attrValue="%d"/>`, rng.IntN(3))
	fmt.Fprintf(&rows, `<ProductAssoc productId="BOARD" productIdTo="FIRMWARE" productAssocTypeId="ENGINEER_COMPONENT" fromDate="2025-01-01 00:00:00" thruDate="%s" quantity="%s"/>`, half, amountText(rng, 3))
	fmt.Fprintf(&rows, `<ProductAssoc productId="BOARD" productIdTo="FIRMWARE" productAssocTypeId="ENGINEER_COMPONENT" fromDate="%s" instruction="= credits(DOCS) / 3 + 1"/>`, half)
	fmt.Fprintf(&rows, `<ProductAssoc productId="BOARD" productIdTo="DOCS" productAssocTypeId="ENGINEER_COMPONENT" fromDate="2025-01-01 00:00:00" quantity="%s"/>`, amountText(rng, 3))
	fmt.Fprintf(&rows, `<CostComponent costComponentId="S" costComponentTypeId="EST_STD_MAT_COST" productId="BOARD" fromDate="2025-01-01 00:00:00" cost="%s" costUomId="EUR"/>`, amountText(rng, 6))
	for _, currency := range businessCurrencies[1:] {
		fmt.Fprintf(&rows, `<UomConversionDated uomId="%s" uomIdTo="EUR" fromDate="2025-01-01 00:00:00" conversionFactor="0.%d"/>`, currency, 1+rng.IntN(99999))
	}
	return rows.String()
}

func one(rng *rand.Rand, of []string) string { return of[rng.IntN(len(of))] }

func amountText(rng *rand.Rand, digits int) string {
	return fmt.Sprintf("%d.%0*d", 1+rng.IntN(200), digits, rng.IntN([]int{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}[digits]))
}

// instantText is some time in the first half of 2026; ties are wanted.
func instantText(rng *rand.Rand) string {
	return fmt.Sprintf("2026-%02d-%02d 10:00:00", 1+rng.IntN(6), 1+rng.IntN(28))
}

// add gives a document one version or several.
func (b *business) add(version func() string, versions int) {
	var all []string
	for range versions {
		all = append(all, version())
	}
	b.documents = append(b.documents, all)
}

// addOrder adds an order with its return and its invoice with payments, each a
// document of its own.
func (b *business) addOrder(rng *rand.Rand, n int) {
	at, currency, product := instantText(rng), one(rng, businessCurrencies), one(rng, businessProducts)
	b.add(func() string { return orderRows(rng, n, at, currency, product) }, 1+rng.IntN(3))
	if rng.IntN(3) == 0 {
		b.add(func() string { return returnRows(rng, n, at) }, 1)
	}
	if b.rules.Recognize == mapping.RecognizeCompleted {
		return
	}
	b.add(func() string { return invoiceRows(rng, n, at, currency, product) }, 1+rng.IntN(3))
	for p := range rng.IntN(4) {
		b.add(func() string { return paymentRows(rng, n, p) }, 1)
	}
}

func orderRows(rng *rand.Rand, n int, at, currency, product string) string {
	var rows strings.Builder
	fmt.Fprintf(&rows, `<OrderHeader orderId="O%d" orderTypeId="SALES_ORDER" statusId="ORDER_COMPLETED" orderDate="%s" currencyUom="%s" productStoreId="SHOP"/>`, n, at, currency)
	for seq, of := range []string{product, "BOARD"} {
		fmt.Fprintf(&rows, `<OrderItem orderId="O%d" orderItemSeqId="%d" productId="%s" statusId="ITEM_COMPLETED" quantity="3" unitPrice="%s"/>`, n, seq, of, amountText(rng, 3))
	}
	fmt.Fprintf(&rows, `<OrderStatus orderStatusId="O%[1]d" orderId="O%[1]d" statusId="ORDER_COMPLETED" statusDatetime="%[2]s"/>`, n, at)
	for i, kind := range []string{"DISCOUNT_ADJUSTMENT", "SHIPPING_CHARGES", "SALES_TAX"} {
		fmt.Fprintf(&rows, `<OrderAdjustment orderAdjustmentId="O%[1]d-%[2]d" orderAdjustmentTypeId="%[3]s" orderId="O%[1]d" orderItemSeqId="_NA_" amount="%[4]s"/>`, n, i, kind, amountText(rng, 2))
	}
	return rows.String()
}

func returnRows(rng *rand.Rand, n int, at string) string {
	return fmt.Sprintf(`<ReturnHeader returnId="R%[1]d" returnHeaderTypeId="CUSTOMER_RETURN" entryDate="%[2]s"/><ReturnItem returnId="R%[1]d" returnItemSeqId="1" orderId="O%[1]d" orderItemSeqId="1" statusId="RETURN_COMPLETED" returnQuantity="%[3]d" returnPrice="%[4]s"/><ReturnStatus returnStatusId="R%[1]d" returnId="R%[1]d" statusId="RETURN_COMPLETED" statusDatetime="%[5]s"/>`+
		`<Invoice invoiceId="RI%[1]d" invoiceTypeId="CUST_RTN_INVOICE" partyId="Company" statusId="INVOICE_READY" invoiceDate="%[5]s" currencyUomId="EUR"/><InvoiceItem invoiceId="RI%[1]d" invoiceItemSeqId="1" invoiceItemTypeId="CRT_FPROD_ITEM" productId="BOARD" quantity="1" amount="%[4]s"/><ReturnItemBilling returnId="R%[1]d" returnItemSeqId="1" invoiceId="RI%[1]d" invoiceItemSeqId="1"/>`,
		n, at, 1+rng.IntN(3), amountText(rng, 2), instantText(rng))
}

func invoiceRows(rng *rand.Rand, n int, at, currency, product string) string {
	return fmt.Sprintf(`<Invoice invoiceId="I%[1]d" invoiceTypeId="SALES_INVOICE" partyIdFrom="Company" statusId="INVOICE_READY" invoiceDate="%[2]s" currencyUomId="%[3]s"/><InvoiceItem invoiceId="I%[1]d" invoiceItemSeqId="1" invoiceItemTypeId="INV_FPROD_ITEM" productId="%[4]s" quantity="3" amount="%[5]s"/><InvoiceItem invoiceId="I%[1]d" invoiceItemSeqId="2" invoiceItemTypeId="INV_FPROD_ITEM" productId="BOARD" amount="%[6]s"/><InvoiceItem invoiceId="I%[1]d" invoiceItemSeqId="3" invoiceItemTypeId="ITM_DISCOUNT_ADJ" amount="-1.500"/><OrderItemBilling orderId="O%[1]d" orderItemSeqId="1" invoiceId="I%[1]d" invoiceItemSeqId="2"/>`,
		n, at, currency, product, amountText(rng, 3), amountText(rng, 3))
}

func paymentRows(rng *rand.Rand, n, p int) string {
	return fmt.Sprintf(`<Payment paymentId="P%[1]d-%[2]d" statusId="PMNT_RECEIVED" effectiveDate="%[3]s"/><PaymentApplication paymentApplicationId="P%[1]d-%[2]d" paymentId="P%[1]d-%[2]d" invoiceId="I%[1]d" amountApplied="%[4]s"/>`,
		n, p, instantText(rng), amountText(rng, 2))
}

func purchase(rng *rand.Rand, n int) func() string {
	date, currency, product := instantText(rng), one(rng, businessCurrencies), one(rng, businessProducts)
	return func() string {
		status := one(rng, []string{"INVOICE_READY", "INVOICE_READY", "INVOICE_PAID", "INVOICE_CANCELLED"})
		return fmt.Sprintf(`<Invoice invoiceId="B%[1]d" invoiceTypeId="PURCHASE_INVOICE" partyId="Company" statusId="%[2]s" invoiceDate="%[3]s" currencyUomId="%[4]s"/><InvoiceItem invoiceId="B%[1]d" invoiceItemSeqId="1" invoiceItemTypeId="PINV_FPROD_ITEM" productId="%[5]s" quantity="2" amount="%[6]s"/>`,
			n, status, date, currency, product, amountText(rng, 3))
	}
}

// live runs a business through its settlements: in each, more documents have
// arrived, in some version; in the last one all of them, in their last.
func (b *business) live(t *testing.T, rng *rand.Rand, settlements int) map[string]calc.Minor {
	t.Helper()
	life := &lifetime{cells: map[string]calc.Minor{}, residues: map[string]*mapping.Residue{}, taken: map[string]*mapping.Taken{}}
	seen := make([]int, len(b.documents)) // how many versions have been there
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range settlements {
		until := time.Time{}
		if n < settlements-1 {
			day = day.AddDate(0, 0, rng.IntN(60))
			until = day
		}
		var rows strings.Builder
		rows.WriteString("<entity-engine-xml>" + b.fixed)
		for i, versions := range b.documents {
			seen[i] += rng.IntN(len(versions) - seen[i] + 1)
			if n == settlements-1 {
				seen[i] = len(versions)
			}
			if seen[i] > 0 {
				rows.WriteString(versions[seen[i]-1])
			}
		}
		rows.WriteString("</entity-engine-xml>")
		life.settle(t, b.rules, until, rows.String())
	}
	return life.cells
}

// lifetime is what Fairshare remembers, kept by hand.
type lifetime struct {
	cells    map[string]calc.Minor
	residues map[string]*mapping.Residue
	taken    map[string]*mapping.Taken
}

func (l *lifetime) memory() (m mapping.Memory) {
	for _, key := range slices.Sorted(maps.Keys(l.taken)) {
		m.Taken = append(m.Taken, *l.taken[key])
	}
	for _, key := range slices.Sorted(maps.Keys(l.residues)) {
		m.Residues = append(m.Residues, *l.residues[key])
	}
	return m
}

func (l *lifetime) settle(t *testing.T, rules mapping.Rules, until time.Time, rows string) {
	t.Helper()
	base, err := os.Open(filepath.Join(scenarios, "base.xml"))
	if err != nil {
		t.Fatal(err)
	}
	defer base.Close()
	memory := l.memory()
	company, err := takeIn(&setup{rules: rules, memory: memory, until: until}, base, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	for _, currency := range append(businessCurrencies, "") {
		l.settleIn(t, company, memory, currency)
	}
}

func (l *lifetime) settleIn(t *testing.T, company *mapping.Company, memory mapping.Memory, currency string) {
	t.Helper()
	var sales mapping.Rows[mapping.Sale]
	var lines []calc.Line
	for sale := range company.Sales.All() {
		if sale.Currency == currency {
			sales.Add(sale)
			lines = append(lines, calc.Line{Activity: sale.Activity, At: sale.At, Amount: sale.Amount, Cost: sale.Source.IsCost()})
		}
	}
	if sales.Len() == 0 {
		return
	}
	outcome, err := calc.Distribute(&company.Scheme, lines)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := mapping.NewPlan(mapping.Settlement{ID: "S", Currency: currency}, &company.Scheme, sales, outcome, memory, mapping.Payout{})
	if err != nil {
		t.Fatal(err)
	}
	l.remember(plan)
}

func (l *lifetime) remember(plan *mapping.Plan) {
	currency := plan.Settlement.Currency
	for s := range plan.Sales.All() {
		key := fmt.Sprint(s.SaleKey, currency, s.Activity, s.At)
		if l.taken[key] == nil {
			l.taken[key] = &mapping.Taken{SaleKey: s.SaleKey, Currency: currency, Activity: s.Activity, At: s.At}
		}
		l.taken[key].Amount += s.Amount
		l.taken[key].Times++
	}
	for e := range plan.Ledger.All() {
		key := fmt.Sprintf("%s %s%s from %s", currency, e.Account.Party, e.Account.Retained, e.Activity)
		if l.residues[key] == nil {
			l.residues[key] = &mapping.Residue{Currency: currency, Account: e.Account, Activity: e.Activity}
		}
		l.residues[key].Rest = l.residues[key].Rest.Add(e.Earned).Sub(calc.FineOf(e.Amount))
		if l.cells[key] += e.Amount; l.cells[key] == 0 {
			delete(l.cells, key)
		}
	}
}

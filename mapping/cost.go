package mapping

import (
	"bytes"
	"math/big"
	"slices"

	"fairshare/calc"
)

// costTable is the estimated standard costs of a piece, by product.
type costTable map[int32][]costRow

type costRow struct {
	period
	kind     string // folded costComponentTypeId
	currency string
	cost     int64 // in millionths
}

// takeCostComponent takes the company's estimates (EST_STD_…): what single
// production runs cost (ACTUAL_…) is no standard. Costs of a product's feature say
// nothing of the product.
func (in *Intake) takeCostComponent() {
	const kind, product, feature, from, thru, cost, currency = 1, 2, 3, 4, 5, 6, 7
	if !bytes.HasPrefix(fold(nil, in.row[kind]), []byte("EST_STD_")) || in.null(product) || !in.null(feature) {
		return
	}
	when, valid := in.period(from, thru)
	value, readable := in.decimal(cost, scaleQuantity)
	if !valid || !readable || value == 0 {
		return
	}
	n := in.product(product)
	in.costs[n] = append(in.costs[n], costRow{when, foldText(in.text(kind)), in.text(currency), value})
}

// costsOf are a product's cost rows, or where it has none and is a variant, those
// of its virtual product (OFBiz: service getProductCost).
func (in *Intake) costsOf(product int32) []costRow {
	if rows := in.costs[product]; len(rows) > 0 {
		return rows
	}
	if virtual, is := in.products.virtual[product]; is {
		return in.costs[virtual]
	}
	return nil
}

// unitCosts are the rows that make up what a piece costs at an instant: of each
// kind those in the sale's currency, all of them added as OFBiz does; of a kind
// that has none such, those in another currency, told apart by other.
func unitCosts(rows []costRow, currency string, at calc.Instant) (own, other []costRow) {
	have := map[string]bool{}
	for _, r := range rows {
		if r.holds(at) && r.currency == currency {
			own = append(own, r)
			have[r.kind] = true
		}
	}
	for _, r := range rows {
		if r.holds(at) && !have[r.kind] {
			other = append(other, r)
		}
	}
	return own, other
}

// bookStandardCost books what the pieces of a completed order item cost by the
// standard of the instant of its sale. A return gives back the price; what the
// piece cost stays spent.
func (b *saleBooks) bookStandardCost(sale Sale, item orderItem, inScope bool) {
	rows := b.in.costsOf(item.product)
	if !b.in.rules.costsStandard() || len(rows) == 0 {
		return
	}
	own, other := unitCosts(rows, sale.Currency, sale.At)
	if len(other) > 0 && !b.in.rules.converts() {
		b.findCostCurrency(sale, item.product, other)
		other = nil
	}
	line, known := sale, true
	line.Source = FromStandardCost
	total := new(big.Rat)
	if b.in.rules.converts() {
		line.Currency = b.in.rules.ConvertTo
	}
	for _, r := range slices.Concat(own, onlyCurrency(other, line.Currency)) {
		exact, ok := b.costOf(r, item.quantity, line)
		total.Add(total, exact)
		known = known && ok
	}
	cost, fits := roundRat(total, b.in.unit(line.Currency))
	if !fits {
		b.in.found.add("AMOUNT_TOO_LARGE", "OrderItem", sale.Document+", "+sale.Item, "its standard cost is too large to be counted: it is left out; correct the CostComponent rows")
	}
	if !known || !fits {
		delete(b.taken, line.SaleKey) // stays as it was taken
		return
	}
	line.Amount = -cost
	b.book(line, inScope)
}

// onlyCurrency are the rows of one currency: the wanted one where there are any,
// else the first in byte order, so that nothing is counted twice over.
func onlyCurrency(rows []costRow, wanted string) []costRow {
	if len(rows) == 0 {
		return nil
	}
	first := slices.MinFunc(rows, func(a, b costRow) int { return bytes.Compare([]byte(a.currency), []byte(b.currency)) }).currency
	if slices.ContainsFunc(rows, func(r costRow) bool { return r.currency == wanted }) {
		first = wanted
	}
	return slices.DeleteFunc(slices.Clone(rows), func(r costRow) bool { return r.currency != first })
}

// costOf is cost × quantity in 10^-9 of the line's currency.
func (b *saleBooks) costOf(r costRow, quantity int64, line Sale) (*big.Rat, bool) {
	exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(r.cost), big.NewInt(quantity)), big.NewInt(1000))
	if r.currency == line.Currency {
		return exact, true
	}
	factor, known := b.in.rateOrFinding(r.currency, line.At)
	if !known {
		return exact, false
	}
	return exact.Mul(exact, factor), true
}

func (b *saleBooks) findCostCurrency(sale Sale, product int32, other []costRow) {
	b.in.found.add("COST_CURRENCY", "CostComponent", b.in.products.ids.string(product)+", "+sale.Currency,
		"it was sold in %s and has a standard cost in %s and none of that kind in %s: that cost is left out; add one in %s, or set currency.convert_to", sale.Currency, other[0].currency, sale.Currency, sale.Currency)
}

package mapping

import (
	"cmp"
	"slices"
	"time"

	"fairshare/calc"
)

// addAdjustments takes the open adjustments of the settlement's currency.
func (p *Plan) addAdjustments(open []Adjustment) {
	for _, a := range open {
		if a.Currency == p.Settlement.Currency {
			a.Settlement = p.Settlement.ID
			p.Adjustments = append(p.Adjustments, a)
		}
	}
	slices.SortFunc(p.Adjustments, func(a, b Adjustment) int { return cmp.Compare(a.ID, b.ID) })
}

// adjustedOf sums adjustments by party.
func adjustedOf(adjustments []Adjustment) map[calc.PartyID]calc.Minor {
	sums := make(map[calc.PartyID]calc.Minor, len(adjustments))
	for _, a := range adjustments {
		sums[a.Party] += a.Amount
	}
	return sums
}

// adjustmentItems puts every adjustment on its party's invoice with its reason, so
// that the party reads there why the total is not what it earned.
func adjustmentItems(adjustments []Adjustment) (items []InvoiceItem) {
	for _, a := range adjustments {
		if a.Amount != 0 { // an item of nothing would get the product's price
			items = append(items, InvoiceItem{Amount: a.Amount, Description: cut("Adjustment: "+a.Reason, descriptionRunes)})
		}
	}
	return items
}

// heldParties are the ids under settlement.hold as the database holds them equal.
func heldParties(ids []string) map[string]bool {
	held := make(map[string]bool, len(ids))
	for _, id := range ids {
		held[foldText(id)] = true
	}
	return held
}

// SetOff is the adjustment that takes back an invoice of a voided settlement which
// OFBiz does not let go any more, so that its party is not paid twice. Its id is
// made of the invoice's: taking it back again is the same adjustment.
func SetOff(invoice Invoice, at time.Time) Adjustment {
	return Adjustment{
		ID: "V" + invoice.ID, Party: invoice.Party, Currency: invoice.Currency, Amount: -invoice.Total,
		Reason: "invoice " + invoice.ID + " of voided settlement " + invoice.Reference + " stands",
		By:     "fairshare settlements void", At: at,
	}
}

package mapping

import (
	"fmt"

	"fairshare/calc"
)

// InputNow stands in for the input of a settlement with which none was stored: the
// scheme as it is read now, the sales that the settlement took, and what rounding
// was left by earlier settlements, which are given. What follows from it is only
// right as long as nothing changed in OFBiz since.
func InputNow(company *Company, plan *Plan, earlier []*Plan) (*Input, error) {
	input := &Input{Head: plan.Settlement, Scheme: company.Scheme}
	number := make(map[calc.ActivityID]int32, len(company.Scheme.Activities))
	for i, a := range company.Scheme.Activities {
		number[a.ID] = int32(i)
	}
	for sale := range plan.Sales.All() {
		activity, known := number[sale.Activity]
		if !known {
			return nil, fmt.Errorf("settlement %s took a sale of %s, which OFBiz does not have any more", plan.Settlement.ID, sale.Activity)
		}
		input.Sales.Add(Sale{sale.SaleKey, sale.Revision, plan.Settlement.Currency, activity, sale.At, sale.Amount})
	}
	for _, before := range earlier {
		input.Memory.Residues = append(input.Memory.Residues, residuesOf(before)...)
	}
	return input, nil
}

// residuesOf is what rounding left of every cell of a settlement.
func residuesOf(plan *Plan) []Residue {
	residues := make([]Residue, 0, plan.Ledger.Len())
	for entry := range plan.Ledger.All() {
		residues = append(residues, Residue{plan.Settlement.Currency, entry.Account, entry.Activity, entry.Earned.Sub(calc.FineOf(entry.Amount))})
	}
	return residues
}

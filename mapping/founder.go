package mapping

import (
	"cmp"
	"slices"

	"fairshare/calc"
)

// founders are the configuration's lines under founders as calc takes them. The
// configuration has no history, so they hold for ever; what a settlement took
// before they were changed stays as it was settled.
func (in *Intake) founders(activity []int32) []calc.Founder {
	var founders []calc.Founder
	for _, rule := range in.rules.Founders {
		n := in.products.ids.find([]byte(rule.Product))
		switch {
		case n < 0 || in.products.rows[n].missing || in.products.rows[n].refused == calc.NoProduct:
			in.found.add("FOUNDER", "Product", rule.Product, "founders names it and it has no Product row: it gets nothing; correct the configuration or add the product")
		case rule.Percent <= 0 || rule.Percent > 100*calc.QuantityOne:
			in.found.add("FOUNDER", "Product", rule.Product, "its percentage under founders is %s, not above 0 and up to 100: it gets nothing; correct the configuration", rule.Percent)
		default:
			founders = append(founders, calc.Founder{Activity: activity[n], Percent: rule.Percent, From: calc.Ever, Thru: calc.Never})
		}
	}
	slices.SortFunc(founders, func(a, b calc.Founder) int {
		return cmp.Or(cmp.Compare(a.Activity, b.Activity), cmp.Compare(a.Percent, b.Percent))
	})
	return founders
}

// holdingActivities are the products that facilities name as CREDIT_ACTIVITY, by
// activity number.
func (in *Intake) holdingActivities(activity []int32) []int32 {
	var products []int32
	for _, row := range in.facilities.rows {
		if row.activity >= 0 && !row.ignored {
			products = append(products, row.activity)
		}
	}
	slices.SortFunc(products, func(a, b int32) int { return cmp.Compare(activity[a], activity[b]) })
	return slices.Compact(products)
}

package mapping

import (
	"maps"
	"slices"
)

// DefaultAdjustments says of every OrderAdjustmentType of OFBiz's seed data
// whether it is income: what makes the goods themselves dearer or cheaper is,
// what is passed on (taxes, shipping) or charged beside the goods is not.
func DefaultAdjustments() map[string]bool {
	return map[string]bool{
		"PROMOTION_ADJUSTMENT": true,
		"DISCOUNT_ADJUSTMENT":  true,
		"REPLACE_ADJUSTMENT":   true, // goods given in place of others: takes their price off
		"ADDITIONAL_FEATURE":   true, // a dearer variant of the goods
		"MKTG_PKG_AUTO_ADJUST": true, // the package's price against its parts
		"WARRANTY_ADJUSTMENT":  true, // sold with the goods, answered for by their makers

		"SALES_TAX":            false,
		"VAT_TAX":              false,
		"VAT_PRICE_CORRECT":    false, // rounding of the tax
		"SHIPPING_CHARGES":     false,
		"FEE":                  false,
		"MISCELLANEOUS_CHARGE": false,
		"SURCHARGE_ADJUSTMENT": false,
		"DONATION_ADJUSTMENT":  false,
		"DEPOSIT_ADJUSTMENT":   false,
	}
}

// returnMirrors are OFBiz's ReturnAdjustmentTypes and the OrderAdjustmentType
// whose decision they follow: what was not earned is not given back.
var returnMirrors = map[string]string{
	"RET_PROMOTION_ADJ":   "PROMOTION_ADJUSTMENT",
	"RET_DISCOUNT_ADJ":    "DISCOUNT_ADJUSTMENT",
	"RET_REPLACE_ADJ":     "REPLACE_ADJUSTMENT",
	"RET_ADD_FEATURE_ADJ": "ADDITIONAL_FEATURE",
	"RET_MKTG_PKG_ADJ":    "MKTG_PKG_AUTO_ADJUST",
	"RET_WARRANTY_ADJ":    "WARRANTY_ADJUSTMENT",
	"RET_SALES_TAX_ADJ":   "SALES_TAX",
	"RET_VAT_TAX_ADJ":     "VAT_TAX",
	"RET_VAT_PC_ADJ":      "VAT_PRICE_CORRECT",
	"RET_SHIPPING_ADJ":    "SHIPPING_CHARGES",
	"RET_FEE_ADJ":         "FEE",
	"RET_MISC_ADJ":        "MISCELLANEOUS_CHARGE",
	"RET_SURCHARGE_ADJ":   "SURCHARGE_ADJUSTMENT",
	"RET_MAN_ADJ":         "MISCELLANEOUS_CHARGE", // typed in by hand: a restocking fee, goodwill
}

// verdict is what the rules say of a type of adjustment.
type verdict uint8

// The verdicts.
const (
	undecided verdict = iota
	isIncome
	notIncome
)

// verdictTable holds the rules' decisions under folded ids; a configuration
// reader may have changed the case of its keys.
type verdictTable map[string]verdict

func newVerdicts(decided map[string]bool) verdictTable {
	if decided == nil {
		decided = DefaultAdjustments()
	}
	table := make(verdictTable, len(decided))
	for id, income := range folded(decided) {
		table[id] = notIncome
		if income {
			table[id] = isIncome
		}
	}
	return table
}

// folded is a table of the configuration by folded id. Where two of its keys are
// one id, the later in byte order counts: a key that a configuration reader has
// lower-cased stands for what the company wrote, over the built-in upper case.
func folded[V any](table map[string]V) map[string]V {
	byID := make(map[string]V, len(table))
	for _, id := range slices.Sorted(maps.Keys(table)) {
		byID[foldText(id)] = table[id]
	}
	return byID
}

// ofOrder is the verdict on an orderAdjustmentTypeId.
func (t verdictTable) ofOrder(id []byte) verdict {
	if v, fast := t[string(id)]; fast {
		return v
	}
	return t[string(fold(nil, id))]
}

// ofReturn is the verdict on a returnAdjustmentTypeId: its own, else that of the
// order adjustment it mirrors.
func (t verdictTable) ofReturn(id []byte) verdict {
	folded := fold(nil, id)
	if v := t[string(folded)]; v != undecided {
		return v
	}
	return t[returnMirrors[string(folded)]]
}

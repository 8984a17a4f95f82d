package mapping

import "strings"

// invoiceKind is what an invoice is to the scheme.
type invoiceKind uint8

// The kinds of invoices.
const (
	invoiceOther    invoiceKind = iota // neither income nor cost, or not read
	invoiceSale                        // we sell
	invoiceReturn                      // a customer gives goods back
	invoicePurchase                    // we buy
)

// invoiceKinds are OFBiz's types whose meaning is decided. A type that is not here
// is what its parent is: COMMISSION_INVOICE and PAYROL_INVOICE are purchases, so
// what OFBiz's own commission run bills for a product is a cost of it.
var invoiceKinds = map[string]invoiceKind{
	"SALES_INVOICE":    invoiceSale,
	"CUST_RTN_INVOICE": invoiceReturn, // beneath PURCHASE_INVOICE in OFBiz
	"PURCHASE_INVOICE": invoicePurchase, "COMMISSION_INVOICE": invoicePurchase, "PAYROL_INVOICE": invoicePurchase,
	"INTEREST_INVOICE": invoiceOther,
	"PURC_RTN_INVOICE": invoiceOther, // beneath SALES_INVOICE; what a supplier gives back is not taken off the costs
	"TEMPLATE":         invoiceOther,
}

// typeTree is a table of types with their parents, by folded id.
type typeTree map[string]string

// maxTypeDepth is how far up a type's parents are followed; OFBiz has three levels.
const maxTypeDepth = 10

// climb calls decided with a type and then its parents until it says true.
func (t typeTree) climb(id []byte, decided func(folded string) bool) {
	folded := string(fold(nil, id))
	for range maxTypeDepth {
		if folded == "" || decided(folded) {
			return
		}
		folded = t[folded]
	}
}

func (in *Intake) takeInvoiceType()     { in.takeType(in.invoices.types) }
func (in *Intake) takeInvoiceItemType() { in.takeType(in.invoices.itemTypes) }

func (in *Intake) takeType(tree typeTree) {
	const id, parent = 0, 1
	tree[foldText(in.text(id))] = foldText(in.text(parent))
}

func (t typeTree) kindOf(id []byte) (kind invoiceKind) {
	t.climb(id, func(folded string) (known bool) {
		kind, known = invoiceKinds[folded]
		return known
	})
	return kind
}

// lineRole is what an invoice's item is to the scheme.
type lineRole uint8

// The roles.
const (
	lineUndecided lineRole = iota
	linePassedOn           // tax, shipping, a fee: neither income nor cost
	lineGoods
	lineAdjustment // what makes goods dearer or cheaper
)

// invoiceGoods are the ends of the ids of item types that are goods or work, such
// as INV_FPROD_ITEM, CRT_FPROD_ITEM and PINV_FPROD_ITEM.
var invoiceGoods = map[string]bool{
	"PROD_ITEM": true, "FPROD_ITEM": true, "DPROD_ITEM": true, "FDPROD_ITEM": true, "SPROD_ITEM": true, "RPROD_ITEM": true,
	"PROD_FEATR_ITEM": true, "TE_ITEM": true, "WE_ITEM": true, "FXASTPRD_ITEM": true, "INVPRD_ITEM": true, "SUPLPRD_ITEM": true,
}

// invoiceMirrors are the ends of the ids of item types that stand for an order's
// adjustment, such as ITM_PROMOTION_ADJ: they follow the decision on its type.
var invoiceMirrors = map[string]string{
	"PROMOTION_ADJ": "PROMOTION_ADJUSTMENT", "DISCOUNT_ADJ": "DISCOUNT_ADJUSTMENT", "REPLACE_ADJ": "REPLACE_ADJUSTMENT",
	"ADD_FEATURE": "ADDITIONAL_FEATURE", "ADD_FEATURE_ADJ": "ADDITIONAL_FEATURE", "MKTG_PKG_ADJ": "MKTG_PKG_AUTO_ADJUST",
	"WARRANTY_ADJ": "WARRANTY_ADJUSTMENT", "SURCHARGE_ADJ": "SURCHARGE_ADJUSTMENT",
	"SALES_TAX": "SALES_TAX", "SALES_TAX_ADJ": "SALES_TAX", "VAT_TAX": "VAT_TAX", "VAT_TAX_ADJ": "VAT_TAX", "VAT_PC_ADJ": "VAT_PRICE_CORRECT",
	"SHIPPING_CHARGES": "SHIPPING_CHARGES", "SHIP_CHARGES": "SHIPPING_CHARGES", "SHIPPING_ADJ": "SHIPPING_CHARGES",
	"FEE": "FEE", "FEE_ADJ": "FEE", "MISC_CHARGE": "MISCELLANEOUS_CHARGE", "MISC_ADJ": "MISCELLANEOUS_CHARGE", "MAN_ADJ": "MISCELLANEOUS_CHARGE",
	"INTRST_CHRG": "FEE",
}

// taxes are never a cost: what was paid is claimed back.
var taxes = map[string]bool{"SALES_TAX": true, "VAT_TAX": true, "VAT_PRICE_CORRECT": true}

// isSalesTax reports whether an item's type is a sales tax, ITM_SALES_TAX and such.
func (t typeTree) isSalesTax(id []byte) (is bool) {
	t.climb(id, func(folded string) bool {
		_, end, _ := strings.Cut(folded, "_")
		is = invoiceMirrors[end] == "SALES_TAX"
		return is
	})
	return is
}

// lineRoleOf decides by the rules' own word on the item type, by OFBiz's types, and
// for a type of the company's own by its parents.
func (in *Intake) lineRoleOf(kind invoiceKind, id []byte) (role lineRole) {
	in.invoices.itemTypes.climb(id, func(folded string) bool {
		role = in.typeRole(kind, folded)
		return role != lineUndecided
	})
	return role
}

func (in *Intake) typeRole(kind invoiceKind, folded string) lineRole {
	if v := in.orders.verdicts[folded]; v != undecided {
		return roleOf(v)
	}
	if folded == "COMM_INV_ITEM" || folded == "PAYROL" {
		return lineGoods
	}
	prefix, end, _ := strings.Cut(folded, "_")
	switch prefix {
	case "INV", "ITM", "CRT", "PINV", "PITM", "COMM", "P":
	default:
		return lineUndecided
	}
	mirror := invoiceMirrors[end]
	switch {
	case invoiceGoods[end]:
		return lineGoods
	case mirror == "" && folded != "COMM_INV_ADJ":
		return lineUndecided
	case kind != invoicePurchase:
		return roleOf(in.orders.verdicts[mirror])
	case taxes[mirror]:
		return linePassedOn
	default: // all that a purchase costs is a cost, its shipping too
		return lineAdjustment
	}
}

func roleOf(v verdict) lineRole {
	switch v {
	case isIncome:
		return lineAdjustment
	case notIncome:
		return linePassedOn
	default:
		return lineUndecided
	}
}

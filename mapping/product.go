package mapping

import (
	"strings"

	"fairshare/calc"
)

// productTable is the products and the rows of their engineering BOM.
type productTable struct {
	ids        *idTable
	rows       []productRow
	components pieceList[calc.Component] // User and Used are numbers of this table
	gathered   []calc.Component          // components, in one list
	virtual    map[int32]int32           // variant → its virtual product
}

type productRow struct {
	name         string
	basis        calc.Basis
	basisGiven   bool
	missing      bool // has no Product row
	discontinued calc.Instant
	own          calc.Quantity
	refused      calc.Reason
}

func newProductTable() productTable {
	return productTable{ids: newIDTable(), virtual: map[int32]int32{}}
}

func (in *Intake) takeProduct() {
	const id, name, internal, discontinued = 0, 2, 3, 6
	in.products.ids.add(in.row[id])
	row := productRow{name: in.text(name), discontinued: in.instant(discontinued, calc.Never)}
	if row.name == "" {
		row.name = in.text(internal)
	}
	row.name = in.keptName(row.name)
	in.products.rows = append(in.products.rows, row)
	if len(in.products.rows) != in.products.ids.len() {
		in.fail("its id equals that of an earlier row")
	}
}

// product finds the product of a field. One that has no Product row is added,
// refused, so that what reaches it is retained and told, and the rest goes on.
func (in *Intake) product(field int) int32 {
	if n := in.ref(field, in.products.ids); n >= 0 {
		if in.products.rows[n].missing {
			in.noteMissing(field)
		}
		return n
	}
	n := in.products.ids.add(in.row[field])
	in.products.rows = append(in.products.rows, productRow{missing: true, discontinued: calc.Never, refused: calc.RuleRefused})
	in.noteMissing(field)
	return n
}

func (in *Intake) noteMissing(field int) {
	in.note("UNKNOWN_PRODUCT", "%s %s has no Product row: what reaches it is retained; add the product or correct the row", in.entity.Fields[field], in.row[field])
}

// nothing is the activity of sales that name no product.
func (in *Intake) nothing() int32 {
	n := in.products.ids.add([]byte(calc.NoActivity))
	if int(n) == len(in.products.rows) {
		in.products.rows = append(in.products.rows, productRow{discontinued: calc.Never})
	}
	in.products.rows[n].refused = calc.NoProduct
	return n
}

// takeProductAttribute takes SHARE_BASIS and SHARE_OWN_WEIGHT.
func (in *Intake) takeProductAttribute() {
	const id, attribute = 0, 1
	switch {
	case in.is(attribute, "SHARE_BASIS"):
		in.takeBasis(in.product(id))
	case in.is(attribute, "SHARE_OWN_WEIGHT"):
		in.takeOwnWeight(in.product(id))
	}
}

const attributeValue = 2

var bases = map[string]calc.Basis{"WEIGHT": calc.Weight, "PERCENT": calc.Percent, "FACADE": calc.Facade}

func (in *Intake) takeBasis(product int32) {
	row := &in.products.rows[product]
	basis, known := bases[strings.ToUpper(strings.TrimSpace(in.text(attributeValue)))]
	if !known {
		row.refused = calc.RuleRefused
		in.note("BAD_BASIS", "SHARE_BASIS = %q is not WEIGHT, PERCENT or FACADE: what reaches the product is retained; correct the attribute", in.row[attributeValue])
		return
	}
	row.basis, row.basisGiven = basis, true
}

func (in *Intake) takeOwnWeight(product int32) {
	row := &in.products.rows[product]
	text := strings.TrimSpace(in.text(attributeValue))
	weight, err := parseDecimal([]byte(text), scaleQuantity)
	if err != nil || weight < 0 {
		row.refused = calc.RuleRefused
		in.note("BAD_OWN_WEIGHT", "SHARE_OWN_WEIGHT = %q is not a number of at least 0 with at most 6 digits after the point: what reaches the product is retained; correct the attribute", text)
		return
	}
	row.own = calc.Quantity(weight)
}

func (in *Intake) activityBasis(row productRow) calc.Basis {
	if row.basisGiven {
		return row.basis
	}
	return in.rules.Basis
}

package mapping

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"fairshare/calc"
)

// The fields of a ProductAssoc row.
const (
	assocProduct = iota
	assocProductTo
	assocType
	assocFrom
	assocThru
	assocQuantity
	assocInstruction
)

// takeProductAssoc takes the engineering BOM; of the other types only which
// product a variant is of. The manufacturing BOM means something else.
func (in *Intake) takeProductAssoc() {
	switch {
	case in.is(assocType, "ENGINEER_COMPONENT"):
		in.takeComponent()
	case in.is(assocType, "PRODUCT_VARIANT"):
		virtual, variant := in.products.ids.find(in.row[assocProduct]), in.products.ids.find(in.row[assocProductTo])
		if virtual >= 0 && variant >= 0 {
			in.products.virtual[variant] = virtual
		}
	}
}

func (in *Intake) takeComponent() {
	c := calc.Component{User: in.product(assocProduct), Used: in.product(assocProductTo)}
	p, valid := in.period(assocFrom, assocThru)
	if !valid {
		return
	}
	c.From, c.Thru = p.from, p.thru
	weight, readable := in.decimal(assocQuantity, scaleQuantity)
	c.Weight = calc.Quantity(weight)
	if !in.weigh(&c, readable) {
		return
	}
	if c.User == c.Used {
		in.note("SELF_COMPONENT", "%s is its own component: the weight adds to its own weight; set SHARE_OWN_WEIGHT instead, OFBiz's BOM screen may loop on such a row", in.row[assocProduct])
	}
	in.products.components.add(c)
}

// weigh says of a row's quantity what is wrong with it; false leaves the row out.
func (in *Intake) weigh(c *calc.Component, readable bool) bool {
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(in.row[assocInstruction]), []byte("=")):
		if in.parseFormula(c) {
			return true
		}
	case !readable:
	case in.null(assocQuantity):
		in.note("QUANTITY_MISSING", "the row has no quantity: the income of %s is retained while it is valid; set the weight", in.row[assocProduct])
	case c.Weight < 0:
		in.note("QUANTITY_NEGATIVE", "quantity %s is negative: the income of %s is retained while the row is valid; set the weight", in.row[assocQuantity], in.row[assocProduct])
	case c.Weight == 0:
		in.note("QUANTITY_ZERO", "the quantity is zero: the row is ignored; end it or set the weight")
		return false
	default:
		return true
	}
	c.Weight = 0
	c.Refuse(calc.RuleRefused)
	return true
}

// parseFormula reads the instruction as a formula, which stands in place of the
// quantity; false, with a finding, for what is none.
func (in *Intake) parseFormula(c *calc.Component) bool {
	text := strings.TrimSpace(in.text(assocInstruction))
	formula, err := calc.ParseFormula(text)
	if err != nil {
		in.note("FORMULA_SYNTAX", "instruction %q can't be read at %v; the income of %s is retained while the row is valid; correct the formula", text, err, in.row[assocProduct])
		return false
	}
	c.Weight = 0
	c.SetFormula(formula)
	return true
}

// components are the BOM's rows by activity number, sorted, with a finding where
// two rows of a pair are valid at once.
func (in *Intake) components(activity []int32) []calc.Component {
	in.products.gather()
	components := in.products.gathered
	for i := range components {
		c := &components[i]
		c.User, c.Used = activity[c.User], activity[c.Used]
	}
	slices.SortFunc(components, func(a, b calc.Component) int {
		return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(a.Used, b.Used), cmp.Compare(a.From, b.From),
			cmp.Compare(a.Thru, b.Thru), cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Refused(), b.Refused()),
			cmp.Compare(formulaText(a.Formula()), formulaText(b.Formula())))
	})
	return components
}

// gather puts the components that were read into one list, while there is not much
// else in memory yet.
func (p *productTable) gather() {
	if p.components.len() == 0 {
		return
	}
	p.gathered = slices.Grow(p.gathered, p.components.len())
	p.components.drain(func(c calc.Component) { p.gathered = append(p.gathered, c) })
}

func formulaText(formula *calc.Formula) string {
	if formula == nil {
		return ""
	}
	return formula.String()
}

// findDuplicates looks at sorted components. Which of two rows is meant nobody
// can tell; their sum is used once the finding is accepted.
func (in *Intake) findDuplicates(components []calc.Component, activities []calc.Activity) {
	longest := 0 // the row of the pair that is valid longest so far
	for i := 1; i < len(components); i++ {
		a, b := components[longest], components[i]
		samePair := a.User == b.User && a.Used == b.Used
		if samePair && b.From < a.Thru {
			user, used := activities[b.User].ID, activities[b.Used].ID
			in.found.add("DUPLICATE_COMPONENT", "ProductAssoc", string(user)+", "+string(used)+", ENGINEER_COMPONENT, "+in.date(b.From),
				"the row is valid at the same time as the one from %s: accept this finding to have the weights added, or end one of them", in.date(a.From))
		}
		if !samePair || b.Thru > a.Thru {
			longest = i
		}
	}
}

// date is an instant as OFBiz's screens show it.
func (in *Intake) date(t calc.Instant) string {
	switch t {
	case calc.Ever:
		return "ever"
	case calc.Never:
		return "never"
	}
	return time.UnixMilli(int64(t)).In(in.clock.zone).Format("2006-01-02 15:04:05.000")
}

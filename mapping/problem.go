package mapping

import (
	"fmt"
	"time"

	"fairshare/calc"
)

// ProblemFindings tells what a calculation found wrong with the scheme, with the
// configuration's acceptances applied.
func (c *Company) ProblemFindings(problems []calc.Problem) []Finding {
	var found findings
	for _, p := range problems {
		found = append(found, c.problemFinding(p))
	}
	Accept(found, c.accepted)
	return SortFindings(found)
}

func (c *Company) problemFinding(p calc.Problem) Finding {
	id := string(c.Scheme.Activities[p.Activity].ID)
	entity, key, text := "Product", id, ""
	switch p.Code {
	case calc.ProblemCycle:
		path := c.cycle(p.Path)
		text = fmt.Sprintf("activities use one another in a circle: %s; what reaches it is retained; end one of these BOM rows", path)
	case calc.ProblemPercentOver:
		text = fmt.Sprintf("its components take %s %% of its income, more than 100: the income is retained; lower the quantities of its BOM rows", p.Detail)
	case calc.ProblemFacadeSum:
		text = fmt.Sprintf("it is a FACADE and its components sum to %s %%, not 100: the income is retained; correct the quantities of its BOM rows", p.Detail)
	case calc.ProblemFacadeCredits:
		text = "it is a FACADE, which has nothing for its own credits, yet somebody holds credits in it: move them to one of its components, or change SHARE_BASIS"
	case calc.ProblemNegativeCredit:
		facility := string(c.Scheme.Facilities[p.Facility])
		entity, key = "InventoryItem", id+", "+facility
		text = fmt.Sprintf("the inventory items of product %s in facility %s sum to less than zero (%s): they count as 0; correct them with a physical inventory", id, facility, p.Detail)
	case calc.ProblemOverflow:
		text = "its weights or credits are too large to be added exactly: its income is retained; lower them all in proportion"
	case calc.ProblemIdleCredits:
		text = "it has components and no own part, but somebody holds credits in it: they earn nothing; set SHARE_OWN_WEIGHT if they should"
	case calc.ProblemDominantWeight:
		text = fmt.Sprintf("one component takes more than 99.99 %% of its weights (%s): look whether that quantity is meant", p.Detail)
	case calc.ProblemClosedCycle:
		text = fmt.Sprintf("activities use one another in a circle that nothing ever leaves: %s; nobody can be paid of it, what reaches it is retained; give one of them credits of its own, or end one of these BOM rows", c.cycle(p.Path))
	case calc.ProblemFormula:
		text = fmt.Sprintf("a weight by formula can't be worked out: %s; its income is retained; correct the instruction of the BOM row", p.Detail)
	case calc.ProblemFacadeCosts:
		text = "it is a FACADE, which only passes income on, yet it has direct costs: let the invoices and cost components name one of its components, or change SHARE_BASIS"
	case calc.ProblemFoundersOver:
		text = fmt.Sprintf("the founders together take %s %% of every sale, more than 100: lower the percentages under founders in the configuration", p.Detail)
	default:
		text = p.Detail
	}
	return NewFinding(string(p.Code), entity, key, text+c.since(p.At))
}

// cycle is A -> B -> A.
func (c *Company) cycle(path []int32) string {
	text := ""
	for _, n := range path {
		text += string(c.Scheme.Activities[n].ID) + " -> "
	}
	if len(path) > 0 {
		text += string(c.Scheme.Activities[path[0]].ID)
	}
	return text
}

func (c *Company) since(at calc.Instant) string {
	if at == calc.Ever {
		return ""
	}
	return " (since " + time.UnixMilli(int64(at)).UTC().Format(time.RFC3339) + ")"
}

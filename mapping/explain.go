package mapping

import (
	"math/big"
	"strings"
	"time"

	"fairshare/calc"
)

// ExplainDocument says where every cent of a party's payout comes from, and for
// every zero why: earned = Σ items' amounts, and for each item
//
//	exact = Σ paths' exact + others_exact + unexplained      amount = exact + brought − carried
//
// Without a settlement (as_of is set) it explains the party's shares: an item is a
// product, its amount what the party gets of one whole of the product's income.
type ExplainDocument struct {
	Party      calc.PartyID  `json:"party"`
	Name       string        `json:"name"`
	Settlement string        `json:"settlement"`
	State      State         `json:"state"`
	AsOf       string        `json:"as_of"`
	Until      string        `json:"until"`
	Currency   string        `json:"currency"`
	Opening    string        `json:"opening"`
	Earned     string        `json:"earned"`
	Adjusted   string        `json:"adjusted"`
	Invoiced   string        `json:"invoiced"`
	Closing    string        `json:"closing"` // opening + earned + adjusted − invoiced
	Invoice    string        `json:"invoice"`
	Items      []ExplainItem `json:"items"`
	Zeros      []ExplainZero `json:"zeros"`
}

// ExplainItem is what a party earned with its credits in one activity, or without
// a settlement its share in one product.
type ExplainItem struct {
	Activity    calc.ActivityID `json:"activity"`
	Name        string          `json:"name"`
	Amount      string          `json:"amount"`  // as booked, in whole minor units
	Exact       string          `json:"exact"`   // as divided, before rounding
	Brought     string          `json:"brought"` // what rounding owed from earlier settlements
	Carried     string          `json:"carried"` // what it owes to the next one
	Percent     string          `json:"percent"` // of pool; empty where the pool is zero
	Pool        string          `json:"pool"`    // what the activity kept for its credit holders
	Paths       []ExplainPath   `json:"paths"`   // the largest first
	Others      string          `json:"others"`  // what the paths that are not listed bring
	OthersExact string          `json:"others_exact"`
	OtherPaths  string          `json:"other_paths"` // how many; "many" where nobody can count them
	Unexplained string          `json:"unexplained"` // what today's data says otherwise; empty where it agrees
}

// ExplainPath is one way from sales of a product to the party's credit.
type ExplainPath struct {
	Path      int             `json:"path"`    // its number in the item
	Product   calc.ActivityID `json:"product"` // whose sales
	Documents int             `json:"documents"`
	Cost      bool            `json:"cost"` // direct costs, not sales
	First     string          `json:"first"`
	Last      string          `json:"last"`
	Income    string          `json:"income"`
	From      string          `json:"from"` // the steps were so from here; empty: all the time before
	Thru      string          `json:"thru"` // until here, not included; empty: all the time after
	Amount    string          `json:"amount"`
	Exact     string          `json:"exact"`
	Steps     []ExplainStep   `json:"steps"`
}

// ExplainStep is one step of a path: part of whole goes on to the activity. Part
// and whole are weights; of the kinds held_by and credit they are pieces.
type ExplainStep struct {
	Kind     string          `json:"kind"`
	Activity calc.ActivityID `json:"activity"`
	Percent  string          `json:"percent"`
	Part     string          `json:"part"`
	Whole    string          `json:"whole"`
}

// The kinds of steps, as the document spells them.
const (
	StepFounders      = "founders"
	StepAfterFounders = "after_founders"
	StepComponent     = "component"
	StepKeeps         = "keeps"
	StepHeldBy        = "held_by"
	StepCredit        = "credit"
	StepRetained      = "retained"
)

var stepKinds = map[calc.StepKind]string{
	calc.ToFounders: StepFounders, calc.PastFounders: StepAfterFounders, calc.ToComponent: StepComponent,
	calc.Keep: StepKeeps, calc.ToHolder: StepHeldBy, calc.ToCredit: StepCredit, calc.ToRetained: StepRetained,
}

func stepsOf(s *calc.Scheme, steps []calc.Step) []ExplainStep {
	list := make([]ExplainStep, len(steps))
	for i, step := range steps {
		list[i] = ExplainStep{
			Kind: stepKinds[step.Kind], Activity: s.Activities[step.Activity].ID, Percent: step.Percent(),
			Part: calc.Quantity(step.Part).String(), Whole: calc.Quantity(step.Whole).String(),
		}
	}
	return list
}

// ManyPaths stands in other_paths for a number that nobody can count.
const ManyPaths = "many"

func pathsText(count uint64) string {
	if count == calc.ManyPaths {
		return ManyPaths
	}
	return new(big.Int).SetUint64(count).String()
}

// fineDigits is how many digits a fine amount has behind the minor unit.
const fineDigits = 18

// exactText writes an amount with all its digits, but for zeros beyond the minor
// unit: "483.12", "0.333333333333333333".
func exactText(f calc.Fine, decimals int) string {
	digits := f.Big().String()
	sign := ""
	if f.Sign() < 0 {
		sign, digits = "-", digits[1:]
	}
	if missing := fineDigits + decimals + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - fineDigits - decimals
	whole, minor, rest := digits[:point], digits[point:point+decimals], strings.TrimRight(digits[point+decimals:], "0")
	if minor+rest == "" {
		return sign + whole
	}
	return sign + whole + "." + minor + rest
}

// momentText writes an instant in a zone; nothing for ever and never.
func momentText(at calc.Instant, zone *time.Location) string {
	if at == calc.Ever || at == calc.Never {
		return ""
	}
	return time.UnixMilli(int64(at)).In(zone).Format(time.RFC3339)
}

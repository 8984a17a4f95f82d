package mapping

import (
	"fmt"

	"fairshare/calc"
)

// Input is all that a settlement was worked out from. It is stored with the plan,
// so that whoever doubts a settlement can work it out again (settlements verify).
type Input struct {
	Head   Settlement // as it was before the totals were filled in
	Scheme calc.Scheme
	Sales  Rows[Sale] // of its currency
	Memory Memory     // residues, balances and adjustments of its currency; without Taken
	Payout Payout
}

// NewInput gathers what a plan is to be made from. Nothing is copied but what
// earlier settlements left in the currency.
func NewInput(head Settlement, company *Company, sales Rows[Sale], memory Memory, payout Payout) *Input {
	own := Memory{}
	for _, r := range memory.Residues {
		if r.Currency == head.Currency {
			own.Residues = append(own.Residues, r)
		}
	}
	for _, b := range memory.Balances {
		if b.Currency == head.Currency {
			own.Balances = append(own.Balances, b)
		}
	}
	for _, a := range memory.Adjustments {
		if a.Currency == head.Currency {
			own.Adjustments = append(own.Adjustments, a)
		}
	}
	return &Input{head, company.Scheme, sales, own, payout}
}

// Plan works the settlement out. It gives what is wrong with the scheme too, as
// far as the money of the settlement meets it.
func (in *Input) Plan() (*Plan, []calc.Problem, error) {
	outcome, err := in.Outcome()
	if err != nil {
		return nil, nil, err
	}
	plan, err := in.PlanOf(outcome)
	return plan, outcome.Problems, err
}

// Outcome is the first half of Plan: who earned what of the income.
func (in *Input) Outcome() (*calc.Outcome, error) {
	outcome, err := calc.Distribute(&in.Scheme, summedLines(&in.Scheme, in.Sales))
	if err != nil {
		return nil, fmt.Errorf("calculate the shares of the income in %s: %w", in.Head.Currency, err)
	}
	return outcome, nil
}

// PlanOf is the second half of Plan. The outcome's cells become the plan's own.
func (in *Input) PlanOf(outcome *calc.Outcome) (*Plan, error) {
	return NewPlan(in.Head, &in.Scheme, in.Sales, outcome, in.Memory, in.Payout)
}

// linesOf are the sales one by one, for whoever asks where money came from.
func linesOf(sales Rows[Sale]) []calc.Line {
	lines := make([]calc.Line, 0, sales.Len())
	for sale := range sales.All() {
		lines = append(lines, calc.Line{Activity: sale.Activity, At: sale.At, Amount: sale.Amount, Cost: sale.Source.IsCost()})
	}
	return lines
}

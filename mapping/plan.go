package mapping

import (
	"cmp"
	"fmt"
	"slices"

	"fairshare/calc"
)

// Payout is what the configuration says about turning balances into invoices.
type Payout struct {
	Minimum     calc.Minor // a smaller balance is carried
	Hold        []string   // partyIds that are computed and reported, and not invoiced
	InvoiceType string
	ItemType    string
	Status      string // of a new invoice
}

// NewPlan turns the outcome of a calculation into a whole settlement: the ledger
// in minor units with the residues of earlier settlements worked in, every
// party's balance, and the invoices with their items and ids. head names the
// settlement; its totals are filled in here. The sales are those of its currency.
// The plan makes its rows from the scheme, the sales and the cells when they are
// looked at, so none of these may change after.
//
// It fails when the parts do not add up to the income: then nothing may be written.
func NewPlan(head Settlement, scheme *calc.Scheme, sales Rows[Sale], outcome *calc.Outcome, memory Memory, payout Payout) (*Plan, error) {
	residues := residueCells(scheme, memory.Residues, head.Currency)
	total, err := income(sales)
	if err != nil {
		return nil, fmt.Errorf("plan settlement %s: %w", head.ID, err)
	}
	cells, err := calc.SettleCells(scheme, outcome.Cells, residues, total)
	if err != nil {
		return nil, fmt.Errorf("plan settlement %s: %w", head.ID, err)
	}
	outcome.Cells = nil // they become the ledger
	plan := &Plan{Settlement: head}
	plan.Settlement.Lines, plan.Settlement.Income = sales.Len(), total
	plan.addSales(scheme, sales)
	d := &drafted{head: &plan.Settlement, accounts: scheme.Accounts, activities: scheme.Activities, payout: payout}
	plan.addLedger(d, cells)
	plan.addFlows(scheme, outcome.Flows)
	outcome.Flows = nil // likewise
	plan.addAdjustments(memory.Adjustments)
	plan.addAccounts(d, memory.Balances)
	plan.addInvoices(d)
	return plan, plan.Check()
}

// Check holds a plan against the laws that every settlement obeys: parties and
// retained make up the income, every party's balance adds up, every invoice is
// the sum of its items and what its party's account says was invoiced.
func (p *Plan) Check() error {
	s := p.Settlement
	if s.Earned+s.Retained != s.Income {
		return fmt.Errorf("settlement %s: parties %d + retained %d are not the income %d (minor units)", s.ID, s.Earned, s.Retained, s.Income)
	}
	invoiced := make(map[calc.PartyID]calc.Minor, p.Invoices.Len())
	for invoice := range p.InvoiceSums().All() {
		var sum calc.Minor
		for _, item := range invoice.Items {
			sum += item.Amount
		}
		if sum != invoice.Total {
			return fmt.Errorf("settlement %s: invoice %s of %s: items add up to %d, not to %d (minor units)", s.ID, invoice.ID, invoice.Party, sum, invoice.Total)
		}
		invoiced[invoice.Party] += invoice.Total
	}
	adjusted := adjustedOf(p.Adjustments)
	for _, a := range p.Accounts {
		if a.Adjusted != adjusted[a.Party] {
			return fmt.Errorf("settlement %s: the account of %s says %d was adjusted, the adjustments %d (minor units)", s.ID, a.Party, a.Adjusted, adjusted[a.Party])
		}
		if a.Opening+a.Earned+a.Adjusted-a.Invoiced != a.Closing || a.Invoiced != invoiced[a.Party] {
			return fmt.Errorf("settlement %s: the balance of %s does not add up: %+v", s.ID, a.Party, a)
		}
	}
	return nil
}

func income(sales Rows[Sale]) (calc.Minor, error) {
	var total calc.Minor
	for sale := range sales.All() {
		if overflows(total, sale.Amount) {
			return 0, fmt.Errorf("the income does not fit 63 bits of minor units")
		}
		total += sale.Amount
	}
	return total, nil
}

func (p *Plan) addSales(scheme *calc.Scheme, sales Rows[Sale]) {
	p.Sales = madeRows(sales.Len(), func(i int) PlannedSale {
		sale := sales.At(i)
		return PlannedSale{sale.SaleKey, sale.Revision, scheme.Activities[sale.Activity].ID, sale.At, sale.Amount}
	})
}

// addLedger books every cell that earned or was given something.
func (p *Plan) addLedger(d *drafted, cells *calc.Settled) {
	cells.DropEmpty()
	d.cells = cells
	for i, amount := range cells.Amounts {
		if d.accounts[cells.Cells[i].Account].Party != "" {
			p.Settlement.Earned += amount
		} else {
			p.Settlement.Retained += amount
		}
	}
	p.Ledger = madeRows(cells.Len(), d.entry)
}

func (p *Plan) addFlows(scheme *calc.Scheme, flows []calc.Flow) {
	p.Flows = make([]ActivityFlow, len(flows))
	for i, f := range flows {
		p.Flows[i] = ActivityFlow{
			Activity: scheme.Activities[f.Activity].ID, Income: f.Income, Costs: f.Costs, Founders: f.Founders,
			Received: f.Received, Delegated: f.Delegated, Kept: f.Kept,
		}
	}
}

// addAccounts moves every party's balance: what reaches the minimum is invoiced,
// the rest is carried, and so is all of a party on hold. A balance of nothing or
// less never becomes an invoice.
func (p *Plan) addAccounts(d *drafted, balances []Balance) {
	p.Accounts, d.payees = d.byAccount()
	p.addMovements(d, balances)
	held := heldParties(d.payout.Hold)
	kept := d.payees[:0]
	for i := range p.Accounts {
		a := &p.Accounts[i]
		balance := a.Opening + a.Earned + a.Adjusted
		a.Held = len(held) > 0 && held[foldText(string(a.Party))] || !IsColumnID(string(a.Party), idLength)
		if balance > 0 && balance >= d.payout.Minimum && !a.Held {
			a.Invoiced = balance
			kept = append(kept, payee{int32(i), d.payees[i].first, d.payees[i].last})
		}
		a.Closing = balance - a.Invoiced
		p.Settlement.Invoiced += a.Invoiced
	}
	d.payees = kept
}

// addMovements adds what is not of the ledger to the accounts: balances from before
// and adjustments, also of parties that earned nothing.
func (p *Plan) addMovements(d *drafted, balances []Balance) {
	var others []Account
	var without []payee
	earning := p.Accounts
	of := func(party calc.PartyID) *Account {
		if at, found := findAccount(earning, party); found {
			return &earning[at]
		}
		at, found := findAccount(others, party)
		if !found {
			others = slices.Insert(others, at, Account{Party: party})
		}
		return &others[at]
	}
	for _, b := range balances {
		if b.Currency == p.Settlement.Currency && b.Amount != 0 {
			of(b.Party).Opening += b.Amount
		}
	}
	for _, a := range p.Adjustments {
		of(a.Party).Adjusted += a.Amount
	}
	if len(others) == 0 {
		return
	}
	p.Accounts, without = nil, d.payees
	d.payees = nil
	for len(earning)+len(others) > 0 {
		if len(others) == 0 || len(earning) > 0 && earning[0].Party < others[0].Party {
			p.Accounts, d.payees = append(p.Accounts, earning[0]), append(d.payees, without[0])
			earning, without = earning[1:], without[1:]
		} else {
			p.Accounts, d.payees = append(p.Accounts, others[0]), append(d.payees, payee{})
			others = others[1:]
		}
	}
}

func findAccount(accounts []Account, party calc.PartyID) (int, bool) {
	return slices.BinarySearchFunc(accounts, party, func(a Account, party calc.PartyID) int { return cmp.Compare(a.Party, party) })
}

// residueCells finds the cells of the residues in the scheme, which holds every
// account and activity that the memory names.
func residueCells(scheme *calc.Scheme, residues []Residue, currency string) []calc.Cell {
	if len(residues) == 0 {
		return nil
	}
	accounts := make(map[calc.Account]int32, len(scheme.Accounts))
	for i, a := range scheme.Accounts {
		accounts[a] = int32(i)
	}
	activities := make(map[calc.ActivityID]int32, len(scheme.Activities))
	for i, a := range scheme.Activities {
		activities[a.ID] = int32(i)
	}
	var cells []calc.Cell
	for _, r := range residues {
		if r.Currency == currency {
			cells = append(cells, calc.Cell{Account: accounts[r.Account], Activity: activities[r.Activity], Earned: r.Rest})
		}
	}
	return cells
}

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
//
// It fails when the parts do not add up to the income: then nothing may be written.
func NewPlan(head Settlement, company *Company, sales []Sale, outcome *calc.Outcome, memory Memory, payout Payout) (*Plan, error) {
	residues := residueCells(&company.Scheme, memory.Residues, head.Currency)
	total, err := income(sales)
	if err != nil {
		return nil, fmt.Errorf("plan settlement %s: %w", head.ID, err)
	}
	entries, err := calc.Settle(&company.Scheme, outcome.Cells, residues, total)
	if err != nil {
		return nil, fmt.Errorf("plan settlement %s: %w", head.ID, err)
	}
	plan := &Plan{Settlement: head}
	plan.Settlement.Lines, plan.Settlement.Income = len(sales), total
	plan.addSales(company, sales)
	plan.addLedger(company, entries)
	plan.addFlows(company, outcome.Flows)
	plan.addAdjustments(memory.Adjustments)
	plan.addAccounts(memory.Balances, payout)
	plan.addInvoices(payout)
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
	invoiced := make(map[calc.PartyID]calc.Minor, len(p.Invoices))
	for _, invoice := range p.Invoices {
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

func income(sales []Sale) (calc.Minor, error) {
	var total calc.Minor
	for _, sale := range sales {
		sum := total + sale.Amount
		if (sum > total) != (sale.Amount > 0) && sale.Amount != 0 {
			return 0, fmt.Errorf("the income does not fit 63 bits of minor units")
		}
		total = sum
	}
	return total, nil
}

func (p *Plan) addSales(company *Company, sales []Sale) {
	p.Sales = make([]PlannedSale, len(sales))
	for i, sale := range sales {
		p.Sales[i] = PlannedSale{sale.SaleKey, sale.Revision, company.Scheme.Activities[sale.Activity].ID, sale.At, sale.Amount}
	}
}

// addLedger books every cell that earned or was given something.
func (p *Plan) addLedger(company *Company, entries []calc.Entry) {
	p.Ledger = make([]LedgerEntry, 0, len(entries))
	for _, e := range entries {
		if e.Amount == 0 && e.Earned.IsZero() {
			continue
		}
		account := company.Scheme.Accounts[e.Account]
		p.Ledger = append(p.Ledger, LedgerEntry{account, company.Scheme.Activities[e.Activity].ID, e.Earned, e.Amount})
		if account.Party != "" {
			p.Settlement.Earned += e.Amount
		} else {
			p.Settlement.Retained += e.Amount
		}
	}
}

func (p *Plan) addFlows(company *Company, flows []calc.Flow) {
	p.Flows = make([]ActivityFlow, len(flows))
	for i, f := range flows {
		p.Flows[i] = ActivityFlow{
			Activity: company.Scheme.Activities[f.Activity].ID, Income: f.Income, Costs: f.Costs, Founders: f.Founders,
			Received: f.Received, Delegated: f.Delegated, Kept: f.Kept,
		}
	}
}

// addAccounts moves every party's balance: what reaches the minimum is invoiced,
// the rest is carried, and so is all of a party on hold. A balance of nothing or
// less never becomes an invoice.
func (p *Plan) addAccounts(balances []Balance, payout Payout) {
	accounts := map[calc.PartyID]*Account{}
	of := func(party calc.PartyID) *Account {
		if accounts[party] == nil {
			accounts[party] = &Account{Party: party}
		}
		return accounts[party]
	}
	for _, b := range balances {
		if b.Currency == p.Settlement.Currency && b.Amount != 0 {
			of(b.Party).Opening += b.Amount
		}
	}
	for _, entry := range p.Ledger {
		if entry.Account.Party != "" {
			of(entry.Account.Party).Earned += entry.Amount
		}
	}
	for party, amount := range adjustedOf(p.Adjustments) {
		of(party).Adjusted += amount
	}
	held := heldParties(payout.Hold)
	for _, a := range accounts {
		balance := a.Opening + a.Earned + a.Adjusted
		a.Held = held[foldText(string(a.Party))] || !IsColumnID(string(a.Party), idLength)
		if balance > 0 && balance >= payout.Minimum && !a.Held {
			a.Invoiced = balance
		}
		a.Closing = balance - a.Invoiced
		p.Settlement.Invoiced += a.Invoiced
		p.Accounts = append(p.Accounts, *a)
	}
	slices.SortFunc(p.Accounts, func(a, b Account) int { return cmp.Compare(a.Party, b.Party) })
}

// residueCells finds the cells of the residues in the scheme, which holds every
// account and activity that the memory names.
func residueCells(scheme *calc.Scheme, residues []Residue, currency string) []calc.Cell {
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

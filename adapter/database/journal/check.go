package journal

import (
	"errors"
	"fmt"
	"time"

	"fairshare/calc"
	"fairshare/mapping"
)

// checkPlan holds a plan against what has to be true of it before a row is
// written, from the plan's own rows and not from what it was computed from.
func (j *Journal) checkPlan(p *mapping.Plan) error {
	checks := []func(*mapping.Plan) error{
		j.checkHead, (*mapping.Plan).Check, checkSales, checkLedger, checkFlows, checkAccounts, checkInvoices,
	}
	for _, check := range checks {
		if err := check(p); err != nil {
			return err
		}
	}
	return nil
}

func (j *Journal) checkHead(p *mapping.Plan) error {
	s := p.Settlement
	switch {
	case s.ID == "":
		return errors.New("a settlement without an id")
	case s.Organization != j.Organization:
		return fmt.Errorf("settlement %s is of %s, the journal is of %s", s.ID, s.Organization, j.Organization)
	case s.State != mapping.Planned && s.State != mapping.Held:
		return fmt.Errorf("settlement %s is %s, not planned", s.ID, s.State)
	case mapping.Blocked(p.Findings):
		return fmt.Errorf("settlement %s: a blocking finding stops it: mend the data in OFBiz or accept the finding in the configuration", s.ID)
	case !wholeMillis(s.Until) || !wholeMillis(s.SnapshotAt):
		return fmt.Errorf("settlement %s: cut-off and snapshot time must be whole milliseconds", s.ID)
	}
	return nil
}

func checkSales(p *mapping.Plan) error {
	var sum calc.Minor
	for sale := range p.Sales.All() {
		sum += sale.Amount
	}
	if s := p.Settlement; sum != s.Income || p.Sales.Len() != s.Lines {
		return fmt.Errorf("settlement %s: its %d lines add up to %d, its head says %d lines and %d (minor units)", s.ID, p.Sales.Len(), sum, s.Lines, s.Income)
	}
	return nil
}

// checkLedger: what was booked for parties and retained is what the head says, and
// the exact amounts add up to the income to the last fine unit.
func checkLedger(p *mapping.Plan) error {
	var earned, retained calc.Minor
	var exact calc.Fine
	for e := range p.Ledger.All() {
		if (e.Account.Party == "") == (e.Account.Retained == "") {
			return fmt.Errorf("settlement %s: a ledger entry of %s has party %q and reason %q, one of them is needed", p.Settlement.ID, e.Activity, e.Account.Party, e.Account.Retained)
		}
		if e.Account.Party != "" {
			earned += e.Amount
		} else {
			retained += e.Amount
		}
		exact = exact.Add(e.Earned)
	}
	s := p.Settlement
	if earned != s.Earned || retained != s.Retained {
		return fmt.Errorf("settlement %s: the ledger adds up to %d for parties and %d retained, the head says %d and %d (minor units)", s.ID, earned, retained, s.Earned, s.Retained)
	}
	if exact != calc.FineOf(s.Income) {
		return fmt.Errorf("settlement %s: the exact amounts add up to %v, not to the income", s.ID, exact)
	}
	return nil
}

func checkFlows(p *mapping.Plan) error {
	for _, f := range p.Flows {
		if calc.FineOf(f.Income).Add(calc.FineOf(f.Costs)).Add(f.Received) != f.Founders.Add(f.Delegated).Add(f.Kept) {
			return fmt.Errorf("settlement %s: activity %s: income, costs and received are not founders, delegated and kept", p.Settlement.ID, f.Activity)
		}
	}
	return nil
}

// checkAccounts: what a party's account says it earned is what the ledger booked.
func checkAccounts(p *mapping.Plan) error {
	earned := make(map[calc.PartyID]calc.Minor, len(p.Accounts))
	for e := range p.Ledger.All() {
		if e.Account.Party != "" {
			earned[e.Account.Party] += e.Amount
		}
	}
	for _, a := range p.Accounts {
		if a.Earned != earned[a.Party] {
			return fmt.Errorf("settlement %s: the account of %s says %d was earned, the ledger %d (minor units)", p.Settlement.ID, a.Party, a.Earned, earned[a.Party])
		}
		delete(earned, a.Party)
	}
	for party, amount := range earned {
		return fmt.Errorf("settlement %s: %s earned %d and has no account", p.Settlement.ID, party, amount)
	}
	return nil
}

// checkInvoices: whatever was invoiced is on an invoice that belongs to the settlement.
func checkInvoices(p *mapping.Plan) error {
	s := p.Settlement
	var total calc.Minor
	for v := range p.InvoiceSums().All() {
		if v.Reference != s.ID || v.Currency != s.Currency || v.Decimals != s.Decimals || !wholeMillis(v.Date) {
			return fmt.Errorf("settlement %s: invoice %s has another reference, currency or number of decimals, or a date that is not whole milliseconds", s.ID, v.ID)
		}
		for _, item := range v.Items {
			if item.Amount == 0 {
				return fmt.Errorf("settlement %s: invoice %s, item %s: an item of 0 would get the product's price in OFBiz", s.ID, v.ID, item.Seq)
			}
		}
		total += v.Total
	}
	if total != s.Invoiced {
		return fmt.Errorf("settlement %s: the invoices add up to %d, the head says %d (minor units)", s.ID, total, s.Invoiced)
	}
	return nil
}

// wholeMillis: DATETIME(3) would cut anything finer, and the plan read back would differ.
func wholeMillis(t time.Time) bool { return t.Equal(t.Truncate(time.Millisecond)) }

package mapping

import (
	"maps"
	"slices"
	"strings"
	"time"

	"fairshare/calc"
)

// checkCurrencies looks at the currencies of the sales at hand.
func (in *Intake) checkCurrencies(c *Company) {
	currencies := map[string]bool{}
	for sale := range c.Sales.All() {
		currencies[sale.Currency] = true
	}
	all := slices.Sorted(maps.Keys(currencies))
	for _, currency := range all {
		if digits := in.rules.CurrencyDecimals(currency); digits > invoiceDecimals {
			in.found.add("CURRENCY_DECIMALS", "Uom", currency, "its minor unit has %d digits, and OFBiz's invoices keep %d: set currencies.decimals to 2 or settle it outside of OFBiz", digits, invoiceDecimals)
		}
	}
	for n := range in.parties.members {
		in.checkPreference(n, all)
	}
}

// checkPreference tells once per member in which other currencies it may be paid.
func (in *Intake) checkPreference(member int32, currencies []string) {
	prefers := in.parties.rows[member].currency
	others := slices.DeleteFunc(slices.Clone(currencies), func(currency string) bool { return currency == prefers })
	if prefers == "" || len(others) == 0 {
		return
	}
	in.found.add("PARTY_CURRENCY", "Party", in.parties.ids.string(member), "its preferredCurrencyUomId is %s and there is income in %s: the invoice over it is in the income's currency", prefers, strings.Join(others, ", "))
}

// reachMonths is how far a first settlement may reach back without a word.
const reachMonths = 12

// checkReach warns of a first settlement that would divide years of income that
// may have been divided by other means long ago.
func (in *Intake) checkReach(c *Company) {
	if !in.rules.Since.IsZero() || c.Sales.Len() == 0 || slices.ContainsFunc(in.memory.Taken, func(t Taken) bool { return !t.VoidOnly }) {
		return
	}
	first, until := calc.Never, calc.Ever
	for sale := range c.Sales.All() {
		first, until = min(first, sale.At), max(until, sale.At)
	}
	if in.until != calc.Never {
		until = in.until
	}
	if time.UnixMilli(int64(first)).AddDate(0, reachMonths, 0).Before(time.UnixMilli(int64(until))) {
		in.found.add("REACHES_BACK", "Configuration", "income.since", "income.since is empty, and nothing was settled yet: the first settlement takes all %d lines of income from %s on; set it to the day from which sales are to be shared, or leave it empty if the whole past is", c.Sales.Len(), in.date(first))
	}
}

package mapping

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"fairshare/calc"
)

// outlook is how income in one currency would be divided.
type outlook struct {
	currency string
	decimals int
	income   calc.Minor
	amounts  map[outlookCell]calc.Minor // they add up to the income
	problems []calc.Problem
}

// outlookCell is somebody's part of what one activity keeps, by ids: two companies
// number theirs differently.
type outlookCell struct {
	account  calc.Account
	activity calc.ActivityID
}

// outlooks divides sales by a scheme, currency by currency, each line by what holds at
// its own instant, to whole minor units as a settlement would without what was left
// over before.
func outlooks(scheme *calc.Scheme, sales []Sale, decimals func(string) int) (map[string]*outlook, error) {
	byCurrency := map[string][]Sale{}
	for _, sale := range sales {
		byCurrency[sale.Currency] = append(byCurrency[sale.Currency], sale)
	}
	all := map[string]*outlook{}
	for currency, own := range byCurrency {
		o := &outlook{currency: currency, decimals: decimals(currency), amounts: map[outlookCell]calc.Minor{}}
		outcome, err := calc.Distribute(scheme, summedLines(scheme, RowsOf(own...)))
		if err != nil {
			return nil, fmt.Errorf("divide the income in %s: %w", currency, err)
		}
		for _, sale := range own {
			o.income += sale.Amount
		}
		settled, err := calc.SettleCells(scheme, outcome.Cells, nil, o.income)
		if err != nil {
			return nil, fmt.Errorf("divide the income in %s: %w", currency, err)
		}
		for i, cell := range settled.Cells {
			if settled.Amounts[i] != 0 {
				o.amounts[outlookCell{scheme.Accounts[cell.Account], scheme.Activities[cell.Activity].ID}] = settled.Amounts[i]
			}
		}
		o.problems = outcome.Problems
		all[currency] = o
	}
	return all, nil
}

// in is the outlook in a currency; an empty one where there is none.
func outlookIn(all map[string]*outlook, currency string, decimals func(string) int) *outlook {
	if o := all[currency]; o != nil {
		return o
	}
	return &outlook{currency: currency, decimals: decimals(currency)}
}

// byAccount adds up what each gets of all activities.
func (o *outlook) byAccount() map[calc.Account]calc.Minor {
	sums := map[calc.Account]calc.Minor{}
	for cell, amount := range o.amounts {
		sums[cell.account] += amount
	}
	return sums
}

// currenciesIn are the currencies of outlooks, in byte order.
func currenciesIn(several ...map[string]*outlook) []string {
	set := map[string]bool{}
	for _, all := range several {
		for currency := range all {
			set[currency] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// keysOf are the keys of two maps in an order.
func keysOf[K comparable, V any](a, b map[K]V, order func(K, K) int) []K {
	both := map[K]bool{}
	for key := range a {
		both[key] = true
	}
	for key := range b {
		both[key] = true
	}
	return slices.SortedFunc(maps.Keys(both), order)
}

// compareAccounts puts parties first, by id, then what is retained, by reason.
func compareAccounts(a, b calc.Account) int {
	return cmp.Or(cmp.Compare(a.Retained, b.Retained), cmp.Compare(a.Party, b.Party))
}

func compareCells(a, b outlookCell) int {
	return cmp.Or(compareAccounts(a.account, b.account), cmp.Compare(a.activity, b.activity))
}

package mapping

import (
	"cmp"
	"math/big"
	"slices"

	"fairshare/calc"
)

// holders says whose the credits in an activity are at a moment, the most first.
// What a facility holds below zero counts as nothing, as in the calculation.
func (c *Company) holders(activity int32, at calc.Instant) []HolderEntry {
	total, of := new(big.Rat), map[calc.Account]calc.Quantity{}
	for facility, pieces := range c.piecesAt(activity, at) {
		if pieces > 0 {
			of[c.accountAt(facility, at)] += pieces
			total.Add(total, new(big.Rat).SetInt64(int64(pieces)))
		}
	}
	accounts := make([]calc.Account, 0, len(of))
	for account := range of {
		accounts = append(accounts, account)
	}
	slices.SortFunc(accounts, func(a, b calc.Account) int {
		return cmp.Or(cmp.Compare(of[b], of[a]), cmp.Compare(a.Party, b.Party), cmp.Compare(a.Activity, b.Activity), cmp.Compare(a.Retained, b.Retained))
	})
	entries := []HolderEntry{}
	for _, account := range accounts {
		part := new(big.Rat).SetInt64(int64(of[account]))
		part.Quo(part.Mul(part, big.NewRat(100, 1)), total)
		entries = append(entries, HolderEntry{string(account.Party), string(account.Activity), account.Retained, of[account].String(), part.FloatString(2)})
	}
	return entries
}

func (c *Company) piecesAt(activity int32, at calc.Instant) map[int32]calc.Quantity {
	pieces := map[int32]calc.Quantity{}
	for _, change := range c.Scheme.Credits {
		if change.Activity == activity && change.At <= at {
			pieces[change.Facility] += change.Change
		}
	}
	return pieces
}

func (c *Company) accountAt(facility int32, at calc.Instant) calc.Account {
	for _, tenure := range c.Scheme.Tenures {
		if tenure.Facility == facility && tenure.From <= at && at < tenure.Thru {
			return c.Scheme.Accounts[tenure.Account]
		}
	}
	return calc.Account{Retained: calc.NoParty}
}

package calc

import (
	"cmp"
	"fmt"
	"slices"
)

// join sums what was earned and what was brought, cell by cell, in the order in
// which ties are decided, and rounds it down. It goes through both lists once, side
// by side.
func (f *floors) join(rank ranks, cells, residues []Cell) []Entry {
	entries := make([]Entry, 0, len(cells)+len(residues))
	f.remainders = make([]uint32, len(cells)+len(residues))
	for len(cells)+len(residues) > 0 {
		first := residues
		if len(residues) == 0 || len(cells) > 0 && rank.of(&cells[0]) <= rank.of(&residues[0]) {
			first = cells
		}
		e := Entry{Account: first[0].Account, Activity: first[0].Activity}
		for ; len(cells) > 0 && cells[0].Account == e.Account && cells[0].Activity == e.Activity; cells = cells[1:] {
			e.Earned = e.Earned.Add(cells[0].Earned)
		}
		for ; len(residues) > 0 && residues[0].Account == e.Account && residues[0].Activity == e.Activity; residues = residues[1:] {
			e.Brought = e.Brought.Add(residues[0].Earned)
		}
		e.Amount, f.remainders[len(entries)] = f.add(e.Earned.Add(e.Brought))
		entries = append(entries, e)
	}
	f.remainders = f.remainders[:len(entries)]
	return entries
}

// sortedCells checks cells and returns them in order; an outcome's mostly are so
// already.
func (s *Scheme) sortedCells(cells []Cell, rank ranks) ([]Cell, error) {
	sorted, last := true, uint64(0)
	for i := range cells {
		c := &cells[i]
		if !within(c.Account, len(rank)) || !within(c.Activity, len(s.Activities)) {
			return nil, fmt.Errorf("cell of account %d and activity %d: not in the scheme", c.Account, c.Activity)
		}
		at := rank.of(c)
		sorted, last = sorted && last <= at, at
	}
	if sorted {
		return cells, nil
	}
	cells = slices.Clone(cells)
	slices.SortFunc(cells, func(a, b Cell) int { return cmp.Compare(rank.of(&a), rank.of(&b)) })
	return cells, nil
}

// hasAccountsOf reports whether no cell names an account behind the last one.
func (s *Scheme) hasAccountsOf(cells []Cell) bool {
	last := int32(-1)
	for i := range cells {
		last = max(last, cells[i].Account)
	}
	return int(last) < len(s.Accounts)
}

// ranks order the accounts: parties as they stand, then the reasons, which Complete
// may have appended in another order than theirs.
type ranks []int32

func (s *Scheme) accountRanks() ranks {
	rank, first := make(ranks, len(s.Accounts)), s.parties()
	order := numbers(len(s.Accounts))
	slices.SortStableFunc(order[first:], func(a, b int32) int {
		return cmp.Compare(s.Accounts[a].Retained, s.Accounts[b].Retained)
	})
	for place, account := range order {
		rank[account] = int32(place)
	}
	return rank
}

// of is a number that is the greater the later a cell comes.
func (r ranks) of(c *Cell) uint64 { return uint64(r[c.Account])<<32 | uint64(c.Activity) }

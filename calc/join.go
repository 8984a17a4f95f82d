package calc

import (
	"cmp"
	"fmt"
	"slices"
)

// joinCells sums what was earned and what was brought, cell by cell, in the order
// in which ties are decided. It goes through both lists once, side by side.
func joinCells(s *Scheme, cells, residues []Cell) ([]Entry, error) {
	if s.validateCells(cells) != nil || s.validateCells(residues) != nil {
		s.Complete() // that may be all that is missing
	}
	for _, list := range [][]Cell{cells, residues} {
		if err := s.validateCells(list); err != nil {
			return nil, err
		}
	}
	rank := s.accountRanks()
	cells, residues = rank.sorted(cells), rank.sorted(residues)
	entries := make([]Entry, 0, len(cells)+len(residues))
	for i := range cells {
		for len(residues) > 0 && rank.of(&residues[0]) < rank.of(&cells[i]) {
			entries, residues = bring(entries, &residues[0]), residues[1:]
		}
		entries = entryOf(entries, &cells[i])
		last := &entries[len(entries)-1]
		last.Earned = last.Earned.Add(cells[i].Earned)
	}
	for i := range residues {
		entries = bring(entries, &residues[i])
	}
	return entries, nil
}

// bring adds a residue to the entry of its cell.
func bring(entries []Entry, residue *Cell) []Entry {
	entries = entryOf(entries, residue)
	last := &entries[len(entries)-1]
	last.Brought = last.Brought.Add(residue.Earned)
	return entries
}

// entryOf makes an entry for a cell, unless the last one is of the same.
func entryOf(entries []Entry, c *Cell) []Entry {
	if last := len(entries) - 1; last >= 0 && entries[last].Account == c.Account && entries[last].Activity == c.Activity {
		return entries
	}
	return append(entries, Entry{Account: c.Account, Activity: c.Activity})
}

func (s *Scheme) validateCells(cells []Cell) error {
	accounts, activities := len(s.Accounts), len(s.Activities)
	for i := range cells {
		if c := &cells[i]; !within(c.Account, accounts) || !within(c.Activity, activities) {
			return fmt.Errorf("cell of account %d and activity %d: not in the scheme", c.Account, c.Activity)
		}
	}
	return nil
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

// parties counts the accounts of parties, which stand before all others.
func (s *Scheme) parties() int {
	n, _ := slices.BinarySearchFunc(s.Accounts, true, func(a Account, _ bool) int {
		if a.Party != "" {
			return -1
		}
		return 1
	})
	return n
}

// of is a number that is the greater the later a cell comes.
func (r ranks) of(c *Cell) uint64 { return uint64(r[c.Account])<<32 | uint64(c.Activity) }

// sorted sorts a copy; an outcome's cells mostly are in order already.
func (r ranks) sorted(cells []Cell) []Cell {
	order := func(a, b Cell) int { return cmp.Compare(r.of(&a), r.of(&b)) }
	for i := 1; i < len(cells); i++ {
		if r.of(&cells[i-1]) > r.of(&cells[i]) {
			cells = slices.Clone(cells)
			slices.SortFunc(cells, order)
			return cells
		}
	}
	return cells
}

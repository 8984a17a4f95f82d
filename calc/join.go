package calc

import (
	"cmp"
	"fmt"
	"slices"
)

// join sums what was earned and what was brought, cell by cell, in the order in
// which ties are decided. Without residues the cells stay where they are, unless one
// comes twice.
func (r ranks) join(cells, residues []Cell, twice bool) *Settled {
	if len(residues) == 0 && !twice {
		return &Settled{Cells: cells}
	}
	return r.merged(cells, residues)
}

// merged goes through both lists once, side by side.
func (r ranks) merged(cells, residues []Cell) *Settled {
	all := len(cells) + len(residues)
	s := &Settled{Cells: make([]Cell, 0, all), brought: make([]Fine, 0, all)}
	for len(cells)+len(residues) > 0 {
		first := residues
		if len(residues) == 0 || len(cells) > 0 && r.of(&cells[0]) <= r.of(&residues[0]) {
			first = cells
		}
		c, brought := Cell{Account: first[0].Account, Activity: first[0].Activity}, Fine{}
		for ; len(cells) > 0 && cells[0].Account == c.Account && cells[0].Activity == c.Activity; cells = cells[1:] {
			c.Earned = c.Earned.Add(cells[0].Earned)
		}
		for ; len(residues) > 0 && residues[0].Account == c.Account && residues[0].Activity == c.Activity; residues = residues[1:] {
			brought = brought.Add(residues[0].Earned)
		}
		s.Cells, s.brought = append(s.Cells, c), append(s.brought, brought)
	}
	return s
}

// roundDown gives every cell its amount.
func (s *Settled) roundDown() *floors {
	f := &floors{remainders: make([]uint32, len(s.Cells))}
	s.Amounts = make([]Minor, len(s.Cells))
	for i := range s.Cells {
		value := s.Cells[i].Earned
		if s.brought != nil {
			value = value.Add(s.brought[i])
		}
		s.Amounts[i], f.remainders[i] = f.add(value)
	}
	return f
}

// sortedCells checks cells and returns them in order; an outcome's mostly are so
// already, and none is there twice.
func (s *Scheme) sortedCells(cells []Cell, rank ranks) (sorted []Cell, twice bool, err error) {
	inOrder, next := true, uint64(0) // next is the least that may follow without being the same
	for i := range cells {
		c := &cells[i]
		if !within(c.Account, len(rank)) || !within(c.Activity, len(s.Activities)) {
			return nil, false, fmt.Errorf("cell of account %d and activity %d: not in the scheme", c.Account, c.Activity)
		}
		at := rank.of(c)
		inOrder, next = inOrder && next <= at, at+1
	}
	if inOrder {
		return cells, false, nil
	}
	cells = slices.Clone(cells)
	slices.SortFunc(cells, func(a, b Cell) int { return cmp.Compare(rank.of(&a), rank.of(&b)) })
	for i := 1; i < len(cells) && !twice; i++ {
		twice = rank.of(&cells[i-1]) == rank.of(&cells[i])
	}
	return cells, twice, nil
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

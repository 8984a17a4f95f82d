package calc

import (
	"cmp"
	"fmt"
	"slices"
)

// Entry is one cell of a settlement brought to whole minor units.
type Entry struct {
	Account, Activity int32
	Earned            Fine // in this settlement
	Brought           Fine // residue of earlier settlements
	Amount            Minor
}

// Residue is what rounding still owes the cell; the next settlement brings it.
func (e Entry) Residue() Fine { return e.Earned.Add(e.Brought).Sub(FineOf(e.Amount)) }

// The grid on which remainders are compared: dust from cutting amounts into fine
// units must not decide a tie. A value less than a thousandth of a thousandth of a
// grid step below the middle counts as the middle, because a value that is exactly
// in the middle may have lost that much.
const (
	gridPerMinor = 1_000_000_000
	finePerGrid  = finePerMinor / gridPerMinor
	gridDust     = 1000
)

// Settle brings the cells of a settlement to whole minor units, together, so that
// they add up to the total of its lines (design, section 3). A cell is worth what
// it earned and what earlier settlements left of it; cells that appear only among
// the residues take part. Every value is rounded to 10^-9 of a minor unit (halves
// away from zero), then floored, then the largest remainders get one unit each
// until the total is met. Ties go by party id, then activity id, in byte order,
// what is retained last (by reason); a value of zero never gets a unit.
//
// The entries come in that same order. Settle fails when a cell names an account
// or activity that the scheme does not have, or when the values miss the total by
// a minor unit or more: then the cells are not those of these lines.
func Settle(s *Scheme, cells, residues []Cell, total Minor) ([]Entry, error) {
	s.Complete()
	entries, err := joinCells(s, cells, residues)
	if err != nil {
		return nil, fmt.Errorf("settle %d minor units: %w", total, err)
	}
	if err := entriesNear(entries, total); err != nil {
		return nil, fmt.Errorf("settle %d minor units: %w", total, err)
	}
	remainders := make([]uint32, len(entries))
	missing := FineOf(total)
	for i := range entries {
		entries[i].Amount, remainders[i] = entries[i].floor()
		missing = missing.Sub(FineOf(entries[i].Amount))
	}
	if err := addUnits(entries, remainders, missing); err != nil {
		return nil, fmt.Errorf("settle %d minor units: %w", total, err)
	}
	return entries, nil
}

// joinCells sums what was earned and what was brought, cell by cell, in the order
// in which ties are decided.
func joinCells(s *Scheme, cells, residues []Cell) ([]Entry, error) {
	rank := s.accountRanks()
	order := func(a, b Cell) int {
		if a.Account != b.Account {
			return cmp.Compare(rank[a.Account], rank[b.Account])
		}
		return cmp.Compare(a.Activity, b.Activity)
	}
	for _, list := range [][]Cell{cells, residues} {
		if err := s.validateCells(list); err != nil {
			return nil, err
		}
	}
	cells, residues = sortedCells(cells, order), sortedCells(residues, order)
	entries := make([]Entry, 0, len(cells)+len(residues))
	for len(cells)+len(residues) > 0 {
		var next Entry
		if len(residues) == 0 || len(cells) > 0 && order(cells[0], residues[0]) <= 0 {
			next, cells = Entry{Account: cells[0].Account, Activity: cells[0].Activity, Earned: cells[0].Earned}, cells[1:]
		} else {
			next, residues = Entry{Account: residues[0].Account, Activity: residues[0].Activity, Brought: residues[0].Earned}, residues[1:]
		}
		if last := len(entries) - 1; last >= 0 && entries[last].Account == next.Account && entries[last].Activity == next.Activity {
			entries[last].Earned = entries[last].Earned.Add(next.Earned)
			entries[last].Brought = entries[last].Brought.Add(next.Brought)
			continue
		}
		entries = append(entries, next)
	}
	return entries, nil
}

func (s *Scheme) validateCells(cells []Cell) error {
	for i := range cells {
		if c := &cells[i]; !within(c.Account, len(s.Accounts)) || !within(c.Activity, len(s.Activities)) {
			return fmt.Errorf("cell of account %d and activity %d: not in the scheme", c.Account, c.Activity)
		}
	}
	return nil
}

// sortedCells sorts a copy; an outcome's cells mostly are in order already.
func sortedCells(cells []Cell, order func(a, b Cell) int) []Cell {
	if slices.IsSortedFunc(cells, order) {
		return cells
	}
	cells = slices.Clone(cells)
	slices.SortFunc(cells, order)
	return cells
}

// accountRanks orders the accounts: parties as they stand, then the reasons, which
// Complete may have appended in another order than theirs.
func (s *Scheme) accountRanks() []int32 {
	order := make([]int32, len(s.Accounts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		return cmp.Compare(s.Accounts[a].Retained, s.Accounts[b].Retained)
	})
	rank := make([]int32, len(order))
	for place, account := range order {
		rank[account] = int32(place)
	}
	return rank
}

// entriesNear refuses values that are not what the lines earned.
func entriesNear(entries []Entry, total Minor) error {
	off := FineOf(total).Neg()
	for _, e := range entries {
		off = off.Add(e.Earned).Add(e.Brought)
	}
	if off.abs().less(wide{0, finePerMinor}) {
		return nil
	}
	return fmt.Errorf("the cells add up to %s fine units more than the lines", off)
}

// floor returns the greatest whole amount not above the entry's value on the grid,
// and the rest in grid units.
func (e Entry) floor() (Minor, uint32) {
	value := e.Earned.Add(e.Brought)
	steps := value.abs().add(wide{0, gridDust}).nearest(finePerGrid)
	whole, rest := steps.div64(gridPerMinor)
	amount := Minor(whole.lo)
	switch {
	case value.Sign() >= 0:
		return amount, uint32(rest)
	case rest == 0:
		return -amount, 0
	}
	return -amount - 1, uint32(gridPerMinor - rest)
}

// addUnits gives the missing units to the largest remainders.
func addUnits(entries []Entry, remainders []uint32, missing Fine) error {
	takers := make([]uint32, 0, len(entries))
	for i, r := range remainders {
		if entries[i].takesUnit(r) {
			takers = append(takers, r)
		}
	}
	units, _ := missing.abs().div64(finePerMinor)
	count := int(units.lo)
	if missing.Sign() < 0 || units.hi > 0 || units.lo > uint64(len(takers)) {
		return fmt.Errorf("%s fine units are missing and %d cells can take a unit", missing, len(takers))
	}
	if count == 0 {
		return nil
	}
	least := kthLargest(takers, count)
	above := 0
	for _, r := range takers {
		if r > least {
			above++
		}
	}
	ties := count - above // of those at the limit the first ones get a unit
	for i, r := range remainders {
		if !entries[i].takesUnit(r) || r < least || r == least && ties == 0 {
			continue
		}
		if r == least {
			ties--
		}
		entries[i].Amount++
	}
	return nil
}

// takesUnit reports whether the value on the grid is not zero.
func (e Entry) takesUnit(remainder uint32) bool { return remainder != 0 || e.Amount != 0 }

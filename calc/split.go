package calc

import "fmt"

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

// Settled are the cells of a settlement brought to whole minor units, in the order in
// which ties are decided. There are as many as there are credits, so what is known of
// them lies in lists side by side: the cells need not be copied for it, and residues
// take no memory where there are none.
type Settled struct {
	Cells   []Cell  // what each earned in this settlement; those given to SettleCells, if they were in order
	Amounts []Minor // of each
	brought []Fine  // residues of earlier settlements; nil where there are none
}

// Len is how many cells there are.
func (s *Settled) Len() int { return len(s.Cells) }

// Entry is all that is known of one of them.
func (s *Settled) Entry(i int) Entry {
	c := &s.Cells[i]
	return Entry{c.Account, c.Activity, c.Earned, s.broughtBy(i), s.Amounts[i]}
}

func (s *Settled) broughtBy(i int) Fine {
	if s.brought == nil {
		return Fine{}
	}
	return s.brought[i]
}

// DropEmpty leaves out the cells that neither earned nor were given anything.
func (s *Settled) DropEmpty() {
	kept := 0
	for i, amount := range s.Amounts {
		if amount == 0 && s.Cells[i].Earned.IsZero() {
			continue
		}
		if kept < i {
			s.Cells[kept], s.Amounts[kept] = s.Cells[i], amount
			if s.brought != nil {
				s.brought[kept] = s.brought[i]
			}
		}
		kept++
	}
	s.Cells, s.Amounts = s.Cells[:kept], s.Amounts[:kept]
	if s.brought != nil {
		s.brought = s.brought[:kept]
	}
}

// SettleCells brings the cells of a settlement to whole minor units, together, so that
// they add up to the total of its lines (design, section 3). A cell is worth what
// it earned and what earlier settlements left of it; cells that appear only among
// the residues take part. Every value is rounded to 10^-9 of a minor unit (halves
// away from zero), then floored, then the largest remainders get one unit each
// until the total is met. Ties go by party id, then activity id, in byte order,
// what is retained last (by reason); a value of zero never gets a unit.
//
// The result comes in that same order; it may be made of the cells that were given.
// SettleCells fails when a cell names an account or activity that the scheme does not
// have, or when the values miss the total by a minor unit or more: then the cells are
// not those of these lines.
func SettleCells(s *Scheme, cells, residues []Cell, total Minor) (*Settled, error) {
	settled, err := settle(s, cells, residues, total)
	if err != nil {
		return nil, fmt.Errorf("settle %d minor units: %w", total, err)
	}
	return settled, nil
}

// Settle is SettleCells with all that is known of each cell in one piece.
func Settle(s *Scheme, cells, residues []Cell, total Minor) ([]Entry, error) {
	settled, err := SettleCells(s, cells, residues, total)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, settled.Len())
	for i := range entries {
		entries[i] = settled.Entry(i)
	}
	return entries, nil
}

func settle(s *Scheme, cells, residues []Cell, total Minor) (*Settled, error) {
	if !s.hasAccountsOf(cells) || !s.hasAccountsOf(residues) {
		s.Complete()
	}
	rank := s.accountRanks()
	cells, twice, err := s.sortedCells(cells, rank)
	if err != nil {
		return nil, err
	}
	if residues, _, err = s.sortedCells(residues, rank); err != nil {
		return nil, err
	}
	settled := rank.join(cells, residues, twice)
	f := settled.roundDown()
	if off := f.worth.Sub(FineOf(total)); !off.abs().less(wide{0, finePerMinor}) {
		return nil, fmt.Errorf("the cells add up to %s fine units more than the lines", off)
	}
	if err := f.addUnits(settled.Amounts, integer(total).Sub(f.sum)); err != nil {
		return nil, err
	}
	return settled, nil
}

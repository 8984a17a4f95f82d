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
	entries, err := settle(s, cells, residues, total)
	if err != nil {
		return nil, fmt.Errorf("settle %d minor units: %w", total, err)
	}
	return entries, nil
}

func settle(s *Scheme, cells, residues []Cell, total Minor) ([]Entry, error) {
	if !s.hasAccountsOf(cells) || !s.hasAccountsOf(residues) {
		s.Complete()
	}
	rank := s.accountRanks()
	cells, err := s.sortedCells(cells, rank)
	if err != nil {
		return nil, err
	}
	if residues, err = s.sortedCells(residues, rank); err != nil {
		return nil, err
	}
	var f floors
	entries := f.join(rank, cells, residues)
	if off := f.worth.Sub(FineOf(total)); !off.abs().less(wide{0, finePerMinor}) {
		return nil, fmt.Errorf("the cells add up to %s fine units more than the lines", off)
	}
	if err := f.addUnits(entries, integer(total).Sub(f.sum)); err != nil {
		return nil, err
	}
	return entries, nil
}

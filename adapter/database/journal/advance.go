package journal

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"fairshare/mapping"
)

// The move happens only from the state that the caller believes in.
const advanceSettlement = `
UPDATE FAIRSHARE_SETTLEMENT SET STATE = ?, LEASE_TERM = ?, CHANGED_AT = UTC_TIMESTAMP(3)
WHERE SETTLEMENT_ID = ? AND ORGANIZATION = ? AND STATE = ?`

const countUnverified = `SELECT COUNT(*) FROM FAIRSHARE_INVOICE WHERE SETTLEMENT_ID = ? AND STATE <> 'verified'`

// moves are the arrows of the state machine in the package comment.
var moves = map[mapping.State][]mapping.State{
	mapping.Held:     {mapping.Planned, mapping.Void},
	mapping.Planned:  {mapping.Writing, mapping.Voiding},
	mapping.Writing:  {mapping.Verified, mapping.Exported, mapping.Voiding},
	mapping.Exported: {mapping.Verified, mapping.Voiding},
	mapping.Verified: {mapping.Closed, mapping.Voiding},
	mapping.Closed:   {mapping.Voiding},
	mapping.Voiding:  {mapping.Void},
}

// Advance moves a settlement on, in the caller's transaction and under the lease.
// It fails with a *StateError where the settlement is not in the state from or the
// move is none, and with an *UnverifiedError where it would be called verified
// before all its invoices are, or void before it is known how each of them ended.
func (j *Journal) Advance(ctx context.Context, tx *sqlx.Tx, lease *Lease, id string, from, to mapping.State) error {
	if !slices.Contains(moves[from], to) {
		return &StateError{Settlement: id, From: from, To: to, State: from}
	}
	if err := lease.Check(ctx, tx); err != nil {
		return err
	}
	if err := j.mayBecome(ctx, tx, id, from, to); err != nil {
		return err
	}
	rows, err := j.change(ctx, tx, advanceSettlement, string(to), lease.Term, id, j.Organization, string(from))
	if err != nil {
		return fmt.Errorf("move settlement %s from %s to %s: %w", id, from, to, err)
	}
	if rows == 0 {
		return j.notThere(ctx, tx, id, from, to)
	}
	return nil
}

// mayBecome: verified needs all invoices read back, void all of them ended, and
// only the latest settlement of a currency is voided.
func (j *Journal) mayBecome(ctx context.Context, tx *sqlx.Tx, id string, from, to mapping.State) error {
	switch {
	case to == mapping.Verified:
		return j.allVerified(ctx, tx, id)
	case to == mapping.Voiding, from == mapping.Held && to == mapping.Void:
		return j.CheckLatest(ctx, tx, id)
	case to == mapping.Void:
		return j.allEnded(ctx, tx, id)
	}
	return nil
}

func (j *Journal) allVerified(ctx context.Context, tx *sqlx.Tx, id string) error {
	var open int
	if err := tx.GetContext(ctx, &open, j.qualify(countUnverified), id); err != nil {
		return fmt.Errorf("count the invoices of settlement %s: %w", id, err)
	}
	if open > 0 {
		return &UnverifiedError{Settlement: id, Invoices: open}
	}
	return nil
}

// notThere says in which state a settlement is that was expected in another.
func (j *Journal) notThere(ctx context.Context, tx *sqlx.Tx, id string, from, to mapping.State) error {
	s, err := j.settlement(ctx, tx, id)
	var missing *NotFoundError
	if err != nil && !errors.As(err, &missing) {
		return err
	}
	return &StateError{Settlement: id, From: from, To: to, State: s.State}
}
